"""The data of a CSV text as frames of strings: whole blocks where their regularity is proven, csv.reader elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import polars as pl

from flows.tidy.grammar import Grammar, column_name
from flows.tidy.records import records

BLOCK_BYTES = 4 << 20
# After an irregular record the next look is a short one, so that a file full of them is not read over and over.
NEAR_BYTES = 256 << 10
# As much is read one by one at first; twice as much each time that regular records are not found behind it.
IRREGULAR_BYTES, MOST_IRREGULAR_BYTES = 4 << 10, 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Some consecutive records."""

    frame: pl.DataFrame
    """One row per record and one String column (c1, c2 ... as in the agency's file) per header; no nulls. Cells that a
    record does not have are empty."""
    widths: list[int] | None = None
    """Number of cells of each record; None if every record has as many as there are columns."""
    surplus: dict[int, list[str]] = field(default_factory=dict)
    """Cells beyond the last column, by 0-based row of the frame."""
    one_line: bool = False
    """Whether it is proven that no cell has a line break in it."""


def pieces(
    path: Path,
    delimiter: str,
    width: int,
    start: int = 0,
    first_row: int = 1,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[Piece]:
    """All records of the UTF-8 text from the byte `start` (a record's beginning; its number is `first_row`) to its end.

    Memory: a few times `block_bytes`, whatever the size of the file.
    """
    held: list[Piece] = []
    held_bytes = 0
    for piece, taken in _runs(path, delimiter, width, start, first_row, block_bytes):
        held.append(piece)
        held_bytes += taken
        # A block is cut where a record ends, so that a full one is a little less than `block_bytes`.
        if 2 * held_bytes > block_bytes:
            yield _joined(held, width)
            held, held_bytes = [], 0
    if held:
        yield _joined(held, width)


def _runs(
    path: Path, delimiter: str, width: int, start: int, first_row: int, block_bytes: int
) -> Iterator[tuple[Piece, int]]:
    """Runs of regular and of irregular records, each with its length in bytes."""
    grammar = Grammar(delimiter, width)
    size = path.stat().st_size
    at, row = start, first_row
    reach, irregular = block_bytes, IRREGULAR_BYTES
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            block = file.read(reach)
            regular = grammar.regular_prefix(block, last=at + len(block) >= size)
            if regular is not None:
                taken = regular.taken
                piece = Piece(regular.frame, one_line=regular.one_line)
                if 2 * taken > len(block):
                    reach = min(block_bytes, reach * 4)
                if taken > irregular:
                    irregular = IRREGULAR_BYTES
            else:
                piece, taken = _by_reader(file, delimiter, width, at, row, min(irregular, block_bytes))
                reach = min(block_bytes, NEAR_BYTES)
                irregular = min(irregular * 2, MOST_IRREGULAR_BYTES)
            yield piece, taken
            row += piece.frame.height
            at += taken


def _joined(held: list[Piece], width: int) -> Piece:
    if len(held) == 1:
        return held[0]
    frame = pl.concat([piece.frame for piece in held], rechunk=True)
    if all(piece.widths is None for piece in held):
        return Piece(frame, one_line=all(piece.one_line for piece in held))
    widths: list[int] = []
    surplus: dict[int, list[str]] = {}
    for piece in held:
        surplus.update({len(widths) + index: cells for index, cells in piece.surplus.items()})
        widths.extend(piece.widths if piece.widths is not None else [width] * piece.frame.height)
    return Piece(frame, widths, surplus)


def _by_reader(file: BinaryIO, delimiter: str, width: int, start: int, row: int, enough: int) -> tuple[Piece, int]:
    """Records of `enough` bytes, at least one, by csv.reader, whatever they are; and the number of bytes taken."""
    rows: list[list[str]] = []
    end = start
    for cells, end in records(file, delimiter, start, row):
        rows.append(cells)
        if end - start >= enough:
            break
    widths = [len(cells) for cells in rows]
    surplus = {index: cells[width:] for index, cells in enumerate(rows) if len(cells) > width}
    padded = [cells[:width] + [""] * (width - len(cells)) for cells in rows]
    frame = pl.DataFrame(
        {
            column_name(position): pl.Series(values, dtype=pl.String)
            for position, values in enumerate(zip(*padded, strict=True), start=1)
        }
    )
    ragged = any(cells != width for cells in widths)
    return Piece(frame, widths if ragged else None, surplus), end - start
