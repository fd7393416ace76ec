"""Bring one dataset on the portal to the state of its draft, and prove it as an anonymous visitor.

One write at a time, and a look after each: what still has to be written is planned anew from what stands then. So a
write that arrived although its answer was lost is not repeated, one that somebody overtook is planned against what they
left, and a publication that broke off goes on where it stopped, in the next run as well.

Never package_update, never a delete of a dataset or resource: what is not ours is not touched.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from flows.domain.draft import Draft
from flows.domain.errors import PipelineError, PortalRefused, PortalUnavailable
from flows.domain.published import OPENED, PublishedDataset
from flows.domain.receipt import PublishedFile, PublishReceipt
from flows.portal import datastore, verify
from flows.portal.client import Portal, Revision, Upload
from flows.portal.failures import Overtaken
from flows.portal.plan import Plan, plan
from flows.portal.standing import DATA_DICTIONARY, DATAPACKAGE
from flows.portal.writes import Create, Describe, LoadTable, Open, PutFile, Write

__all__ = ["carry_out", "plan"]

T = TypeVar("T")

PAUSES = (1.0, 5.0)
"""Seconds before something is tried for the second and the third time."""


def carry_out(
    portal: Portal, draft: Draft, to_do: Plan, folder: Path, sleep: Callable[[float], None] = time.sleep
) -> PublishReceipt:
    """Do what `to_do` says and prove it. An empty plan asks and writes nothing.

    `to_do` is the plan of `draft`; `folder` an empty one for files that have to be read back from the portal.
    PortalUnavailable or PortalRefused if it did not succeed; the public then sees the last version that was proven, or
    files of it that have arrived already: the next run finishes or says what is wrong.
    """
    stands = draft.standing
    if to_do.empty:
        assert stands is not None, "a dataset that does not stand is never planned as nothing to do"
        return _receipt(stands, _as_they_stand(stands, to_do), (), to_do)
    done: list[str] = []
    files = (*(part.resource.name for part in draft.parts), DATA_DICTIONARY, DATAPACKAGE)
    looked_at: set[str] = set()
    remaining = to_do
    while remaining.writes:
        write = remaining.writes[0]
        if isinstance(write, Open):
            assert stands is not None, "the dataset is created first"
            _patiently(partial(verify.as_editor, portal, stands), sleep)
            looked_at.update(files)
        stands, remaining = _do(portal, write, stands, remaining, folder, sleep)
        done.append(write.word)
        if isinstance(write, PutFile | LoadTable):
            looked_at.add(write.resource)
    public, proven = _patiently(lambda: verify.as_public(portal, draft.dataset.id, files, frozenset(looked_at)), sleep)
    return _receipt(public, proven, tuple(done), to_do)


def _do(
    portal: Portal,
    write: Write,
    stands: PublishedDataset | None,
    remaining: Plan,
    folder: Path,
    sleep: Callable[[float], None],
) -> tuple[PublishedDataset | None, Plan]:
    """One write, seen to have arrived; what stands then, and what remains. Tried at most three times."""
    name = remaining.draft.dataset.id
    for pause in (*PAUSES, None):
        trouble: PipelineError | None = None
        try:
            _write(portal, write, stands, name, folder)
        except (PortalUnavailable, Overtaken) as failure:
            # The answer may have been lost and not the write, or somebody was faster: only a look tells.
            trouble = failure
        except PortalRefused as refusal:
            # An earlier try may have arrived after all, so that this one is refused ("already in use").
            stands = _patiently(lambda: portal.look(name), sleep)
            remaining = remaining.seen_from(stands)
            if write.word in remaining.words:
                raise refusal
            return stands, remaining
        if trouble is not None and pause is not None:
            sleep(pause)
        stands = _patiently(lambda: portal.look(name), sleep)
        remaining = remaining.seen_from(stands)
        now = next((one for one in remaining.writes if one.word == write.word), None)
        if now is None:
            return stands, remaining
        if trouble is None:
            raise _not_kept(name, now, remaining)
        if pause is None:
            raise trouble
        write = now
    raise AssertionError("the last try returns or raises")


def _patiently(read: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """What `read` gives; a portal that does not answer is asked again twice."""
    for pause in PAUSES:
        try:
            return read()
        except PortalUnavailable:
            sleep(pause)
    return read()


def _write(portal: Portal, write: Write, stands: PublishedDataset | None, name: str, folder: Path) -> None:
    if isinstance(write, Create):
        organisation = write.fields.get("owner_org")
        portal.act("package_create", write.fields, of=name, organisation=organisation)
        return
    assert stands is not None, "the dataset is created first"
    match write:
        case PutFile():
            _put(portal, write, stands)
        case LoadTable():
            _load(portal, write, stands, folder)
        case Describe():
            portal.revise(stands, Revision(fields=write.fields, resources=write.resources))
        case Open():
            # The mark tells a dataset that a person closes later from one that was never finished.
            opened = {stands.resources[0].id: {OPENED: "True"}}
            portal.revise(stands, Revision(fields={"private": False}, resources=opened))


def _put(portal: Portal, put: PutFile, stands: PublishedDataset) -> None:
    assert put.content is not None, "a file without content is planned after those that it waits for"
    upload = Upload(put.name, put.fields["mimetype"], put.content)
    if put.new:
        # Empties would be stored as such: a new resource has only the fields that say something.
        fields = {key: value for key, value in put.fields.items() if value}
        portal.revise(stands, Revision(added={"id": put.id, **fields}, upload=("", upload)))
    else:
        portal.revise(stands, Revision(resources={put.id: put.fields}, upload=(put.id, upload)))


def _load(portal: Portal, load: LoadTable, stands: PublishedDataset, folder: Path) -> None:
    of = f"{load.resource} of {stands.name}"
    path = load.path
    if path is None:
        path = folder / f"{load.resource}.csv"
        standing = stands.resource(load.resource)
        assert standing is not None, "a kept resource stands"
        if portal.download(standing.url, as_editor=True, to=path).sha256 != load.file_sha256:
            raise PortalRefused(
                f"The portal's file of {of} is no longer the one that was published: somebody replaced it there; "
                f"publish the dataset again with `force`"
            )
    datastore.load(portal, load.id, load.table, path, load.rows, of)
    now = portal.look(stands.name)
    loaded = now.resource(load.resource) if now is not None else None
    if now is None or loaded is None:
        raise PortalRefused(f"{of} vanished from the portal during its publication: publish it again")
    if load.first:
        # package_revise makes no views. Those of the file itself first, then those that need the table.
        for with_table in (False, True):
            portal.act(
                "resource_create_default_resource_views",
                {"resource": dict(loaded.fields), "create_datastore_views": with_table},
                of=of,
            )
        # On some portals a view moves the dataset's stamp.
        now = portal.look(stands.name) or now
    # The mark comes last: without it the next look plans the whole load again.
    mark = {"perd_datastore_sha256": load.table.digest(load.file_sha256)}
    portal.revise(now, Revision(resources={load.id: mark}))


def _not_kept(name: str, write: Write, remaining: Plan) -> PortalRefused:
    if isinstance(write, Describe) and remaining.differences:
        told = "; ".join(f"{one.field} is {one.before!r}, sent was {one.after!r}" for one in remaining.differences)
        return PortalRefused(
            f"The portal took the metadata of {name} and keeps other values ({told}): correct the portal's profile or "
            f"ask its administrator which extension changes them"
        )
    return PortalRefused(
        f"The portal accepted {write.word} of {name} and does not show it afterwards: ask its administrator which "
        f"extension changes or hides what editors write"
    )


def _as_they_stand(stands: PublishedDataset, to_do: Plan) -> tuple[PublishedFile, ...]:
    return tuple(
        PublishedFile(one.resource, one.id, one.url, one.sha256, False, one.rows)
        for one in stands.resources
        if one.resource in to_do.kept
    )


def _receipt(
    stands: PublishedDataset, files: tuple[PublishedFile, ...], writes: tuple[str, ...], to_do: Plan
) -> PublishReceipt:
    return PublishReceipt(
        dataset=to_do.draft.dataset.id,
        package=stands.id,
        url=stands.url,
        files=files,
        writes=writes,
        remarks=to_do.remarks,
    )
