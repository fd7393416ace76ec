"""Findings grouped by rule, in the order in which a steward should work on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flows.domain.finding import Finding, Standing
from flows.domain.rule import Rule
from flows.domain.text import Text
from flows.reports.data import ReportData

_GRAVEST_FIRST = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True)
class RuleGroup:
    """All findings of one rule: counted exactly, the first of them at hand. What is derived is kept."""

    rule: Rule
    standings: Mapping[Standing, int]
    """How many there are of each standing; none is 0."""
    first: tuple[Finding, ...]
    """In order; all of them where they are few (domain/findings.py, AT_HAND)."""
    one_table: bool = False
    """Whether the dataset has no second table that findings not at hand could lie in."""

    @cached_property
    def count(self) -> int:
        return sum(self.standings.values())

    @property
    def all_at_hand(self) -> bool:
        return len(self.first) == self.count

    @cached_property
    def standing(self) -> Standing:
        """The gravest of those that its findings have."""
        return min(self.standings, key=_GRAVEST_FIRST.__getitem__)

    @cached_property
    def by_standing(self) -> tuple[tuple[Standing, int], ...]:
        """Each standing that occurs, with its count, the gravest first."""
        return tuple(sorted(self.standings.items(), key=lambda pair: _GRAVEST_FIRST[pair[0]]))

    @property
    def anchor(self) -> str:
        """The id of its section on the page: the slug without the slash, which a CSS selector could not name."""
        return "rule-" + self.rule.slug.replace("/", "-")

    @cached_property
    def fixes(self) -> tuple[Text, ...]:
        """The distinct fixes at hand, in the order they appear: one where the rule's fix has no placeholders."""
        return tuple(dict.fromkeys(finding.fix for finding in self.first))

    @cached_property
    def one_fix(self) -> bool:
        """Whether all of them, at hand or not, are put right in the same words."""
        return len(self.fixes) == 1 and (self.all_at_hand or "{" not in self.rule.fix.th)

    @cached_property
    def table(self) -> tuple[str, str | None] | None:
        """(resource, sheet) where all of them are known to lie in the same one; None where they are not."""
        tables = {(finding.place.resource, finding.place.sheet) for finding in self.first}
        resource, sheet = next(iter(tables))
        known = self.all_at_hand or self.one_table
        return (resource, sheet) if len(tables) == 1 and resource is not None and known else None

    @cached_property
    def values_shown(self) -> bool:
        return any(finding.value is not None for finding in self.first)

    def counted(self, *standings: Standing) -> int:
        return sum(self.standings.get(standing, 0) for standing in standings)


def by_rule(report: ReportData) -> tuple[RuleGroup, ...]:
    """What blocks comes first, what is waived last; within that the most frequent first, then by slug."""
    first: dict[str, list[Finding]] = {}
    for finding in report.findings.at_hand:
        first.setdefault(finding.rule, []).append(finding)
    standings: dict[str, dict[Standing, int]] = {}
    for tally, count in report.findings.tallies.items():
        counted = standings.setdefault(tally.rule, {})
        counted[tally.standing] = counted.get(tally.standing, 0) + count
    one = len(report.tables) == 1
    groups = [RuleGroup(report.rules[slug], standings[slug], tuple(found), one) for slug, found in first.items()]
    return tuple(sorted(groups, key=lambda g: (_GRAVEST_FIRST[g.standing], -g.count, g.rule.slug)))
