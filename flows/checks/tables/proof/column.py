"""One field of the table: which cells of its column Frictionless has no note on.

Three ways, from the fastest on: the texts of a column with few different ones, once Frictionless' own cell reader has
accepted each; the field's predicate; that reader for each text that is left, which is remembered. So the verdict on a
cell is exact, whatever the field's type.
"""

import polars as pl
from frictionless import Field

from flows.canonical.doubt import Doubt
from flows.checks.tables.proof.cells import predicate

REMEMBERED = 200_000
"""Texts of one column whose verdicts are kept."""
FEW = 0.2
"""Share of different texts in the first rows, below which a column is judged by its texts alone."""
FEW_AT_LEAST = 50
LOOKED_AT = 20_000


class Column:
    """Field `nth` (from 0) of the table. Not for two threads."""

    def __init__(self, field: Field, nth: int, few: float = FEW, few_at_least: int = FEW_AT_LEAST) -> None:
        self.field = field
        self.nth = nth
        self.name = f"c{nth}"
        self.missing = _missing_values(field)
        self.required = bool(field.constraints.get("required", False))
        self.rejected = 0
        """Different texts that Frictionless' reader had a note on."""
        self._read = field.create_cell_reader()
        self._predicate = self._safe(predicate(field, pl.col(self.name)))
        self._accepts: dict[str, bool] = {}
        self._accepted: set[str] = set()
        self._known = pl.Series([], dtype=pl.String)
        self._few = False
        self._judged_on = 0
        self._share, self._at_least = few, few_at_least

    def first_proof(self, frame: pl.DataFrame) -> pl.Expr:
        """What is proven of the frame's column without asking, as an expression of this column's name."""
        if self._judged_on < LOOKED_AT and frame.height > self._judged_on:
            first = frame[self.name].head(LOOKED_AT)
            self._judged_on = frame.height
            self._few = first.n_unique() <= max(self._share * len(first), self._at_least)
        return self._quick.fill_null(False).alias(self.name)

    def proven(self, cells: pl.Series, first: pl.Series) -> pl.Series:
        """Whether Frictionless has no note on each cell, where `first_proof` has given `first`."""
        if first.all():
            return first
        left = cells.filter(~first)
        accepted = [text for text in left.unique().to_list() if self.accepts(text)]
        if not accepted:
            return first
        self._learn(accepted)
        return first | cells.is_in(pl.Series(accepted, dtype=pl.String).implode())

    def accepts(self, text: str) -> bool:
        """Whether Frictionless' own cell reader has no note on the text. Raises Doubt if it breaks off."""
        known = self._accepts.get(text)
        if known is None:
            try:
                _, notes = self._read(text)
            except Exception as error:
                raise Doubt(f"the reader of {self.field.name} broke off") from error
            known = not notes
            self.rejected += not known
            if len(self._accepts) < REMEMBERED:
                self._accepts[text] = known
        return known

    def is_missing(self, cells: pl.Series) -> pl.Series:
        return cells.is_in(pl.Series(self.missing, dtype=pl.String).implode())

    @property
    def _quick(self) -> pl.Expr:
        if self._few or self._predicate is None:
            return pl.col(self.name).is_in(self._known.implode())
        return self._predicate

    def _learn(self, texts: list[str]) -> None:
        if (self._few or self._predicate is None) and len(self._accepted) < REMEMBERED:
            self._accepted.update(texts)
            self._known = pl.Series(list(self._accepted), dtype=pl.String)

    def _safe(self, proof: pl.Expr | None) -> pl.Expr | None:
        """The predicate without what counts as missing and is asked for."""
        if proof is None or not self.required or not self.missing:
            return proof
        texts = pl.DataFrame({self.name: pl.Series(self.missing, dtype=pl.String)})
        held = texts.filter(proof)[self.name].to_list()
        return proof & ~pl.col(self.name).is_in(held) if held else proof


def _missing_values(field: Field) -> list[str]:
    """As Frictionless' cell reader takes them: the field's own, else the schema's."""
    if not field.has_defined("missing_values") and field.schema:
        return list(field.schema.missing_values)
    return list(field.missing_values)
