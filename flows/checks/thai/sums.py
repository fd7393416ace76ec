"""Whether the numbers of a total row are the sums of the rows it totals, as far as these can be told.

A total may stand for the rows since the total before it, for all rows above it, for all others, or for those below it
until the next one. Which of them is seen from the numbers that do add up. Where none does, a single total at either end
of the table stands for all others; anything else stays untold, and so do columns that are not added up at all
(averages, shares, prices, years).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.checks.subject import Table
from flows.checks.thai.numbers import Numbers, Span, numeric_columns, parts_of_rows, read_numbers
from flows.domain.text import Text


@dataclass(frozen=True, slots=True)
class Group:
    """A total row: its canonical data row from 1, and the column of its label from 0."""

    row: int
    label: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One number of a total row that is not the sum."""

    row: int
    """Canonical data row, from 1."""
    column: int
    """Canonical column, from 0."""
    sum: str
    """What the rows add up to, with commas between thousands."""
    rows: int
    """How many rows were added up."""


MEANS = Text(th=" ตัวเลขในแถวนี้เท่ากับค่าเฉลี่ยของแถวอื่น", en=" Its numbers are the averages of the other rows.")
SUM_OF_AVERAGES = Text(
    th=" และนำค่าเฉลี่ยในคอลัมน์ “{header}” มาบวกกัน ซึ่งไม่มีความหมาย",
    en=" It adds up the averages of “{header}”, which means nothing.",
)


@dataclass(frozen=True, slots=True)
class Note:
    """What is odd about a total row without being wrong for sure."""

    row: int
    """Canonical data row, from 1."""
    words: Text
    """One sentence each; begins with a blank, to follow another one."""


def mismatches(totals: Sequence[Group], table: Table) -> Iterator[Mismatch | Note]:
    """The numbers that are surely not the sum, and what is odd about others; total by total from the top down."""
    chosen = numeric_columns(table)
    added = {nth: whole for nth, (whole, kind) in chosen.items() if kind != "other"}
    if not added:
        return
    rows, parts = [total.row for total in totals], parts_of_rows(table, totals[0].label)
    every = read_numbers(table, added, rows, parts)
    columns = [column for column in every if chosen[column.nth][1] == "added"]
    averages = [column for column in every if chosen[column.nth][1] == "average"]
    left_out = sorted({*rows, *parts})
    ways = [_ways(nth, rows, left_out, table.tidied.rows - len(left_out)) for nth in range(len(rows))]
    used = [_best(row, spans, columns) for row, spans in zip(rows, ways, strict=True)]
    for row, spans, best in zip(rows, ways, used, strict=True):
        if any(columns) and any(_all_means(row, span, columns) for span in spans):
            yield Note(row, MEANS)
        for column in averages:
            if any(column.fits(row, span) for span in spans) and column.given[row]:
                header = " ".join(table.tidied.columns[column.nth].header.split())
                yield Note(row, SUM_OF_AVERAGES.filled(header=header))
        alone = len(rows) == 1 and not parts and row in (1, table.tidied.rows)
        way = best if best is not None else _assumed(used, alone)
        if way is None:
            continue
        for column in columns:
            wrong, given = column.sum(spans[way]), column.given[row]
            fits = [column.fits(row, span) for span in (spans[way], *spans)]
            if given is not None and fits[0] is False and True not in fits and _near(given, wrong):
                yield Mismatch(row, column.nth, _shown(wrong, column), spans[way][1] - spans[way][0])


def _all_means(row: int, span: Span, columns: Sequence[Numbers]) -> bool:
    given = [column for column in columns if column.given[row] is not None]
    return bool(given) and all(column.is_mean(row, span) for column in given)


def _ways(nth: int, rows: Sequence[int], left_out: Sequence[int], data: int) -> list[Span]:
    """Since the total before; all above; all others; below until the next total."""

    def place(row: int) -> int:
        return row - 1 - bisect_left(left_out, row)

    here = place(rows[nth])
    before = place(rows[nth - 1]) if nth else 0
    after = place(rows[nth + 1]) if nth + 1 < len(rows) else data
    return [(before, here), (0, here), (0, data), (here, after)]


def _best(row: int, spans: Sequence[Span], columns: Sequence[Numbers]) -> int | None:
    """The way in which most of the row's numbers add up; None where none does."""
    fitting = [sum(column.given[row] != 0 and column.fits(row, span) is True for column in columns) for span in spans]
    return fitting.index(max(fitting)) if any(fitting) else None


def _assumed(used: Sequence[int | None], alone: bool) -> int | None:
    if alone:
        return 2
    # Where all other totals are of one kind, so is this one.
    others = [way for way in used if way is not None]
    return others[0] if len(others) >= 2 and len(set(others)) == 1 else None


def _near(given: float, wrong: float) -> bool:
    """A slip is of about the right size; twice the size has its parts counted twice."""
    return wrong != 0 and 0.5 < given / wrong < 2


def _shown(number: float, column: Numbers) -> str:
    return f"{number:,.0f}" if column.whole else f"{number:,.{column.decimals}f}"
