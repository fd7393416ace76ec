"""Texts of an agency's file made fit for a workbook: they can be seen, they can be stored, and they do nothing."""

import re
from collections.abc import Iterable

LONGEST_CELL = 32_000
"""UTF-16 units of a cell's text; a workbook takes 32,767."""
LONGEST_NAME = 31
"""UTF-16 units of a sheet's name."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""What nobody sees, turns the line around, or cannot stand in XML; but for tabs, line feeds and joiners (U+200C-D)."""
_ACTIVE = tuple("=+-@'\t\r\n＝＋－＠")
_ILLEGAL_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED_NAMES = ("history",)
"""Excel refuses to open a workbook with a sheet of that name."""


def is_active(text: str) -> bool:
    """Whether a spreadsheet might take it for a formula, or for its own mark, when it is typed or pasted anew."""
    return text.startswith(_ACTIVE) or (text[:1].isspace() and text.lstrip().startswith(_ACTIVE))


def storable(text: str, longest: int = LONGEST_CELL) -> str:
    """The same text with signs for what cannot be seen, cut to `longest` UTF-16 units: '…' is its last one then.

    A control character becomes its picture (␀), other invisible ones their code in brackets ([U+200F]); a lone
    surrogate or a non-character becomes U+FFFD; a line end becomes a line feed.
    """
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub(_sign, text.replace("\r\n", "\n"))
    if len(text) * 2 <= longest or _units(text) <= longest:
        return text
    return _first_units(text, longest - 1) + "…"


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A legal name for each, in order; no two alike, nor like one that is taken, capitals or not."""
    used = {name.casefold() for name in (*taken, *_RESERVED_NAMES)}
    names = []
    for name in wanted:
        first = legal = _legal_name(name)
        number = 1
        while legal.casefold() in used:
            number += 1
            end = f" ({number})"
            legal = _first_units(first, LONGEST_NAME - len(end)) + end
        used.add(legal.casefold())
        names.append(legal)
    return names


def _legal_name(name: str) -> str:
    plain = " ".join(_INVISIBLE.sub("", _ILLEGAL_IN_NAMES.sub(" ", name)).split())
    # A name is no formula; but it is quoted in references, and people paste it.
    return _first_units(plain.lstrip("=+-@'＝＋－＠ "), LONGEST_NAME).strip("' ") or "ตาราง"


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    return f"[U+{code:04X}]"


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _first_units(text: str, units: int) -> str:
    """As many characters as fit into so many UTF-16 units."""
    return text[:units].encode("utf-16-le", "replace")[: units * 2].decode("utf-16-le", "ignore")
