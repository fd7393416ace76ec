"""Which time the rows of a table are about: its newest period, and how far into the future it reaches.

The column is the one that the Table Schema marks with `period: true`. Without a mark it is guessed: columns that are
called a period and nothing else (งวด, เดือน, ปี พ.ศ., วันที่, period, year), and where there is none, days on which
something happened (วันที่อนุญาต). Days of birth, expiry and founding say nothing of a table's time, nor does a column with
`period: false`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from flows.checks.headings import Heading, headings
from flows.checks.subject import Table
from flows.checks.tables.canonical import Look, look_through, seen_in
from flows.domain.promise import DAY, MONTH, YEAR, Period
from flows.domain.thai_calendar import FIRST_BUDDHIST_YEAR
from flows.domain.tidied import Column

_LENGTHS: dict[str, Period] = {"date": DAY, "datetime": DAY, "yearmonth": MONTH, "year": YEAR}
TYPES = tuple(_LENGTHS)
"""Field types that can be a period."""

_EXACT = (
    "งวด", "งวดข้อมูล", "เดือน", "ปี", "ปีพศ", "ปีคศ", "พศ", "คศ", "ปีงบประมาณ", "ปีการผลิต", "ปีการศึกษา", "ปีข้อมูล",
    "เดือนปี", "ปีเดือน", "วันที่", "วันเดือนปี", "ณวันที่", "วันที่ของข้อมูล", "ข้อมูลณวันที่", "ไตรมาส", "ปีไตรมาส",
)  # fmt: skip
_EXACT_ENGLISH = frozenset(
    {
        "period",
        "year",
        "month",
        "date",
        "day",
        "quarter",
        "fiscal",
        "as",
        "of",
        "on",
        "data",
        "reporting",
        "report",
        "th",
        "be",
        "ce",
    }
)
_SAYS = ("ปี", "เดือน", "งวด", "วัน", "year", "month", "date", "period", "on")
_NEVER = (
    "เกิด", "หมดอายุ", "สิ้นอายุ", "สิ้นสุด", "ครบกำหนด", "จัดตั้ง", "ก่อตั้ง", "รุ่น", "ปีฐาน", "บังคับใช้", "ถึงวันที่", "ใช้ได้ถึง", "สร้าง",
    "เริ่มกิจการ", "birth", "born", "expiry", "expires", "expire", "expiration", "end", "ends", "due", "until",
    "established", "founded", "model", "base", "force", "valid", "built",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ahead:
    """Periods of one column that begin too far ahead."""

    column: Column
    rows: int
    first_row: int
    """Of the agency's file: the first of them."""
    furthest: date
    """First day of the furthest period."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A column that tells the time, and what one of its cells stands for."""

    nth: int
    length: Period
    certain: bool
    """Whether it is marked, or called a period and nothing else."""


@dataclass(slots=True)
class _Periods:
    newest: date | None = None
    """Last day of the newest one that has begun."""
    furthest: date = date.min
    """First day of the furthest one, of columns that certainly tell the time."""


def newest_period(table: Table) -> date | None:
    """The last day of the newest period that has begun, CE; None if no column tells the time.

    A period that is running counts, with a last day that may be ahead: 2026 is 2026-12-31 all the year. Years of the
    Buddhist era and cells that are no dates are left to the rules about cells.
    """
    return look_through(table, periods).newest


def periods_ahead(table: Table, limit: date) -> list[Ahead]:
    """Where periods begin after `limit`; columns of events are left out, for an event may be planned."""
    if look_through(table, periods).furthest <= limit:
        return []
    kinds = [kind for kind in _kinds(table) if kind.certain]
    found = seen_in(table.tidied, lambda: _ahead(kinds, limit))
    return [
        Ahead(table.tidied.columns[nth], rows, table.tidied.row_map.source_row(first), furthest)
        for nth, (rows, first, furthest) in sorted(found.items())
    ]


def length_of_periods(table: Table) -> Period | None:
    """The longest period that a column which certainly tells the time stands for."""
    lengths = [kind.length for kind in _kinds(table) if kind.certain]
    return max(lengths, key=lambda length: (length.months, length.days), default=None)


def periods(table: Table) -> Look[_Periods]:
    """How far they reach."""
    kinds, seen = _kinds(table), _Periods()
    while kinds and (block := (yield)) is not None:
        for kind in kinds:
            if kind.nth < len(block.columns):
                # A column of periods has few distinct values: each is looked at once.
                days = _first_days(block.columns[kind.nth].unique()).drop_nulls()
                day, last = days.filter(days <= table.today).max(), days.max()
                if isinstance(day, date):
                    seen.newest = max(seen.newest or date.min, _last_day(day, kind.length))
                if kind.certain and isinstance(last, date):
                    seen.furthest = max(seen.furthest, last)
    return seen


def _ahead(kinds: list[_Kind], limit: date) -> Look[dict[int, tuple[int, int, date]]]:
    found: dict[int, tuple[int, int, date]] = {}
    while (block := (yield)) is not None:
        for kind in kinds:
            if kind.nth >= len(block.columns):
                continue
            first, days = block.first, _first_days(block.columns[kind.nth])
            late = (days > limit).fill_null(False)
            if late.any():
                furthest = days.filter(late).max()
                assert isinstance(furthest, date)
                rows, row, known = found.get(kind.nth, (0, first + int(late.arg_true()[0]), date.min))
                found[kind.nth] = (rows + int(late.sum()), row, max(known, furthest))
    return found


def _kinds(table: Table) -> list[_Kind]:
    fields = {field["name"]: field for field in table.schema.descriptor["fields"]}
    known = [
        (nth, fields[column.name], heading)
        for nth, (column, heading) in enumerate(zip(table.tidied.columns, headings(table), strict=True))
        if fields.get(column.name, {}).get("type") in TYPES and fields[column.name].get("period") is not False
    ]
    marked = [_kind(nth, field, True) for nth, field, _ in known if field.get("period")]
    if marked:
        return marked
    guessed = [each for each in known if not each[2].says(_NEVER)]
    exact = [_kind(nth, field, True) for nth, field, heading in guessed if _is_exact(heading)]
    return exact or [_kind(nth, field, False) for nth, field, heading in guessed if heading.says(_SAYS)]


def _kind(nth: int, field: dict[str, Any], certain: bool) -> _Kind:
    return _Kind(nth, _LENGTHS[field["type"]], certain)


def _is_exact(heading: Heading) -> bool:
    if heading.thai in _EXACT:
        return True
    return not any("ก" <= letter <= "๙" for letter in heading.thai) and (
        bool(heading.english) and set(heading.english) <= _EXACT_ENGLISH
    )


def _first_days(cells: pl.Series) -> pl.Series:
    """The first day of each period, by how much of a date is written; null where it is none, or in the Buddhist era."""
    text = pl.col("text")
    year = text.str.slice(0, 4)
    whole = (
        pl.when(text.str.len_chars() == 4)
        .then(text + "-01-01")
        .otherwise(pl.when(text.str.len_chars() == 7).then(text + "-01").otherwise(text.str.slice(0, 10)))
    )
    known = text.str.contains(r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ].*)?)?)?$") & (year < str(FIRST_BUDDHIST_YEAR))
    days = pl.when(known).then(whole).str.to_date("%Y-%m-%d", strict=False)
    return pl.DataFrame({"text": cells}).select(days).to_series()


def _last_day(day: date, length: Period) -> date:
    if length is YEAR:
        return date(day.year, 12, 31)
    if length is MONTH:
        return date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day
