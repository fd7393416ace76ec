"""The Thai national identity number: 13 digits, the first 1 to 8, the last a mod-11 check digit.

Juristic persons and state bodies (first digit 0) and numbers that begin with 9 are never national identity
numbers. The check digit is weak: of any ten numbers that differ in it alone, exactly one passes, so random
numbers pass 1 in 10.
"""

import re
from dataclasses import dataclass

import polars as pl

from flows.domain.thai_digits import ARABIC_DIGITS

DIGITS = 13
_DIGIT = "[0-9๐-๙]"
_FIRST = "[1-8๑-๘]"
SEPARATORS = r"[\s\-‐-―]"
"""Blanks (no-break ones too) and the hyphens and dashes that word processors make of them."""

WHOLE_CELL = "^[1-8][0-9]{12}$"
"""A cell as `compact` leaves it."""

_JOINT = r"[ \u00a0\-‐-―]"
_GROUPED = _JOINT.join((_FIRST, f"{_DIGIT}{{4}}", f"{_DIGIT}{{5}}", f"{_DIGIT}{{2}}", _DIGIT))
_TOGETHER = rf"{_FIRST}{_DIGIT}{{12}}"
HINT = rf"{_FIRST}(?:{SEPARATORS}*{_DIGIT}){{12}}"
"""Whatever else a cell holds: without a match there is no such number in it."""
# In running text only 13 digits together, or grouped as on the card: any other row of figures would match too
# often. A decimal part, a longer number or a piece of a word is no number of its own.
_BOUNDED = re.compile(
    rf"(?<![0-9A-Za-z๐-๙])(?<![0-9๐-๙][\-.,/])(?:{_TOGETHER}|{_GROUPED})(?![0-9A-Za-z๐-๙])(?![\-.,/][0-9๐-๙])"
)
_TO_ASCII = str.maketrans(ARABIC_DIGITS)


def compact(cells: pl.Series) -> pl.Series:
    """The texts without separators, in ASCII digits; without the .0 of a program that took them for numbers."""
    bare = cells.str.replace_all(SEPARATORS, "").str.replace(r"\.0+$", "")
    return bare.str.replace_many(ARABIC_DIGITS)


def passes(numbers: pl.Series) -> pl.Series:
    """Whether each number passes the check digit. Shape: texts of exactly 13 ASCII digits -> booleans."""
    number = pl.col("number")
    *places, check = [number // 10 ** (DIGITS - 1 - nth) % 10 for nth in range(DIGITS)]
    total = pl.sum_horizontal((DIGITS - nth) * place for nth, place in enumerate(places))
    whole = pl.DataFrame({"number": numbers.cast(pl.Int64)})
    return whole.select((11 - total % 11) % 10 == check).to_series()


@dataclass(frozen=True, slots=True)
class Number:
    """One number of this shape in a longer text."""

    digits: str
    """13 ASCII digits."""
    grouped: bool
    """As on the identity card, 1-2345-67890-12-3."""


def in_text(text: str) -> list[Number]:
    """The numbers of this shape that stand by themselves in a longer text."""
    found = [number.translate(_TO_ASCII) for number in _BOUNDED.findall(text)]
    return [Number("".join(re.findall("[0-9]", number)), not number.isdigit()) for number in found]
