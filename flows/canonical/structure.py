"""The rows and cells of a piece of a canonical CSV: by polars where it reads them as csv.reader does, else by that.

The rows are those that Frictionless sees: it reads text with universal newlines, so a line end within a cell is LF, if
it is not asked for as it is written.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from flows.canonical.doubt import Doubt
from flows.canonical.quoting import quoting

_SKIPPED_BY_POLARS = (b"\xef\xbb\xbf", b"\r", b"\n")
"""At the start of a piece; csv.reader sees a character or a row in each."""


def column_names(width: int) -> list[str]:
    return [f"c{nth}" for nth in range(width)]


def proven_cells(raw: bytes, width: int, as_written: bool = False) -> pl.DataFrame | None:
    """All rows of `raw`, each of exactly `width` cells, as texts; None where that is not proven.

    as_written: a line end within a cell stays what it is.

    The proof counts bytes. Polars never drops a character of a cell and refuses a row with too many cells. What is left
    of the piece without the cells and the quotation marks that polars took off is therefore at most one delimiter
    between two cells and one line end per row; where it is exactly that, each row has all its cells. All of it holds
    for sound quoting only and without a carriage return on its own, which are looked at by themselves.
    """
    if not raw or raw.startswith(_SKIPPED_BY_POLARS):
        return None
    if not raw.endswith(b"\n"):  # polars overlooks an empty cell at the very end
        raw += b"\n"
    quoted = quoting(raw)
    frame = _read(raw, width) if quoted else None
    if quoted is None or frame is None or frame.height != quoted.rows:
        return None
    sizes = frame.select(
        pl.all().str.len_bytes().sum().name.prefix("sum "), pl.all().str.len_bytes().max().name.prefix("max ")
    ).row(0)
    if max((size or 0 for size in sizes[width:]), default=0) > csv.field_size_limit():
        return None
    if width == 1 and frame[:, 0].str.len_bytes().min() == 0:  # csv.reader sees no cell in an empty line
        return None
    if len(raw) - sum(sizes[:width]) - quoted.around - quoted.returns != frame.height * width:
        return None
    if as_written or not quoted.returns_within:
        return frame
    return frame.with_columns(pl.all().str.replace_all("\r\n", "\n", literal=True))


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


def read_rows(
    file: BinaryIO, start: int, end: int, most: int | None = None, as_written: bool = False
) -> tuple[list[list[str]], int]:
    """The rows from byte `start`, where a row begins, to `end`, by csv.reader; and where the last of them really ends,
    which is later where a quotation mark is not closed. Not more than `most` rows. as_written: see proven_cells. Raises
    Doubt for what csv.reader refuses to read."""
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
            waiting.extend([line.decode("utf-8")] if as_written else _universal(line))
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
