"""Quality scores as values: a lost point with its reason, a measure, a score, and how they were run by run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime

from flows.domain.text import Text

Family = Literal["nectec", "nso", "perd"]


@dataclass(frozen=True, slots=True)
class Lost:
    """Points that are not there, and why."""

    points: Decimal
    """One decimal place, above 0."""
    reason: Text
    """The same words for every dataset, so that an agency's losses can be summed up by reason."""
    detail: Text | None = None
    """How much, in this dataset; None where there is no more to say, and for an agency."""
    resources: tuple[str, ...] = ()
    """Names of the resources that it is about; empty for the dataset as a whole, and for an agency."""
    datasets: int = 1
    """In how many datasets; more than 1 only for an agency."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing measured. In a dataset's score `value` and the points lost add up to `out_of`, to the last decimal."""

    id: str
    """Stable, such as nectec.openness: a heading in docs/scores.md."""
    title: Text
    value: Decimal | None
    """One decimal place; None: not measured, and `note` says why."""
    out_of: Decimal | None
    """None for what is no number of points: a class, or a delay in percent, of which less is better."""
    lost: tuple[Lost, ...] = ()
    """Most points first."""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The measures of one family."""

    family: Family
    title: Text
    defined_by: Text
    """Whose definition it is, and that we computed it."""
    measures: tuple[Measure, ...]
    total: Decimal | None
    """Sum of what was measured; None where nothing was, or where the family has no total."""
    out_of: Decimal | None
    """The points of the measures that were measured, and of no others."""
    grade: str | None = None
    """Only where the family has grades, and only where all of its points were measured."""


@dataclass(frozen=True, slots=True)
class FamilyTotal:
    """What a family came to."""

    family: Family
    total: Decimal | None
    out_of: Decimal | None
    grade: str | None
    values: Mapping[str, Decimal]
    """Of a family that has no total: the measured values by id. Empty otherwise."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """How a dataset stood at the end of one run."""

    at: AwareDatetime
    """UTC."""
    run: str
    outcome: str
    """The outcome's word, such as published."""
    totals: tuple[FamilyTotal, ...]

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"run {self.run}: {self.at} does not say its time zone: give a datetime in UTC")

    @classmethod
    def of(cls, at: datetime, run: str, outcome: str, scores: Iterable[Score]) -> "HistoryLine":
        """A datetime without a time zone is a ValueError."""
        return cls(at, run, outcome, tuple(_total(score) for score in scores))


def shown(points: Decimal) -> str:
    """As people read it: 3 for 3.0, 66.7 for 66.7."""
    return f"{points:.1f}".removesuffix(".0")


def _total(score: Score) -> FamilyTotal:
    values = (
        {}
        if score.total is not None
        else {measure.id: measure.value for measure in score.measures if measure.value is not None}
    )
    return FamilyTotal(score.family, score.total, score.out_of, score.grade, values)
