"""Thai telephone numbers: mobile ones are a person's more often than not, landlines an office's.

Mobile: 06, 08 or 09 and eight digits more, or +66 and the same without its 0. Landlines 02 and 03 to 07, call centres
of four digits and 1800 numbers are where an office is called.
"""

import polars as pl

from flows.checks.headings import Heading
from flows.checks.personal.first_look import of_all, of_these
from flows.domain.thai_digits import ARABIC_DIGITS

_HEADERS = ("โทรศัพท์", "มือถือ", "เบอร์โทร", "เบอร์ติดต่อ", "หมายเลขโทร", "phone", "tel", "telephone", "mobile", "cellphone")
_MOBILE_HEADERS = ("มือถือ", "โทรศัพท์เคลื่อนที่", "mobile", "cellphone")
_AMOUNTS = (
    "จำนวน", "ปริมาณ", "มูลค่า", "ราคา", "บาท", "ร้อยละ", "ยอด", "อัตรา", "รายได้", "ดัชนี", "count", "amount", "price",
    "total", "value", "revenue", "baht", "rate", "index", "subscribers",
)  # fmt: skip
"""What is counted is not called."""
_CODES = ("รหัส", "เลขที่", "เลขทะเบียน", "เลขประจำตัว", "พิกัด", "code", "id", "no", "hs", "บาร์โค้ด", "barcode", "gtin")

_GAP = r"[\s\-‐-―.()]"
_JOINT = r"[\s\-‐-―]{1,3}"
# No longer number, and no piece of one: 10-081-234-5678 is a code.
_BEGIN = r"(?:^|[^0-9\-.,]|[^0-9][\-.,])"
_END = r"(?:$|[^0-9])"
_COUNTRY = rf"(?:\+|{_BEGIN}00){_GAP}?66{_GAP}{{0,2}}(?:\(?0\)?)?{_GAP}{{0,2}}"
_ABROAD = rf"{_COUNTRY}[689](?:{_GAP}{{0,2}}[0-9]){{8}}{_END}"
_GROUPED = (
    rf"{_BEGIN}0(?:[689][0-9]{_JOINT}[0-9]{{3}}{_JOINT}[0-9]{{4}}|[689][0-9]{_JOINT}[0-9]{{7}}|[689]{_JOINT}[0-9]{{4}}{_JOINT}[0-9]{{4}}"
    rf"|{_JOINT}[689][0-9]{{3}}{_JOINT}[0-9]{{5}}|[689][0-9]{_JOINT}[0-9]{{4}}{_JOINT}[0-9]{{3}}|[689]{_JOINT}[0-9]{{8}}"
    rf"|{_JOINT}[689][0-9]{{8}}){_END}"
)
_TOGETHER = rf"{_BEGIN}0[689][0-9]{{8}}{_END}"
_ALONE = r"^\s*0[689][0-9]{8}\s*$"
_SPELT = rf"{_BEGIN}0{_GAP}{{0,2}}[689](?:{_GAP}{{0,2}}[0-9]){{8}}{_END}"
# A spreadsheet takes the 0 away, other programs add .0; a landline would then have eight digits.
# 989-4050-62 is a range of landlines.
_LOST_ZERO = rf"^\s*[689](?:[0-9]{{8}}(?:\.0+)?|[0-9]{_JOINT}[0-9]{{3}}{_JOINT}[0-9]{{4}}|[0-9]{_JOINT}[0-9]{{7}})\s*$"
_OFFICE = rf"{_BEGIN}0{_GAP}{{0,2}}[2-57](?:{_GAP}{{0,2}}[0-9]){{7}}|{_BEGIN}1[0-9]{{3}}{_END}"
_ANY_NUMBER = "[0-9]{3}"
# Among its letters one digest in some hundreds has ten digits that look like a number.
_DIGEST = r"(?i)\b[0-9a-f]{24,}\b"

