"""A first look at all cells of a block: nearly all are done with, and the patterns for persons see the others only."""

from collections.abc import Callable

import polars as pl

from flows.checks.tables.canonical import Block

PERHAPS = "@|(?:[0-9๐-๙][^0-9๐-๙]*){9}"
"""A cell without it holds no mail address, and no number of nine digits or more, however these are grouped."""


def perhaps_personal(block: Block) -> list[pl.Series]:
    """Of each column which cells are worth a closer look. Booleans."""
    if not block.columns:
        return []
    cells = pl.DataFrame([cells.alias(str(nth)) for nth, cells in enumerate(block.columns)])
    return cells.select(pl.all().str.contains(PERHAPS).fill_null(False)).get_columns()


def of_all(cells: pl.Series) -> pl.Series:
    """All of them likely."""
    return pl.repeat(True, len(cells), dtype=pl.Boolean, eager=True)


def of_these(likely: pl.Series, cells: pl.Series, judge: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Which of the likely cells `judge`, who sees no others, says yes to. Booleans."""
    if not likely.any():
        return likely
    return likely.clone().scatter(likely.arg_true(), judge(cells.filter(likely)).fill_null(False))
