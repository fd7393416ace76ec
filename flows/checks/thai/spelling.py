"""Thai letters in an order that only looks right: what PDF files, old systems and slips of typing leave in a text.

A mark stands behind the letter that it belongs to: consonant, vowel above or below, tone. Any other order is shown
almost alike and found by no search.
"""

import re
from dataclasses import dataclass

SHORT = 60
NEIGHBOURHOOD = 15
"""Letters before the first one that is mended."""

_TONES = "\u0e48-\u0e4b"
_ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e39"
_MARKS = f"{_ABOVE_OR_BELOW}\u0e3a\u0e47-\u0e4e"
_FOLLOWING = "\u0e30\u0e32\u0e33"
_OPENING = r"(\[\{“‘\"'"

CANDIDATE = (
    "\u0e4d[\u0e48-\u0e4b]?\u0e32|[\u0e48-\u0e4b]\u0e4d|[\u0e48-\u0e4c][\u0e31\u0e34-\u0e39]"
    "|[\u0e30\u0e32\u0e33][\u0e48-\u0e4c]|เเ|\u0e31\u0e31|\u0e33\u0e33"
    + "".join(f"|{chr(mark)}{chr(mark)}" for mark in (*range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)))
    + r"|(?:^|[\s(\[{“‘])[\x{e30}-\x{e3a}\x{e47}-\x{e4e}]"
)
"""In Rust's syntax: a text without it has none of these faults."""

_SPLIT = re.compile(f"\u0e4d([{_TONES}]?)\u0e32|([{_TONES}])\u0e4d\u0e32")
# No Thai word begins with sara aa: a blank before it stands for the upper half of a sara am.
_BLANK = re.compile(f"([ก-ฮ])([{_TONES}]?)[ \u00a0]([{_TONES}]?)\u0e32")
_TONE_FIRST = re.compile(f"([\u0e48-\u0e4c]+)([{_ABOVE_OR_BELOW}])")
_TONE_LAST = re.compile(f"([{_FOLLOWING}])([\u0e48-\u0e4c])")
_TWICE = re.compile(f"([{_MARKS}\u0e33])\\1+")
_AFTER_BLANK = re.compile(f"(?<=[ก-ฮ{_MARKS}])\\s+(?=[{_MARKS}{_FOLLOWING}])")
_BEGINNING = re.compile(f"(?:^|(?<=[\\s{_OPENING}]))[{_MARKS}{_FOLLOWING}]+")
_WORD = re.compile("[ก-ฮ]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a text with misplaced letters ought to be written."""

    split_sara_am: bool
    """Whether a sara am in two pieces is among its faults."""
    mended: str
    """The text with its letters in order; a mark that belongs to no letter is left out."""


def misspelt(text: str) -> Spelling | None:
    """What is wrong with the order of the letters; None where it is right, or where the text is no word at all."""
    if not _WORD.search(text):
        return None
    whole = _SPLIT.sub(lambda found: (found[1] or found[2] or "") + "\u0e33", text)
    whole = _BLANK.sub("\\1\\2\\3\u0e33", whole)
    split = whole != text
    ordered = _AFTER_BLANK.sub("", whole)
    ordered = _TWICE.sub(r"\1", ordered.replace("เเ", "แ"))
    ordered = _TONE_LAST.sub(r"\2\1", _TONE_FIRST.sub(r"\2\1", ordered))
    ordered = _BEGINNING.sub("", _TWICE.sub(r"\1", ordered))
    return Spelling(split, ordered) if ordered != text else None


def around(text: str, mended: str) -> str:
    """Of a long mended text the part that is not as it was, with some letters of its neighbourhood."""
    if len(mended) <= SHORT:
        return mended
    alike = (nth for nth, (one, other) in enumerate(zip(text, mended, strict=False)) if one != other)
    first = max(next(alike, len(mended)) - NEIGHBOURHOOD, 0)
    part = mended[first : first + SHORT]
    return ("…" if first else "") + part + ("…" if first + SHORT < len(mended) else "")
