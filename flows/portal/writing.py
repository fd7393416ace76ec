"""How each kind of write is made."""

from collections.abc import Callable
from pathlib import Path

from flows.domain.dataset import Dataset
from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.as_sent import refuse_changed
from flows.portal.client import Portal, Revision
from flows.portal.explain import explained
from flows.portal.file_writing import put
from flows.portal.table_writing import load, replace_version
from flows.portal.visibility import open_to_public
from flows.portal.writes import Create, Describe, LoadTable, Open, PutFile, Replace, Write


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
            put(portal, write, stands)
        case LoadTable():
            load(portal, write, stands, folder, sleep)
        case Replace():
            replace_version(portal, write, stands, folder, sleep)
        case Describe():
            with explained(portal, dataset, write.fields):
                described = portal.revise(stands, Revision(fields=write.fields, resources=write.resources))
            refuse_changed(described, write.fields, write.resources)
        case Open():
            open_to_public(portal, stands)
