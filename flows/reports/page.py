"""What every page shares: the templates, the embedded font, and a policy that lets it load nothing from outside."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.domain.finding import column_letter
from flows.reports.words import size

HERE = Path(__file__).parent
LONGEST_VALUE = 200
"""Characters of a value that are shown on a page; the JSON has it whole."""
LONGEST_SENTENCE = 300
"""Of a sentence that may quote a value."""
LONGEST_NAME = 100
"""Of a header, or of the name of a sheet."""
LONGEST_CELL = 40
"""Of a cell beside the one that is meant."""

THAI_RANGE = "U+02D7,U+0303,U+0331,U+0E01-0E5B,U+200C-200D,U+25CC"
LATIN_RANGE = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,"
    "U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
FACES = (
    ("sarabun-thai-400.woff2", 400, THAI_RANGE),
    ("sarabun-thai-700.woff2", 700, THAI_RANGE),
    ("sarabun-latin-400.woff2", 400, LATIN_RANGE),
    ("sarabun-latin-700.woff2", 700, LATIN_RANGE),
)
_JOINERS = "\u200c\u200d"
_COMMON = r"!-~\u0e01-\u0e3a\u0e3f-\u0e5b“”"
_PLAIN = re.compile(f"[{_COMMON}](?:[ {_COMMON}]*[{_COMMON}])?")
"""What most cells are, told at once: Thai and ASCII with no blank at either end."""


def render(template: str, scripts: Sequence[str], **view: object) -> str:
    """The page as text. Every value is escaped; a name that the view lacks is an error, not a blank.

    scripts: files of templates/, run in that order.
    """
    style, script = _style(), _script(tuple(scripts))
    page = _environment().get_template(template)
    return page.render(style=Markup(style), script=Markup(script), policy=_policy(style, script), **view)


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


def _number(value: int) -> str:
    return f"{value:,}"


def _mail_address(email: str) -> str:
    return "mailto:" + quote(email, safe="@")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": _number,
        "visible": visible,
        "plain": plain,
        "identity": id,
        "size": size,
        "column_letter": column_letter,
        "mail_address": _mail_address,
    }
    environment.globals |= {
        "longest_cell": LONGEST_CELL,
        "longest_name": LONGEST_NAME,
        "longest_sentence": LONGEST_SENTENCE,
    }
    environment.tests["web_address"] = is_web_address
    return environment


@cache
def _style() -> str:
    faces = "".join(
        f"@font-face{{font-family:Sarabun;font-weight:{weight};font-display:swap;unicode-range:{letters};"
        f"src:url(data:font/woff2;base64,{_base64(HERE / 'fonts' / file)}) format('woff2')}}\n"
        for file, weight, letters in FACES
    )
    notice = "/* Font: Sarabun, Copyright 2018 The Sarabun Project Authors, SIL Open Font License 1.1 */\n"
    return notice + faces + (HERE / "templates" / "style.css").read_text("utf-8")


@cache
def _script(files: tuple[str, ...]) -> str:
    return "".join((HERE / "templates" / file).read_text("utf-8") for file in files)


@cache
def _policy(style: str, script: str) -> str:
    """Content-Security-Policy: our style, our script and the embedded font, and nothing else."""
    return (
        f"default-src 'none'; style-src 'sha256-{_sha256(style)}'; script-src 'sha256-{_sha256(script)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _base64(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode("ascii")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
