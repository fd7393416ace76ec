"""privacy/*: personal data that must not go out. Findings name the column, never a value.

How a column is judged. *Candidates* are cells that are, blanks and hyphens aside, 13 digits of which the first is 1 to
8; numbers of that shape within longer texts, standing by themselves, are counted apart. Random candidates pass the
check digit 1 in 10, national identity numbers always (but for slips). Both rules hold the dataset: a wrong hold costs a
question, a wrong publication cannot be taken back.

- privacy/national-id (no waiver): it is certain enough that nobody has to look.
  Cells: at least half of the candidates pass. One is enough: a table of one person is one too many. With one or two
  candidates chance does that 1 or 2 times in 10, with ten 2 times in 1,000. In a column of numbers with a declared
  unit, which are amounts, they must be more than chance explains as well.
  Texts: at least half of the candidates pass, and at least 3 do; or a single one that passes is grouped as on the
  identity card (1-2345-67890-12-3), which no other number of 13 digits is.
- privacy/national-id-in-text (waived by whoever has looked, with a reason): it may be chance, so a person decides, and
  nothing is published before. Any other passing number in a text; and passing cells among codes of 13 digits that are
  more than chance explains (4 standard deviations above 1 in 10). Codes that pass as often as chance has it are fine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

import polars as pl

from flows.checks.personal.first_look import perhaps_personal
from flows.checks.personal.national_id import DIGITS, HINT, WHOLE_CELL, compact, in_text, passes
from flows.checks.subject import Table
from flows.checks.tables.canonical import Look, look_through
from flows.domain.finding import Finding, Place, column_letter
from flows.domain.text import Text
from flows.domain.tidied import Tidied

LEAST_SHARE = 0.5
LEAST_IN_TEXT = 3
CHANCE = 0.1
DEVIATIONS = 4
SHOWN_ROWS = 10
MONEY = ("บาท", "baht", "THB")
"""Words of units whose amounts may well have 13 digits: in such a column one or two hits are chance."""


@dataclass(slots=True)
class _Count:
    """What one column holds so far. Rows are canonical data rows, from 1."""

    candidates: int = 0
    passing: int = 0
    grouped: int = 0
    """Of the passing ones, those that are grouped as on the card; counted in texts only."""
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


def check_personal_data(table: Table) -> Iterator[Finding]:
    """Findings about identity numbers in one canonical table, at most one per column."""
    counts = look_through(table, identity_numbers)
    money = {field.name for field in table.schema.fields if field.unit and any(word in field.unit for word in MONEY)}
    for nth in sorted(counts):
        amount = nth < len(table.tidied.columns) and table.tidied.columns[nth].name in money
        yield from _judge(*counts[nth], nth, table, amount)


def identity_numbers(table: Table) -> Look[dict[int, tuple[_Count, _Count]]]:
    """(whole cells, numbers within texts) by column from 0."""
    counts: dict[int, tuple[_Count, _Count]] = {}
    while (block := (yield)) is not None:
        for nth, (cells, likely) in enumerate(zip(block.columns, block.shared(perhaps_personal), strict=True)):
            count = counts.setdefault(nth, (_Count(), _Count()))
            if likely.any():
                _count(cells, likely, block.first, *count)
    return counts


def _count(cells: pl.Series, likely: pl.Series, first: int, whole: _Count, within: _Count) -> None:
    # Few cells could hold 13 digits at all: after a first look and the length one pattern, and most are done with.
    rows = pl.int_range(first, first + len(cells), eager=True)
    rows, cells = _kept(rows, cells, likely)
    rows, cells = _kept(rows, cells, cells.str.len_bytes() >= DIGITS)
    plain = cells.str.contains(WHOLE_CELL)
    plain_rows, plain_numbers = _kept(rows, cells, plain)
    rows, cells = _kept(rows, cells, ~plain)
    rows, cells = _kept(rows, cells, cells.str.contains(HINT))
    numbers = compact(cells)
    alike = numbers.str.contains(WHOLE_CELL)
    candidates = pl.concat([plain_numbers, numbers.filter(alike)])
    if len(candidates):
        right = pl.concat([plain_rows, rows.filter(alike)]).filter(passes(candidates))
        whole.add(len(candidates), right.sort().to_list())
    texts = zip(rows.filter(~alike), cells.filter(~alike), strict=True)
    found = [(row, number) for row, text in texts for number in in_text(text)]
    if found:
        passed = passes(pl.Series([number.digits for _, number in found], dtype=pl.String))
        passing = [each for each, right in zip(found, passed, strict=True) if right]
        within.add(len(found), [row for row, _ in passing])
        within.grouped += sum(number.grouped for _, number in passing)


def _kept(rows: pl.Series, cells: pl.Series, mask: pl.Series) -> tuple[pl.Series, pl.Series]:
    known = mask.fill_null(False)
    return rows.filter(known), cells.filter(known)


def _judge(whole: _Count, within: _Count, nth: int, table: Table, amount: bool) -> Iterator[Finding]:
    tidied, rules = table.tidied, table.rules
    place, column = _where(nth, tidied, table.resource.name)
    certain_cells = whole.half and (whole.beyond_chance or not amount)
    certain_texts = within.grouped > 0 or (within.half and within.passing >= LEAST_IN_TEXT)
    clear = [count for count, certain in ((whole, certain_cells), (within, certain_texts)) if certain]
    if clear:
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
