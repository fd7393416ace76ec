"""A number of the pack: what is counted, how much it is, and the very records that it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from flows.domain.text import Text

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number counts."""

    id: str
    title: Text
    definition: Text
    """Exactly what is counted."""
    unit: Text
    mark: Literal["official", "own"]
    """official: somebody else's score, as it was entered. own: counted by Perd from its ledger."""
    source: Text
    """Whose word it is, or what our own is made after."""
    parts: tuple[tuple[str, Text], ...] = ()
    """Where it is split up: each part's id and title."""


@dataclass(frozen=True, slots=True)
class Number:
    """One value of one definition."""

    what: Definition
    scope: str
    """MINISTRY, or an agency's code."""
    value: int | Decimal | None
    """None: not measured, and `note` says why."""
    out_of: int | Decimal | None = None
    month: str | None = None
    """Such as 2026-10; None for the period as a whole."""
    part: str | None = None
    note: Text | None = None
    """What was not measured, or not counted; for an entered score, its document."""
    records: tuple[int, ...] = ()
    """Numbers of the records that it counts, in order."""
    considered: tuple[int, ...] = ()
    """Numbers of the records that `out_of` counts; empty where there is none."""

    @property
    def id(self) -> str:
        return self.what.id

    @property
    def key(self) -> str:
        """Unique in a pack, and fit to be part of an address: diw.outcomes.2026-10.published."""
        return ".".join(part for part in (self.scope, self.id, self.month, self.part) if part)

    @property
    def share(self) -> Decimal | None:
        """In percent, one decimal; 100 only for all, 0 only for none. None where there is nothing to compare with."""
        return None if self.value is None or not self.out_of else percent(self.value, self.out_of)


def percent(value: int | Decimal, out_of: int | Decimal) -> Decimal:
    """As in `Number.share`."""
    if value == out_of:
        return Decimal(100)
    exact = Decimal(value) * 100 / Decimal(out_of)
    rounded = exact.quantize(TENTH, ROUND_HALF_UP)
    return min(max(rounded, TENTH), 100 - TENTH) if 0 < exact < 100 else rounded


def mean(values: Sequence[Decimal]) -> Decimal:
    """One decimal, half a tenth rounded up."""
    return (sum(values, Decimal(0)) / len(values)).quantize(TENTH, ROUND_HALF_UP)


def share(
    what: Definition, scope: str, passed: Mapping[int, bool], note: Text | None, part: str | None = None
) -> Number:
    """How many of the records, by their numbers, passed; not measured where there are none, and `note` says why."""
    if not passed:
        return Number(what, scope, None, part=part, note=note)
    its = tuple(sorted(seq for seq, is_so in passed.items() if is_so))
    return Number(what, scope, len(its), len(passed), None, part, note, its, tuple(sorted(passed)))
