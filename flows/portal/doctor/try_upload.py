"""A real upload, where a person asks for it: nothing but one tells ckan.max_resource_size.

A private dataset of the token's organisation gets a file of zeros, loses it again, and is deleted. An editor cannot
purge: an entry called `perd-doctor-trial` stays in the portal's trash, the same one every time. An upload that is
refused leaves nothing.
"""

import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.domain.errors import PipelineError
from flows.domain.published import PublishedDataset
from flows.portal.client import Portal, Revision, Upload
from flows.portal.doctor.finding import Finding
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import megabytes
from flows.portal.doctor.words import found
from flows.portal.failures import TooLarge

NAME = "perd-doctor-trial"
TITLE = "Perd doctor: trial upload, to be deleted"
SMALLER = (10_000_000, 1_000_000)
"""Bytes that are tried next where all is refused: what CKAN takes if nobody sets it, and a tenth of it."""


def real_upload(subject: Subject, size: int) -> Iterator[Finding]:
    """Upload `size` bytes, or fewer if these are refused, and say how many were taken."""
    organisations = sorted(subject.may_publish_in & subject.needs.organisations or subject.may_publish_in)
    if not organisations:
        yield found("organisations/come-first")
        return
    try:
        with _trial_dataset(subject, organisations[0]) as dataset:
            taken = _largest_taken(subject.portal, dataset, size)
    except PipelineError as error:
        yield found("upload/try-failed", reason=error.text)
        return
    if taken == size:
        yield found("upload/tried", wanted=megabytes(size))
    else:
        yield found("upload/ckan-limit", wanted=megabytes(size), limit=megabytes(taken))


@contextmanager
def _trial_dataset(subject: Subject, organisation: str) -> Iterator[PublishedDataset]:
    """The private dataset while the block runs; deleted afterwards, whatever happened."""
    portal = subject.portal
    left = portal.look(NAME)
    fields = {**_nobodys(subject.needs.sample or {}), "title": TITLE, "owner_org": organisation, "private": True}
    if left is None:
        portal.act("package_create", {**fields, "name": NAME}, of=NAME)
    else:
        portal.act("package_patch", {"id": left.id, "state": "active", **fields}, of=NAME)
    try:
        stands = portal.look(NAME)
        assert stands is not None, "it has just been made"
        yield stands
    finally:
        portal.act("package_delete", {"id": NAME}, of=NAME)


def _nobodys(sample: Mapping[str, Any]) -> dict[str, Any]:
    """A declaration's fields without those by which we know our own, and without groups."""
    fields = {key: value for key, value in sample.items() if not key.startswith("perd_") and key != "groups"}
    if "extras" in fields:
        fields["extras"] = [extra for extra in fields["extras"] if not extra["key"].startswith("perd_")]
    return fields


def _largest_taken(portal: Portal, dataset: PublishedDataset, size: int) -> int:
    """Bytes; 0 if none of the sizes is taken."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "zeros.txt"
        for tried in (size, *(smaller for smaller in SMALLER if smaller < size)):
            with file.open("wb") as zeros:
                zeros.truncate(tried)
            if _taken(portal, dataset, file):
                return tried
    return 0


def _taken(portal: Portal, dataset: PublishedDataset, file: Path) -> bool:
    id = str(uuid.uuid4())
    # No loader takes this format for a table.
    added = {"id": id, "name": "trial", "format": "TXT"}
    try:
        portal.revise(dataset, Revision(added=added, upload=("", Upload("zeros.txt", "text/plain", file))))
    except TooLarge:
        return False
    # CKAN keeps a deleted resource's file, and removes the one of a resource that becomes a link.
    portal.act("resource_patch", {"id": id, "url": f"{portal.url}/", "clear_upload": True}, of=NAME)
    return True
