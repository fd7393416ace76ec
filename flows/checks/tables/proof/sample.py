"""Proven rows, drawn at random, that Frictionless' own cell readers and csv.reader read as well."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

import polars as pl
from frictionless import Field

SAMPLED = 1_000
"""Rows of a file, about."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row that was proven and should not have been."""

    row: int
    """As Frictionless counts them: the header is row 1."""
    reason: str


class Sample:
    """Of one file of `size` bytes: from each piece as many rows as is its share."""

    def __init__(self, fields: Sequence[Field], size: int, rows: int = SAMPLED) -> None:
        self._readers = [(field.name, field.create_cell_reader()) for field in fields]
        self._per_byte = rows / max(size, 1)
        self._chance = Random()  # another draw each night

    def disagreement(self, raw: bytes, frame: pl.DataFrame, proven: pl.Series, first: int) -> Disagreement | None:
        """The first one among the rows drawn from a piece with its bytes, its cells, and what is proven of each row.

        first: number of the piece's first row, as Frictionless counts them.
        """
        wanted = 1 + int(len(raw) * self._per_byte)
        text = io.TextIOWrapper(io.BytesIO(raw), "utf-8", newline=None)
        read = list(islice(csv.reader(text), wanted))
        if frame.head(len(read)).rows() != [tuple(row) for row in read]:
            return Disagreement(first, "csv.reader sees other cells from here on")
        places = proven.arg_true().to_list()
        for place in self._chance.sample(places, min(wanted, len(places))):
            cells = frame.row(place)
            blank = True
            for (name, reader), cell in zip(self._readers, cells, strict=True):
                value, notes = reader(cell)
                if notes:
                    return Disagreement(first + place, f"{name}: {'; '.join(notes.values())}")
                blank = blank and value is None
            if blank:
                return Disagreement(first + place, "a blank row")
        return None
