"""thai/excel-serial: house numbers that a spreadsheet took for dates.

46154 may be a house number. In a column in which others look like 12/5 it is 12 May 2026, counted in days.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, look_through, seen_in
from flows.checks.tables.faults import Fault, capped, findings
from flows.checks.thai.cells import Told
from flows.domain.finding import Finding
from flows.domain.text import Text
from flows.domain.thai_calendar import SHORT_MONTHS, thai_date
from flows.domain.tidied import Column, Tidied

MOST = 100_000
"""Findings of one table."""
DAY_ZERO = date(1899, 12, 30)
"""Of a spreadsheet's calendar, after its 29 February 1900."""

DAYS_OF_A_YEAR = 366
_SERIAL = "^(?:[3-5][0-9]{4}|60000)$"
_SLASH = "^[0-9]{1,4}/[0-9]{1,4}$"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|" + "|".join(re.escape(name) for name in SHORT_MONTHS)
_DATE = (
    r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]00:00:00)?|[0-9]{1,2}[- ]"
    f"(?i:{_MONTHS})|(?i:{_MONTHS})[- ][0-9]{{1,2}})$"
)
_ADDRESS = re.compile("^เลขที่(?:ตั้ง|อยู่|บ้าน)?$|บ้านเลขที่|เลขที่บ้าน|ที่อยู่|ที่ตั้ง|address|(?<![a-z])house(?!hold)", re.I)
_NO_ADDRESS = re.compile("รหัส|ไปรษณีย์|เว็บ|เว๊บ|อีเมล|โทร|code|zip|post|mail|url|web|ip[ _]?address|id$", re.I)
_IS_SERIAL = re.compile(f"{_SERIAL}|{_DATE}")
_ENGLISH_MONTHS = _MONTHS.split("|")[:12]


@dataclass(slots=True)
class Houses:
    """What one column of house numbers or addresses holds."""

    filled: int = 0
    serials: int = 0
    slashes: int = 0
    dates: int = 0
    first: int = 10**5
    last: int = 0
    """Least and greatest of the serials."""

    @property
    def damaged(self) -> bool:
        """Whether there are days in it, or what may be one."""
        return bool(self.serials or self.dates)

    @property
    def counts_days(self) -> bool:
        """Whether whole numbers of five digits are days: few of them, or those of one year, as a spreadsheet takes 12/5
        for a day of the year in which it is typed."""
        few = self.serials <= self.filled - self.serials
        return self.slashes > 0 and (few or self.last - self.first <= DAYS_OF_A_YEAR)

    def told(self, cell: str) -> Told | None:
        """What is told of one cell of the column; None where it is none of these days."""
        if not self.damaged or not _IS_SERIAL.match(cell) or (cell.isdecimal() and not self.counts_days):
            return None
        return Told("thai/excel-serial", {"problem": _house_words(cell)})


def check_house_numbers(table: Table) -> Iterator[Finding]:
    """One finding per cell, from the top down. Reads the file only if it has such a column."""
    houses = {nth: each for nth, each in look_through(table, house_columns).items() if each.damaged}
    if houses:
        faults = seen_in(table.tidied, lambda: _damaged(houses, table.tidied))
        yield from findings(capped(faults, MOST), table)


def house_columns(table: Table) -> Look[Mapping[int, Houses]]:
    """The columns of texts, from 0, that are called house numbers or addresses, and what they hold."""
    types = {field.name: field.type for field in table.schema.fields}
    houses = {
        nth: Houses()
        for nth, column in enumerate(table.tidied.columns)
        if types.get(column.name, "string") == "string" and _is_address(column)
    }
    while houses and (block := (yield)) is not None:
        for nth, house in houses.items():
            if nth < len(block.columns):
                cells = block.columns[nth]
                house.filled += int((cells != "").sum())
                serials = cells.filter(cells.str.contains(_SERIAL)).cast(pl.Int64).sort()
                if len(serials):
                    house.serials += len(serials)
                    house.first, house.last = min(house.first, serials[0]), max(house.last, serials[-1])
                house.dates += int(cells.str.contains(_DATE).sum())
                house.slashes += int(cells.str.contains(_SLASH).sum())
    return houses


def _is_address(column: Column) -> bool:
    names = (" ".join(column.header.split()), column.name)
    return any(_ADDRESS.search(name) for name in names) and not any(_NO_ADDRESS.search(name) for name in names)


def _damaged(houses: Mapping[int, Houses], tidied: Tidied) -> Look[list[Fault]]:
    """The first of these cells, from the top down: one more than are told."""
    found: list[Fault] = []
    while len(found) <= MOST and (block := (yield)) is not None:
        found += islice(_faults(block, houses, tidied), MOST + 1 - len(found))
    return found


def _faults(block: Block, houses: Mapping[int, Houses], tidied: Tidied) -> Iterator[Fault]:
    found: list[tuple[int, int, Told]] = []
    for nth, house in houses.items():
        if nth < len(block.columns):
            cells = block.columns[nth]
            suspects = (cells.str.contains(_SERIAL) | cells.str.contains(_DATE)).fill_null(False).arg_true()
            told = ((int(row), house.told(cells[int(row)])) for row in suspects)
            found += [(block.first + row, nth, each) for row, each in told if each is not None]
    for row, nth, each in sorted(found, key=lambda one: one[:2]):
        yield Fault(each.slug, tidied.row_map.source_row(row), (tidied.columns[nth],), each.words)


def _house_words(cell: str) -> Text:
    """Which house number it may have been; fits after "ซึ่ง" and "which is"."""
    day = DAY_ZERO + timedelta(days=int(cell)) if cell.isdecimal() else _day(cell)
    if day is None:
        return Text(th="เป็นวันที่", en="a date")
    # 12/5 becomes a day in May where the day is written first, and in December where the month is.
    houses = list(dict.fromkeys((f"{day.day}/{day.month}", f"{day.month}/{day.day}")))
    if day.day == 1:
        houses.append(f"{day.month}/{day.year % 100:02}")
    dated = cell.isdecimal() or len(cell) >= 10
    kept = Text(th=f"ตรงกับวันที่ {thai_date(day)}", en=f"the day {day}") if dated else Text(th="เป็นวันที่", en="a date")
    return Text(
        th=f"{kept.th} เลขเดิมอาจเป็น {' หรือ '.join(houses)}", en=f"{kept.en}; it may have been {' or '.join(houses)}"
    )


def _day(cell: str) -> date | None:
    """The day of 2026-05-12, 12-May or ม.ค.-12; of a leap year where it names none."""
    try:
        if cell[:4].isdecimal():
            return date.fromisoformat(cell[:10])
        number, name = sorted(re.split("[- ]", cell, maxsplit=1), key=lambda part: not part.isdecimal())
        months = _ENGLISH_MONTHS if name.isascii() else SHORT_MONTHS
        return date(2024, months.index(name.capitalize() if name.isascii() else name) + 1, int(number))
    except ValueError:
        return None
