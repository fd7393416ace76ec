"""A page's style with the embedded font, and a policy that lets the page load nothing from outside."""

import base64
import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

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


@cache
def style_of(sheets: tuple[Path, ...]) -> str:
    """The font, the shared style sheet, and then the given ones."""
    faces = "".join(
        f"@font-face{{font-family:Sarabun;font-weight:{weight};font-display:swap;unicode-range:{letters};"
        f"src:url(data:font/woff2;base64,{_base64(HERE / 'fonts' / file)}) format('woff2')}}\n"
        for file, weight, letters in FACES
    )
    notice = "/* Font: Sarabun, Copyright 2018 The Sarabun Project Authors, SIL Open Font License 1.1 */\n"
    return notice + faces + text_of((HERE / "templates" / "base.css", *sheets))


@cache
def text_of(files: tuple[Path, ...]) -> str:
    """The files' texts, one after the other."""
    return "".join(file.read_text("utf-8") for file in files)


@cache
def policy(style: str, script: str) -> str:
    """Content-Security-Policy: our style, our script and the embedded font, and nothing else."""
    scripts = f"'{_digest(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src {scripts}; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _base64(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode("ascii")
