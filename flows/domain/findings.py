"""All findings about one dataset in one run, however many they are."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from flows.domain.finding import Finding, Severity, Standing

AT_HAND = 1_000
"""Findings of one rule that are kept in memory."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings that are alike in all that decides about publication."""

    rule: str
    standing: Standing
    severity: Severity
    resource: str | None


class Findings(Collection[Finding]):
    """Counted exactly, the first of each rule at hand, all of them readable in order.

    A million findings do not fit into memory, and hardly ever is more than the first of each rule asked for: the whole
    is read from wherever `every` reads it, again at each call. They travel to another process if `every` does.
    """

    def __init__(
        self,
        tallies: Mapping[Tally, int],
        at_hand: Iterable[Finding],
        every: Callable[[], Iterator[Finding]] | None = None,
    ) -> None:
        self.tallies = dict(tallies)
        self.at_hand = tuple(at_hand)
        """At most AT_HAND of each rule, in order."""
        self._every = every
        self._total = sum(self.tallies.values())

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Findings":
        """Findings that are few enough to be kept in memory, all of them."""
        if isinstance(findings, Findings):
            return findings
        kept = tuple(findings)
        return cls(Counter(tally_of(finding) for finding in kept), kept)

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.at_hand) if self._every is None else self._every()

    def __contains__(self, finding: object) -> bool:
        return any(finding == each for each in self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Collection) or len(self) != len(other):
            return False
        return all(mine == its for mine, its in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((self._total, self.at_hand))

    def __repr__(self) -> str:
        return f"Findings({self.rules()})"

    @property
    def all_at_hand(self) -> bool:
        return self._every is None

    def reworded(self, reword: Callable[[Finding], Finding]) -> "Findings":
        """The same findings in other words; `reword` changes neither rule nor standing."""
        return Findings(self.tallies, map(reword, self.at_hand), self._each(reword))

    def approved(self, by_whom: str) -> "Findings":
        """The same findings, where those that a person decides are let pass."""
        tallies: Counter[Tally] = Counter()
        for tally, count in self.tallies.items():
            standing = Standing.APPROVED if tally.standing is Standing.PERSON else tally.standing
            tallies[replace(tally, standing=standing)] += count
        passed = partial(_passed, by_whom=by_whom)
        return Findings(tallies, map(passed, self.at_hand), self._each(passed))

    def _each(self, change: Callable[[Finding], Finding]) -> Callable[[], Iterator[Finding]] | None:
        return None if self._every is None else partial(_mapped, change, self._every)

    def rules(self, *standings: Standing) -> dict[str, int]:
        """How many findings of each rule there are, in the order of their slugs; only of those standings if named."""
        return self._by_rule(tally for tally in self.tallies if not standings or tally.standing in standings)

    def rules_of(self, resource: str | None, *standings: Standing) -> dict[str, int]:
        """The same of one resource alone; None for what concerns the dataset as a whole."""
        every = (tally for tally in self.tallies if tally.resource == resource)
        return self._by_rule(tally for tally in every if not standings or tally.standing in standings)

    def _by_rule(self, tallies: Iterable[Tally]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for tally in tallies:
            counts[tally.rule] += self.tallies[tally]
        return dict(sorted(counts.items()))

    def count(self, *standings: Standing) -> int:
        return sum(count for tally, count in self.tallies.items() if tally.standing in standings)


def _passed(finding: Finding, by_whom: str) -> Finding:
    return replace(finding, approved=by_whom) if finding.standing is Standing.PERSON else finding


def _mapped(change: Callable[[Finding], Finding], every: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    return map(change, every())


def tally_of(finding: Finding) -> Tally:
    return Tally(finding.rule, finding.standing, finding.severity, finding.place.resource)


NOTHING = Findings({}, ())
