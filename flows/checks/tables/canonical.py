"""The cells of a canonical table, column by column and block by block, whatever the size of the file.

Reading takes longer than most looks at what was read. So what a check looks for is a generator that is sent the blocks,
and any number of them look at the same ones while the file is read once.
"""

import csv
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from itertools import islice, zip_longest
from typing import Any, TypeVar, cast

import polars as pl

from flows.checks.subject import Table
from flows.domain.tidied import Tidied

BLOCK_ROWS = 50_000
"""Rows in memory at a time."""

Seen = TypeVar("Seen")


class Block:
    """Some consecutive rows of a table."""

    def __init__(self, first: int, columns: Sequence[pl.Series], height: int) -> None:
        self.first = first
        """Number of the first row (canonical data rows, from 1)."""
        self.columns = columns
        """One series of texts per column. A table with rows that are too long has more series than columns; a cell that
        is empty or not there is null or an empty text."""
        self.height = height
        """Rows: blank lines alone have no column."""
        self._shared: dict[Callable[[Block], Any], Any] = {}

    def shared(self, make: "Callable[[Block], Seen]") -> Seen:
        """What `make` makes of this block: made once, whoever asks for it."""
        if make not in self._shared:
            self._shared[make] = make(self)
        return cast("Seen", self._shared[make])


Look = Generator[None, Block | None, Seen]
"""Is sent the blocks of one table in order, and None behind the last one; ends with what it has seen, which may be
earlier."""
LookFor = Callable[[Table], Look[Seen]]
"""Begins a look at a table."""


def look_through(table: Table, look_for: LookFor[Seen]) -> Seen:
    """What a look at the table ends with: that of `all_looked_through` if it was among those, or one of its own."""
    seen: Seen = table.seen[look_for] if look_for in table.seen else seen_in(table.tidied, lambda: look_for(table))
    return seen


def all_looked_through(table: Table, looks: Sequence[LookFor[Any]]) -> dict[LookFor[Any], Any]:
    """What all of these looks at the table end with, from one reading: to be its `seen`."""
    return dict(zip(looks, _seen(table.tidied, [partial(look, table) for look in looks]), strict=True))


def seen_in(tidied: Tidied, begin: Callable[[], Look[Seen]]) -> Seen:
    """What one look at any canonical table ends with."""
    seen: Seen = _seen(tidied, [begin])[0]
    return seen


def _seen(tidied: Tidied, begin: Sequence[Callable[[], Look[Any]]]) -> list[Any]:
    """What each look ends with.

    Polars reads regular tables. Where it refuses (a row has too many cells, which must be looked at as well) or sees
    another number of rows than tidy wrote, csv.reader does, slower and exact: looks are then begun a second time. One
    that ended early is not counted against Polars.
    """
    seen: dict[int, Any] = {}
    running = {nth: begun() for nth, begun in enumerate(begin)}
    try:
        whole = _show(_by_polars(tidied), running, seen) == tidied.rows
    except pl.exceptions.PolarsError:
        whole = False
    if running and not whole:
        running = {nth: begin[nth]() for nth in running}
        _show(_by_csv_reader(tidied), running, seen)
    for nth in list(running):
        _send(None, nth, running, seen)
    return [seen[nth] for nth in range(len(begin))]


def _show(blocks: Iterator[Block], running: dict[int, Look[Any]], seen: dict[int, Any]) -> int:
    """The blocks to all looks; the number of their rows. Those that end early go from `running` to `seen`."""
    for nth in list(running):
        _send(None, nth, running, seen)
    rows = 0
    for block in blocks:
        rows += block.height
        for nth in list(running):
            _send(block, nth, running, seen)
        if not running:
            break
    return rows


def _send(block: Block | None, nth: int, running: dict[int, Look[Any]], seen: dict[int, Any]) -> None:
    try:
        running[nth].send(block)
    except StopIteration as ended:
        seen[nth] = ended.value
        del running[nth]


def _by_polars(tidied: Tidied) -> Iterator[Block]:
    lazy = pl.scan_csv(
        tidied.path,
        has_header=False,
        skip_rows=1,
        schema={str(nth): pl.String for nth in range(len(tidied.columns))},
    )
    first = 1
    for frame in lazy.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True):
        yield Block(first, frame.get_columns(), frame.height)
        first += frame.height


def _by_csv_reader(tidied: Tidied) -> Iterator[Block]:
    first = 1
    with tidied.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        while rows := list(islice(reader, BLOCK_ROWS)):
            columns = [pl.Series(str(nth), cells, dtype=pl.String) for nth, cells in enumerate(zip_longest(*rows))]
            yield Block(first, columns, len(rows))
            first += len(rows)
