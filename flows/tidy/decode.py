"""From the agency's bytes to UTF-8 text: byte-order mark, then strict UTF-8 over the whole file, then cp874.

Statistical guessing is not used: on Thai files it answers mac-cyrillic, big5 or cp424. Python's codec `tis-620` is not
used either: it fails on the no-break space (0xA0) and takes Windows' quotation marks for control characters. cp874
is its superset, and the bytes it leaves undefined (0xDB-0xDE, 0xFC-0xFF among them) show that a text is not Thai.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from flows.tidy.sniff import UTF8_BOM, UTF16_BOMS
from flows.tidy.untidy import Untidy

READ_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Decoded:
    path: Path
    """UTF-8 without a byte-order mark; the agency's own file if that is what it is."""
    encoding: str
    """utf-8, utf-8-sig, cp874 or utf-16."""


class _Refused(Exception):
    """A byte that the encoding does not have: `offset` 0-based in the agency's file, `line` 1-based."""

    def __init__(self, byte: str, offset: int, line: int) -> None:
        super().__init__(byte, offset, line)
        self.byte = byte
        self.offset = offset
        self.line = line


def decode(path: Path, declared: Literal["auto", "utf-8", "cp874"], target: Path) -> Decoded:
    """The text of `path` as UTF-8, written to `target` if it has to be written at all. Memory is flat.

    A declared encoding is obeyed (`utf-8` may bear its mark). Raises `Untidy` (format/encoding).
    """
    with path.open("rb") as file:
        head = file.read(3)
    if declared == "cp874":
        candidates = ["cp874"]
    elif declared == "auto" and head.startswith(UTF16_BOMS):
        candidates = ["utf-16"]
    elif head.startswith(UTF8_BOM):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8"] if declared == "utf-8" else ["utf-8", "cp874"]
    if candidates[0] == "utf-8" and _is_utf8(path):
        return Decoded(path, "utf-8")
    refusals: list[_Refused] = []
    for encoding in candidates:
        try:
            _recode(path, encoding, None if encoding == "utf-8" else target)
        except _Refused as refused:
            refusals.append(refused)
        else:
            return Decoded(path if encoding == "utf-8" else target, encoding)
    target.unlink(missing_ok=True)
    # The encoding that got furthest into the file is what it was most likely meant to be.
    furthest = max(refusals, key=lambda refused: refused.offset)
    raise Untidy(
        "format/encoding",
        {
            "tried": ", ".join(candidates),
            "byte": furthest.byte,
            "offset": furthest.offset,
            "line": furthest.line,
        },
    )


def _is_utf8(path: Path) -> bool:
    """Whether the file is proven to be UTF-8, which is the usual case; if not, `_recode` says where it is none."""
    held = b""
    with path.open("rb") as file:
        while block := file.read(READ_BYTES):
            whole, line_end, rest = block.rpartition(b"\n")
            if not line_end or not _decodes(held + whole):
                return False
            held = rest
    return _decodes(held)


def _decodes(text: bytes) -> bool:
    try:
        pl.Series([text], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def _recode(path: Path, encoding: str, target: Path | None) -> None:
    """Reads all of `path` strictly; writes it as UTF-8 if there is a `target`."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done, line = 0, 1
    written = target.open("wb") if target is not None else None
    try:
        with path.open("rb") as file:
            while True:
                block = file.read(READ_BYTES)
                held_back = len(decoder.getstate()[0])
                try:
                    text = decoder.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    before = error.object[: error.start]
                    raise _Refused(
                        byte=f"0x{error.object[error.start]:02X}",
                        offset=done - held_back + error.start,
                        line=line + before.count(b"\n"),
                    ) from error
                if written is not None:
                    written.write(text.encode())
                if not block:
                    return
                line += text.count("\n")
                done += len(block)
    finally:
        if written is not None:
            written.close()
