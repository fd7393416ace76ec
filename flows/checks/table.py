"""table/*: every row and cell against the Table Schema, by Frictionless. The only module that imports it.

Frictionless reads the canonical CSV with everything said and nothing guessed: dialect, encoding, header row,
schema. It validates against the fields that are really there, so that one column that is gone is one finding
and not one per row.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from frictionless import Dialect, Error, FrictionlessException, Report, Schema
from frictionless.errors import CellError, ForeignKeyError, LabelError, PrimaryKeyError, RowError
from frictionless.formats import CsvControl
from frictionless.resources import TableResource

from flows.checks.finer import ELSEWHERE, Finer
from flows.checks.subject import Table
from flows.checks.table_findings import Fault, column_words, findings
from flows.checks.table_header import missing_columns, present_fields, undeclared_column
from flows.checks.thai_headers import header_faults
from flows.checks.type_words import problem_words, type_words
from flows.domain.errors import DeclarationError
from flows.domain.finding import Finding
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Column, Tidied
from flows.domain.tidy import Tidy

GENERAL = frozenset(
    {"data-error", "file-error", "table-error", "header-error", "label-error", "row-error", "cell-error"}
)
"""Frictionless' base classes: nothing of its own bears these types, a later check might."""
OUR_FAULT = frozenset(
    {"error", "metadata-error", "catalog-error", "dataset-error", "package-error", "stats-error"}
    | {"checklist-error", "check-error", "detector-error", "dialect-error", "control-error"}
    | {"inquiry-error", "inquiry-task-error", "pipeline-error", "step-error", "report-error"}
    | {"report-task-error", "resource-error", "schema-error", "field-error"}
    | {"scheme-error", "format-error", "compression-error"}
)
"""What a table cannot be blamed for: the schema that we wrote, or how we asked."""

MOST = 1_000_000
"""Findings of one table, after which nobody is helped by more: what a worksheet of findings can hold."""
AT_FIRST = 1_000
"""Errors in Frictionless' own report, as is its own default."""

_FIELD_KEYS = ("name", "type", "format", "constraints", "missingValues", "trueValues", "falseValues")
_NUMBER_KEYS = ("bareNumber", "decimalChar", "groupChar")
_EARLIER_ROW = re.compile(r"position (\d+)")
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


@dataclass(frozen=True, slots=True)
class FrictionlessReport:
    """What Frictionless says of one table, and the same as findings."""

    descriptor: Mapping[str, Any] | None
    """Frictionless' own report with the first AT_FIRST errors; None for a table that was not handed to it."""
    findings: Iterable[Finding]
    """All of them; read once."""


def check_table(table: Table, limit: int = MOST) -> Iterator[Finding]:
    """Findings about one canonical table, in the agency's own coordinates; header first, then from the top down.

    Advice is given in the agency's own way of writing dates and numbers, not in that of the canonical table. After
    `limit` errors checking stops, and table/more-findings says so. The cells that a row lacks are one finding, and so
    are those it has too many. Raises DeclarationError if the Table Schema itself is wrong.
    """
    yield from by_frictionless(table, limit).findings


def by_frictionless(table: Table, limit: int = MOST) -> FrictionlessReport:
    """`check_table` with Frictionless' own report beside it. Raises DeclarationError as that does, already here."""
    tidied, schema = table.tidied, table.schema
    header = header_faults(tidied, schema)
    faults = [*header.faults, *missing_columns(tidied, schema, header.fields)]
    if tidied.rows == 0:
        faults.append(Fault("table/no-rows"))
    if not present_fields(tidied, schema) or tidied.rows == 0:
        return FrictionlessReport(None, findings(faults, table))
    at_first = min(AT_FIRST, limit)
    report = _validate(tidied, schema, at_first + 1)
    errors: Iterable[Error] = _errors(report)
    if len(_errors(report)) > at_first:
        # Rare, and slower: the file is read once more, an error at a time, as a million of them fill the memory.
        errors = _every_error(tidied, schema)
    return FrictionlessReport(
        report.to_descriptor(), findings(chain(faults, _told(errors, limit, table, header.columns)), table)
    )


