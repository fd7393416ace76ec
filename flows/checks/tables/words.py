"""What stands in a cell, and what a field's constraints ask of it, in words that a data steward knows."""

from collections.abc import Mapping
from typing import Any

from flows.domain.text import Text
from flows.domain.thai_calendar import to_buddhist

SHOWN_CHOICES = 12
SHOWN_CHARACTERS = 80

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: "\u2421"}
_CALENDAR_TYPES = ("date", "datetime", "year", "yearmonth")


def constraint_words(name: str, field: Mapping[str, Any]) -> Text:
    """What the constraint `name` of a field's descriptor asks for; fits after "คอลัมน์นี้" and "the column"."""
    limit = field.get("constraints", {}).get(name)
    calendar = field.get("type") in _CALENDAR_TYPES
    shown = _with_thai_year(limit) if calendar else Text(th=str(limit), en=str(limit))
    match name:
        case "required":
            return Text(th="ต้องไม่เว้นว่าง", en="must not be empty")
        case "enum":
            return Text(th=f"ใช้ได้เฉพาะค่า {listed(limit, 'หรือ')}", en=f"takes only {listed(limit, 'or')}")
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


def visible(raw: str) -> str:
    """The text with a picture (␀) for each control character: neither reports nor databases take them as they are."""
    return raw.translate(_PICTURES)


def shortened(raw: str) -> str:
    """A cell's text on one line, at most SHOWN_CHARACTERS long."""
    text = " ".join(visible(raw).split())
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def _with_thai_year(limit: object) -> Text:
    year = str(limit)[:4]
    if not year.isdecimal():
        return Text(th=str(limit), en=str(limit))
    return Text(th=f"{limit} (พ.ศ. {to_buddhist(int(year))})", en=str(limit))


def listed(values: list[Any], joint: str) -> str:
    """“a”, “b” or “c”; only the first SHOWN_CHOICES of many."""
    shown = [f"“{value}”" for value in values[:SHOWN_CHOICES]]
    if len(values) > SHOWN_CHOICES:
        return ", ".join(shown) + f" … ({len(values)})"
    return f" {joint} ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
