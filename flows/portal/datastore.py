"""The typed table behind a resource, so that people can filter and programs can query without downloading the file.

Types come from the Table Schema and are never guessed from rows; codes stay text, with their leading zeros. The Thai
title and the note of each column go into the portal's data dictionary every time: a table that is made anew loses them.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.domain.errors import PortalRefused, PortalUnavailable
from flows.domain.table_schema import Field, TableSchema
from flows.domain.text import Text
from flows.portal.client import Portal
from flows.portal.failures import Absent
from flows.portal.refused_rows import RowsRefused

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


def prove(portal: Portal, resource: str, table: Table, path: Path, of: str) -> None:
    """Let the table that stands try every row of the canonical CSV at `path`, and keep none (`dry_run`).

    The rows that stand are not touched: a refusal leaves the public with the last version. Tried are the columns that
    stand already with their type; where there is no table, or none of its columns stays, there is nothing to try.
    The table's key is taken off for this, because the new rows would collide with the old ones; it only guards what is
    put in, and `load` sets it again. (That the rows keep the key themselves is checked on the file.)
    RowsRefused with the first row that is not taken; PortalRefused for a column that no table can have.
    """
    _check_names(table, of)
    same = set(_shape(table)).intersection(_columns(portal, resource, of) or ())
    if not same:
        return
    portal.act("datastore_create", {"resource_id": resource, "primary_key": [], "force": True}, of=of)
    names = {name for name, _ in same}
    for before, records in _chunks(_records(path, table)):
        tried = [{name: value for name, value in record.items() if name in names} for record in records]
        _insert(portal, resource, tried, before, of, {"dry_run": True, "calculate_record_count": False})


def load(portal: Portal, resource: str, table: Table, path: Path, rows: int, of: str) -> None:
    """Make the table of the resource with that id hold exactly the canonical CSV at `path`, of `rows` rows.

    What stands has taken every row already (`prove`). A table with the same columns is emptied and filled again, one
    with others is made anew: it is incomplete in between, for one call if the rows fit into one.
    A load that broke off is repeated as a whole: whoever calls takes its mark away before and sets it afterwards.
    RowsRefused if the portal does not take a row; PortalUnavailable if the table then holds another number of rows.
    """
    _check_names(table, of)
    standing = _columns(portal, resource, of)
    if standing is not None and standing != _shape(table):
        # Only with no filters at all does this drop the table itself; its views stay on the resource.
        portal.act("datastore_delete", {"resource_id": resource, "force": True}, of=of)
        standing = None
    create = {"resource_id": resource, "fields": table.fields, "force": True}
    # On a standing table this only renews the data dictionary. Rows never travel with it: they would be appended.
    portal.act("datastore_create", {**create, "primary_key": []}, of=of)
    if standing is not None:
        portal.act("datastore_records_delete", {"resource_id": resource, "filters": {}, "force": True}, of=of)
    for before, records in _chunks(_records(path, table)):
        last = before + len(records) >= rows
        _insert(portal, resource, records, before, of, {"calculate_record_count": last})
    if table.schema.primary_key:
        # After the rows: it is faster so, and a row that is refused is refused for its own sake.
        key = {**create, "primary_key": list(table.schema.primary_key)}
        portal.act("datastore_create", key, of=of, seconds=CHUNK_SECONDS)
    held = count(portal, resource, of)
    if held != rows:
        raise PortalUnavailable(
            Text(
                th=f"ตารางของ {of} บนพอร์ทัลมี {held:,} แถวหลังส่งไป {rows:,} แถว ระบบจะนำเข้าใหม่ในรอบถัดไป "
                f"โปรดแจ้งผู้ดูแลพอร์ทัลหากยังเป็นอยู่",
                en=f"The portal's table of {of} holds {held:,} rows after {rows:,} were sent: it is loaded again next "
                f"time; tell the portal's administrator if it stays so",
            )
        )


def _insert(
    portal: Portal, resource: str, records: list[dict[str, Any]], before: int, of: str, how: Mapping[str, Any]
) -> None:
    """One call. If it is refused, the first row that is at fault is looked for by trying ever smaller parts."""

    def send(part: list[dict[str, Any]], how: Mapping[str, Any], until: int) -> None:
        parameters = {"resource_id": resource, "records": part, "method": "insert", "force": True, **how}
        portal.act("datastore_upsert", parameters, of=f"{of} (rows up to {until:,})", seconds=CHUNK_SECONDS)

    try:
        send(records, how, before + len(records))
    except RowsRefused as refusal:
        worst, low, high = refusal, 0, len(records)
        while high - low > 1:
            middle = (low + high) // 2
            try:
                send(records[low:middle], {"dry_run": True, "calculate_record_count": False}, before + middle)
                low = middle
            except RowsRefused as narrower:
                worst, high = narrower, middle
        raise worst.at(before + low + 1) from None


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
                Text(
                    th=f"คอลัมน์ {field.name!r} ของ {of} เป็นคอลัมน์ในตารางของพอร์ทัลไม่ได้ โปรดตั้งชื่อฟิลด์ใน "
                    f"schemas/tables/{table.schema.name}.yaml ให้ยาวไม่เกิน {NAME_BYTES} ไบต์และไม่ขึ้นต้นด้วยขีดล่าง",
                    en=f"The column {field.name!r} of {of} cannot be a column of the portal's table: give the field of "
                    f"schemas/tables/{table.schema.name}.yaml a name of at most {NAME_BYTES} bytes that does not begin "
                    f"with an underscore",
                )
            )


def _columns(portal: Portal, resource: str, of: str) -> list[tuple[str, str]] | None:
    """Name and type of each standing column; None if there is no table. The portal does not tell the key."""
    try:
        answer = portal.act("datastore_info", {"resource_id": resource, "include_meta": False}, of=of)
    except Absent:
        return None
    return [(field["id"], field["type"]) for field in answer["fields"] if not field["id"].startswith("_")]


def _shape(table: Table) -> list[tuple[str, str]]:
    return [(field.name, _type(field)) for field in table.schema.fields]


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


def _chunks(records: Iterable[dict[str, Any]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Parts that fit into one call each, with the number of records before them."""
    chunk: list[dict[str, Any]] = []
    size = before = 0
    for record in records:
        length = len(json.dumps(record)) + 2  # ASCII, as it travels: a Thai letter is six bytes of it
        if chunk and (len(chunk) == CHUNK_ROWS or size + length > CHUNK_BYTES):
            yield before, chunk
            before += len(chunk)
            chunk, size = [], 0
        chunk.append(record)
        size += length
    if chunk:
        yield before, chunk
