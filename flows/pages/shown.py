"""Texts that others wrote made fit to be shown: what cannot be seen is seen, what is too long is cut."""

import re
import unicodedata
from urllib.parse import quote

LONGEST_VALUE = 200
"""Characters of a value that are shown on a page; the JSON has it whole."""
LONGEST_SENTENCE = 300
"""Of a sentence that may quote a value."""
LONGEST_NAME = 100
"""Of a header, or of the name of a sheet."""
LONGEST_CELL = 40
"""Of a cell beside the one that is meant."""

_JOINERS = "\u200c\u200d"
_COMMON = r"!-~\u0e01-\u0e3a\u0e3f-\u0e5b“”"
_PLAIN = re.compile(f"[{_COMMON}](?:[ {_COMMON}]*[{_COMMON}])?")
"""What most cells are, told at once: Thai and ASCII with no blank at either end."""


def visible(value: str, longest: int = LONGEST_VALUE) -> list[tuple[bool, str]]:
    """The value cut into (is a sign for an invisible character, text): a steward cannot mend what cannot be seen.

    Shown by name are control and format characters (zero-width blanks, direction marks), odd blanks, and ordinary
    blanks at either end. What goes beyond `longest` characters, as they are shown, is cut off.
    """
    if len(value) <= longest and _PLAIN.fullmatch(value):
        return [(False, value)]
    first = len(value) - len(value.lstrip(" "))
    last = len(value.rstrip(" "))
    pieces: list[tuple[bool, str]] = []
    room = longest
    for position, letter in enumerate(value):
        at_an_end = letter == " " and (position < first or position >= last)
        sign = "␣" if at_an_end else _sign(letter)
        text = sign or letter
        if len(text) > room:
            pieces.append((True, "…"))
            break
        room -= len(text)
        if pieces and pieces[-1][0] is False and sign is None:
            pieces[-1] = (False, pieces[-1][1] + text)
        else:
            pieces.append((sign is not None, text))
    return pieces


def plain(value: str, longest: int = LONGEST_NAME) -> str:
    """`visible` as one text, for where no markup can stand."""
    return "".join(text for _, text in visible(value, longest))


def _sign(letter: str) -> str | None:
    if letter == "\n":
        return "↵"
    if letter == " " or letter in _JOINERS:
        return None
    if unicodedata.category(letter) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"):
        return f"U+{ord(letter):04X}"
    return None


def is_web_address(text: object) -> bool:
    """Only these become links: an address from a file could begin with `javascript:`."""
    return isinstance(text, str) and text.startswith(("https://", "http://"))


def number(value: int) -> str:
    return f"{value:,}"


def mail_address(email: str) -> str:
    return "mailto:" + quote(email, safe="@")
