"""Looking at one dataset on the portal: nothing is written, and what visitors get is asked for as they ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.text import Text
from flows.domain.version import Version
from flows.portal import stored_rows
from flows.portal.client import Portal
from flows.portal.datastore import counting
from flows.portal.download import leads_away
from flows.portal.failures import Absent, NotAllowed
from flows.portal.reconcile.census import Census, standing_as
from flows.portal.reconcile.row_counts import RowCounts, counted
from flows.portal.reconcile.seen import Indexed, Seen, SeenFile, SeenTable
from flows.portal.resource_ids import own_resource_id
from flows.portal.table import Table

NO_TABLE = SeenTable(columns=(), described={}, told_rows=0, rows=None)
HIDDEN = SeenTable(columns=(), described={}, told_rows=0, rows=None, hidden=True)
WEB_PAGE = Text(th="ได้หน้าเว็บแทนไฟล์", en="a web page instead of the file")


@dataclass(frozen=True, slots=True)
class AtHand:
    """The version that should stand, and what of it lies on this disk."""

    version: Version | None
    files: Mapping[str, Path]
    """Canonical files by resource, verified."""
    folder: Path
    """An empty one, for files of the portal that take the place of those that are missing here."""


def look(portal: Portal, dataset: str, at_hand: AtHand, census: Census) -> Seen:
    """All that can be seen of it. PortalUnavailable, or PortalRefused, where that is no answer about the dataset."""
    stands = portal.look(dataset)
    elsewhere = tuple(one for one in standing_as(portal, dataset, census) if stands is None or one.id != stands.id)
    if stands is None:
        return Seen(portal.url, None, elsewhere)
    to_visitors = portal.look_as_public(stands.name) is not None
    files: dict[str, SeenFile] = {}
    tables: dict[str, SeenTable] = {}
    for resource in stands.resources if to_visitors else ():
        if resource.id != own_resource_id(dataset, resource.resource) or leads_away(resource.url, portal.url):
            continue  # a person may lead us to any address
        published = at_hand.version.table(resource.resource) if at_hand.version else None
        path = at_hand.files.get(resource.resource)
        spare = at_hand.folder / resource.id if published and path is None else None
        files[resource.id] = file = _file(portal, resource, spare)
        if published:
            path = path or (spare if file.sha256 == published.file.sha256 else None)
            tables[resource.id] = _table(portal, stands, resource, Table(published.schema), path)
        if spare:
            spare.unlink(missing_ok=True)
    return Seen(portal.url, stands, elsewhere, to_visitors, files, tables, _indexed(portal, stands))


def _file(portal: Portal, resource: PublishedResource, to: Path | None) -> SeenFile:
    try:
        found = portal.download(resource.url, size=resource.bytes_to_expect, to=to)
    except PortalRefused as refusal:
        return SeenFile(None, 0, refusal.text)
    if found.web_page:
        return SeenFile(None, found.size, WEB_PAGE)
    return SeenFile(found.sha256, found.size)


def _table(
    portal: Portal, stands: PublishedDataset, resource: PublishedResource, wanted: Table, file: Path | None
) -> SeenTable:
    of = f"{resource.resource} of {stands.name} by an anonymous visitor"
    try:
        told = portal.ask("datastore_info", {"resource_id": resource.id, "include_meta": False}, of=of)
        total = int(portal.ask("datastore_search", counting(resource.id), of=of)["total"])
    except Absent:
        return NO_TABLE
    except NotAllowed:
        return HIDDEN
    columns = [field for field in told["fields"] if not field["id"].startswith("_")]
    shape = tuple((column["id"], column["type"]) for column in columns)
    words = {column["id"]: column.get("info") or {} for column in columns}
    rows: RowCounts | None = None
    if file is not None and list(shape) == wanted.shape:
        stored = stored_rows.part_by_part(portal.ask, resource.id, wanted.names, of)
        filed = stored_rows.of_file_part_by_part(file, wanted)
        rows = counted(stored, filed, wanted.names, wanted.key)
    return SeenTable(
        shape,
        {name: (info.get("label") or "", info.get("notes") or "") for name, info in words.items()},
        total,
        rows,
    )


def _indexed(portal: Portal, stands: PublishedDataset) -> Indexed | None:
    found = portal.ask("package_search", {"fq": f'id:"{stands.id}"', "rows": 1}, of=f"{stands.name} in the search")
    return next((Indexed(one["name"], str(one.get("metadata_modified") or "")) for one in found["results"]), None)
