"""What has to change in a table so that it holds the rows of another version: compared row by row, asked of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from flows.portal.stored_rows import ID

AT = "_at"
"""Place of a row in the new file, from 0."""
_ROW, _NTH, _STANDS = "_row", "_nth", "_stands"


@dataclass(frozen=True)
class Delta:
    """Cells are in the text of stored_rows.py."""

    changed: pl.DataFrame
    """New cells of rows that stand under their key, with AT, and with ID where the old rows told theirs."""
    inserted: pl.DataFrame
    """Cells of rows that do not stand, with AT."""
    vanished: pl.DataFrame
    """Rows that stand and are to go: the columns of the key (none without one), and ID where the old rows told theirs.
    """

    @property
    def empty(self) -> bool:
        return not (self.changed.height or self.inserted.height or self.vanished.height)

    @property
    def rows(self) -> int:
        """How many rows are touched."""
        return self.changed.height + self.inserted.height + self.vanished.height


def delta(old: pl.LazyFrame, new: pl.LazyFrame, key: Sequence[str]) -> Delta:
    """From `old`, which may have IDs, to `new`. Without a key a row is known by all its cells, as often as it stands.

    Rows are compared by a hash of 64 bits; only those that differ are held in memory.
    """
    columns = new.collect_schema().names()
    placed = new.with_row_index(AT)
    by = [*(key or [_ROW]), _NTH]
    before, after = _marks(old, columns, key), _marks(placed, columns, key)
    told = [ID] if ID in before.columns else []
    stands = before.select(*by, *told, pl.col(_ROW).alias(f"{_ROW}_before"), pl.lit(True).alias(_STANDS))
    met = after.join(stands, on=by, how="left", nulls_equal=True, maintain_order="left")
    coming = met.filter(pl.col(_STANDS).is_null() | (pl.col(_ROW) != pl.col(f"{_ROW}_before"))).select(
        AT, _STANDS, *told
    )
    cells = placed.join(coming.lazy(), on=AT, maintain_order="left").collect(engine="streaming")
    return Delta(
        changed=cells.filter(pl.col(_STANDS)).drop(_STANDS),
        inserted=cells.filter(pl.col(_STANDS).is_null()).drop(_STANDS, *told),
        # Of rows with one key, all but the first: such a table was never whole.
        vanished=before.join(after, on=by, how="anti", nulls_equal=True).select(*key, *told),
    )


def _marks(rows: pl.LazyFrame, columns: Sequence[str], key: Sequence[str]) -> pl.DataFrame:
    """Of each row what it is known by, and the hash of its cells."""
    known = rows.collect_schema().names()
    others = [name for name in (AT, ID) if name in known]
    hashed = rows.select(*key, *others, pl.struct(columns).hash(seed=0).alias(_ROW)).collect(engine="streaming")
    by = list(key) or [_ROW]
    unique = (
        hashed.select(pl.struct(by).n_unique()).item() == hashed.height
    )  # as good as always; counting takes its time
    return hashed.with_columns((pl.lit(0) if unique else pl.int_range(pl.len()).over(by)).cast(pl.Int64).alias(_NTH))
