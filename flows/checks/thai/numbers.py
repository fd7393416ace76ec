"""The numbers of a table with total rows: of each column what the totals give, and what the other rows add up to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Look, seen_in
from flows.domain.thai_digits import ARABIC_DIGITS

SUB_ROW = r"^\s*[-–—•]"
"""What begins a row that is a part of the one above it."""

_NOT_ADDED = re.compile(
    "ร้อยละ|อัตรา|สัดส่วน|ดัชนี|ราคา|ต่อ|%|ปี|เดือน|ลำดับ|เลขที่|รหัส|พิกัด|ละติจูด|ลองจิจูด"
    "|percent|rate|ratio|share|price|index|year|month|_per_|_no$|code|latitude|longitude",
    re.I,
)
_AVERAGE = re.compile("เฉลี่ย|average|mean", re.I)


Kind = Literal["added", "average", "other"]
Span = tuple[int, int]
"""The first of the data rows (totals and parts of rows left out, counted from 0) that are added, and the one after."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Those of one column."""

    nth: int
    whole: bool
    decimals: int
    given: dict[int, float | None]
    """Of the total rows, by canonical row from 1."""
    given_decimals: dict[int, int]
    """How many the same numbers are written with."""
    numbers: pl.Series
    """Of the data rows."""
    sums: pl.Series
    """What all data rows before each of them add up to; one more than there are rows."""
    unreadable: pl.Series

    def fits(self, row: int, span: Span) -> bool | None:
        """Whether the number of the total `row` is the sum of those of the span; None where that cannot be said."""
        first, after = span
        given = self.given[row]
        if given is None or after - first < 2 or self.unreadable[after] != self.unreadable[first]:
            return None
        added = self.sum(span)
        rounding = abs(self.sums[-1]) * 1e-12 + 1e-6
        if not self.whole:
            rounding += 0.5 * 10**-self.decimals * (after - first) + 0.5 * 10 ** -self.given_decimals[row]
        if abs(added - given) <= rounding:
            return True
        numbers = self.numbers.slice(first, after - first)
        least, most = numbers.min(), numbers.max()
        if not isinstance(least, float) or not isinstance(most, float) or least <= given <= most:
            return None  # An average, a maximum, a share: whatever it is, it is no sum.
        return False

    def is_mean(self, row: int, span: Span) -> bool:
        """Whether the number of the total `row` is the average of those of the span, as it is rounded there."""
        given, numbers = self.given[row], self.numbers.slice(span[0], span[1] - span[0]).drop_nulls()
        if given is None or numbers.n_unique() < 2:
            return False
        off = abs(self.sum(span) / len(numbers) - given)
        return bool(off <= 0.5 * 10 ** -self.given_decimals[row] + 1e-9)

    def sum(self, span: Span) -> float:
        return float(self.sums[span[1]] - self.sums[span[0]])


def numeric_columns(table: Table) -> dict[int, tuple[bool, Kind]]:
    """Columns of numbers -> whether they are whole, and whether they may be added up."""
    fields = {field.name: field for field in table.schema.fields}
    found: dict[int, tuple[bool, Kind]] = {}
    keys = {*table.schema.primary_key, *table.resource.tidy.calendar}
    for nth, column in enumerate(table.tidied.columns):
        field = fields.get(column.name)
        if field is None or field.type not in ("integer", "number"):
            continue
        names = " ".join((field.name, column.header, field.title, field.unit or ""))
        kind: Kind = "other" if field.name in keys or _NOT_ADDED.search(names) else "added"
        found[nth] = (field.type == "integer", "average" if _AVERAGE.search(names) else kind)
    return found


def parts_of_rows(table: Table, label: int) -> set[int]:
    """Canonical rows, from 1, that are a part of the one above them; `label` is the column that says so, from 0."""

    def look() -> Look[set[int]]:
        found: set[int] = set()
        while (block := (yield)) is not None:
            if label < len(block.columns):
                parts = block.columns[label].str.contains(SUB_ROW).fill_null(False).arg_true()
                found |= {block.first + int(row) for row in parts}
        return found

    return seen_in(table.tidied, look)


def read_numbers(table: Table, added: dict[int, bool], totals: Sequence[int], parts: set[int]) -> list[Numbers]:
    """Column by column (from 0 -> whether it is whole), without the rows of `totals` and `parts` (from 1)."""
    return seen_in(table.tidied, lambda: _read(added, totals, parts))


def _read(added: dict[int, bool], totals: Sequence[int], parts: set[int]) -> Look[list[Numbers]]:
    numbers: dict[int, list[pl.Series]] = {nth: [] for nth in added}
    bad: dict[int, list[pl.Series]] = {nth: [] for nth in added}
    given: dict[int, dict[int, float | None]] = {nth: {} for nth in added}
    written: dict[int, dict[int, int]] = {nth: {} for nth in added}
    decimals = dict.fromkeys(added, 0)
    while (block := (yield)) is not None:
        first, series, height = block.first, block.columns, block.height
        rows = pl.int_range(first, first + height, eager=True)
        data = ~rows.is_in([*totals, *parts])
        here = [row for row in totals if first <= row < first + height]
        for nth in added:
            cells = series[nth] if nth < len(series) else pl.Series([""] * height, dtype=pl.String)
            plain = cells.fill_null("").str.strip_chars().str.replace_all(",", "", literal=True)
            plain = plain.str.replace_many(ARABIC_DIGITS)
            values = plain.cast(pl.Float64, strict=False)
            readable = values.is_finite().fill_null(False) | plain.is_in(["", "-"])
            numbers[nth].append(values.filter(data))
            bad[nth].append((~readable).filter(data))
            given[nth] |= {row: values[row - first] for row in here}
            places = plain.str.extract(r"\.([0-9]+)$").str.len_bytes().fill_null(0)
            written[nth] |= {row: int(places[row - first]) for row in here}
            decimals[nth] = max(decimals[nth], int(str(places.max() or 0)))
    return [
        Numbers(
            nth=nth,
            whole=whole,
            decimals=decimals[nth],
            given=given[nth],
            given_decimals=written[nth],
            numbers=(every := pl.concat(numbers[nth])),
            sums=pl.concat([pl.Series([0.0]), every.fill_null(0.0).cum_sum()]),
            unreadable=pl.concat([pl.Series([0]), pl.concat(bad[nth]).cast(pl.Int64).cum_sum()]),
        )
        for nth, whole in added.items()
    ]
