"""The cells of a canonical table, column by column and block by block, whatever the size of the file."""

import csv
from collections.abc import Callable, Iterator
from itertools import islice, zip_longest
from typing import TypeVar

import polars as pl

from flows.domain.tidied import Tidied

BLOCK_ROWS = 50_000
"""Rows in memory at a time."""

Block = tuple[int, list[pl.Series]]
"""Number of the first row (canonical data rows, from 1), and one series of texts per column. A table with rows that are
too long has more series than columns; a cell that is empty or not there is null or an empty text."""
Seen = TypeVar("Seen")


def look_through(tidied: Tidied, look: Callable[[Iterator[Block]], Seen]) -> Seen:
    """What `look` makes of the blocks of one table, in order.

    Polars reads regular tables. Where it refuses (a row has too many cells, which must be looked at as well) or sees
    another number of rows than tidy wrote, csv.reader does, slower and exact: `look` is then called a second time.
    A `look` that stops early is not counted against Polars.
    """
    counted = _Counted(_by_polars(tidied))
    try:
        seen = look(counted)
    except pl.exceptions.PolarsError:
        return look(_by_csv_reader(tidied))
    if counted.ended and counted.rows != tidied.rows:
        return look(_by_csv_reader(tidied))
    return seen


class _Counted(Iterator[Block]):
    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self.rows = 0
        self.ended = False

    def __next__(self) -> Block:
        try:
            first, columns = next(self._blocks)
        except StopIteration:
            self.ended = True
            raise
        self.rows += max((len(cells) for cells in columns), default=0)
        return first, columns


def _by_polars(tidied: Tidied) -> Iterator[Block]:
    lazy = pl.scan_csv(
        tidied.path,
        has_header=False,
        skip_rows=1,
        schema={str(nth): pl.String for nth in range(len(tidied.columns))},
    )
    first = 1
    for frame in lazy.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True):
        yield first, frame.get_columns()
        first += frame.height


def _by_csv_reader(tidied: Tidied) -> Iterator[Block]:
    first = 1
    with tidied.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        while block := list(islice(reader, BLOCK_ROWS)):
            yield first, [pl.Series(cells, dtype=pl.String) for cells in zip_longest(*block)]
            first += len(block)
