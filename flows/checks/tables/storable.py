"""table/not-storable and three of thai/*: what Frictionless lets pass and the portal's database cannot keep.

Of thai/* it is buddhist-year-left and thai-digits, and no-such-leap-day where 2568-02-29 is a day of the common era.

The table behind a resource has the column types int8, numeric, int4, date and timestamp (PostgreSQL). Python, and so
Frictionless, reads more than they do: whole numbers of any length, NaN and Infinity, 1_000, Thai digits. Such a cell
would pass the gate and fail at the portal every night. A year of the Buddhist era passes both: 2568-02-29 is a day of
the common era, too, and wrong by 543 years.

Cells that Frictionless refuses anyway are not told here a second time.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from math import isinf

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, look_through
from flows.checks.tables.faults import Fault, capped, findings
from flows.checks.thai.cells import Descriptor, Told, no_such_leap_day
from flows.domain.finding import Finding
from flows.domain.text import Text
from flows.domain.thai_calendar import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR
from flows.domain.thai_digits import ARABIC_DIGITS
from flows.domain.tidied import Tidied
from flows.domain.tidy import Tidy

NOT_STORABLE = "table/not-storable"
BUDDHIST = "thai/buddhist-year-left"
THAI_DIGITS = "thai/thai-digits"
INT8 = 2**63
MOST = 100_000
"""Findings of one table: they are held in memory until all of them are known."""
NO_END = 9999
"""A year that registers write for "without an end"; nobody means 9456 CE by it."""

NUL = Text(th="มีอักขระ NUL (U+0000)", en="it holds a NUL character (U+0000)")
TOO_LARGE = Text(th="เกินช่วงจำนวนเต็ม 64 บิต", en="it is beyond whole numbers of 64 bits")
NOT_FINITE = Text(th="NaN และอนันต์ไม่ใช่ตัวเลข", en="NaN and Infinity are no numbers")
BEYOND_FLOAT = Text(
    th="เกินช่วงตัวเลขที่โปรแกรมทั่วไปอ่านได้ (ประมาณ 10 ยกกำลัง 308)",
    en="it is beyond what programs read as a number (about 1e308)",
)
FOREIGN = Text(
    th="ไม่ได้เขียนด้วยเลขอารบิก 0-9 ล้วน (เช่น มีเลขไทยหรือขีดล่าง)",
    en="it is not written in the digits 0 to 9 alone (Thai digits or an underscore, for instance)",
)

_TO_ARABIC = str.maketrans(ARABIC_DIGITS)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(r"\s*([0-9]{4})-")
_CE = r"\A(?:[01][0-9]{3}|2[0-3][0-9]{2})"


Judge = Callable[[str], Told | None]


def _not_storable(why: Text) -> Told:
    return Told(NOT_STORABLE, {"problem": why})


def _foreign(cell: str) -> Told:
    """Python reads more digits than a database does; in Thailand most others are Thai."""
    arabic = cell.strip().translate(_TO_ARABIC)
    if arabic.isascii() and not cell.isascii():
        return Told(THAI_DIGITS, {"mended": arabic})
    return _not_storable(FOREIGN)


def _integer(cell: str) -> Told | None:
    text = cell.strip()
    try:
        number = int(text)
    except ValueError:
        return None
    if not _INTEGER.fullmatch(text):
        return _foreign(text)
    return None if -INT8 <= number < INT8 else _not_storable(TOO_LARGE)


def _number(cell: str) -> Told | None:
    text = cell.strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return _not_storable(NOT_FINITE)
    if not _NUMBER.fullmatch(text):
        return _foreign(text)
    return _not_storable(BEYOND_FLOAT) if isinf(float(text)) else None


def _year(cell: str) -> Told | None:
    try:
        year = int(cell) if len(cell) == 4 else 0
    except ValueError:
        return None
    if year and not _INTEGER.fullmatch(cell):
        return _foreign(cell)
    return _of_era(year)


def _month(cell: str) -> Told | None:
    year, _, month = cell.partition("-")
    if not cell.isascii() and year.isdecimal() and month.isdecimal():
        return _foreign(cell)
    return _year_first(cell)


def _day(cell: str) -> Told | None:
    try:
        datetime.strptime(cell, "%Y-%m-%d")
    except ValueError:
        return _year_first(cell)
    return _year_first(cell) if cell.isascii() else _foreign(cell)


def _moment(cell: str) -> Told | None:
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return _year_first(cell)
    if not cell.isascii():
        return _foreign(cell)
    return _year_first(cell) or (None if _MOMENT.fullmatch(cell) else _not_storable(FOREIGN))


def _year_first(cell: str) -> Told | None:
    year = _YEAR_FIRST.match(cell)
    return _of_era(int(year.group(1))) if year else None


def _is_day(cell: str) -> bool:
    if len(cell) < len("2024-01-31"):
        return True  # a year, or a month of one
    try:
        datetime.strptime(cell[:10], "%Y-%m-%d")
    except ValueError:
        return False
    return True


def _of_era(year: int) -> Told | None:
    if year >= FIRST_BUDDHIST_YEAR and year != NO_END:
        return Told(BUDDHIST, {"year": year, "ce": year - BUDDHIST_OFFSET})
    return None


_TYPES: dict[str, tuple[str, Judge]] = {
    "integer": (r"\A[+-]?[0-9]{1,18}\z", _integer),
    "number": (r"\A[+-]?[0-9]{1,18}(?:\.[0-9]{0,18})?\z", _number),
    "year": (_CE + r"\z", _year),
    "yearmonth": (_CE + "-[0-9]", _month),
    "date": (_CE + r"-[0-9]{2}-[0-9]{2}\z", _day),
    "datetime": (_CE + r"-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\z", _moment),
}
"""By Frictionless type: what nearly all cells look like and is fine, and the judge of every other distinct cell."""


def judge_of(descriptor: Descriptor, rules: Tidy) -> tuple[str, Judge] | None:
    """What cells of a field mostly look like, and the judge of any other one; None for a type that takes them all."""
    known = _TYPES.get(descriptor.get("type", "string"))
    if known is None or descriptor.get("name") not in rules.calendar:
        return known
    usual, judge = known

    def of_declared_era(cell: str) -> Told | None:
        told = judge(cell)
        if told is None or told.slug != BUDDHIST:
            return told
        # Tidy would have converted it, were it a day. 2568 CE has a 29 February, and 2568 B.E. has none.
        return no_such_leap_day(cell, descriptor, rules) or (told if _is_day(cell) else None)

    return usual, of_declared_era


def check_storable(table: Table, limit: int = MOST) -> Iterator[Finding]:
    """Findings about cells that the portal's table cannot hold, from the top down, in the agency's own coordinates.

    Every column is looked at for NUL, declared ones by their type as well. Reads the whole canonical file in blocks.
    After `limit` findings it stops, and table/more-findings says so.
    """
    yield from findings(capped(look_through(table, not_storable), limit), table)


def not_storable(table: Table) -> Look[list[Fault]]:
    """The first faults of this kind, from the top down: one more than are told."""
    fields = {field["name"]: field for field in table.schema.descriptor["fields"]}
    judged = [judge_of(fields.get(column.name, {}), table.resource.tidy) for column in table.tidied.columns]
    found: list[Fault] = []
    while len(found) <= MOST and (block := (yield)) is not None:
        found += islice(_faults(block, judged, table.tidied), MOST + 1 - len(found))
    return found


def _faults(block: Block, judged: Sequence[tuple[str, Judge] | None], tidied: Tidied) -> Iterator[Fault]:
    found: list[tuple[int, int, Told]] = []
    # Cells beyond the last column are told by check_table: no column of the portal's table waits for them.
    for nth, (cells, judge) in enumerate(zip(block.columns, judged, strict=False)):
        found += [(row, nth, _not_storable(NUL)) for row in _rows(cells.str.contains("\0", literal=True))]
        if judge is not None:
            found += [(row, nth, problem) for row, problem in _unusual(cells, *judge)]
    for row, nth, problem in sorted(found, key=lambda each: each[:2]):
        source_row = tidied.row_map.source_row(block.first + row)
        yield Fault(problem.slug, source_row, (tidied.columns[nth],), problem.words)


def _unusual(cells: pl.Series, usual: str, judge: Judge) -> Iterator[tuple[int, Told]]:
    others = cells.filter((cells != "") & ~cells.str.contains(usual))
    told = {cell: judge(cell) for cell in others.unique().to_list() if "\0" not in cell}
    problems = {cell: problem for cell, problem in told.items() if problem is not None}
    if problems:
        for row in _rows(cells.is_in(list(problems))):
            yield row, problems[cells[row]]


def _rows(mask: pl.Series) -> list[int]:
    return [int(row) for row in mask.fill_null(False).arg_true()]
