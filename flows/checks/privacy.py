"""privacy/*: personal data that must not go out. Findings name the column, never a value.

How a column is judged. *Candidates* are cells that are, blanks and hyphens aside, 13 digits of which the first is 1 to 8;
numbers of that shape within longer texts are counted apart. Random candidates pass the check digit 1 in 10, national
identity numbers always (but for slips), so it is the share that tells:

- privacy/national-id (held): at least half of the candidates pass. One is enough: a table of one person is one too many.
  With one or two candidates chance does that 1 or 2 times in 10, with ten 2 times in 1,000; a wrong hold costs a question,
  a wrong publication cannot be taken back. Within texts at least 3 must pass as well.
- privacy/national-id-in-text (warned): passing numbers in texts below that; and passing cells among codes of 13 digits
  that are more than chance explains (4 standard deviations above 1 in 10).
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from math import sqrt

import polars as pl

from flows.checks.national_id import CANDIDATE_IN_TEXT, DIGITS, WHOLE_CELL, compact, in_text, passes
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
    """Findings of the privacy rules about one canonical table, at most one of each rule per column.

    Reads the whole file once, in blocks; cells that a ragged row has too many are looked at too.
    """
    whole: dict[int, _Count] = {}
    within: dict[int, _Count] = {}
    for first, columns in _blocks(tidied):
        for nth, cells in enumerate(columns):
            _count(cells, first, whole.setdefault(nth, _Count()), within.setdefault(nth, _Count()))
    return tuple(
        finding
        for nth in sorted(whole)
        for finding in _judge(whole[nth], within[nth], nth, tidied, rules, resource_name)
    )


def _blocks(tidied: Tidied) -> Iterator[tuple[int, list[pl.Series]]]:
    """(canonical row of the first cell, the columns) per block. csv.reader, because it is exact on ragged rows too."""
    with tidied.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        first = 1
        while block := list(islice(reader, BLOCK_ROWS)):
            yield first, [pl.Series(cells, dtype=pl.String) for cells in zip_longest(*block)]
            first += len(block)


def _count(cells: pl.Series, first: int, whole: _Count, within: _Count) -> None:
    # Few columns have cells that could hold 13 digits at all: most are done with here.
    long = cells.str.len_bytes() >= DIGITS
    if not long.any():
        return
    rows = (pl.int_range(first, first + len(cells), eager=True)).filter(long)
    texts = cells.filter(long)
    numbers = compact(texts)
    alike = numbers.str.contains(WHOLE_CELL)
    candidates = numbers.filter(alike)
    if len(candidates):
        whole.add(len(candidates), rows.filter(alike).filter(passes(candidates)).to_list())
    hinted = ~alike & texts.str.contains(CANDIDATE_IN_TEXT)
    found = [
        (row, in_text(text)) for row, text in zip(rows.filter(hinted), texts.filter(hinted), strict=True)
    ]
    every = pl.Series([number for _, numbers_of in found for number in numbers_of], dtype=pl.String)
    if len(every):
        owners = [row for row, numbers_of in found for _ in numbers_of]
        within.add(len(every), pl.Series(owners).filter(passes(every)).to_list())


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
    suspects = [
        count for count in (whole, within) if count.passing and (count is within or count.beyond_chance)
    ]
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
