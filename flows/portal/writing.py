"""How each kind of write is made."""

from collections.abc import Callable
from pathlib import Path

from flows.domain.dataset import Dataset
from flows.domain.errors import PortalRefused
from flows.domain.published import OPENED, PublishedDataset, PublishedResource
from flows.domain.text import Text
from flows.portal import standing, verify
from flows.portal.as_sent import refuse_changed
from flows.portal.client import Portal, Revision, Upload
from flows.portal.explain import explained
from flows.portal.refused_rows import RowsRefused
from flows.portal.table_loading import Loading
from flows.portal.writes import Create, Describe, LoadTable, Open, PutFile, Write


def make(
    portal: Portal,
    write: Write,
    stands: PublishedDataset | None,
    dataset: Dataset,
    folder: Path,
    sleep: Callable[[float], None],
) -> None:
    """One write, against what `stands`; not looked at afterwards. `folder` is for a file that has to be read back."""
    if isinstance(write, Create):
        with explained(portal, dataset, write.fields):
            owner = write.fields.get("owner_org")
            created = portal.act("package_create", write.fields, of=dataset.id, organisation=owner)
        refuse_changed(standing.published(created, portal.url), write.fields, {})
        return
    assert stands is not None, "the dataset is created first"
    match write:
        case PutFile():
            _put(portal, write, stands)
        case LoadTable():
            _load(portal, write, stands, folder, sleep)
        case Describe():
            with explained(portal, dataset, write.fields):
                described = portal.revise(stands, Revision(fields=write.fields, resources=write.resources))
            refuse_changed(described, write.fields, write.resources)
        case Open():
            # The mark tells a dataset that a person closes later from one that was never finished.
            opened = {stands.resources[0].id: {OPENED: "True"}}
            portal.revise(stands, Revision(fields={"private": False}, resources=opened))


def rehearse(portal: Portal, write: LoadTable, stands: PublishedDataset, folder: Path) -> None:
    """Let a table that stands try the new rows; RowsRefused if it does not take them. Nothing that people see changes.

    Rows of a kept file need no proof: the portal has taken them before.
    """
    if write.path is not None:
        known = _standing_file(portal, write, stands, folder)
        Loading(portal, write, write.path, stands.name, known).rehearse()


def _put(portal: Portal, put: PutFile, stands: PublishedDataset) -> None:
    assert put.content is not None, "a file without content is planned after those that it waits for"
    upload = Upload(put.name, put.fields["mimetype"], put.content)
    # CKAN counts for itself; some versions keep the size of the file before, if none is sent.
    sized = {**put.fields, "size": put.fields["perd_bytes"]}
    if put.new:
        # Empties would be stored as such: a new resource has only the fields that say something.
        fields = {key: value for key, value in sized.items() if value}
        answer = portal.revise(stands, Revision(added={"id": put.id, **fields}, upload=("", upload)))
    else:
        answer = portal.revise(stands, Revision(resources={put.id: sized}, upload=(put.id, upload)))
    refuse_changed(answer, {}, {put.id: sized})


def _load(
    portal: Portal, load: LoadTable, stands: PublishedDataset, folder: Path, sleep: Callable[[float], None]
) -> None:
    of = f"{load.resource} of {stands.name}"
    known = _standing_file(portal, load, stands, folder)
    path = load.path
    if path is None:
        path = folder / f"{load.resource}.csv"
        kept = stands.resource(load.resource)
        assert kept is not None, "a kept resource stands"
        wrong = verify.file(portal, stands, kept, as_editor=True, to=path)
        verify.all_right(portal, stands.name, (wrong,) if wrong else (), sleep)
    if load.replaces and load.mark:
        # From here on nobody knows what it holds, also a run that comes after this one broke off.
        portal.revise(stands, _marked(load, ""))
    loading = Loading(portal, load, path, stands.name, known)
    try:
        loading.carry_out()
    except RowsRefused:
        if load.known and loading.in_place:  # nothing of it was kept: the table is what it was
            now, _ = _found(portal, load, stands.name)
            portal.revise(now, _marked(load, load.mark))
        raise
    now, loaded = _found(portal, load, stands.name)
    if not load.mark:
        # package_revise makes no views. Those of the file itself first, then those that need the table.
        for with_table in (False, True):
            portal.act(
                "resource_create_default_resource_views",
                {"resource": dict(loaded.fields), "create_datastore_views": with_table},
                of=of,
            )
        # On some portals a view moves the dataset's stamp.
        now, _ = _found(portal, load, stands.name)
    # The mark comes last: without it the next look plans the whole load again.
    portal.revise(now, _marked(load, load.table.digest(load.file_sha256)))


def _marked(load: LoadTable, mark: str) -> Revision:
    return Revision(resources={load.id: {verify.TABLE_MARK: mark}})


def _standing_file(portal: Portal, load: LoadTable, stands: PublishedDataset, folder: Path) -> Path | None:
    """The file whose rows the table holds, if that is certain and it tells more than the table itself."""
    found = stands.resource(load.resource)
    if not load.known or not load.table.key or found is None:
        return None
    into = folder / f"{load.resource}.standing.csv"
    return None if verify.file(portal, stands, found, as_editor=True, to=into) else into


def _found(portal: Portal, load: LoadTable, name: str) -> tuple[PublishedDataset, PublishedResource]:
    now = portal.look(name)
    loaded = now.resource(load.resource) if now is not None else None
    if now is None or loaded is None:
        raise PortalRefused(
            Text(
                th=f"{load.resource} ของ {name} หายไปจากพอร์ทัลระหว่างการเผยแพร่ โปรดเผยแพร่อีกครั้ง",
                en=f"{load.resource} of {name} vanished from the portal during its publication: publish it again",
            )
        )
    return now, loaded
