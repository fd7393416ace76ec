"""The columns of a table, and what its rows have to do with each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from frictionless.resources import TableResource

from flows.canonical.doubt import Doubt
from flows.checks.tables.proof.column import Column
from flows.checks.tables.proof.keys import Key, KeyColumn
from flows.checks.tables.proof.known import Tuning
from flows.checks.tables.proof.references import Reference, references


@dataclass(frozen=True, slots=True)
class Table:
    """Of one file. Not for two threads."""

    columns: list[Column]
    keys: list[Key]
    """The unique fields', and the primary key."""
    primary: list[Column]
    references: list[Reference]

    def proven(self, frame: pl.DataFrame) -> pl.Series:
        """Whether Frictionless has nothing to say of each row by itself, all of the table's width."""
        first = frame.select(column.first_proof(frame) for column in self.columns)
        proven = pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True)
        for column in self.columns:
            proven &= column.proven(frame[column.name], first[column.name])
        proven &= _some_value(frame, self.columns)
        if self.primary:
            proven &= _some_value(frame, self.primary)
        for reference in self.references:
            proven &= reference.found(frame)
        return proven


def table_of(resource: TableResource, tuning: Tuning) -> Table:
    """That of an open resource. Raises Doubt where its header is not understood."""
    fields = resource.header.get_expected_fields()
    if not resource.labels or not fields:
        raise Doubt("no header")
    by_name = {each.name: Column(each, nth, tuning.few, tuning.few_at_least) for nth, each in enumerate(fields)}
    if len(by_name) != len(fields):
        raise Doubt("two fields of one name")
    columns = list(by_name.values())
    keys = [Key([KeyColumn(column)]) for column in columns if column.field.constraints.get("unique")]
    names = resource.schema.primary_key
    primary = [by_name[name] for name in names] if names and set(names) <= set(by_name) else []
    if primary:
        keys.append(Key([KeyColumn(column) for column in primary]))
    return Table(columns, keys, primary, references(resource.schema.foreign_keys, by_name, resource.name or ""))


def _some_value(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.Series:
    """Whether not all cells of the columns are missing values. A required cell that is proven has one."""
    some = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    if any(column.required for column in columns):
        return ~some
    for column in columns:
        some |= ~column.is_missing(frame[column.name])
        if some.all():
            break
    return some
