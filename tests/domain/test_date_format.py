"""A declared date format, as a pattern and in the words of a data steward."""

import re
from datetime import date

import pytest

from flows.domain.date_format import format_words, pattern_of, written


@pytest.mark.parametrize(
    ("date_format", "buddhist", "thai", "english", "day"),
    [
        ("%d/%m/%Y", True, "วัน/เดือน/ปี พ.ศ.", "day/month/year B.E.", "31/01/2567"),
        ("%d/%m/%Y", False, "วัน/เดือน/ปี ค.ศ.", "day/month/year CE", "31/01/2024"),
        ("%d %b %y", True, "วัน ชื่อเดือน ปีสองหลัก พ.ศ.", "day Thai month two-digit year B.E.", "31 ม.ค. 67"),
        ("%m-%Y", True, "เดือน-ปี พ.ศ.", "month-year B.E.", "01-2567"),
    ],
)
def test_a_format_in_words_and_as_written(date_format: str, buddhist: bool, thai: str, english: str, day: str) -> None:
    words = format_words(date_format, buddhist)
    assert (words.th, words.en) == (thai, english)
    assert written(date(2024, 1, 31), date_format, buddhist) == day
    assert re.fullmatch(pattern_of(date_format), day)
