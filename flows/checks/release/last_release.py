"""The new table beside the one that the public gets now.

Of either table only digests of cells and the numbers of numeric columns are kept, however wide its texts are: at most
4 bytes a cell, 8 more in numeric columns, of at most 30 columns. Two cells that differ have the same digest once in
four thousand million times.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, seen_in
from flows.domain.release import MOST_COLUMNS, ReleaseDiff, Sums
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Column, Tidied

NUMERIC = ("integer", "number")
_PLACES = 12
"""Decimal places that Polars adds up exactly; the few numbers with more are added up one by one."""
_MANY_PLACES = rf"\.[0-9]{{{_PLACES + 1},}}|[eE]|[0-9]{{24,}}"
_LARGEST = 300
"""Power of ten; beyond it no program reads a number (table/not-storable)."""
_ROOM = Context(prec=700)
_APART = "\x1f"


@dataclass(slots=True)
class Version:
    """One version of the table, boiled down. Rows are in the order of the file."""

    columns: tuple[str, ...]
    rows: int
    keys: pl.Series | None
    """Digests of the primary key, 64 bits; None where there is none."""
    cells: Mapping[str, pl.Series]
    """Digests of cells, 32 bits, of each compared column."""
    numbers: Mapping[str, pl.Series]
    """The numbers of each numeric column that is compared; null where a cell is none."""
    sums: Mapping[str, Decimal]
    codes: Mapping[str, pl.Series]
    """Digests of cells, 64 bits, of columns that may be keys though none is declared; null where a cell is empty."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The rows that both versions have, by key: places from 0, in the order of the new version."""

    before: pl.Series
    now: pl.Series


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both versions, and how they differ."""

    before: Version
    now: Version
    pairs: Pairs | None
    """None where rows cannot be told from one another."""
    diff: ReleaseDiff


def both_versions(table: Table, codes: Iterable[str]) -> Comparison | None:
    """How the table differs from the one that the public gets now, with what that was made of; None if nothing does.

    `codes` are the columns that may be keys though none is declared. Reads both files once, in blocks.
    """
    if table.published is None:
        return None
    published = _published(table.published, table)
    names = tuple(column.name for column in table.tidied.columns)
    old_names = tuple(column.name for column in published.columns)
    asked = _Asked.of([name for name in dict.fromkeys(names) if name in old_names], table.schema, codes)
    now = seen_in(table.tidied, lambda: _version(names, asked))
    before = seen_in(published, lambda: _version(old_names, asked))
    pairs = _pairs(before, now)
    return Comparison(before, now, pairs, _diff(table.resource.name, before, now, pairs))


@dataclass(frozen=True, slots=True)
class _Asked:
    compared: tuple[str, ...]
    numeric: tuple[str, ...]
    key: tuple[str, ...]
    """Empty where the schema declares none, or a version lacks one of its columns."""
    codes: tuple[str, ...]

    @classmethod
    def of(cls, common: Sequence[str], schema: TableSchema, codes: Iterable[str]) -> "_Asked":
        compared = tuple(common[:MOST_COLUMNS])
        types = {each.name: each.type for each in schema.fields}
        return cls(
            compared=compared,
            numeric=tuple(name for name in compared if types.get(name) in NUMERIC),
            key=schema.primary_key if set(schema.primary_key) <= set(common) else (),
            codes=tuple(name for name in codes if name in common),
        )


def _published(path: Path, table: Table) -> Tidied:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file), [])
    columns = tuple(Column(name, name, nth) for nth, name in enumerate(names, start=1))
    return replace(table.tidied, path=path, columns=columns, rows=table.published_rows or 0)


class _Block:
    """Some rows of one version, by the names of their columns."""

    def __init__(self, read: Block, places: Mapping[str, int]) -> None:
        self._columns = read.columns
        self._places = places
        self.height = read.height

    def text(self, name: str) -> pl.Series:
        """The cells as they are written; empty where the row is too short."""
        place = self._places[name]
        if place >= len(self._columns):
            return pl.repeat("", self.height, dtype=pl.String, eager=True)
        return self._columns[place].fill_null("")

    def digest(self, name: str) -> pl.Series:
        return (self.text(name).hash() & 0xFFFFFFFF).cast(pl.UInt32)

    def code(self, name: str) -> pl.Series:
        text = self.text(name)
        return pl.DataFrame({"text": text, "digest": text.hash()}).select(
            pl.when(pl.col("text") != "").then(pl.col("digest"))
        )["digest"]

    def key(self, names: Sequence[str]) -> pl.Series:
        joined = pl.DataFrame({name: self.text(name) for name in names}).select(pl.concat_str(names, separator=_APART))
        return joined.to_series().hash()

    def numbers(self, name: str) -> pl.Series:
        numbers = self.text(name).cast(pl.Float64, strict=False)
        return numbers.set(~numbers.is_finite(), None)

    def sum(self, name: str) -> Decimal:
        text = self.text(name)
        odd = text.str.contains(_MANY_PLACES)
        total = Decimal(text.filter(~odd).cast(pl.Decimal(38, _PLACES), strict=False).sum() or 0)
        for cell in text.filter(odd):
            total = _ROOM.add(total, _number(cell))
        return total


def _number(cell: str) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() and number.adjusted() <= _LARGEST else Decimal(0)


def _version(names: tuple[str, ...], asked: _Asked) -> Look[Version]:
    # Of two columns of the same name the first counts.
    places = {name: nth for nth, name in reversed(list(enumerate(names)))}
    keys: list[pl.Series] = []
    cells: dict[str, list[pl.Series]] = {name: [] for name in asked.compared}
    numbers: dict[str, list[pl.Series]] = {name: [] for name in asked.numeric}
    codes: dict[str, list[pl.Series]] = {name: [] for name in asked.codes}
    sums = {name: Decimal(0) for name in asked.numeric}
    rows = 0
    while (read := (yield)) is not None:
        block = _Block(read, places)
        rows += block.height
        if asked.key:
            keys.append(block.key(asked.key))
        for name in asked.compared:
            cells[name].append(block.digest(name))
        for name in asked.numeric:
            numbers[name].append(block.numbers(name))
            sums[name] = _ROOM.add(sums[name], block.sum(name))
        for name in asked.codes:
            codes[name].append(block.code(name))
    return Version(
        columns=names,
        rows=rows,
        keys=_whole(keys, pl.UInt64()) if asked.key else None,
        cells={name: _whole(parts, pl.UInt32()) for name, parts in cells.items()},
        numbers={name: _whole(parts, pl.Float64()) for name, parts in numbers.items()},
        sums=sums,
        codes={name: _whole(parts, pl.UInt64()) for name, parts in codes.items()},
    )


def _whole(parts: list[pl.Series], kind: pl.DataType) -> pl.Series:
    return pl.concat(parts) if parts else pl.Series(dtype=kind)


def _pairs(before: Version, now: Version) -> Pairs | None:
    if before.keys is None or now.keys is None:
        return None
    if before.keys.n_unique() != before.rows or now.keys.n_unique() != now.rows:
        return None
    old = pl.DataFrame({"key": before.keys}).with_row_index("before")
    new = pl.DataFrame({"key": now.keys}).with_row_index("now")
    both = new.join(old, on="key", how="inner", maintain_order="left")
    return Pairs(both["before"], both["now"])


def _diff(resource: str, before: Version, now: Version, pairs: Pairs | None) -> ReleaseDiff:
    changed: dict[str, int] = {}
    differs = pl.repeat(False, len(pairs.now) if pairs else 0, dtype=pl.Boolean, eager=True)
    for name in now.cells if pairs else ():
        assert pairs
        cells = before.cells[name].gather(pairs.before) != now.cells[name].gather(pairs.now)
        differs = differs | cells
        if count := int(cells.sum()):
            changed[name] = count
    return ReleaseDiff(
        resource=resource,
        rows_before=before.rows,
        rows_now=now.rows,
        rows_added=now.rows - len(pairs.now) if pairs else None,
        rows_removed=before.rows - len(pairs.now) if pairs else None,
        rows_changed=int(differs.sum()) if pairs else None,
        cells_changed=changed if pairs else None,
        columns_new=tuple(name for name in now.columns if name not in before.columns),
        columns_gone=tuple(name for name in before.columns if name not in now.columns),
        sums={name: Sums(_plain(before.sums[name]), _plain(total)) for name, total in now.sums.items()},
    )


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
