"""The typed table behind a resource, so that people can filter and programs can query without downloading the file.

Types come from the Table Schema and are never guessed from rows; codes stay text, with their leading zeros. The Thai
title and the note of each column go into the portal's data dictionary every time: a table that is made anew loses them.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.domain.errors import PortalRefused, PortalUnavailable
from flows.domain.table_schema import Field, TableSchema
from flows.portal.client import Portal
from flows.portal.failures import Absent

CHUNK_ROWS = 20_000
CHUNK_BYTES = 8_000_000
"""Of JSON in one call. The portal runs one call as one transaction with a statement time-out of its own."""
CHUNK_SECONDS = 120.0
"""More than other calls get: 20,000 rows take a small portal several seconds."""
NAME_BYTES = 63
"""PostgreSQL cuts longer column names (a Thai letter has three bytes)."""

_TYPES = {
    "integer": "int8",
    "number": "numeric",
    "year": "int4",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "bool",
}
"""Every other Frictionless type stays text."""

_BOOLEANS = {"trueValues": ("true", "True", "TRUE", "1"), "falseValues": ("false", "False", "FALSE", "0")}
"""Table Schema's own defaults."""


@dataclass(frozen=True)
class Table:
    """What a resource's table should be."""

    schema: TableSchema

    @property
    def fields(self) -> list[dict[str, Any]]:
        """`fields` of datastore_create: id, type and what the data dictionary shows."""
        return [
            {"id": field.name, "type": _type(field), "info": {"label": field.title, "notes": _notes(field)}}
            for field in self.schema.fields
        ]

    def digest(self, file_sha256: str) -> str:
        """Digest of the table that the file of this digest makes: `perd_datastore_sha256`, the mark of a whole load."""
        content = {"file": file_sha256, "fields": self.fields, "key": list(self.schema.primary_key), "form": 1}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def load(portal: Portal, resource: str, table: Table, path: Path, rows: int, of: str) -> None:
    """Make the table of the resource with that id hold exactly the canonical CSV at `path`, of `rows` rows.

    A table with the same columns is emptied and filled again: it is incomplete between the two, for one call if it fits
    into one. Later work writes only the difference where there is a primary key, so that a table is never incomplete.
    A load that broke off is repeated as a whole: until its mark is written nothing counts it as done.
    PortalRefused if the portal does not take a row; PortalUnavailable if the table then holds another number of rows.
    """
    _check_names(table, of)
    standing = _columns(portal, resource, of)
    if standing is not None and standing != _wanted(table):
        # Only with no filters at all does this drop the table itself; its views stay on the resource.
        portal.act("datastore_delete", {"resource_id": resource, "force": True}, of=of)
        standing = None
    create: dict[str, Any] = {"resource_id": resource, "fields": table.fields, "force": True}
    if standing is None:
        create["primary_key"] = list(table.schema.primary_key)
    # On a standing table this only renews the data dictionary. Rows never travel with it: they would be appended.
    portal.act("datastore_create", create, of=of)
    if standing is not None:
        portal.act("datastore_records_delete", {"resource_id": resource, "filters": {}, "force": True}, of=of)
    sent = 0
    for records in _chunks(_records(path, table)):
        sent += len(records)
        portal.act(
            "datastore_upsert",
            {
                "resource_id": resource,
                "records": records,
                "method": "insert",
                "force": True,
                "calculate_record_count": sent >= rows,
            },
            of=f"{of} (rows up to {sent:,})",
            seconds=CHUNK_SECONDS,
        )
    held = count(portal, resource, of)
    if held != rows:
        raise PortalUnavailable(
            f"The portal's table of {of} holds {held:,} rows after {rows:,} were sent: it is loaded again next time; "
            f"tell the portal's administrator if it stays so"
        )


def count(portal: Portal, resource: str, of: str) -> int:
    """Rows in the resource's table, counted and not estimated, as an editor."""
    return int(portal.act("datastore_search", counting(resource), of=of)["total"])


def counting(resource: str) -> dict[str, Any]:
    """datastore_search's parameters for a true count and no rows."""
    return {"resource_id": resource, "limit": 0, "include_total": True}


def _type(field: Field) -> str:
    return _TYPES.get(field.type, "text")


def _notes(field: Field) -> str:
    unit = f"หน่วย (unit): {field.unit}" if field.unit else ""
    return "\n".join(line for line in (field.description.strip(), unit) if line)


def _check_names(table: Table, of: str) -> None:
    for field in table.schema.fields:
        if len(field.name.encode()) > NAME_BYTES or field.name.startswith("_"):
            raise PortalRefused(
                f"The column {field.name!r} of {of} cannot be a column of the portal's table: give the field of "
                f"schemas/tables/{table.schema.name}.yaml a name of at most {NAME_BYTES} bytes that does not begin "
                f"with an underscore"
            )


def _columns(portal: Portal, resource: str, of: str) -> list[tuple[str, str, bool]] | None:
    """Name, type and whether it is part of the key, of each standing column; None if there is no table."""
    try:
        answer = portal.act("datastore_info", {"resource_id": resource, "include_meta": False}, of=of)
    except Absent:
        return None
    return [
        (field["id"], field["type"], bool(field.get("schema", {}).get("uniquekey")))
        for field in answer["fields"]
        if not field["id"].startswith("_")
    ]


def _wanted(table: Table) -> list[tuple[str, str, bool]]:
    key = table.schema.primary_key
    return [(field.name, _type(field), field.name in key) for field in table.schema.fields]


def _records(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    missing = frozenset(table.schema.descriptor.get("missingValues", ("",))) | {""}
    meanings: dict[str, dict[str, bool]] = {
        field["name"]: {
            **dict.fromkeys(field.get("trueValues", _BOOLEANS["trueValues"]), True),
            **dict.fromkeys(field.get("falseValues", _BOOLEANS["falseValues"]), False),
        }
        for field in table.schema.descriptor["fields"]
        if field.get("type") == "boolean"
    }
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            record: dict[str, Any] = {name: None if cell in missing else cell for name, cell in row.items()}
            for name, words in meanings.items():
                record[name] = words.get(record[name], record[name])
            yield record


def _chunks(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    size = 0
    for record in records:
        length = len(json.dumps(record)) + 2  # ASCII, as it travels: a Thai letter is six bytes of it
        if chunk and (len(chunk) == CHUNK_ROWS or size + length > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(record)
        size += length
    if chunk:
        yield chunk