def _told(errors: Iterable[Error], limit: int, table: Table, explained: Collection[int]) -> Iterator[Fault]:
    """The faults of the first `limit` errors, and that there are more if there are.

    The labels of `explained` columns (from 0) are told already.
    """
    told = 0
    stopped: int | None = table.tidied.header_row

    def counted() -> Iterator[Error]:
        nonlocal told, stopped
        for error in errors:
            if isinstance(error, LabelError) and error.field_number - 1 in explained:
                continue
            told += 1
            if told > limit:
                return
            if isinstance(error, RowError):
                stopped = table.tidied.row_map.source_row(error.row_number - 1)
            yield error

    yield from _faults(counted(), table, Finer(table))
    if told > limit:
        yield Fault("table/more-findings", words={"shown": f"{limit:,}", "row": stopped})


def rule_of(error_type: str) -> str | None:
    """The rule for Frictionless' error type; None where the type is our own fault."""
    if error_type in OUR_FAULT:
        return None
    return "table/general-error" if error_type in GENERAL else f"table/{error_type}"


def _resource(tidied: Tidied, schema: TableSchema) -> TableResource:
    control = CsvControl(delimiter=",", quote_char='"', double_quote=True, line_terminator="\r\n", escape_char=None)
    control.skip_initial_space = False
    return TableResource(
        name="table",
        path=tidied.path.name,
        basepath=str(tidied.path.parent),
        scheme="file",
        format="csv",
        encoding="utf-8",
        dialect=Dialect(header=True, header_rows=[1], comment_char="", controls=[control]),
        schema=Schema.from_descriptor(_descriptor(tidied, schema)),
    )


def _validate(tidied: Tidied, schema: TableSchema, limit: int) -> Report:
    try:
        report = _resource(tidied, schema).validate(limit_errors=limit)
    except FrictionlessException as error:
        raise _wrong(schema, "; ".join(each.message for each in error.to_errors())) from error
    except re.error as error:
        raise _wrong(schema, f"a pattern is no regular expression ({error})") from error
    for found in _errors(report):
        if rule_of(found.type) is None:
            raise _wrong(schema, found.message)
    return report


def _errors(report: Report) -> list[Error]:
    return [*report.errors, *(error for task in report.tasks for error in task.errors)]


def _every_error(tidied: Tidied, schema: TableSchema) -> Iterator[Error]:
    """What `validate` would report without a limit, and without holding more than one row's errors."""
    with _resource(tidied, schema) as resource:
        yield from resource.header.errors
        for row in resource.row_stream:
            yield from row.errors


def _descriptor(tidied: Tidied, schema: TableSchema) -> dict[str, Any]:
    """The schema of the columns that are there, without what only we understand."""
    names = [field.name for field in present_fields(tidied, schema)]
    known = {field["name"]: field for field in schema.descriptor["fields"]}
    keys = (*_FIELD_KEYS, *_NUMBER_KEYS)
    descriptor: dict[str, Any] = {
        "fields": [{key: known[name][key] for key in keys if key in known[name]} for name in names],
        "missingValues": list(schema.descriptor.get("missingValues", [""])),
    }
    if schema.primary_key and set(schema.primary_key) <= set(names):
        descriptor["primaryKey"] = list(schema.primary_key)
    foreign = list(schema.descriptor.get("foreignKeys", ()))
    for key in foreign:
        if key["reference"].get("resource"):
            raise _wrong(schema, "a foreign key to another table is not checked; leave its `resource` empty")
    usable = [key for key in foreign if {*_names(key), *_names(key["reference"])} <= set(names)]
    if usable:
        descriptor["foreignKeys"] = [
            {"fields": _names(key), "reference": {"resource": "", "fields": _names(key["reference"])}} for key in usable
        ]
    return descriptor


def _names(key: Mapping[str, Any]) -> list[str]:
    return [key["fields"]] if isinstance(key["fields"], str) else list(key["fields"])


