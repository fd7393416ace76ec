"""Charts as geometry: where columns, bars and lines stand in a drawing. The template draws them as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from flows.domain.text import Text

WIDTH, HEIGHT = 720, 214
"""Of a chart by months, in its own units."""
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 22, 30
"""Around the columns: for the scale and the months' names."""
STEPS = 4
"""Lines of the scale, at most."""


@dataclass(frozen=True, slots=True)
class Box:
    """A column, or one layer of it."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    """What it counts: picks the colour."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A name beside the chart, and where it stands."""

    at: float
    text: Text


@dataclass(frozen=True, slots=True)
class Columns:
    """One column for each month, of one or more layers."""

    boxes: tuple[Box, ...]
    tops: tuple[tuple[float, float, str], ...]
    """(x, y, what to write) above each column."""
    months: tuple[Tick, ...]
    scale: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One value for each month in which there is one, joined where the months follow each other."""

    strokes: tuple[str, ...]
    """`points` of polylines."""
    dots: tuple[tuple[float, float, str], ...]
    months: tuple[Tick, ...]
    scale: tuple[Tick, ...]


def columns(months: Sequence[Text], layers: Sequence[tuple[str, Sequence[int]]]) -> Columns:
    """`layers` from the lowest up: what it counts, and how much in each month."""
    totals = [sum(values[nth] for _, values in layers) for nth in range(len(months))]
    top, step = _scale(max(totals, default=0))
    room = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    width = min(room * 0.64, 56)
    boxes, tops = [], []
    for nth, total in enumerate(totals):
        x, below = LEFT + room * (nth + 0.5) - width / 2, 0
        for kind, values in layers:
            if values[nth]:
                boxes.append(Box(_r(x), _y(below + values[nth], top), _r(width), _height(values[nth], top), kind))
            below += values[nth]
        tops.append((_r(x + width / 2), _r(_y(total, top) - 5), f"{total:,}"))
    return Columns(tuple(boxes), tuple(tops), _months(months, room), _ticks(top, step))


def line(months: Sequence[Text], values: Sequence[Decimal | None], top: int) -> Line:
    """Values from 0 to `top`; None where there is none."""
    room = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    strokes: list[list[str]] = [[]]
    dots = []
    for nth, value in enumerate(values):
        if value is None:
            strokes.append([])
            continue
        x, y = _r(LEFT + room * (nth + 0.5)), _y(float(value), top)
        strokes[-1].append(f"{x},{y}")
        dots.append((x, y, f"{value}"))
    joined = tuple(" ".join(points) for points in strokes if len(points) > 1)
    return Line(joined, tuple(dots), _months(months, room), _ticks(top, top // STEPS))


def _scale(most: int) -> tuple[int, int]:
    """The scale's end and its step: whole numbers that people count in."""
    step = 1
    for factor in cycle((2, 2.5, 2)):  # 1, 2, 5, 10, 20, ...
        if most <= step * STEPS:
            break
        step = int(step * factor)
    return max(step, -(-most // step) * step), step


def _months(months: Sequence[Text], room: float) -> tuple[Tick, ...]:
    return tuple(Tick(_r(LEFT + room * (nth + 0.5)), month) for nth, month in enumerate(months))


def _ticks(top: int, step: int) -> tuple[Tick, ...]:
    return tuple(Tick(_y(n, top), Text(th=f"{n:,}", en=f"{n:,}")) for n in range(0, top + 1, step))


def _y(value: float, top: int) -> float:
    return _r(HEIGHT - BOTTOM - _height(value, top))


def _height(value: float, top: int) -> float:
    return _r((HEIGHT - TOP - BOTTOM) * value / top)


def _r(value: float) -> float:
    return round(value, 1)
