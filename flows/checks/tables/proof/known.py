"""What is known of a file after one look at all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.canonical.pieces import BLOCK, SMALLEST
from flows.checks.tables.proof.column import Column
from flows.checks.tables.proof.references import Reference
from flows.checks.tables.proof.sample import Disagreement


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes that tests make small."""

    block: int = BLOCK
    smallest: int = SMALLEST
    few: float = 0.2
    few_at_least: int = 50
    sampled: int = 1_000
    gives_up: bool = True
    met_before: int = 1
    """How often an oddity was met before its errors are kept."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the file without its cells."""

    start: int
    end: int
    first: int
    """Number of its first row, as Frictionless counts them."""
    rows: int
    regular: bool
    """Whether its structure is proven; else csv.reader reads it."""
    chosen: pl.Series
    """Its rows that are not proven, as numbers from 0, ascending. UInt32."""
    shared: pl.Series
    """Those of them that may share a key with another row."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Frictionless need only see the chosen rows."""

    path: Path
    size: int
    """Bytes."""
    md5: str
    sha256: str
    columns: Sequence[Column]
    key_columns: Sequence[Column]
    """Those of the primary key."""
    references: Sequence[Reference]
    stretches: Sequence[Stretch]
    rows: int
    tuning: Tuning
    disagreement: Disagreement | None = None
    """The sample's, where it has one: then the proof is worth nothing."""

    @property
    def reading_order(self) -> list[int]:
        """The columns, from 0, of which each odd cell adds its errors to those of others in its row, in the order in
        which Frictionless reads them: unique fields first. Not those of the primary key, as it may be without a value
        because of two of them; none where there are references, whose columns are read between the others."""
        if self.references:
            return []
        primary = {column.nth for column in self.key_columns}
        unique = [column.nth for column in self.columns if column.field.constraints.get("unique")]
        return [nth for nth in dict.fromkeys([*unique, *range(len(self.columns))]) if nth not in primary]

    @property
    def chosen(self) -> int:
        """Rows that are not proven."""
        return sum(len(each.chosen) for each in self.stretches)
