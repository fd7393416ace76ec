"""Rows as the portal takes them: read from the canonical CSV, and cut into parts that one call can carry.

The portal runs one call as one transaction with a statement time-out of its own.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.canonical import pieces_of
from flows.portal.table import Table

CHUNK_ROWS = 20_000
CHUNK_BYTES = 8_000_000
"""Of JSON in one call."""

Record = dict[str, Any]
_TRUTH = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that go in one call."""

    before: int
    """How many rows of the table come before them."""
    rows: pl.DataFrame
    """Texts, null where a cell has no value: PostgreSQL reads every type from its text."""


def parts(path: Path, table: Table, most_rows: int = CHUNK_ROWS, most_bytes: int = CHUNK_BYTES) -> Iterator[Part]:
    """The rows of the canonical CSV at `path`, in its order."""
    before = 0
    for frame in _frames(path, most_rows):
        for rows in _cut(_valued(frame, table), most_bytes):
            yield Part(before, rows)
            before += rows.height


def as_json(rows: pl.DataFrame) -> bytes:
    """A list of objects, in UTF-8."""
    return rows.write_json().encode()


def _cut(rows: pl.DataFrame, most_bytes: int) -> Iterator[pl.DataFrame]:
    if rows.height < 2 or len(as_json(rows)) <= most_bytes:
        yield rows
        return
    half = rows.height // 2
    yield from _cut(rows[:half], most_bytes)
    yield from _cut(rows[half:], most_bytes)


def _frames(path: Path, height: int) -> Iterator[pl.DataFrame]:
    """The rows that have cells, under the names of the header. Of columns of one name the last one counts."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    places = {name: nth for nth, name in enumerate(header)}
    for piece in pieces_of(path, len(header), as_written=True):
        rows = piece.every_row
        if piece.odd is not None:  # a blank line is no row
            rows = rows.filter(pl.Series([bool(row) for row in piece.odd], dtype=pl.Boolean))
        named = rows.select(rows.to_series(nth).alias(name) for name, nth in places.items())
        yield from named.iter_slices(height)


def _valued(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    cell = pl.all()
    valued = frame.select(pl.when(~cell.is_in(sorted(table.missing))).then(cell))
    truths = {name: words for name, words in table.truths.items() if name in frame.columns}
    told = [
        pl.col(name).replace({word: _TRUTH[means] for word, means in words.items()}) for name, words in truths.items()
    ]
    return valued.with_columns(told)


def chunks(
    records: Iterable[Record], most_rows: int = CHUNK_ROWS, most_bytes: int = CHUNK_BYTES
) -> Iterator[tuple[int, list[Record]]]:
    """Parts that fit into one call each, with the number of records before them."""
    chunk: list[Record] = []
    size = before = 0
    for record in records:
        length = len(json.dumps(record)) + 2  # ASCII, as it travels: a Thai letter is six bytes of it
        if chunk and (len(chunk) == most_rows or size + length > most_bytes):
            yield before, chunk
            before += len(chunk)
            chunk, size = [], 0
        chunk.append(record)
        size += length
    if chunk:
        yield before, chunk
