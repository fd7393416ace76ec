"""Foreign keys into the table itself: which rows refer to a row that is there.

Frictionless keeps the typed values of every referenced row, and so does this: they are what is compared, exactly. They
are read column by column before all else, each different text once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from flows.canonical.doubt import Doubt
from flows.checks.tables.proof.column import REMEMBERED, Column

Names = tuple[str, ...]
Values = set[tuple[Any, ...]]


class Reference:
    """One foreign key. `columns` refer to a row with the same values in `to`."""

    def __init__(self, columns: Sequence[Column], to: Sequence[Column]) -> None:
        self._columns = [_Values(column) for column in columns]
        self._to = [_Values(column) for column in to]
        self._found: dict[tuple[str | None, ...], bool] = {}
        self.fields: Names = tuple(column.field.name for column in to)
        self.values: Values = set()
        """What is there to refer to."""

    def see(self, cells: pl.DataFrame) -> None:
        """The next rows, which may be referred to."""
        for texts in cells.select(value.column.name for value in self._to).unique().rows():
            values = tuple(value.of(text) for value, text in zip(self._to, texts, strict=True))
            if set(values) != {None}:
                self.values.add(values)

    def found(self, cells: pl.DataFrame) -> pl.Series:
        """Which rows refer to one that is there, or to nothing, which is no fault."""
        referring = cells.select(value.column.name for value in self._columns)
        different = referring.unique()
        verdicts = pl.Series("found", [self._is_found(texts) for texts in different.rows()], dtype=pl.Boolean)
        if verdicts.all():
            return pl.repeat(True, cells.height, dtype=pl.Boolean, eager=True)
        told = different.with_columns(verdicts)
        return referring.join(told, on=referring.columns, how="left", maintain_order="left", nulls_equal=True)["found"]

    def _is_found(self, texts: tuple[str | None, ...]) -> bool:
        known = self._found.get(texts)
        if known is None:
            values = tuple(value.of(text) for value, text in zip(self._columns, texts, strict=True))
            known = set(values) == {None} or values in self.values
            if len(self._found) < REMEMBERED:
                self._found[texts] = known
        return known


class _Values:
    """What Frictionless reads in the cells of one column; None for no value."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._read = column.field.create_cell_reader()
        self._known: dict[str | None, Any] = {}

    def of(self, text: str | None) -> Any:
        if text in self._known:
            return self._known[text]
        try:
            value, _ = self._read(text)
            hash(value)
        except Exception as error:
            raise Doubt(f"values of {self.column.field.name} cannot be compared") from error
        if len(self._known) < REMEMBERED:
            self._known[text] = value
        return value


def references(
    foreign_keys: Iterable[Mapping[str, Any]], by_name: Mapping[str, Column], itself: str
) -> list[Reference]:
    """Those that Frictionless looks at. Raises Doubt for a key into another table.

    by_name: the columns that are there, by their fields' names; itself: the resource's own name.
    """
    found: dict[tuple[Names, Names], Reference] = {}
    for key in foreign_keys:
        if key["reference"]["resource"] not in ("", itself):
            raise Doubt("a foreign key to another table")
        fields, to = tuple(key["fields"]), tuple(key["reference"]["fields"])
        if not {*fields, *to} <= set(by_name):
            raise Doubt("a foreign key of columns that are not there")
        found[fields, to] = Reference([by_name[name] for name in fields], [by_name[name] for name in to])
    return list(found.values())
