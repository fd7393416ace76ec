"""Findings grouped by rule, in the order in which a steward should work on them."""

from dataclasses import dataclass
from functools import cached_property

from flows.domain.finding import Finding, Severity
from flows.domain.rule import Rule
from flows.domain.text import Text
from flows.reports.data import ReportData

_ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class RuleGroup:
    """All findings of one rule. What is derived is kept: a template asks for it once a row."""

    rule: Rule
    findings: tuple[Finding, ...]

    @cached_property
    def waived(self) -> bool:
        """Whether a waiver covers every one of them."""
        return all(finding.waived for finding in self.findings)

    @cached_property
    def severity(self) -> Severity:
        """The gravest of those that count; of all of them where none does."""
        counting = [finding for finding in self.findings if not finding.waived] or self.findings
        return min((finding.severity for finding in counting), key=_ORDER.__getitem__)

    @cached_property
    def blocking(self) -> int:
        return sum(finding.blocks for finding in self.findings)

    @property
    def anchor(self) -> str:
        """The id of its section on the page: the slug without the slash, which a CSS selector could not name."""
        return "rule-" + self.rule.slug.replace("/", "-")

    @cached_property
    def fixes(self) -> tuple[Text, ...]:
        """The distinct fixes, in the order they appear: one where the rule's fix has no placeholders."""
        return tuple(dict.fromkeys(finding.fix for finding in self.findings))

    @cached_property
    def table(self) -> tuple[str, str | None] | None:
        """(resource, sheet) where all of them lie in the same one; None where they do not."""
        tables = {(finding.place.resource, finding.place.sheet) for finding in self.findings}
        resource, sheet = next(iter(tables))
        return (resource, sheet) if len(tables) == 1 and resource is not None else None

    @cached_property
    def values_shown(self) -> bool:
        return any(finding.value is not None for finding in self.findings)


def by_rule(report: ReportData) -> tuple[RuleGroup, ...]:
    """What blocks comes first, what is waived last; within that the most frequent first, then by slug."""
    gathered: dict[str, list[Finding]] = {}
    for finding in report.findings:
        gathered.setdefault(finding.rule, []).append(finding)
    groups = [RuleGroup(report.rules[slug], tuple(found)) for slug, found in gathered.items()]
    return tuple(
        sorted(
            groups,
            key=lambda group: (
                group.waived,
                _ORDER[group.severity],
                -len(group.findings),
                group.rule.slug,
            ),
        )
    )
