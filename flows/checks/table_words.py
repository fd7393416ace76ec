"""What a field of a Table Schema asks of its cells, in words that a data steward knows."""

from collections.abc import Mapping
from typing import Any

from flows.domain.text import Text
from flows.domain.thai_calendar import to_buddhist

SHOWN_CHOICES = 12
SHOWN_CHARACTERS = 80

_TYPES = {
    "string": Text(th="ข้อความ", en="text"),
    "integer": Text(
        th="จำนวนเต็ม (ไม่มีจุดทศนิยม เครื่องหมายจุลภาค หรือหน่วย)",
        en="a whole number (no decimal point, comma or unit)",
    ),
    "number": Text(th="ตัวเลข (ไม่มีเครื่องหมายจุลภาคหรือหน่วย)", en="a number (no comma or unit)"),
    "date": Text(th="วันที่ (ปี-เดือน-วัน ค.ศ. เช่น 2024-01-31)", en="a date (year-month-day CE, such as 2024-01-31)"),
    "datetime": Text(
        th="วันที่และเวลา (ค.ศ. เช่น 2024-01-31T09:30:00)", en="a date and time (CE, such as 2024-01-31T09:30:00)"
    ),
    "time": Text(th="เวลา (ชั่วโมง:นาที:วินาที เช่น 09:30:00)", en="a time (hours:minutes:seconds, such as 09:30:00)"),
    "year": Text(th="ปี ค.ศ. สี่หลัก (เช่น 2024)", en="a year of four digits (CE, such as 2024)"),
    "yearmonth": Text(th="ปีและเดือน (ปี-เดือน ค.ศ. เช่น 2024-01)", en="a year and month (CE, such as 2024-01)"),
    "boolean": Text(th="ค่าใช่หรือไม่ใช่ (true หรือ false)", en="true or false"),
}
_FORMATS = {
    "email": Text(th="อีเมล (เช่น data@example.go.th)", en="an e-mail address (such as data@example.go.th)"),
    "uri": Text(th="ที่อยู่เว็บ (เช่น https://example.go.th)", en="a web address (such as https://example.go.th)"),
    "uuid": Text(th="รหัส UUID", en="a UUID"),
}
_CALENDAR_TYPES = ("date", "datetime", "year", "yearmonth")


def type_words(field: Mapping[str, Any]) -> Text:
    """What kind of value a field's descriptor asks for; fits after "ไม่ใช่" and "is not"."""
    kind, form = field.get("type", "string"), field.get("format", "default")
    if kind == "string" and form in _FORMATS:
        return _FORMATS[form]
    if kind == "boolean" and ("trueValues" in field or "falseValues" in field):
        words = [*field.get("trueValues", ["true"]), *field.get("falseValues", ["false"])]
        return Text(th=f"ค่าที่กำหนดไว้ ({_listed(words, 'หรือ')})", en=f"one of {_listed(words, 'or')}")
    return _TYPES.get(kind, Text(th=f"ข้อมูลชนิด {kind}", en=f"of the type {kind}"))


def constraint_words(name: str, field: Mapping[str, Any]) -> Text:
    """What the constraint `name` of a field's descriptor asks for; fits after "คอลัมน์นี้" and "the column"."""
    limit = field.get("constraints", {}).get(name)
    calendar = field.get("type") in _CALENDAR_TYPES
    shown = _with_thai_year(limit) if calendar else Text(th=str(limit), en=str(limit))
    match name:
        case "required":
            return Text(th="ต้องไม่เว้นว่าง", en="must not be empty")
        case "enum":
            return Text(th=f"ใช้ได้เฉพาะค่า {_listed(limit, 'หรือ')}", en=f"takes only {_listed(limit, 'or')}")
        case "minimum":
            return Text(th=f"ต้อง{'ไม่ก่อน ' if calendar else 'ไม่น้อยกว่า '}{shown.th}", en=f"must be {shown.en} or more")
        case "maximum":
            return Text(th=f"ต้อง{'ไม่หลัง ' if calendar else 'ไม่เกิน '}{shown.th}", en=f"must be {shown.en} or less")
        case "exclusiveMinimum":
            return Text(th=f"ต้อง{'หลัง ' if calendar else 'มากกว่า '}{shown.th}", en=f"must be more than {shown.en}")
        case "exclusiveMaximum":
            return Text(th=f"ต้อง{'ก่อน ' if calendar else 'น้อยกว่า '}{shown.th}", en=f"must be less than {shown.en}")
        case "minLength":
            return Text(th=f"ต้องมีอย่างน้อย {limit} ตัวอักษร", en=f"must have at least {limit} characters")
        case "maxLength":
            return Text(th=f"ต้องมีไม่เกิน {limit} ตัวอักษร", en=f"must have at most {limit} characters")
        case "pattern" if field.get("example") is not None:
            example = field["example"]
            return Text(th=f"ต้องเขียนแบบเดียวกับตัวอย่าง “{example}”", en=f"must be written like “{example}”")
        case _:
            return Text(th=f"ต้องเป็นไปตามเงื่อนไข {name} = {limit}", en=f"must satisfy {name} = {limit}")


def found_words(raw: str, *, empty_means_none: bool) -> Text:
    """What stands in a cell; `empty_means_none` where a null word such as "-" stands for no value."""
    shown = shortened(raw)
    if not shown:
        return Text(th="เว้นว่าง", en="is empty")
    if empty_means_none:
        return Text(th=f"มี “{shown}” ซึ่งนับว่าไม่มีข้อมูล", en=f"holds “{shown}”, which counts as no value")
    return Text(th=f"มีค่า “{shown}”", en=f"holds “{shown}”")


def shortened(raw: str) -> str:
    """A cell's text on one line, at most SHOWN_CHARACTERS long."""
    text = " ".join(raw.split())
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def _with_thai_year(limit: object) -> Text:
    year = str(limit)[:4]
    if not year.isdecimal():
        return Text(th=str(limit), en=str(limit))
    return Text(th=f"{limit} (พ.ศ. {to_buddhist(int(year))})", en=str(limit))


def _listed(values: list[Any], joint: str) -> str:
    shown = [f"“{value}”" for value in values[:SHOWN_CHOICES]]
    if len(values) > SHOWN_CHOICES:
        return ", ".join(shown) + f" … ({len(values)})"
    return f" {joint} ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
