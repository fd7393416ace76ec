"""How a resource's table is written: alone, or with the file whose rows it holds.

The mark of a table, a field of its resource, says which file it was made from. It is taken away before the first row
changes and set when all have: what a run that broke off left behind is never taken for whole.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flows.domain.errors import PortalRefused, PortalUnavailable
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.text import Text
from flows.portal import verify
from flows.portal.as_sent import KeptOtherwise
from flows.portal.client import Portal, Revision
from flows.portal.failures import Overtaken
from flows.portal.file_writing import put
from flows.portal.refused_rows import RowsRefused
from flows.portal.table_loading import Loading
from flows.portal.verify import TABLE_MARK, Wrong
from flows.portal.writes import LoadTable, Replace


def rehearse(portal: Portal, load: LoadTable, stands: PublishedDataset, folder: Path) -> None:
    """Let a table that stands try the new rows; RowsRefused if it does not take them. Nothing that people see changes.

    Rows of a kept file need no proof: the portal has taken them before.
    """
    if load.path is not None:
        known = _known(load, _standing_file(portal, load, stands, folder))
        Loading(portal, load, load.path, stands.name, known).rehearse()


def load(
    portal: Portal, load: LoadTable, stands: PublishedDataset, folder: Path, sleep: Callable[[float], None]
) -> None:
    """The table alone: a new one, or one whose file stays as it is."""
    path = load.path
    if path is None:
        kept = stands.resource(load.resource)
        assert kept is not None, "a kept resource stands"
        path = folder / f"{load.resource}.csv"
        wrong = verify.file(portal, stands, kept, as_editor=True, to=path)
        verify.all_right(portal, stands.name, (wrong,) if wrong else (), sleep)
    if load.replaces and load.mark:
        portal.revise(stands, _marked(load, ""))
    Loading(portal, load, path, stands.name, None).carry_out()
    now, loaded = _found(portal, load, stands.name)
    if not load.mark:
        now = _with_views(portal, load, loaded, stands.name)
    portal.revise(now, _marked(load, load.table.digest(load.file_sha256)))


def replace_version(
    portal: Portal, write: Replace, stands: PublishedDataset, folder: Path, sleep: Callable[[float], None]
) -> None:
    """The rows, and the file at once after them. Whichever the portal refuses, both are then what they were."""
    wanted, path = write.load, write.load.path
    assert path is not None, "the file is a new one"
    standing = _standing_file(portal, wanted, stands, folder)
    before = portal.revise(stands, _marked(wanted, "")) if wanted.mark else stands
    loading = Loading(portal, wanted, path, stands.name, _known(wanted, standing))
    try:
        loading.change()
    except RowsRefused as refusal:
        if wanted.known and loading.same_columns and not refusal.in_part:
            portal.revise(_found(portal, wanted, stands.name)[0], _marked(wanted, wanted.mark))
        raise
    mark = wanted.table.digest(wanted.file_sha256)
    told = {} if loading.unfinished else {TABLE_MARK: mark}
    try:
        put(portal, replace(write.put, fields={**write.put.fields, **told}), before)
    except (Overtaken, KeptOtherwise):
        raise
    except PortalRefused:
        if wanted.known and loading.same_columns and standing is not None:
            _take_back(portal, wanted, stands, standing)
        raise
    try:
        loading.finish()
    except (PortalUnavailable, PortalRefused) as other:
        # If the mark came with the file, nobody knows now whether it is true.
        verify.forget(portal, stands.name, (Wrong(wanted.id, TABLE_MARK, other.text),), sleep)
        raise
    if loading.unfinished:
        portal.revise(_found(portal, wanted, stands.name)[0], _marked(wanted, mark))
    if not wanted.mark:
        _with_views(portal, wanted, _found(portal, wanted, stands.name)[1], stands.name)


def _take_back(portal: Portal, load: LoadTable, stands: PublishedDataset, file: Path) -> None:
    """The rows of the file that stays, because the portal does not take the next one."""
    stood = stands.resource(load.resource)
    assert stood is not None, "its file was read"
    back = replace(load, path=file, rows=stood.rows, file_sha256=stood.sha256)
    Loading(portal, back, file, stands.name, _known(load, load.path)).carry_out()
    portal.revise(_found(portal, load, stands.name)[0], _marked(load, load.mark))


def _with_views(portal: Portal, load: LoadTable, loaded: PublishedResource, name: str) -> PublishedDataset:
    """package_revise makes no views: those of the file itself first, then those that need the table.

    Gives what stands then: on some portals a view moves the dataset's stamp.
    """
    for with_table in (False, True):
        portal.act(
            "resource_create_default_resource_views",
            {"resource": dict(loaded.fields), "create_datastore_views": with_table},
            of=f"{load.resource} of {name}",
        )
    return _found(portal, load, name)[0]


def _marked(load: LoadTable, mark: str) -> Revision:
    return Revision(resources={load.id: {TABLE_MARK: mark}})


def _known(load: LoadTable, file: Path | None) -> Path | None:
    """The file, if its rows tell more of the table than the portal would: by their key they name the rows there."""
    return file if load.known and load.table.key else None


def _standing_file(portal: Portal, load: LoadTable, stands: PublishedDataset, folder: Path) -> Path | None:
    """The file that stands, if it is the one that was sent."""
    found = stands.resource(load.resource)
    if found is None or not load.known:
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
