"""Thai text that was read with a wrong encoding and saved again, and the text that it was.

Three ways are known, and each can be walked back byte by byte: TIS-620 read as Latin-1 or Windows-1252 (¡ÃØ§à·¾),
UTF-8 read as one of these (à¸à¸£à¸¸), and UTF-8 read as TIS-620 (เธเธฃเธธ).
"""

import re

CANDIDATE = r"à[¸¹].?à|[À-ÿ][¡-ÿ]|[¡-ÿ][À-ÿ]|เ[ธน][ก-ฟ\x{80}-\x{a0}€…‘’“”•–—][\x{80}-\x{a0}€…‘’“”•–—]?เ|\x{fffd}"
"""In Rust's syntax: a text without it is surely none. Few of those with it are."""

_LEAST_OF_TIS620 = 3
"""Thai letters of the mended text: two letters with accents that stand together are no Thai word yet."""
_LEAST_OF_UTF8 = 2
"""Bytes that happen to be UTF-8 are much rarer."""
_LEAST_OF_BROKEN = 3
"""Letters of UTF-8 in a text that is none any more."""
_PAIRS = re.compile("à[¸¹]|เ[ธน]")
_LOST = "\ufffd"
_CONSONANT = re.compile("[ก-ฮ]")
_WELL_FORMED = re.compile(r"(?!.*(?:^|[^ก-ฺเ-๎])[ะ-ฺ็-๎])(?!.*[ะ-ฺ็-๎][่-๋]{2})[^\u0e3b-\u0e3e\u0e5c-\u0e7f]*", re.S)
"""No mark without a letter, nothing that is not assigned."""
_THAI = re.compile("[\u0e01-\u0e5b]")
_HIGH = re.compile("[\u00a1-\u00ff]")
_LATIN = re.compile("[A-Za-z]")


def mended(text: str) -> str | None:
    """What the text was before it was read wrongly; None where it was not, or where nobody can tell.

    � stands for letters that are lost: some program has written it for bytes that it could not read.
    """
    if _LOST in text:
        return re.sub(f"{_LOST}+", _LOST, text)
    if _HIGH.search(text):
        return _from_utf8(text, "cp1252") or (None if _THAI.search(text) else _from_tis620(text))
    return _from_utf8(text, "cp874") if _THAI.search(text) else None


def _from_tis620(text: str) -> str | None:
    raw = _bytes(text, "cp1252")
    if raw is None:
        return None
    try:
        return _if_thai(raw.decode("cp874"), text, _LEAST_OF_TIS620)
    except UnicodeDecodeError:
        return None


def _from_utf8(text: str, read_as: str) -> str | None:
    pairs = len(_PAIRS.findall(text))
    raw = _bytes(text, read_as) if pairs else None
    if raw is None:
        return None
    try:
        return _if_thai(raw.decode("utf-8"), text, _LEAST_OF_UTF8)
    except UnicodeDecodeError:
        if pairs < _LEAST_OF_BROKEN or 5 * pairs < len(text):
            return None
        # Bytes that no encoding knows were lost on the way, and with them a letter here and there.
        return re.sub(f"{_LOST}+", _LOST, raw.decode("utf-8", "replace"))


def _bytes(text: str, encoding: str) -> bytes | None:
    """The bytes that were read as `encoding`: where it knows none, a program passes a control character through."""
    raw = bytearray()
    for letter in text:
        if "\x80" <= letter <= "\x9f":
            raw.append(ord(letter))
            continue
        try:
            raw += letter.encode(encoding)
        except UnicodeEncodeError:
            return None
    return bytes(raw)


def _if_thai(found: str, text: str, least: int) -> str | None:
    letters = len(_THAI.findall(found))
    if letters < least or not _CONSONANT.search(found) or not _WELL_FORMED.fullmatch(found):
        return None
    # A word of another language has a few letters with accents among many without.
    return found if letters > len(_LATIN.findall(text)) else None
