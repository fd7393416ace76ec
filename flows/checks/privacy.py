"""privacy/*: personal data that must not go out. Findings name the column, never a value.

How a column is judged. *Candidates* are cells that are, blanks and hyphens aside, 13 digits of which the
first is 1 to 8; numbers of that shape within longer texts are counted apart. Random candidates pass the check
digit 1 in 10, national identity numbers always (but for slips), so it is the share that tells:

- privacy/national-id (held): at least half of the candidates pass. One is enough: a table of one person is
  one too many. With one or two candidates chance does that 1 or 2 times in 10, with ten 2 times in 1,000; a
  wrong hold costs a question, a wrong publication cannot be taken back. Within texts at least 3 must pass as
  well.
- privacy/national-id-in-text (warned): passing numbers in texts below that; and passing cells among codes of
  13 digits that are more than chance explains (4 standard deviations above 1 in 10).
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from math import sqrt

import polars as pl

from flows.checks.national_id import DIGITS, HINT, WHOLE_CELL, compact, in_text, passes
from flows.domain.finding import Finding, Place, column_letter
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.domain.tidied import Tidied

BLOCK_ROWS = 50_000
"""Rows in memory at a time."""
LEAST_SHARE = 0.5
LEAST_IN_TEXT = 3
CHANCE = 0.1
DEVIATIONS = 4
SHOWN_ROWS = 10


@dataclass(slots=True)
class _Count:
    """What one column holds so far. Rows are canonical data rows, from 1."""

    candidates: int = 0
    passing: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, candidates: int, rows: Sequence[int]) -> None:
        self.candidates += candidates
        self.passing += len(rows)
        self.rows += rows[: SHOWN_ROWS - len(self.rows)]

    @property
    def half(self) -> bool:
        return self.passing > 0 and self.passing >= LEAST_SHARE * self.candidates

    @property
    def beyond_chance(self) -> bool:
        spread = sqrt(self.candidates * CHANCE * (1 - CHANCE))
        return self.passing > 1 + CHANCE * self.candidates + DEVIATIONS * spread


def check_personal_data(tidied: Tidied, rules: RuleBook, resource_name: str) -> tuple[Finding, ...]:
    """Findings of the privacy rules about one canonical table, at most one per column.

    Reads the whole file in blocks. Polars reads regular tables; where it refuses (a row has too many cells,
    which must be looked at as well) or sees another number of rows than tidy wrote, csv.reader does, slower
    and exact.
    """
    try:
        counts, rows = _counted(_by_polars(tidied))
    except pl.exceptions.PolarsError:
        rows = -1
    if rows != tidied.rows:
        counts, _ = _counted(_by_csv_reader(tidied))
    return tuple(
        finding for nth in sorted(counts) for finding in _judge(*counts[nth], nth, tidied, rules, resource_name)
    )


def _by_polars(tidied: Tidied) -> Iterator[list[pl.Series]]:
    lazy = pl.scan_csv(
        tidied.path,
        has_header=False,
        skip_rows=1,
        schema={str(nth): pl.String for nth in range(len(tidied.columns))},
    )
    for frame in lazy.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True):
        yield frame.get_columns()


def _by_csv_reader(tidied: Tidied) -> Iterator[list[pl.Series]]:
    with tidied.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        while block := list(islice(reader, BLOCK_ROWS)):
            yield [pl.Series(cells, dtype=pl.String) for cells in zip_longest(*block)]


def _counted(blocks: Iterator[list[pl.Series]]) -> tuple[dict[int, tuple[_Count, _Count]], int]:
    """(whole cells, numbers within texts) by column from 0, and how many rows there were."""
    counts: dict[int, tuple[_Count, _Count]] = {}
    first = 1
    for columns in blocks:
        for nth, cells in enumerate(columns):
            _count(cells, first, *counts.setdefault(nth, (_Count(), _Count())))
        first += max((len(cells) for cells in columns), default=0)
    return counts, first - 1


def _count(cells: pl.Series, first: int, whole: _Count, within: _Count) -> None:
    # Few cells could hold 13 digits at all: the length is looked at first, then one pattern, and most are
    # done with.
    rows = pl.int_range(first, first + len(cells), eager=True)
    rows, cells = _kept(rows, cells, cells.str.len_bytes() >= DIGITS)
    rows, cells = _kept(rows, cells, cells.str.contains(HINT))
    if cells.is_empty():
        return
    numbers = compact(cells)
    alike = numbers.str.contains(WHOLE_CELL)
    candidates = numbers.filter(alike)
    if len(candidates):
        whole.add(len(candidates), rows.filter(alike).filter(passes(candidates)).to_list())
    texts = zip(rows.filter(~alike), cells.filter(~alike), strict=True)
    found = [(row, number) for row, text in texts for number in in_text(text)]
    if found:
        passing = passes(pl.Series([number for _, number in found], dtype=pl.String))
        within.add(len(found), [row for (row, _), passed in zip(found, passing, strict=True) if passed])


def _kept(rows: pl.Series, cells: pl.Series, mask: pl.Series) -> tuple[pl.Series, pl.Series]:
    known = mask.fill_null(False)
    return rows.filter(known), cells.filter(known)


def _judge(
    whole: _Count, within: _Count, nth: int, tidied: Tidied, rules: RuleBook, resource_name: str
) -> Iterator[Finding]:
    place, column = _where(nth, tidied, resource_name)
    clear = [count for count in (whole, within) if count.half]
    if whole.half or (within.half and within.passing >= LEAST_IN_TEXT):
        yield rules.finding(
            "privacy/national-id",
            place,
            column=column,
            count=f"{sum(count.passing for count in clear):,}",
            candidates=f"{sum(count.candidates for count in clear):,}",
        )
        return
    suspects = [count for count in (whole, within) if count.passing and (count is within or count.beyond_chance)]
    if suspects:
        yield rules.finding(
            "privacy/national-id-in-text",
            place,
            column=column,
            count=f"{sum(count.passing for count in suspects):,}",
            rows=_rows(suspects, tidied),
        )


def _rows(counts: Sequence[_Count], tidied: Tidied) -> Text:
    total = sum(count.passing for count in counts)
    first = sorted({tidied.row_map.source_row(row) for count in counts for row in count.rows})[:SHOWN_ROWS]
    listed = ", ".join(str(row) for row in first)
    if total > len(first):
        return Text(th=f"แถวที่ {listed} และแถวอื่นอีก", en=f"rows {listed} and others")
    return Text(th=f"แถวที่ {listed}", en=f"{'row' if len(first) == 1 else 'rows'} {listed}")


def _where(nth: int, tidied: Tidied, resource_name: str) -> tuple[Place, str]:
    if nth >= len(tidied.columns):
        # A cell beyond the last header: it belongs to no column of the agency's file.
        return Place(resource=resource_name, sheet=tidied.sheet), "ที่ไม่มีหัวคอลัมน์ (no header)"
    column = tidied.columns[nth]
    place = Place(
        resource=resource_name,
        sheet=tidied.sheet,
        column=column.position,
        header=column.header,
        field=column.name,
    )
    return place, f"{column_letter(column.position)} “{column.header}”"
