"""What has happened to one cell of a code, number or date, told by the cell and what its column is declared to hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flows.domain.date_format import CENTURY_OF_SHORT_YEARS, pattern_of
from flows.domain.text import Text
from flows.domain.thai_calendar import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR, MONTH_NUMBERS, to_buddhist
from flows.domain.thai_digits import ARABIC_DIGITS
from flows.domain.tidy import Tidy

Descriptor = Mapping[str, Any]
"""One field of a Table Schema."""

SCIENTIFIC = r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,2}$"
"""How a spreadsheet shows a long number that it has rounded."""
MOST_ZEROS = 12

_TO_ARABIC = str.maketrans(ARABIC_DIGITS)
_THAI_DIGIT = re.compile("[๐-๙]")
_SCIENTIFIC = re.compile(SCIENTIFIC)
_DIGITS = re.compile("[0-9]+")
_INTEGER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_CALENDAR = {
    "year": re.compile("[0-9]{4}"),
    "yearmonth": re.compile("[0-9]{4}-[0-9]{1,2}"),
    "date": re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
    "datetime": re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[T ].+)?"),
}
_PROSE = ("ก", "กข คง", "Some words", "บ้านเลขที่ 1")
"""Whatever lets one of these pass is no pattern of a code."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fault of one cell: the rule, and words for its texts."""

    slug: str
    words: Mapping[str, object] = field(default_factory=dict)


def thai_digits(cell: str, descriptor: Descriptor, rules: Tidy) -> Told | None:
    """Thai digits in a value that would be right in Arabic ones."""
    if not _THAI_DIGIT.search(cell):
        return None
    arabic = cell.strip().translate(_TO_ARABIC)
    return Told("thai/thai-digits", {"mended": arabic}) if _would_do(arabic, descriptor, rules) else None


def is_code(descriptor: Descriptor) -> bool:
    """Whether a text column takes codes only: it has a pattern, and no words fit it."""
    pattern = descriptor.get("constraints", {}).get("pattern")
    return descriptor.get("type", "string") == "string" and pattern is not None and _no_prose(pattern)


def leading_zeros_lost(cell: str, descriptor: Descriptor) -> Told | None:
    """A code of digits that is too short, and would be right with zeros before it."""
    if descriptor.get("type", "string") != "string" or not _DIGITS.fullmatch(cell):
        return None
    limits = descriptor.get("constraints", {})
    if "pattern" not in limits and limits.get("minLength") != limits.get("maxLength"):
        return None
    if allowed(cell, limits) or allowed(cell.zfill(len(cell) + 10 * MOST_ZEROS), limits):
        return None  # A column that takes any number of zeros is no code of a certain length.
    padded = (cell.zfill(len(cell) + zeros) for zeros in range(1, MOST_ZEROS + 1))
    whole = next((code for code in padded if allowed(code, limits)), None)
    return Told("thai/leading-zero-lost", {"mended": whole}) if whole is not None else None


def scientific(cell: str, descriptor: Descriptor) -> Told | None:
    """1.01E+13 in a column of texts: only these digits of a long number are left."""
    if descriptor.get("type", "string") != "string" or not _SCIENTIFIC.match(cell):
        return None
    kept = sum(letter.isdecimal() for letter in re.split("[eE]", cell)[0])
    problem = Text(th=f"“{cell}” เหลือเพียง {kept} หลักแรก", en=f"of “{cell}” only the first {kept} digits are left")
    return Told("thai/destroyed-id", {"problem": problem})


def no_such_leap_day(cell: str, descriptor: Descriptor, rules: Tidy) -> Told | None:
    """29 February of a year that has none."""
    name = descriptor.get("name", "")
    if descriptor.get("type") not in ("date", "datetime"):
        return None
    found = re.match(pattern_of(rules.date_formats.get(name, "%Y-%m-%d")), cell.strip())
    parts = found.groupdict() if found else {}
    buddhist = name in rules.calendar
    year = _year(parts, buddhist)
    if year is None or parts.get("day", "").lstrip("0") != "29" or _month(parts) != 2:
        return None
    ce = year - BUDDHIST_OFFSET if buddhist else year
    if ce % 4 == 0 and (ce % 100 != 0 or ce % 400 == 0):
        return None
    leap = ce - ce % 4
    shown = Text(th=f"พ.ศ. {year} (ค.ศ. {ce})", en=f"{year} B.E. ({ce} CE)")
    plain = Text(th=f"ค.ศ. {year} (พ.ศ. {to_buddhist(year)})", en=f"{year} CE ({to_buddhist(year)} B.E.)")
    return Told("thai/no-such-leap-day", {"year": shown if buddhist else plain, "leap": to_buddhist(leap)})


def common_era_left(cell: str, descriptor: Descriptor, rules: Tidy) -> Told | None:
    """A year of the common era in a column that is declared to be Buddhist, written as declared."""
    name = descriptor.get("name", "")
    if name not in rules.calendar:
        return None
    written = rules.date_formats.get(name)
    text = cell.strip().translate(_TO_ARABIC) if name in rules.thai_digits else cell.strip()
    found = re.fullmatch(pattern_of(written), text) if written else None
    iso = found or re.match(r"(?P<year>[0-9]{4})(?:-[0-9]{1,2}){0,2}(?:[T ].*)?$", text)
    year = iso.groupdict().get("year") if iso else None
    if year is None or not 1000 <= int(year) < FIRST_BUDDHIST_YEAR:
        return None
    words = {"year": int(year), "be": to_buddhist(int(year)), "wrong": int(year) - BUDDHIST_OFFSET}
    return Told("thai/common-era-left", words)


def allowed(cell: str, limits: Mapping[str, Any]) -> bool:
    """Whether a text satisfies its field's constraints."""
    pattern = limits.get("pattern")
    if pattern is not None and not re.fullmatch(pattern, cell):
        return False
    if "enum" in limits and cell not in limits["enum"]:
        return False
    return bool(limits.get("minLength", 0) <= len(cell) <= limits.get("maxLength", len(cell)))


def _would_do(arabic: str, descriptor: Descriptor, rules: Tidy) -> bool:
    kind, limits = descriptor.get("type", "string"), descriptor.get("constraints", {})
    if kind == "string":
        code = "enum" in limits or is_code(descriptor)
        return code and arabic.isascii() and allowed(arabic, limits)
    if kind in ("integer", "number"):
        return (_INTEGER if kind == "integer" else _NUMBER).fullmatch(arabic) is not None
    written = rules.date_formats.get(descriptor.get("name", ""))
    if written is not None and re.fullmatch(pattern_of(written), arabic):
        return True
    return kind in _CALENDAR and _CALENDAR[kind].fullmatch(arabic) is not None


@lru_cache(maxsize=1000)
def _no_prose(pattern: str) -> bool:
    try:
        return not any(re.fullmatch(pattern, words) for words in _PROSE)
    except re.error:
        return False  # Frictionless says that the schema is wrong.


def _year(parts: Mapping[str, str | None], buddhist: bool) -> int | None:
    year, short = parts.get("year"), parts.get("short")
    if year:
        return int(year)
    return CENTURY_OF_SHORT_YEARS + int(short) if short and buddhist else None


def _month(parts: Mapping[str, str | None]) -> int | None:
    name = re.sub("[. ]", "", parts.get("name") or "")
    return MONTH_NUMBERS.get(name) if name else int(parts.get("month") or 0)
