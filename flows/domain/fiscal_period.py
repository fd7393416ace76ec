"""The period that an award pack is of: a Thai fiscal year, a quarter of one, or days from and to. Bangkok's days."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flows.domain.errors import AskedWrongly
from flows.domain.text import Text
from flows.domain.thai_calendar import (
    BANGKOK,
    BUDDHIST_OFFSET,
    FIRST_BUDDHIST_YEAR,
    SHORT_MONTHS,
    thai_date,
    to_buddhist,
)
from flows.domain.thai_digits import ARABIC_DIGITS

BEGINS = 10
"""Month in which a fiscal year begins: that of 2570 B.E. lasts from 1 October 2569 to 30 September 2570."""
_ARABIC = str.maketrans(ARABIC_DIGITS)
_HOW = Text(
    th="ให้ระบุปีงบประมาณ พ.ศ. เช่น 2570 ไตรมาส เช่น 2570-Q1 หรือช่วงวันที่ ค.ศ. เช่น 2026-10-01/2026-12-31",
    en="give a fiscal year in B.E. such as 2570, a quarter such as 2570-Q1, or days in CE such as"
    " 2026-10-01/2026-12-31",
)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, or as much of it as lies in a period."""

    first: date
    last: date

    @property
    def id(self) -> str:
        """Such as 2026-10."""
        return f"{self.first:%Y-%m}"

    @property
    def title(self) -> Text:
        """Such as ต.ค. 2569."""
        name = f"{SHORT_MONTHS[self.first.month - 1]} {to_buddhist(self.first.year)}"
        return Text(th=name, en=f"{self.first:%b %Y}")

    @property
    def short(self) -> Text:
        """Such as ต.ค. 69, below a chart."""
        name = f"{SHORT_MONTHS[self.first.month - 1]} {to_buddhist(self.first.year) % 100:02}"
        return Text(th=name, en=f"{self.first:%b %y}")


@dataclass(frozen=True, slots=True)
class FiscalPeriod:
    """Both days belong to it."""

    id: str
    """As people ask for it: 2570, 2570-Q1, 2026-10-01/2026-12-31."""
    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """Its first moment, UTC."""
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it, UTC."""
        return midnight(self.last + timedelta(days=1))

    @property
    def year(self) -> int:
        """The fiscal year, B.E., in which it ends."""
        return to_buddhist(self.last.year + (self.last.month >= BEGINS))

    @property
    def folder(self) -> str:
        """Its name as part of a file's name."""
        return self.id.replace("/", "--")

    @property
    def title(self) -> Text:
        """What it is called, without its days."""
        if "/" in self.id:
            return Text(th="ช่วงวันที่กำหนด", en="Chosen days")
        year, _, quarter = self.id.partition("-Q")
        if quarter:
            return Text(
                th=f"ไตรมาสที่ {quarter} ปีงบประมาณ พ.ศ. {year}",
                en=f"Quarter {quarter} of fiscal year {year} B.E.",
            )
        return Text(th=f"ปีงบประมาณ พ.ศ. {year}", en=f"Fiscal year {year} B.E.")

    @property
    def days(self) -> Text:
        """From when to when."""
        return Text(
            th=f"{thai_date(self.first)} ถึง {thai_date(self.last)}",
            en=f"{self.first:%-d %B %Y} to {self.last:%-d %B %Y}",
        )

    def months(self, until: date) -> tuple[Month, ...]:
        """Those that have begun by that day, in order."""
        return tuple(month for month in self._months() if month.first <= until)

    def _months(self) -> Iterator[Month]:
        first = self.first
        while first <= self.last:
            end = first.replace(day=monthrange(first.year, first.month)[1])
            yield Month(first, min(end, self.last))
            first = end + timedelta(days=1)


def midnight(day: date) -> datetime:
    """When the day begins in Bangkok, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(UTC)


def period_of(asked: str, today: date) -> FiscalPeriod:
    """The period that a person asks for; `today` is Bangkok's date.

    Raises AskedWrongly for what is none, for a year that was meant in B.E., and for what has not begun yet.
    """
    text = asked.strip().translate(_ARABIC).upper()
    if year := re.fullmatch(r"(\d{4})(?:-Q([1-4]))?", text):
        period = _fiscal(text, int(year[1]), int(year[2]) if year[2] else None)
    elif days := re.fullmatch(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", text):
        period = FiscalPeriod(text, _day(days[1]), _day(days[2]))
    else:
        raise AskedWrongly(Text(th=f"“{asked}” ไม่ใช่ช่วงเวลา {_HOW.th}", en=f"{asked!r} is no period: {_HOW.en}."))
    if period.last < period.first:
        raise AskedWrongly(
            Text(
                th=f"ช่วงเวลา {text} จบก่อนเริ่ม ให้สลับวันที่",
                en=f"The period {text} ends before it begins: exchange its days.",
            )
        )
    if period.first > today:
        raise AskedWrongly(
            Text(
                th=f"{period.title.th} ({period.days.th}) ยังไม่เริ่ม จึงยังไม่มีบันทึกให้นับ ให้เลือกช่วงเวลาที่เริ่มแล้ว",
                en=f"{period.title.en} ({period.days.en}) has not begun, so there is nothing to count yet: choose an"
                " earlier one.",
            )
        )
    return period


def _fiscal(text: str, year: int, quarter: int | None) -> FiscalPeriod:
    if year < FIRST_BUDDHIST_YEAR:
        meant = text.replace(str(year), str(to_buddhist(year)))
        raise AskedWrongly(
            Text(
                th=f"{year} เป็นปี ค.ศ. ปีงบประมาณต้องระบุเป็น พ.ศ. ถ้าหมายถึงปีเดียวกันให้ใช้ {meant}",
                en=f"{year} is a CE year, and a fiscal year is given in B.E.: the same year is {meant}.",
            )
        )
    begins = year - BUDDHIST_OFFSET - 1
    first, months = (BEGINS, 12) if quarter is None else (BEGINS + 3 * (quarter - 1), 3)
    start = date(begins + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    after = first + months
    end = date(begins + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return FiscalPeriod(text, start, end)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise AskedWrongly(Text(th=f"{text} ไม่มีในปฏิทิน {_HOW.th}", en=f"There is no day {text}: {_HOW.en}.")) from error
    if day.year >= FIRST_BUDDHIST_YEAR:
        meant = text.replace(str(day.year), str(day.year - BUDDHIST_OFFSET), 1)
        raise AskedWrongly(
            Text(
                th=f"วันที่ {text} เป็นปี พ.ศ. ช่วงวันที่ต้องระบุเป็น ค.ศ. ถ้าหมายถึงวันเดียวกันให้ใช้ {meant}",
                en=f"{text} is in B.E., and days are given in CE: the same day is {meant}.",
            )
        )
    return day
