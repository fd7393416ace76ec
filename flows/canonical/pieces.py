"""A canonical file in pieces that begin and end with a row, each with the cells that csv.reader sees in it."""

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from flows.canonical.quoting import whole_rows
from flows.canonical.structure import column_names, proven_cells, read_rows

BLOCK = 8 << 20
"""Bytes read at a time."""
FIRST_BLOCK = 1 << 18
"""The first block is small, and each is twice the one before: a file that is not worth it shows itself early."""
PARTS = 16
SMALLEST = 1 << 15
"""A block whose structure is not proven is taken apart into PARTS, down to this size, so that little goes slowly."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive whole rows of the file, bytes `start` to `end`."""

    start: int
    end: int
    raw: bytes
    """Those bytes; not kept where `odd` is."""
    frame: pl.DataFrame
    """The rows that have as many cells as there are fields, as texts."""
    odd: list[list[str]] | None
    """All rows, as csv.reader sees them, where the structure is not proven."""

    @property
    def height(self) -> int:
        return self.frame.height if self.odd is None else len(self.odd)

    @property
    def every_row(self) -> pl.DataFrame:
        """All rows, cells that are not there as null, without those that are too many."""
        if self.odd is None:
            return self.frame
        width = self.frame.width
        rows = [[*row[:width], *[None] * (width - len(row))] for row in self.odd]
        return pl.DataFrame(rows, schema=self.frame.schema, orient="row")


def pieces_of(
    path: Path, width: int, block: int = BLOCK, smallest: int = SMALLEST, as_written: bool = False
) -> Iterator[Piece]:
    """The rows below the header; each piece is read while the one before it is being looked at.

    as_written: a line end within a cell stays what it is, and is not LF.
    Raises Doubt for what csv.reader refuses to read, and FileNotFoundError.
    """
    size = path.stat().st_size
    # Tidy has taken each cell, however long, perhaps in another process. The limit is only ever widened.
    csv.field_size_limit(max(csv.field_size_limit(), size))
    with path.open("rb") as file, ThreadPoolExecutor(1, "pieces") as ahead:
        _, begin = read_rows(file, 0, size, 1)
        found = pieces(file, begin, size, width, block, smallest, as_written)
        coming = ahead.submit(next, found, None)
        while (piece := coming.result()) is not None:
            coming = ahead.submit(next, found, None)
            yield piece


def pieces(
    file: BinaryIO, start: int, size: int, width: int, block: int, smallest: int, as_written: bool = False
) -> Iterator[Piece]:
    """The rows from byte `start`, where a row begins, to the end of the file at `size`."""
    wanted = min(FIRST_BLOCK, block)
    while start < size:
        file.seek(start)
        raw = file.read(wanted)
        end = start + len(raw)
        whole = raw if end >= size else raw[: whole_rows(raw)]
        if whole:
            for piece in _of(file, whole, start, width, smallest, as_written):
                yield piece
                start = piece.end
        else:
            piece = odd_piece(file, start, end, width, as_written)
            yield piece
            start = piece.end
        wanted = min(2 * wanted, block)


def _of(file: BinaryIO, raw: bytes, start: int, width: int, smallest: int, as_written: bool) -> Iterator[Piece]:
    """The pieces of `raw`; the last may end later, where a quotation mark is not closed in it."""
    frame = proven_cells(raw, width, as_written)
    if frame is not None:
        yield Piece(start, start + len(raw), raw, frame, None)
        return
    end = start + len(raw)
    step = max(len(raw) // PARTS, smallest)
    at = start
    while at < end:
        rest = raw[at - start : at - start + step]
        part = rest if at + len(rest) >= end else rest[: whole_rows(rest)]
        if part and len(part) < len(raw):
            for piece in _of(file, part, at, width, smallest, as_written):
                yield piece
                at = piece.end
        else:
            piece = odd_piece(file, at, at + len(rest), width, as_written)
            yield piece
            at = piece.end


def odd_piece(file: BinaryIO, start: int, end: int, width: int, as_written: bool) -> Piece:
    """The rows by csv.reader. Raises Doubt for what csv.reader refuses to read."""
    rows, true_end = read_rows(file, start, end, as_written=as_written)
    whole = [row for row in rows if len(row) == width]
    schema = dict.fromkeys(column_names(width), pl.String)
    return Piece(start, true_end, b"", pl.DataFrame(whole, schema=schema, orient="row"), rows)
