"""Frictionless, asked about one canonical table with everything said and nothing guessed: dialect, encoding, schema.

It validates against the fields that are really there, so that one column that is gone is one error and not one per row.
Of a table of some size it is asked by way of a proof (proof/), and says the same.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frictionless import Dialect, Error, FrictionlessException, Report, Schema
from frictionless.resources import TableResource

from flows.checks.tables.canonical_format import WIDTH, known_to_frictionless
from flows.checks.tables.header import MOST_UNDECLARED, columns_left_out, present_fields
from flows.checks.tables.proof.known import Proof
from flows.checks.tables.proof.report import Make, errors, prove, report
from flows.domain.errors import DeclarationError
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Tidied

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

WORTH_A_PROOF = 30_000
"""Cells of a table below which Frictionless is asked at once: a proof costs as much as that, whatever it proves."""

_FIELD_KEYS = ("name", "type", "format", "constraints", "missingValues", "trueValues", "falseValues")
_NUMBER_KEYS = ("bareNumber", "decimalChar", "groupChar")


def rule_of(error_type: str) -> str | None:
    """The rule for Frictionless' error type; None where the type is our own fault."""
    if error_type in OUR_FAULT:
        return None
    return "table/general-error" if error_type in GENERAL else f"table/{error_type}"


def _resource(tidied: Tidied, schema: TableSchema, kind: type[Dialect] = Dialect) -> TableResource:
    resource = TableResource(
        name="table",
        path=tidied.path.name,
        basepath=str(tidied.path.parent),
        scheme="file",
        format=known_to_frictionless(),
        encoding="utf-8",
        dialect=kind(header=True, header_rows=[1], comment_char=""),
        schema=Schema.from_descriptor(_descriptor(tidied, schema)),
    )
    if columns_left_out(tidied, schema):
        resource.custom[WIDTH] = len(present_fields(tidied, schema)) + MOST_UNDECLARED
    return resource


def _maker(tidied: Tidied, schema: TableSchema) -> Make:
    return lambda kind: _resource(tidied, schema, kind)


def proven(tidied: Tidied, schema: TableSchema) -> Proof | None:
    """What is proven of the table before Frictionless is asked; None where it is to be asked about all of it."""
    if tidied.rows * len(tidied.columns) < WORTH_A_PROOF or columns_left_out(tidied, schema):
        return None
    try:
        return prove(_maker(tidied, schema), tidied.path)
    except DeclarationError:
        return None  # `validated` says so


def validated(tidied: Tidied, schema: TableSchema, limit: int, proof: Proof | None = None) -> Report:
    """Frictionless' report with at most `limit` errors. Raises DeclarationError if the Table Schema itself is wrong."""
    try:
        told = report(_maker(tidied, schema), proof, limit)
    except FrictionlessException as error:
        raise _wrong(schema, "; ".join(each.message for each in error.to_errors())) from error
    except re.error as error:
        raise _wrong(schema, f"a pattern is no regular expression ({error})") from error
    for found in errors_of(told):
        if rule_of(found.type) is None:
            raise _wrong(schema, found.message)
    return told


def errors_of(report: Report) -> list[Error]:
    """Those of the report and of its tasks."""
    return [*report.errors, *(error for task in report.tasks for error in task.errors)]


def every_error(tidied: Tidied, schema: TableSchema, proof: Proof | None = None) -> Iterator[Error]:
    """What `validate` would report without a limit, and without holding more than one row's errors."""
    return errors(_maker(tidied, schema), proof)


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
