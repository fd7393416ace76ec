"""The report's own guard: a value that may be personal data is not carried into any report.

Checks already leave the value out of their findings of personal rules. But another rule (a wrong type, a duplicate) may
quote the very same cell, and a check may be mended badly one day. So the report looks again, and is stricter: where a
personal rule found something, no finding of any rule keeps its value, or a sentence that may repeat it.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.domain.errors import PipelineError
from flows.domain.finding import Finding, Place
from flows.domain.outcome import Failed, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.rule import Rule, RuleBook
from flows.domain.text import Text
from flows.reports.words import FIX_IN_THE_SOURCE, OUR_BUG, SEE_THE_FINDINGS

_FORESEEN = frozenset(kind.__name__ for kind in PipelineError.__subclasses__())


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


def guarded(outcome: Outcome, findings: Sequence[Finding], rules: RuleBook) -> Outcome:
    """The outcome without values: its own copy of the findings, and its reason, which may repeat a finding's message.

    The reason of an error that nobody foresaw is left out altogether: such a text quotes whatever the program held.
    """
    match outcome:
        case Published() | Unchanged():
            return replace(outcome, findings=without_personal_values(outcome.findings, rules))
        case Held():
            every = (*findings, *outcome.findings)
            return replace(
                outcome,
                findings=without_personal_values(outcome.findings, rules),
                reason=_reason_without_values(outcome.reason, every, without_personal_values(every, rules)),
            )
        case Failed() if outcome.kind not in _FORESEEN:
            return replace(outcome, reason=OUR_BUG.filled(kind=outcome.kind))
        case Failed() | Unreachable() | Waiting():
            return outcome


def _reason_without_values(reason: Text, before: Sequence[Finding], after: Sequence[Finding]) -> Text:
    """Before and after the guard, in the same order: what the guard reworded is reworded in the reason, too."""
    th, en = reason.th, reason.en
    reworded = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    for old, new in reworded:
        th = th.replace(old.message.th, new.message.th)
        en = en.replace(old.message.en, new.message.en)
    if any(old.value and old.value in th + en for old, _ in reworded):
        return SEE_THE_FINDINGS
    return Text(th=th, en=en)


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
