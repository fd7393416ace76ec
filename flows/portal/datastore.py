"""The table behind a resource, made anew: so that people can filter and programs can query without the whole file.

How one that stands takes the rows of another version is told in table_change.py.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from flows.domain.errors import PortalUnavailable
from flows.domain.text import Text
from flows.portal.client import Portal
from flows.portal.failures import Absent
from flows.portal.refused_rows import RowsRefused, first_refused
from flows.portal.table import Table
from flows.portal.table_rows import Part, as_json, parts

SECONDS_PER_ROW = 0.006
"""More than other calls get, for each row: 20,000 of them take a small portal several seconds."""
NOTHING_KEPT: Mapping[str, Any] = {"dry_run": True, "calculate_record_count": False}


def columns(portal: Portal, resource: str, of: str) -> list[tuple[str, str]] | None:
    """Name and type of each standing column; None if there is no table. The portal does not tell the key."""
    try:
        answer = portal.act("datastore_info", {"resource_id": resource, "include_meta": False}, of=of)
    except Absent:
        return None
    return [(field["id"], field["type"]) for field in answer["fields"] if not field["id"].startswith("_")]


def describe(portal: Portal, resource: str, table: Table, of: str, *, rows: int, key: bool) -> None:
    """Make the table, or renew its data dictionary. Rows never travel with this: they would be appended.

    rows: how many it holds. key: set its primary key, too; what stands keeps its own otherwise.
    """
    create: dict[str, Any] = {"resource_id": resource, "fields": table.fields, "force": True}
    if key:
        create["primary_key"] = table.key
    portal.act("datastore_create", create, of=of, seconds=rows * SECONDS_PER_ROW)


def try_columns(portal: Portal, resource: str, table: Table, path: Path, of: str) -> None:
    """Let a table of another shape try every row of the canonical CSV at `path`, and keep none (`dry_run`).

    Tried are the columns that stand already with their type; where none of them stays, there is nothing to try. The
    table's key is taken off for this, because the new rows would collide with the old ones.
    RowsRefused with the first row that is not taken.
    """
    same = set(table.shape).intersection(columns(portal, resource, of) or ())
    if not same:
        return
    portal.act("datastore_create", {"resource_id": resource, "primary_key": [], "force": True}, of=of)
    names = {name for name, _ in same}
    for part in parts(path, table):
        tried = part.rows.select([name for name in part.rows.columns if name in names])
        _insert(portal, resource, Part(part.before, tried), of, NOTHING_KEPT)


def make(portal: Portal, resource: str, table: Table, path: Path, rows: int, of: str) -> None:
    """Make the resource's table anew from the canonical CSV at `path`, of `rows` rows; what stands there goes.

    It is incomplete until this returns: whoever calls takes its mark away before and sets it afterwards.
    RowsRefused if the portal does not take a row: then there is no table, because half of one looks like a whole one.
    """
    if columns(portal, resource, of) is not None:
        _drop(portal, resource, of)
    create = {"resource_id": resource, "fields": table.fields, "force": True, "primary_key": []}
    portal.act("datastore_create", create, of=of)
    try:
        for part in parts(path, table):
            _insert(portal, resource, part, of, {"calculate_record_count": False})
        if table.key:
            # After the rows: it is faster so, and a row that is refused is refused for its own sake.
            describe(portal, resource, table, of, rows=rows, key=True)
    except RowsRefused:
        _drop(portal, resource, of)
        raise


def _drop(portal: Portal, resource: str, of: str) -> None:
    # Only with no filters at all does this drop the table itself; its views stay on the resource.
    portal.act("datastore_delete", {"resource_id": resource, "force": True}, of=of)


def holds(portal: Portal, resource: str, rows: int, of: str) -> None:
    """PortalUnavailable if the table holds another number of rows."""
    held = count(portal, resource, of)
    if held != rows:
        # CKAN keeps counts that it has made, and asking for a new one with a write does not replace them; a write that
        # asks for none does, even of no row.
        nothing = {"resource_id": resource, "records": [], "force": True, "calculate_record_count": False}
        portal.act("datastore_upsert", nothing, of=of)
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


def count(portal: Portal, resource: str, of: str) -> int:
    """Rows in the resource's table, counted and not estimated, as an editor."""
    return int(portal.act("datastore_search", counting(resource), of=of)["total"])


def counting(resource: str) -> dict[str, Any]:
    """datastore_search's parameters for a true count and no rows."""
    return {"resource_id": resource, "limit": 0, "include_total": True}


def _insert(portal: Portal, resource: str, part: Part, of: str, how: Mapping[str, Any]) -> None:
    def send(how: Mapping[str, Any], rows: pl.DataFrame) -> None:
        told = {"resource_id": resource, "method": "insert", "force": True, **how}
        written = {"records": as_json(rows)}
        portal.act("datastore_upsert", told, of=of, seconds=rows.height * SECONDS_PER_ROW, written=written)

    with first_refused(part.rows, partial(send, NOTHING_KEPT), lambda index: part.before + index + 1):
        send(how, part.rows)
