"""The data of a CSV text as frames of strings: many records at once where that is provably what csv.reader would read.

"Every record has n cells, and its quotation marks are where they belong" is a regular language. So the proof is one
regular expression, run over a whole block by Polars' automaton: the longest prefix of the block that it matches is as
regular as can be, and ends where a record ends. What it does not match goes through csv.reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import polars as pl

from flows.tidy.records import records
from flows.tidy.sniff import UTF8_BOM

BLOCK_BYTES = 8 << 20
# After an irregular record the next look is a short one, so that a file full of them is not read over and over.
NEAR_BYTES = 256 << 10
IRREGULAR_BYTES = 64 << 10
# A wider table makes an automaton too large for Polars' limits.
PROVABLE_WIDTH = 1000


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


def column_name(position: int) -> str:
    """Name, in a frame, of the 1-based column of the agency's file."""
    return f"c{position}"


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
    grammar = _Grammar(delimiter, width)
    size = path.stat().st_size
    at, row, reach = start, first_row, block_bytes
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            block = file.read(reach)
            regular = grammar.regular_prefix(block, last=at + len(block) >= size)
            if regular is not None:
                frame, taken = regular
                piece = Piece(frame)
                reach = min(block_bytes, reach * 4)
            else:
                piece, taken = _by_reader(file, delimiter, width, at, row, block_bytes)
                reach = min(block_bytes, NEAR_BYTES)
            yield piece
            row += piece.frame.height
            at += taken


class _Grammar:
    """What a regular record of a table is."""

    def __init__(self, delimiter: str, width: int) -> None:
        self._delimiter = delimiter
        self._schema = {column_name(position): pl.String() for position in range(1, width + 1)}
        self._provable = width <= PROVABLE_WIDTH
        escaped = f"\\x{{{ord(delimiter):X}}}"
        # In a table of one column an empty record is a blank line, and that is irregular.
        some = "+" if width == 1 else "*"
        bare = f'[^"{escaped}\\r\\n]{some}'

        def record(quotable: str) -> str:
            cell = f'(?:"(?:{quotable}|""){some}"|{bare})'
            return f"{cell}(?:{escaped}{cell}){{{width - 1}}}\\r?\\n"

        self._record = record('[^"]')
        self._records = f"\\A(?:{self._record})*"
        one_line = record('[^"\\r\\n]')
        self._one_line_records = f"\\A(?:{one_line})*"

    def regular_prefix(self, block: bytes, last: bool) -> tuple[pl.DataFrame, int] | None:
        """The regular records at the block's beginning and the number of bytes they take; None if there is none.

        `last` says that the text ends with this block.
        """
        # Polars takes a byte-order mark at a block's beginning away, csv.reader does not.
        if not self._provable or block.startswith(UTF8_BOM):
            return None
        text = block if not last or block.endswith(b"\n") else block + b"\n"
        text = text[: text.rfind(b"\n") + 1]
        if not text:
            return None
        column = pl.Series([text], dtype=pl.Binary).cast(pl.String)
        taken = _match_bytes(column, self._one_line_records)
        several_lines = taken < len(text)
        if several_lines:
            taken = _match_bytes(column, self._records)
        if taken == 0:
            return None
        proven = text[:taken]
        if several_lines:
            column = pl.Series([proven], dtype=pl.Binary).cast(pl.String)
            height = column.str.count_matches(self._record).item()
        else:
            height = proven.count(b"\n")
        frame = self._frame(proven)
        # The proof is about csv.reader; that Polars found the same records is seen by their number.
        if frame is None or frame.height != height:
            return None
        return frame, min(taken, len(block))

    def _frame(self, proven: bytes) -> pl.DataFrame | None:
        try:
            return pl.read_csv(
                proven,
                has_header=False,
                schema=self._schema,
                separator=self._delimiter,
                infer_schema=False,
                empty_string_is_null=False,
            )
        except pl.exceptions.PolarsError:
            return None


def _match_bytes(column: pl.Series, pattern: str) -> int:
    return int(column.str.extract(pattern, 0).str.len_bytes().fill_null(0).item())


def _by_reader(file: BinaryIO, delimiter: str, width: int, start: int, row: int, block_bytes: int) -> tuple[Piece, int]:
    """At least one record by csv.reader, whatever it is; and the number of bytes taken."""
    rows: list[list[str]] = []
    end = start
    for cells, end in records(file, delimiter, start, row):
        rows.append(cells)
        if end - start >= min(IRREGULAR_BYTES, block_bytes):
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
