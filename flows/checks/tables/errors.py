"""Frictionless' errors as faults: what one row lacks is told once, and what has a finer name is told by that."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from frictionless import Error
from frictionless.errors import CellError, ForeignKeyError, LabelError, PrimaryKeyError, RowError

from flows.checks.subject import Table
from flows.checks.tables.faults import Fault, column_words
from flows.checks.tables.header import Twins, twins, undeclared_column
from flows.checks.tables.type_words import problem_words, type_words
from flows.checks.tables.validation import rule_of
from flows.checks.thai.finer import ELSEWHERE, Finer
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Column, Tidied
from flows.domain.tidy import Tidy

_EARLIER_ROW = re.compile(r"position (\d+)")
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


def faults_of(errors: Iterable[Error], table: Table) -> Iterator[Fault]:
    """Errors row by row, in their order: what one row lacks, or has too many, is told once."""
    finer = Finer(table)
    tidied, schema, tidy = table.tidied, table.schema, table.resource.tidy
    alike = twins(tidied)
    descriptors = {field["name"]: field for field in schema.descriptor["fields"]}
    keys = {nth for nth, column in enumerate(tidied.columns, start=1) if column.name in schema.primary_key}
    for _, group in groupby(errors, key=lambda error: error.row_number if isinstance(error, RowError) else None):
        together = list(group)
        missing = [error for error in together if isinstance(error, CellError) and error.type == "missing-cell"]
        extra = [error for error in together if isinstance(error, CellError) and error.type == "extra-cell"]
        gone = {error.field_number for error in missing}
        blank = any(error.type == "blank-row" for error in together)
        finely: set[tuple[str, int]] = set()
        if missing:
            first = tidied.columns[min(gone) - 1]
            words = {"count": len(missing), "column": column_words(first)}
            yield Fault("table/missing-cell", row=row_of(missing[0], tidied), words=words)
        if extra:
            text = ", ".join(error.cell for error in extra)
            yield Fault("table/extra-cell", row=row_of(extra[0], tidied), words={"count": len(extra)}, text=text)
        for error in together:
            if error in missing or error in extra:
                continue
            if isinstance(error, CellError) and error.field_number in gone:
                continue  # A cell that is not there is told as missing, not as empty too.
            if blank and isinstance(error, PrimaryKeyError):
                continue  # A blank row is told as blank; its key is blank anyway.
            if isinstance(error, PrimaryKeyError) and gone & keys:
                continue  # So is a key of which a cell is not there.
            if isinstance(error, PrimaryKeyError) and (
                finer.is_misfit_total(error.cells) or finer.is_rounded_key(error.cells)
            ):
                continue
            if isinstance(error, CellError):
                nth = error.field_number - 1
                told = finer.of_cell(nth, error.cells, error.type)
                if told is not None:
                    if told is not ELSEWHERE and (told.slug, nth) not in finely:
                        finely.add((told.slug, nth))
                        yield Fault(told.slug, row_of(error, tidied), (tidied.columns[nth],), told.words)
                    continue
            yield _fault(error, tidied, schema, descriptors, tidy, alike)


def _fault(
    error: Error,
    tidied: Tidied,
    schema: TableSchema,
    descriptors: Mapping[str, Mapping[str, Any]],
    tidy: Tidy | None,
    alike: Twins,
) -> Fault:
    slug = rule_of(error.type) or "table/general-error"
    if isinstance(error, LabelError):
        if error.type == "extra-label":
            return undeclared_column(error.field_number, tidied, alike)
        label_words = {"field": error.field_name, "title": error.field_name, "other": "-"}
        columns = tidied.columns[error.field_number - 1 : error.field_number]
        return Fault(slug, row=tidied.header_row, columns=columns, words=label_words, text=error.label)
    if isinstance(error, CellError):
        column = tidied.columns[error.field_number - 1]
        words: dict[str, object] = {}
        if error.type == "type-error":
            words["expected"] = type_words(descriptors[column.name], tidy)
            words["problem"] = problem_words(error.cell, descriptors[column.name], tidy)
        elif error.type == "unique-error":
            words["other"] = _earlier_row(error, tidied)
        named = _CONSTRAINT.search(error.note) if error.type == "constraint-error" else None
        return Fault(slug, row_of(error, tidied), (column,), words, named.group(1) if named else None)
    if isinstance(error, PrimaryKeyError):
        return _key_fault(slug, error, schema.primary_key, tidied, {"problem": _key_problem(error, tidied)})
    if isinstance(error, ForeignKeyError):
        reference = ", ".join(column_words(column) for column in _columns(error.reference_field_names, tidied))
        return _key_fault(slug, error, error.field_names, tidied, {"reference": reference})
    return Fault(slug, row=row_of(error, tidied) if isinstance(error, RowError) else None)


def _key_fault(slug: str, error: RowError, names: Sequence[str], tidied: Tidied, words: Mapping[str, object]) -> Fault:
    columns = _columns(names, tidied)
    headers = ", ".join(column_words(column) for column in columns)
    return Fault(slug, row_of(error, tidied), columns, {**words, "headers": headers})


def _key_problem(error: PrimaryKeyError, tidied: Tidied) -> Text:
    other = _earlier_row(error, tidied)
    if other is None:
        return Text(th="รหัสว่าง", en="the key is empty")
    return Text(th=f"รหัสซ้ำกับแถวที่ {other}", en=f"row {other} has the same key")


def _columns(names: Sequence[str], tidied: Tidied) -> tuple[Column, ...]:
    first = {column.name: column for column in reversed(tidied.columns)}
    return tuple(first[name] for name in names)


def row_of(error: RowError, tidied: Tidied) -> int:
    """The row of the agency's file."""
    # Frictionless counts the header of the canonical file as row 1.
    return tidied.row_map.source_row(error.row_number - 1)


def _earlier_row(error: Error, tidied: Tidied) -> int | None:
    """The row that Frictionless' note says has the same value; None for a note that names no row."""
    named = _EARLIER_ROW.search(error.note)
    return tidied.row_map.source_row(int(named.group(1)) - 1) if named else None
