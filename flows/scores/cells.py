"""How many cells of a canonical table say nothing, by NECTEC's list of words."""

from dataclasses import dataclass

import polars as pl

from flows.canonical import pieces_of
from flows.domain.tidied import Tidied

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
    """Both counts from the canonical CSV, piece by piece: memory does not grow with the file.

    A file that is gone is a FileNotFoundError.
    """
    cells = missing = 0
    for piece in pieces_of(tidied.path, len(tidied.columns)):
        trimmed = piece.every_row.select(pl.all().str.strip_chars().fill_null(""))
        blank_rows = trimmed.select(pl.all_horizontal(pl.all() == "").sum()).item()
        nothing = trimmed.select(pl.all().str.to_lowercase().is_in(SAYS_NOTHING).sum()).sum_horizontal().item()
        cells += (trimmed.height - blank_rows) * trimmed.width
        missing += nothing - blank_rows * trimmed.width
    return CellCounts(cells=cells, missing=missing)
