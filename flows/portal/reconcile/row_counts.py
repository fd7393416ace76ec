"""In how many rows a table differs from its file: two numbers are held for each row, whatever its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

BUCKETS = 32
"""Parts, by the hash of the key, that are compared one after the other: counting takes many times the room of a part.
"""
_KEY, _ROW, _STORED, _FILED = "key", "row", "stored", "filed"
_NONE = pl.DataFrame(schema={_KEY: pl.UInt64, _ROW: pl.UInt64})


@dataclass(frozen=True, slots=True)
class RowCounts:
    """A table against the file that it should hold."""

    stored: int
    """Rows that the table gave."""
    changed: int
    """Rows of the file that stand with other cells; 0 without a primary key, where such a row counts twice below."""
    added: int
    """Rows of the table that the file does not have."""
    missing: int
    """Rows of the file that the table does not have."""

    @property
    def differ(self) -> bool:
        return bool(self.changed or self.added or self.missing)


def counted(
    stored: Iterable[pl.DataFrame], filed: Iterable[pl.DataFrame], columns: Sequence[str], key: Sequence[str]
) -> RowCounts:
    """`stored`: the table, part by part; `filed`: the file, likewise, in the same text (stored_rows.py).

    Rows are known by a hash of 64 bits, and told apart by that of their key, or else of all their cells.
    """
    there, wanted = (pl.concat([_NONE, *(_hashed(part, columns, key) for part in parts)]) for parts in (stored, filed))
    over = short = changed = 0
    for bucket in range(BUCKETS):
        of_it = pl.col(_KEY) % BUCKETS == bucket
        one, other, both = _differing(there.filter(of_it), wanted.filter(of_it))
        over, short, changed = over + one, short + other, changed + both
    return RowCounts(there.height, changed, over - changed, short - changed)


def _hashed(rows: pl.DataFrame, columns: Sequence[str], key: Sequence[str]) -> pl.DataFrame:
    row = pl.struct(columns).hash(seed=0)
    return rows.select((pl.struct(list(key)).hash(seed=1) if key else row).alias(_KEY), row.alias(_ROW))


def _differing(there: pl.DataFrame, wanted: pl.DataFrame) -> tuple[int, int, int]:
    """Rows of the one that the other does not have, the other way round, and pairs of such rows with the same key."""
    met = _tally(there, _STORED).join(_tally(wanted, _FILED), on=[_KEY, _ROW], how="full", coalesce=True)
    more = pl.col(_STORED).fill_null(0) - pl.col(_FILED).fill_null(0)
    by_key = (
        met.filter(more != 0)
        .group_by(_KEY)
        .agg(more.clip(lower_bound=0).sum().alias("over"), (-more).clip(lower_bound=0).sum().alias("short"))
        .with_columns(pl.min_horizontal("over", "short").alias("both"))
    )
    over, short, both = by_key.select(pl.col("over", "short", "both").sum()).row(0)
    return over, short, both


def _tally(hashed: pl.DataFrame, count: str) -> pl.DataFrame:
    return hashed.group_by(_KEY, _ROW).agg(pl.len().cast(pl.Int64).alias(count))
