"""Rows as the portal takes them: read from the canonical CSV, and cut into parts that one call can carry.

The portal runs one call as one transaction with a statement time-out of its own.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from flows.portal.table import Table

CHUNK_ROWS = 20_000
CHUNK_BYTES = 8_000_000
"""Of JSON in one call."""

Record = dict[str, Any]


def records(path: Path, table: Table) -> Iterator[Record]:
    """The rows of the canonical CSV at `path`, in its order; a cell without a value is None."""
    missing, truths = table.missing, table.truths
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            record: Record = {name: None if cell in missing else cell for name, cell in row.items()}
            for name, words in truths.items():
                record[name] = words.get(record[name], record[name])
            yield record


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
