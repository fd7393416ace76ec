"""What kind of value a column asks for, as the agency itself is declared to write it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flows.checks.tables.words import listed
from flows.domain.date_format import CENTURY_OF_SHORT_YEARS, format_words, pattern_of, written
from flows.domain.text import Text
from flows.domain.thai_calendar import BUDDHIST_OFFSET, MONTH_NUMBERS
from flows.domain.tidy import Tidy

EXAMPLE = date(2024, 1, 31)
NO_SUCH_DAY = Text(th="เป็นวันที่ที่ไม่มีอยู่จริงในปฏิทิน", en="a day that does not exist")

_TYPES = {
    "string": Text(th="ข้อความ", en="text"),
    "integer": Text(
        th="จำนวนเต็ม (ไม่มีจุดทศนิยม เครื่องหมายจุลภาค หรือหน่วย)",
        en="a whole number (no decimal point, comma or unit)",
    ),
    "number": Text(th="ตัวเลข (ไม่มีเครื่องหมายจุลภาคหรือหน่วย)", en="a number (no comma or unit)"),
    "time": Text(th="เวลา (ชั่วโมง:นาที:วินาที เช่น 09:30:00)", en="a time (hours:minutes:seconds, such as 09:30:00)"),
    "boolean": Text(th="ค่าใช่หรือไม่ใช่ (true หรือ false)", en="true or false"),
}
_GROUPED = {
    "integer": Text(
        th="จำนวนเต็ม (คั่นหลักพันด้วยจุลภาคได้ เช่น 1,234 ไม่มีจุดทศนิยมหรือหน่วย)",
        en="a whole number (commas between thousands are fine, such as 1,234; no decimal point or unit)",
    ),
    "number": Text(
        th="ตัวเลข (คั่นหลักพันด้วยจุลภาคได้ เช่น 1,234.50 ไม่มีหน่วย)",
        en="a number (commas between thousands are fine, such as 1,234.50; no unit)",
    ),
}
_ISO = {
    "date": ("%Y-%m-%d", Text(th="วันที่ที่มีจริง เขียนแบบ ปี-เดือน-วัน {era}", en="a real date, written year-month-day {era}")),
    "datetime": ("%Y-%m-%dT09:30:00", Text(th="วันที่และเวลา {era}", en="a date and time {era}")),
    "year": ("%Y", Text(th="ปี {era} สี่หลัก", en="a year {era} of four digits")),
    "yearmonth": ("%Y-%m", Text(th="ปีและเดือน เขียนแบบ ปี-เดือน {era}", en="a year and month, written year-month {era}")),
}
"""How what is of the calendar is written where no format is declared."""
_NAMES = {
    "date": Text(th="วันที่ที่มีจริง", en="a real date"),
    "datetime": Text(th="วันที่", en="a date"),
    "year": Text(th="ปี", en="a year"),
    "yearmonth": Text(th="ปีและเดือน", en="a year and month"),
}
_FORMATS = {
    "email": Text(th="อีเมล (เช่น data@example.go.th)", en="an e-mail address (such as data@example.go.th)"),
    "uri": Text(th="ที่อยู่เว็บ (เช่น https://example.go.th)", en="a web address (such as https://example.go.th)"),
    "uuid": Text(th="รหัส UUID", en="a UUID"),
}


def type_words(field: Mapping[str, Any], tidy: Tidy | None = None) -> Text:
    """What kind of value a field's descriptor asks for; fits after "ไม่ใช่" and "is not"."""
    name, kind, form = field.get("name", ""), field.get("type", "string"), field.get("format", "default")
    rules = tidy or Tidy()
    if kind == "string" and form in _FORMATS:
        return _FORMATS[form]
    if kind == "boolean" and ("trueValues" in field or "falseValues" in field):
        words = [*field.get("trueValues", ["true"]), *field.get("falseValues", ["false"])]
        return Text(th=f"ค่าที่กำหนดไว้ ({listed(words, 'หรือ')})", en=f"one of {listed(words, 'or')}")
    dated = _calendar_type(field, rules)
    if dated is not None:
        return _calendar_words(dated, rules.date_formats.get(name), name in rules.calendar)
    if name in rules.thousands and kind in _GROUPED:
        return _GROUPED[kind]
    return _TYPES.get(kind, Text(th=f"ข้อมูลชนิด {kind}", en=f"of the type {kind}"))


def problem_words(cell: str, field: Mapping[str, Any], tidy: Tidy | None = None) -> Text:
    """What is wrong with a cell that is not of its type; fits after "ซึ่ง" and "which is"."""
    if field.get("type") == "date" and _is_no_day(cell.strip(), field.get("name", ""), tidy or Tidy()):
        return NO_SUCH_DAY
    expected = type_words(field, tidy)
    return Text(th=f"ไม่ใช่{expected.th}", en=f"not {expected.en}")


def _calendar_words(kind: str, date_format: str | None, buddhist: bool) -> Text:
    usual, iso = _ISO[kind]
    example = written(EXAMPLE, date_format or usual, buddhist)
    if date_format is None:
        era = Text(th="พ.ศ.", en="B.E.") if buddhist else Text(th="ค.ศ.", en="CE")
        shape = Text(th=iso.th.format(era=era.th), en=iso.en.format(era=era.en))
    else:
        words = format_words(date_format, buddhist)
        shape = Text(th=f"{_NAMES[kind].th} เขียนแบบ {words.th}", en=f"{_NAMES[kind].en}, written {words.en}")
    return Text(th=f"{shape.th} เช่น {example}", en=f"{shape.en}, such as {example}")


def _calendar_type(field: Mapping[str, Any], rules: Tidy) -> str | None:
    kind = str(field.get("type", "string"))
    if kind in ("integer", "number") and field.get("name") in {*rules.calendar, *rules.date_formats}:
        return "year"  # a column of years that is kept as numbers
    return kind if kind in _ISO else None


def _is_no_day(cell: str, name: str, rules: Tidy) -> bool:
    """Whether it is written as a date should be, and only the calendar does not know the day."""
    found = re.fullmatch(pattern_of(rules.date_formats.get(name, "%Y-%m-%d")), cell)
    if found is None:
        return False
    parts = {"day": "1", "month": "1", **found.groupdict()}
    month_name = re.sub("[. ]", "", parts.get("name") or "")
    month = MONTH_NUMBERS.get(month_name) if month_name else int(parts["month"])
    year = int(parts["year"]) if "year" in parts else CENTURY_OF_SHORT_YEARS + int(parts["short"])
    if month is None:
        return False
    try:
        date(year - BUDDHIST_OFFSET if name in rules.calendar else year, month, int(parts["day"]))
    except ValueError:
        return True
    return False