# What is looked at first: cheap, and nearly every cell is done with.
_PERHAPS_MOBILE = r"[0๐][^0-9๐-๙]{0,3}[689๖๘๙]|[6๖][6๖][^0-9๐-๙]{0,4}[0689๐๖๘๙]|^[ ]*[689๖๘๙]"
_DIGIT = "[0-9๐-๙]"
_LIKE_MOBILE = (
    rf"(?:^|[^0-9๐-๙])[0๐]{_GAP}{{0,3}}[689๖๘๙](?:{_GAP}{{0,3}}{_DIGIT}){{8}}"
    rf"|(?:\+|[0๐]{{2}}){_GAP}?[6๖]{{2}}{_GAP}{{0,5}}(?:[0๐]{_GAP}{{0,3}})?[689๖๘๙](?:{_GAP}{{0,2}}{_DIGIT}){{8}}"
    rf"|^\s*[689๖๘๙](?:{_GAP}{{0,3}}{_DIGIT}){{8}}"
)
"""All spellings of a mobile number, Thai digits too, and more."""
_LIKE_OFFICE = (
    rf"(?:^|[^0-9๐-๙])(?:[0๐]{_GAP}{{0,2}}[2-57๒-๕๗](?:{_GAP}{{0,2}}{_DIGIT}){{7}}|[1๑]{_DIGIT}{{3}}(?:$|[^0-9๐-๙]))"
)
"""The same of an office's."""


def is_for_numbers(heading: Heading) -> bool:
    """Whether the column is called one of telephone numbers."""
    return (heading.says(_HEADERS) or heading.says_only(("โทร", "tel"))) and not heading.says(_AMOUNTS)


def is_for_mobiles(heading: Heading) -> bool:
    """Whether it is called one of mobile numbers."""
    return heading.says(_MOBILE_HEADERS) and not heading.says(_AMOUNTS)


def mobiles(cells: pl.Series, heading: Heading, likely: pl.Series | None = None) -> pl.Series:
    """Which cells hold a mobile number. Booleans.

    Under a header of telephones all spellings are read, also those that lost their 0. Elsewhere ten digits alone are a
    code as well as a number: they count within a text, grouped, or if at least half of the cells given are so and
    the header speaks of no code. likely: the cells outside of which there is none for sure.
    """
    likely = _like_mobiles(cells, of_all(cells) if likely is None else likely)
    if is_for_numbers(heading):
        return _found(cells, likely, f"{_SPELT}|{_ABROAD}|{_LOST_ZERO}")
    found = _found(cells, likely, f"{_GROUPED}|{_ABROAD}|{_TOGETHER}")
    if not found.any():
        return found
    alone = _found(cells, likely, _ALONE)
    filled = int((cells.str.len_bytes() > 0).sum())
    if heading.says(_CODES) or 2 * int(alone.sum()) < filled:
        return found & ~alone
    return found


def offices(cells: pl.Series, heading: Heading) -> pl.Series:
    """Which cells hold the number of an office; under a header of telephones, whatever else has digits. Booleans."""
    if is_for_numbers(heading):
        return _found(cells, cells.str.contains(f"{_DIGIT}{{3}}").fill_null(False), _ANY_NUMBER)
    return _found(cells, cells.str.contains(_LIKE_OFFICE).fill_null(False), _OFFICE)


def _like_mobiles(cells: pl.Series, likely: pl.Series) -> pl.Series:
    near = of_these(likely, cells, lambda some: some.str.contains(_LIKE_MOBILE))
    return of_these(near, cells, lambda some: some.str.contains(_PERHAPS_MOBILE))


def _found(cells: pl.Series, likely: pl.Series, pattern: str) -> pl.Series:
    def judge(some: pl.Series) -> pl.Series:
        return some.str.replace_many(ARABIC_DIGITS).str.replace_all(_DIGEST, "#").str.contains(pattern)

    return of_these(likely, cells, judge)
