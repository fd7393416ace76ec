"""The cells of a canonical table, column by column and block by block, whatever the size of the file.

Reading takes longer than most looks at what was read. So what a check looks for is a generator that is sent the blocks,
and any number of them look at the same ones while the file is read once.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from itertools import chain, zip_longest
from typing import Any, TypeVar, cast

import polars as pl

from flows.canonical import pieces_of
from flows.checks.subject import Table
from flows.domain.tidied import Tidied

BLOCK = 4 << 20
"""Bytes of the file in memory at a time, and as many again while they are looked at."""

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
        """Rows."""
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
    """What each look ends with."""
    seen: dict[int, Any] = {}
    running = {nth: begun() for nth, begun in enumerate(begin)}
    for block in chain([None], _blocks(tidied), [None]):
        for nth in list(running):
            _send(block, nth, running, seen)
        if not running:
            break
    return [seen[nth] for nth in range(len(begin))]


def _send(block: Block | None, nth: int, running: dict[int, Look[Any]], seen: dict[int, Any]) -> None:
    try:
        running[nth].send(block)
    except StopIteration as ended:
        seen[nth] = ended.value
        del running[nth]


def _blocks(tidied: Tidied) -> Iterator[Block]:
    first, width = 1, len(tidied.columns)
    for piece in pieces_of(tidied.path, width, BLOCK):
        columns = piece.frame.get_columns() if piece.odd is None else _columns(piece.odd, width)
        yield Block(first, columns, piece.height)
        first += piece.height


def _columns(rows: Sequence[Sequence[str]], least: int) -> list[pl.Series]:
    """The cells of rows of any width, by column; `least` columns at least."""
    columns = [pl.Series(str(nth), cells, dtype=pl.String) for nth, cells in enumerate(zip_longest(*rows))]
    none = [pl.Series(str(nth), [None] * len(rows), dtype=pl.String) for nth in range(len(columns), least)]
    return [*columns, *none]
