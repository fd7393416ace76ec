"""The rows and cells of a piece of a canonical CSV: by polars where it reads them as csv.reader does, else by that.

The rows are those that Frictionless sees: it reads text with universal newlines, so a line end within a cell is LF.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import polars as pl

from flows.checks.tables.proof.doubt import Doubt

_SKIPPED_BY_POLARS = (b"\xef\xbb\xbf", b"\r", b"\n")
"""At the start of a piece; csv.reader sees a character or a row in each."""
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_QUOTED = re.compile(rb'"(?:(?:(?<=[,\n]")|(?<=\A"))[^"]*"(?=[,\r\n]))?')
"""A quoted cell without a quotation mark in it; else a mark by itself. Where none is, the quoting is sound."""
_FIELD = r'(?:[^",\r\n]*|"(?:[^"]|"")*")'
_SOUND = rf"\A(?:{_FIELD}(?:,|\r?\n))*\z"
"""RFC 4180 in one expression: for pieces with quotation marks in cells, and several times slower."""


def column_names(width: int) -> list[str]:
    return [f"c{nth}" for nth in range(width)]


def proven_cells(raw: bytes, width: int) -> pl.DataFrame | None:
    """All rows of `raw`, each of exactly `width` cells, as texts; None where that is not proven.

    The proof counts bytes. Polars never drops a character of a cell and refuses a row with too many cells. What is left
    of the piece without the cells and the quotation marks that polars took off is therefore at most one delimiter
    between two cells and one line end per row; where it is exactly that, each row has all its cells. All of it holds
    for sound quoting only and without a carriage return on its own, which are looked at by themselves.
    """
    if not raw or raw.startswith(_SKIPPED_BY_POLARS) or _BARE_RETURN.search(raw):
        return None
    if not raw.endswith(b"\n"):  # polars overlooks an empty cell at the very end
        raw += b"\n"
    quoting = _quoting(raw)
    frame = _read(raw, width) if quoting else None
    if quoting is None or frame is None:
        return None
    sizes = frame.select(
        pl.all().str.len_bytes().sum().name.prefix("sum "), pl.all().str.len_bytes().max().name.prefix("max ")
    ).row(0)
    if max((size or 0 for size in sizes[width:]), default=0) > csv.field_size_limit():
        return None
    if width == 1 and frame[:, 0].str.len_bytes().min() == 0:  # csv.reader sees no cell in an empty line
        return None
    between = len(raw) - sum(sizes[:width]) - quoting.marks
    if quoting.doubled:  # Of two that stand for one within a cell, one is left.
        between += _count(frame, '"')
    if not quoting.returns and between == frame.height * (width + 1):  # CR LF after every row
        return frame
    returns = raw.count(b"\r") - (_count(frame, "\r") if quoting.returns else 0)
    if between - returns != frame.height * width:
        return None
    return frame.with_columns(pl.all().str.replace_all("\r\n", "\n", literal=True)) if quoting.returns else frame


@dataclass(frozen=True, slots=True)
class _Quoting:
    marks: int
    """Quotation marks in the piece."""
    doubled: bool
    """Whether some of them stand within cells, each written twice."""
    returns: bool
    """Whether a carriage return may stand within a cell."""


def _quoting(raw: bytes) -> _Quoting | None:
    """How cells are quoted; None where they are not by the rules, which csv.reader forgives in its own way."""
    cells = _QUOTED.findall(raw)
    if b'"' not in cells:
        return _Quoting(2 * len(cells), doubled=False, returns=b"\r" in b"".join(cells))
    return _Quoting(raw.count(b'"'), doubled=True, returns=b"\r" in raw) if _is_sound(raw) else None


def _count(frame: pl.DataFrame, letter: str) -> int:
    return sum(frame.select(pl.all().str.count_matches(letter, literal=True).sum()).row(0))


def _is_sound(raw: bytes) -> bool:
    try:
        text = pl.Series([raw], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return bool(text.str.contains(_SOUND)[0])


def _read(raw: bytes, width: int) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            raw,
            has_header=False,
            schema=dict.fromkeys(column_names(width), pl.String),
            separator=",",
            quote_char='"',
            empty_string_is_null=False,
            infer_schema=False,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        return None


def read_rows(file: BinaryIO, start: int, end: int, most: int | None = None) -> tuple[list[list[str]], int]:
    """The rows from byte `start`, where a row begins, to `end`, by csv.reader; and where the last of them really ends,
    which is later where a quotation mark is not closed. Not more than `most` rows. Raises Doubt for what Frictionless
    refuses to read."""
    rows = []
    position = start
    waiting: deque[str] = deque()

    def lines() -> Iterator[str]:
        nonlocal position
        while True:
            line = file.readline()
            if not line:
                return
            position += len(line)
            waiting.extend(_universal(line))
            while waiting:
                yield waiting.popleft()

    file.seek(start)
    if start < end:
        try:
            for row in csv.reader(lines()):
                rows.append(row)
                if len(rows) == most and waiting:
                    raise Doubt("a carriage return ends a row")
                if len(rows) == most or (position >= end and not waiting):
                    break
        except (UnicodeDecodeError, csv.Error) as error:
            raise Doubt(f"not readable: {error}") from error
    return rows, position


def _universal(line: bytes) -> list[str]:
    """The line as text, in the lines that universal newlines see in it."""
    text = line.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
