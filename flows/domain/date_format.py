"""A declared date format (%d %m %b %Y %y): the pattern that its texts match, and its words for people."""

import re
from collections.abc import Mapping
from datetime import date

from flows.domain.text import Text
from flows.domain.thai_calendar import SHORT_MONTHS, to_buddhist

CENTURY_OF_SHORT_YEARS = 2500
"""Two digits are a Buddhist year: 67 is 2567."""

DIRECTIVES = {
    "%d": "(?P<day>[0-9]{1,2})",
    "%m": "(?P<month>[0-9]{1,2})",
    "%b": "(?P<name>[\u0e01-\u0e3a\u0e40-\u0e4e][\u0e01-\u0e3a\u0e40-\u0e4e. ]*)",
    "%Y": "(?P<year>[0-9]{4})",
    "%y": "(?P<short>[0-9]{2})",
}
_WORDS = {
    "%d": Text(th="วัน", en="day"),
    "%m": Text(th="เดือน", en="month"),
    "%b": Text(th="ชื่อเดือน", en="Thai month"),
    "%Y": Text(th="ปี", en="year"),
    "%y": Text(th="ปีสองหลัก", en="two-digit year"),
}


def pattern_of(date_format: str) -> str:
    """The regular expression of a declared format, to be matched whole; its groups are day, month, name, year, short.

    One or two digits are taken for day and month, whatever the blanks between a month's name and its neighbours.
    `date_format` is one that `domain.dataset.Tidy` lets pass.
    """
    parts = re.split(r"(%.)", date_format)
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2:
            pattern += DIRECTIVES[part]
        else:
            beside_name = "%b" in parts[max(index - 1, 0) : index + 2]
            words = [re.escape(word) for word in re.split(r"\s+", part)]
            pattern += (r"\s*" if beside_name else r"\s+").join(words)
    return pattern


def format_words(date_format: str, buddhist: bool) -> Text:
    """วัน/เดือน/ปี พ.ศ.: the format as people would describe it, with its era."""
    return Text(
        th=_filled(date_format, {part: word.th for part, word in _WORDS.items()}) + (" พ.ศ." if buddhist else " ค.ศ."),
        en=_filled(date_format, {part: word.en for part, word in _WORDS.items()}) + (" B.E." if buddhist else " CE"),
    )


def written(day: date, date_format: str, buddhist: bool) -> str:
    """The day (CE) as the agency writes it: 2024-01-31 by %d/%m/%Y, Buddhist -> 31/01/2567."""
    year = to_buddhist(day.year) if buddhist else day.year
    parts = {
        "%d": f"{day.day:02}",
        "%m": f"{day.month:02}",
        "%b": SHORT_MONTHS[day.month - 1],
        "%Y": f"{year:04}",
        "%y": f"{year % 100:02}",
    }
    return _filled(date_format, parts)


def _filled(date_format: str, parts: Mapping[str, str]) -> str:
    return re.sub("%[dmbYy]", lambda found: parts[found.group()], date_format)
