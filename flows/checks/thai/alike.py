"""Whether two headers are most likely the same one, written twice by different hands."""

import re
import unicodedata

from flows.checks.thai.units import unit_in, without_unit

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_SIGNS = re.compile(r"[^\w\u0e01-\u0e5b]|_|[ฯ]")
_AFFIXES = ("รวมทั้งสิ้น", "รวมทั้งหมด", "ทั้งสิ้น", "ทั้งหมด", "รวม", "จำนวน", "ชื่อ", "total")
_DIGITS = re.compile("[0-9๐-๙]+")
LEAST_LETTERS = 5
LETTERS_PER_SLIP = 6
"""One letter may be another one in each so many; two headers of one language and of another differ in more."""


def nearly_same(one: str, other: str, *, is_code: bool = False) -> float:
    """1 for the same letters, less for a few others, 0 for another header.

    Blanks, signs, letter case, units, what stands in brackets and words such as รวม and จำนวน make no other header,
    unless both have brackets with other words than units; for a column of codes neither does รหัส. Headers with other
    digits in them are never the same.
    """
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0
    notes = [_plain(" ".join(_BRACKETS.findall(header))) for header in (one, other)]
    first, second = (_plain(_BRACKETS.sub(" ", without_unit(header))) for header in (one, other))
    if not first or not second:
        return 0
    if all(notes) and notes[0] != notes[1] and not all(unit_in(header) for header in (one, other)):
        return 0
    if first == second:
        return 1
    if _core(first, is_code) == _core(second, is_code):
        return 0.9
    shortest = min(len(first), len(second))
    slips = _distance(first, second) if shortest >= LEAST_LETTERS else shortest
    return 0.8 - slips / 100 if slips <= max(1, shortest // LETTERS_PER_SLIP) else 0


def _plain(header: str) -> str:
    text = _SPLIT_SARA_AM.sub("\\1\u0e33", unicodedata.normalize("NFC", header))
    return _SIGNS.sub("", text).casefold()


def _core(plain: str, is_code: bool) -> str:
    for affix in (*_AFFIXES, *(("รหัส", "code") if is_code else ())):
        plain = plain.removeprefix(affix).removesuffix(affix) or plain
    return plain


def _distance(one: str, other: str) -> int:
    """How many letters have to be put in, taken out or replaced."""
    before = list(range(len(other) + 1))
    for nth, letter in enumerate(one, start=1):
        row = [nth]
        for index, another in enumerate(other, start=1):
            row.append(min(before[index] + 1, row[-1] + 1, before[index - 1] + (letter != another)))
        before = row
    return before[-1]
