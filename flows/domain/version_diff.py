"""How two versions of a dataset differ: what their manifests tell, and in which rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.domain.version import VersionTable


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column that both versions have, described otherwise."""

    name: str
    """The machine name."""
    before: str
    """The Frictionless type; the title where only that, or its unit or description, changed."""
    now: str
    retyped: bool


@dataclass(frozen=True, slots=True)
class TableDiff:
    """One resource in both versions."""

    resource: str
    before: VersionTable | None
    """None where the earlier version does not have it."""
    now: VersionTable | None
    """None where the later one does not."""
    columns_new: tuple[str, ...]
    """Machine names, in the order of the later schema."""
    columns_gone: tuple[str, ...]
    """Machine names, in the order of the earlier schema."""
    columns_changed: tuple[ColumnChange, ...]

    @property
    def same_file(self) -> bool:
        return self.before is not None and self.now is not None and self.before.file.sha256 == self.now.file.sha256

    @property
    def same_schema(self) -> bool:
        return self.before is not None and self.now is not None and self.before.schema.sha256 == self.now.schema.sha256

    @property
    def same(self) -> bool:
        return self.same_file and self.same_schema


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """An earlier version and a later one; either may have the higher number."""

    tables: tuple[TableDiff, ...]
    """Every resource that one of them has: those of the later one first, in declared order."""
    declared: tuple[str, ...]
    """Keys of the declaration that say something else, as its author writes them: `tags`, `agency.contact`,
    `<resource>.title`; sorted."""

    @property
    def same(self) -> bool:
        return not self.declared and all(table.same for table in self.tables)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row in which the versions differ, as a person may see it."""

    sign: str
    """+ for a row that is new, - for one that is gone, ~ for one that changed."""
    row: int
    """Data row in its version, from 1; of a changed one in the later."""
    cells: Mapping[str, tuple[str | None, ...]]
    """By the machine name of the column: the cell, or before and now where it changed. None is no value."""


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of two versions of one table differ."""

    added: int
    removed: int
    changed: int | None
    """None where rows are told apart by all their cells: a changed one counts as removed and added."""
    shown: tuple[RowChange, ...]
