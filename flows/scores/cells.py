"""How many cells of a canonical table say nothing, by NECTEC's list of words."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import polars as pl

from flows.domain.tidied import Tidied

BLOCK_ROWS = 50_000
"""Rows in memory at a time."""

SAYS_NOTHING = ("", "-", "ไม่มีข้อมูล", "null", "n/a", "na", "none", "nan")
"""Trimmed and in small letters. Source: ckanext-dquality, quality.py, Completeness."""


@dataclass(frozen=True, slots=True)
class CellCounts:
    """Cells of one table. As NECTEC counts: wholly blank rows are left out, short rows are filled up with missing
    cells, and cells beyond the last column are not counted."""

    cells: int
    missing: int

    def __post_init__(self) -> None:
        if not 0 <= self.missing <= self.cells:
            raise ValueError(f"{self.missing} of {self.cells} cells cannot be missing")


def count_cells(tidied: Tidied) -> CellCounts:
    """Both counts from the canonical CSV, block by block: memory does not grow with the file.

    A file that is gone is a FileNotFoundError.
    """
    try:
        rows, counts = _counted(_by_polars(tidied))
    except pl.exceptions.PolarsError:
        rows, counts = -1, None
    # Where Polars refuses, or sees another number of rows than tidy wrote, the slow and exact reader decides.
    if counts is None or rows != tidied.rows:
        counts = _counted(_by_csv_reader(tidied))[1]
    return counts


def _counted(frames: Iterator[pl.DataFrame]) -> tuple[int, CellCounts]:
    """Rows seen, blank ones included, and the counts."""
    rows = cells = missing = 0
    for frame in frames:
        trimmed = frame.select(pl.all().str.strip_chars().fill_null(""))
        blank_rows = trimmed.select(pl.all_horizontal(pl.all() == "").sum()).item()
        nothing = trimmed.select(pl.all().str.to_lowercase().is_in(SAYS_NOTHING).sum()).sum_horizontal().item()
        rows += frame.height
        cells += (frame.height - blank_rows) * frame.width
        missing += nothing - blank_rows * frame.width
    return rows, CellCounts(cells=cells, missing=missing)


def _names(tidied: Tidied) -> dict[str, type[pl.String]]:
    return {str(nth): pl.String for nth in range(len(tidied.columns))}


def _by_polars(tidied: Tidied) -> Iterator[pl.DataFrame]:
    lazy = pl.scan_csv(tidied.path, has_header=False, skip_rows=1, schema=_names(tidied), truncate_ragged_lines=True)
    yield from lazy.collect_batches(chunk_size=BLOCK_ROWS, maintain_order=True)


def _by_csv_reader(tidied: Tidied) -> Iterator[pl.DataFrame]:
    width = len(tidied.columns)
    with tidied.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        while block := list(islice(reader, BLOCK_ROWS)):
            full = [(row + [""] * (width - len(row)))[:width] for row in block]
            yield pl.DataFrame(full, schema=_names(tidied), orient="row")
