"""The guard of the gate: a value that may be personal data is not carried into any finding.

Checks already leave the value out of their findings of personal rules. But another rule (a wrong type, a duplicate) may
quote the very same cell, and a check may be mended badly one day. So the guard is stricter: where a personal rule found
something, no finding of any rule keeps its value, or a sentence that may repeat it.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.domain.finding import Finding, Place
from flows.domain.rule import Rule, RuleBook
from flows.domain.text import Text

FIX_IN_THE_SOURCE = Text(
    th="ตรวจและแก้ค่าในเซลล์นี้ที่แฟ้มต้นทางของหน่วยงาน", en="Check and correct this cell in the agency's own file."
)


def without_personal_values(findings: Sequence[Finding], rules: RuleBook) -> tuple[Finding, ...]:
    """The same findings in the same order; KeyError if a finding names a rule that the book does not have.

    Guarded is the whole column of a personal finding (one leaked cell says what the others are); its row where the
    column is unknown; its resource where both are; everything where the finding is about the dataset.
    """
    places = {finding.place for finding in findings if rules[finding.rule].personal}
    cleaned = []
    for finding in findings:
        rule = rules[finding.rule]
        if rule.personal:
            cleaned.append(finding if finding.value is None else _reworded(finding, rule))
        elif _quotes(finding) and any(_covers(place, finding.place) for place in places):
            cleaned.append(_reworded(finding, rule))
        else:
            cleaned.append(finding)
    return tuple(cleaned)


def _quotes(finding: Finding) -> bool:
    """Whether it may repeat what stands in a cell; a missing column or a wrong licence cannot."""
    return finding.value is not None or finding.place.row is not None


def _covers(personal: Place, other: Place) -> bool:
    if personal.resource is None:
        return True
    if personal.resource != other.resource:
        return False
    if personal.column is not None or personal.field is not None:
        unknown = other.column is None and other.field is None
        same_column = personal.column is not None and personal.column == other.column
        same_field = personal.field is not None and personal.field == other.field
        return unknown or same_column or same_field
    if personal.row is not None:
        return other.row is None or personal.row == other.row
    return True


def _reworded(finding: Finding, rule: Rule) -> Finding:
    """The finding in the rule's own words: the finding's sentences may quote the value."""
    return replace(finding, value=None, message=rule.title, fix=_fixed_words(rule))


def _fixed_words(rule: Rule) -> Text:
    return FIX_IN_THE_SOURCE if "{" in rule.fix.th + rule.fix.en else rule.fix