def _wrong(schema: TableSchema, note: str) -> DeclarationError:
    return DeclarationError(f"The Table Schema schemas/tables/{schema.name}.yaml is wrong: {note}. Correct it.")


def _faults(errors: Iterable[Error], table: Table, finer: Finer) -> Iterator[Fault]:
    """Errors row by row: what one row lacks, or has too many, is told once; and so is what has a finer name."""
    tidied, schema, tidy = table.tidied, table.schema, table.resource.tidy
    descriptors = {field["name"]: field for field in schema.descriptor["fields"]}
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
            yield Fault("table/missing-cell", row=_row(missing[0], tidied), words=words)
        if extra:
            text = ", ".join(error.cell for error in extra)
            yield Fault("table/extra-cell", row=_row(extra[0], tidied), words={"count": len(extra)}, text=text)
        for error in together:
            if error in missing or error in extra:
                continue
            if isinstance(error, CellError) and error.field_number in gone:
                continue  # A cell that is not there is told as missing, not as empty too.
            if blank and isinstance(error, PrimaryKeyError):
                continue  # A blank row is told as blank; its key is blank anyway.
            if isinstance(error, PrimaryKeyError) and finer.is_misfit_total(error.cells):
                continue
            if isinstance(error, CellError):
                nth = error.field_number - 1
                told = finer.of_cell(nth, error.cells, error.type)
                if told is not None:
                    if told is not ELSEWHERE and (told.slug, nth) not in finely:
                        finely.add((told.slug, nth))
                        yield Fault(told.slug, _row(error, tidied), (tidied.columns[nth],), told.words)
                    continue
            yield _fault(error, tidied, schema, descriptors, tidy)


def _fault(
    error: Error,
    tidied: Tidied,
    schema: TableSchema,
    descriptors: Mapping[str, Mapping[str, Any]],
    tidy: Tidy | None,
) -> Fault:
    slug = rule_of(error.type) or "table/general-error"
    if isinstance(error, LabelError):
        if error.type == "extra-label":
            return undeclared_column(error.field_number, tidied)
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
        return Fault(slug, _row(error, tidied), (column,), words, named.group(1) if named else None)
    if isinstance(error, PrimaryKeyError):
        return _key_fault(slug, error, schema.primary_key, tidied, {"problem": _key_problem(error, tidied)})
    if isinstance(error, ForeignKeyError):
        reference = ", ".join(column_words(column) for column in _columns(error.reference_field_names, tidied))
        return _key_fault(slug, error, error.field_names, tidied, {"reference": reference})
    return Fault(slug, row=_row(error, tidied) if isinstance(error, RowError) else None)


def _key_fault(slug: str, error: RowError, names: Sequence[str], tidied: Tidied, words: Mapping[str, object]) -> Fault:
    columns = _columns(names, tidied)
    headers = ", ".join(column_words(column) for column in columns)
    return Fault(slug, _row(error, tidied), columns, {**words, "headers": headers})


def _key_problem(error: PrimaryKeyError, tidied: Tidied) -> Text:
    other = _earlier_row(error, tidied)
    if other is None:
        return Text(th="รหัสว่าง", en="the key is empty")
    return Text(th=f"รหัสซ้ำกับแถวที่ {other}", en=f"row {other} has the same key")


def _columns(names: Sequence[str], tidied: Tidied) -> tuple[Column, ...]:
    first = {column.name: column for column in reversed(tidied.columns)}
    return tuple(first[name] for name in names)


def _row(error: RowError, tidied: Tidied) -> int:
    # Frictionless counts the header of the canonical file as row 1.
    return tidied.row_map.source_row(error.row_number - 1)


def _earlier_row(error: Error, tidied: Tidied) -> int | None:
    """The row that Frictionless' note says has the same value; None for a note that names no row."""
    named = _EARLIER_ROW.search(error.note)
    return tidied.row_map.source_row(int(named.group(1)) - 1) if named else None
