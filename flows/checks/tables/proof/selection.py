"""The rows that are not proven, again from the file: their numbers, their cells, and what is odd about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import polars as pl

from flows.canonical.structure import proven_cells, read_rows
from flows.checks.tables.proof.column import Column
from flows.checks.tables.proof.known import Proof, Stretch

Oddity = tuple[tuple[int, str | None], ...]
"""(column from 0, text) of each cell that Frictionless has a note on, and (column, None) for each cell of the primary
key without a value. Rows with the same oddity have the same errors but for their numbers and their other cells."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One row for Frictionless."""

    number: int
    """As Frictionless counts: the header is row 1."""
    cells: list[str]
    oddity: Oddity | None
    """None where its errors depend on more: on other rows, on the number of its cells, or on all of them."""


def chosen_rows(proof: Proof) -> Iterator[Chosen]:
    """In the order of the file, which is read where such rows are."""
    with proof.path.open("rb") as file:
        for stretch in proof.stretches:
            if len(stretch.chosen):
                yield from _regular(file, stretch, proof) if stretch.regular else _odd(file, stretch)


def _odd(file: BinaryIO, stretch: Stretch) -> Iterator[Chosen]:
    rows, _ = read_rows(file, stretch.start, stretch.end)
    for nth in stretch.chosen.to_list():
        yield Chosen(stretch.first + nth, rows[nth], None)


def _regular(file: BinaryIO, stretch: Stretch, proof: Proof) -> Iterator[Chosen]:
    file.seek(stretch.start)
    frame = proven_cells(file.read(stretch.end - stretch.start), len(proof.columns))
    if frame is None or frame.height != stretch.rows:
        raise RuntimeError("the canonical file has changed while it was being checked")
    rows = frame[stretch.chosen]
    del frame
    noted = _noted(rows, proof.columns)
    for column in proof.key_columns:
        for place in column.is_missing(rows[column.name]).arg_true().to_list():
            noted[place].append((column.nth, None))
    alone = _depends_on_more(rows, stretch, proof).to_list()
    for number, cells, cell_notes, more in zip(stretch.chosen.to_list(), rows.rows(), noted, alone, strict=True):
        yield Chosen(stretch.first + number, list(cells), None if more or not cell_notes else tuple(cell_notes))


def _noted(rows: pl.DataFrame, columns: Sequence[Column]) -> list[list[tuple[int, str | None]]]:
    """Of each row, the cells that Frictionless has a note on."""
    noted: list[list[tuple[int, str | None]]] = [[] for _ in range(rows.height)]
    first = rows.select(column.first_proof(rows) for column in columns)
    for column in columns:
        cells = rows[column.name]
        places = (~column.proven(cells, first[column.name])).arg_true()
        for place, text in zip(places.to_list(), cells.gather(places).to_list(), strict=True):
            noted[place].append((column.nth, text))
    return noted


def _depends_on_more(rows: pl.DataFrame, stretch: Stretch, proof: Proof) -> pl.Series:
    """Whether the row may share a key, is blank, or refers to nothing."""
    more = stretch.chosen.is_in(stretch.shared.implode())
    blank = pl.repeat(True, rows.height, dtype=pl.Boolean, eager=True)
    for column in proof.columns:
        blank &= column.is_missing(rows[column.name])
    more |= blank
    for reference in proof.references:
        more |= ~reference.found(rows)
    return more
