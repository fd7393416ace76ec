"""Scores as the pages show them: totals, every lost point with its reason, and how it went run by run."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.domain.score import Family, HistoryLine, Score, shown
from flows.domain.text import Text
from flows.pages.words import moment

WIDTH, HEIGHT, MARGIN = 320, 90, 6
"""Of the drawing, in its own units."""
MOST_POINTS = 60
"""Runs that are drawn: the latest ones."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One family's totals, oldest first, in percent of the points that were measured in each run."""

    runs: tuple[tuple[Text, str, str], ...]
    """(when, points, out of)"""
    line: str
    """`points` of an SVG polyline."""
    latest: tuple[float, float]
    """Where it ends."""


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One family."""

    score: Score
    trend: Trend | None
    """None where there are not two runs to compare."""


def score_views(scores: Sequence[Score], history: Sequence[HistoryLine]) -> tuple[ScoreView, ...]:
    """Our own indicator first, since each of its points says what to do; then the others as they came."""
    ordered = sorted(scores, key=lambda score: score.family != "perd")
    return tuple(ScoreView(score, _trend(score.family, history)) for score in ordered)


def percent(score: Score) -> int | None:
    """Of the points that were measured; None where none was."""
    return None if score.total is None or not score.out_of else int(score.total * 100 / score.out_of)


def _trend(family: Family, history: Sequence[HistoryLine]) -> Trend | None:
    runs = [
        (moment(line.at), total.total, total.out_of)
        for line in history
        for total in line.totals
        if total.family == family and total.total is not None and total.out_of
    ][-MOST_POINTS:]
    if len(runs) < 2:
        return None
    step = (WIDTH - 2 * MARGIN) / (len(runs) - 1)
    places = [
        (MARGIN + nth * step, MARGIN + (HEIGHT - 2 * MARGIN) * (1 - float(points / out_of)))
        for nth, (_, points, out_of) in enumerate(runs)
        if out_of
    ]
    return Trend(
        tuple((when, shown(points), shown(out_of)) for when, points, out_of in runs if out_of),
        " ".join(f"{x:.1f},{y:.1f}" for x, y in places),
        places[-1],
    )
