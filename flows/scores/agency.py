"""An agency's scores: the means of its datasets', and what cost most."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from flows.domain.score import Lost, Measure, Score
from flows.domain.text import Text
from flows.scores.points import one_decimal, summed


def score_agency(datasets: Sequence[tuple[Score, ...]]) -> tuple[Score, ...]:
    """From what `score_dataset` gave for each dataset; empty for an agency without datasets.

    A measure is the mean over the datasets in which it was measured, and its note says in how many of how many. Lost
    points are *summed up* by reason, with the number of datasets: so, unlike a dataset's, they do not add up with the
    value. A total is the sum of the means that there are. There is no grade: its source grades datasets.
    Scores of different families, or with different measures, in the same place are a ValueError.
    """
    return tuple(_family(its) for its in zip(*datasets, strict=True))


def _family(scores: tuple[Score, ...]) -> Score:
    first = scores[0]
    if any(score.family != first.family for score in scores):
        raise ValueError("scores of different families cannot be averaged")
    measures = tuple(_mean(its) for its in zip(*(score.measures for score in scores), strict=True))
    # NECTEC's have no total for a dataset, and so none for an agency.
    has_total = any(score.total is not None for score in scores)
    total, out_of = summed(measures) if has_total else (None, None)
    return Score(first.family, first.title, first.defined_by, measures, total, out_of)


def _mean(measures: tuple[Measure, ...]) -> Measure:
    first = measures[0]
    if any(measure.id != first.id for measure in measures):
        raise ValueError(f"{first.id} cannot be averaged with another measure")
    values = [Fraction(measure.value) for measure in measures if measure.value is not None]
    note = Text(
        th=f"เฉลี่ยจากชุดข้อมูลที่วัดได้ {len(values)} จาก {len(measures)} ชุด",
        en=f"Mean over the {len(values)} of {len(measures)} datasets in which it was measured",
    )
    if not values:
        note = Text(th=f"วัดไม่ได้เลยสักชุดจาก {len(measures)} ชุดข้อมูล", en=f"Measured in none of {len(measures)} datasets")
    mean = one_decimal(sum(values, Fraction(0)) / len(values)) if values else None
    return Measure(first.id, first.title, mean, first.out_of, _by_reason(measures), note)


def _by_reason(measures: tuple[Measure, ...]) -> tuple[Lost, ...]:
    points: dict[Text, Decimal] = {}
    datasets: dict[Text, int] = {}
    for measure in measures:
        for lost in measure.lost:
            points[lost.reason] = points.get(lost.reason, Decimal(0)) + lost.points
            datasets[lost.reason] = datasets.get(lost.reason, 0) + lost.datasets
    return tuple(
        Lost(points[reason], reason, datasets=datasets[reason])
        for reason in sorted(points, key=lambda reason: -points[reason])
    )
