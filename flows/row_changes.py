"""Tells the public which rows a version changes, where a resource asks for it.

Whoever holds the table of the version before brings it up to date by the changes alone. Only what stands in the new
version is told, and the key of what does not stand any more: nothing that was taken away is published once more.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from flows.domain.draft import Draft, Fresh, Part
from flows.domain.errors import NotAsKept
from flows.domain.row_changes import RowChanges
from flows.domain.table_schema import TableSchema
from flows.domain.version import Version, VersionTable
from flows.portal import stored_rows
from flows.portal.standing import changes_of
from flows.portal.table import Table
from flows.portal.table_delta import AT, delta
from flows.world import World

CHANGE = "_change"
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
PLACE = ".changes"
"""Working folder beside those of the resources: no resource can be called so."""


def with_changes(draft: Draft, before: Callable[[], Version | None], world: World) -> Draft:
    """The draft with the changes from the version `before`, if there is one: for each table that asks for them.

    Those that stand already, and lead to the table's file, are left. Where there is nothing to compare with (a first
    version, another key, other columns, a damaged archive) no row is told, and `RowChanges.before` is empty.
    Raises ArchiveError where the archive does not answer.
    """
    asking = [part for part in draft.parts if part.resource.changes and not _told(draft, part)]
    if not asking:
        return draft
    place, stood = world.workplace(draft.dataset.id, PLACE), before()
    return replace(draft, changes={part.resource.name: _changes(part, stood, place, world) for part in asking})


def _told(draft: Draft, part: Part) -> bool:
    stands = draft.stands(changes_of(part.resource.name))
    return stands is not None and stands.untouched and stands.fingerprint == _sha256(part)


def _sha256(part: Part) -> str:
    return part.tidied.sha256 if isinstance(part, Fresh) else part.published.sha256


def _changes(part: Part, before: Version | None, place: Path, world: World) -> RowChanges:
    schema, now = part.schema, _sha256(part)
    into = place / f"{part.resource.name}.csv"
    stood = before.table(part.resource.name) if before else None
    if stood is None or not _comparable(stood.schema, schema):
        return _written(_no_rows(schema), into, "", now)
    if stood.file.sha256 == now or not isinstance(part, Fresh):
        return _written(_no_rows(schema), into, now, now)
    assert before is not None
    old = place / f"{part.resource.name}.before.csv"
    try:
        world.versions.fetch(stood.file, old, before)
    except NotAsKept:
        return _written(_no_rows(schema), into, "", now)
    return _written(changed_rows(old, part.tidied.path, stood, schema), into, stood.file.sha256, now)


def _comparable(before: TableSchema, now: TableSchema) -> bool:
    """Whether rows of the one table stand for rows of the other: same key, same columns of the same types."""
    columns = [[(field.name, field.type) for field in schema.fields] for schema in (before, now)]
    return bool(now.primary_key) and before.primary_key == now.primary_key and columns[0] == columns[1]


def changed_rows(before: Path, now: Path, stood: VersionTable, schema: TableSchema) -> pl.DataFrame:
    """CHANGE and the columns of the table, all texts as they stand in the canonical files `before` and `now`.

    In the order of the new file, and then what is removed, in that of the old one. Cells are compared as values.
    """
    key = list(schema.primary_key)
    old = stored_rows.of_file(before, Table(stood.schema))
    new = stored_rows.of_file(now, Table(schema))
    forth, back = delta(old, new, key), delta(new, old, key)
    coming = pl.concat([_signed(forth.inserted, ADDED), _signed(forth.changed, CHANGED)])
    told = _cells(now, coming, [field.name for field in schema.fields])
    gone = _cells(before, _signed(back.inserted, REMOVED), key)
    return pl.concat([told, gone], how="diagonal")


def _signed(rows: pl.DataFrame, change: str) -> pl.DataFrame:
    return rows.select(AT, pl.lit(change).alias(CHANGE))


def _cells(file: Path, wanted: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    rows = pl.scan_csv(file, infer_schema=False).with_row_index(AT)
    met = rows.join(wanted.lazy(), on=AT, how="inner", maintain_order="left")
    return met.select(CHANGE, *columns).collect(engine="streaming")


def _no_rows(schema: TableSchema) -> pl.DataFrame:
    return pl.DataFrame(schema={CHANGE: pl.String, **{field.name: pl.String for field in schema.fields}})


def _written(rows: pl.DataFrame, into: Path, before: str, now: str) -> RowChanges:
    rows.write_csv(into, line_terminator="\r\n", quote_style="necessary")
    with into.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return RowChanges(into, sha256, into.stat().st_size, rows.height, before, now)
