"""What can be put right without a person: as a draft of the published version, of which only what is wrong is sent.

Whatever is not as the marks beside it say loses its mark first; what remains to be written is then planned as always.
"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from flows.domain.draft import Draft, Kept, Part
from flows.domain.drift import Drift
from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.client import Portal, Revision
from flows.portal.differences import description
from flows.portal.ownership import Field
from flows.portal.payload import in_extras
from flows.portal.profile import Profile
from flows.portal.sent import SENT
from flows.portal.terms import terms_on_portal
from flows.portal.verify import FILE_MARK, TABLE_MARK, Wrong, forget

MARKS = {
    "file/other-bytes": FILE_MARK,
    "file/unreadable": FILE_MARK,
    "file/elsewhere": FILE_MARK,
    "table/missing": TABLE_MARK,
    "table/columns": TABLE_MARK,
    "table/rows": TABLE_MARK,
    "table/count": TABLE_MARK,
    "table/labels": TABLE_MARK,
}
"""The field that says that all is well where it is not."""
SENT_ANEW = ("resource", "file")
"""Families of drifts of a resource whose file is sent, or described, from the archive."""


def forget_marks(
    portal: Portal, stands: PublishedDataset, drifts: Iterable[Drift], sleep: Callable[[float], None] = time.sleep
) -> None:
    """Take away the marks of files and tables that are wrong."""
    by_name = {resource.resource: resource.id for resource in stands.resources}
    wrong = tuple(
        Wrong(by_name[drift.where], MARKS[drift.slug], drift.told)
        for drift in drifts
        if drift.mends and drift.slug in MARKS and drift.where in by_name
    )
    if wrong:
        forget(portal, stands.name, wrong, sleep)


def to_send(version: Draft, stands: PublishedDataset | None, drifts: Iterable[Drift], profile: Profile) -> Draft:
    """`version` as it came from the archive, with what stands rightly kept, and judged by the terms that stand."""
    if stands is None:
        return version
    anew = {drift.where for drift in drifts if drift.slug.partition("/")[0] in SENT_ANEW}
    parts = tuple(part if part.resource.name in anew else _kept(part, stands) for part in version.parts)
    terms = terms_on_portal(version.dataset, stands, profile)
    return replace(version, parts=parts, standing=stands, judged_as=terms.dataset if terms.edits else None)


def _kept(part: Part, stands: PublishedDataset) -> Part:
    found = stands.resource(part.resource.name)
    return Kept(part.resource, part.schema, found) if found else part


def have_indexed(portal: Portal, stands: PublishedDataset, profile: Profile) -> None:
    """Have the portal index a dataset in which nothing is to be changed.

    The digests of what was sent get other blanks between them, which says the same, and is a change to CKAN: the write
    that puts them back as they were is planned next. Whatever breaks off in between, the next run puts them back.
    """
    aside = in_extras(profile, SENT)
    before = standing.value(stands.fields, SENT, aside)
    after = json.dumps(json.loads(before), sort_keys=True)
    described, _ = description([Field(SENT, aside, before, after)], stands, ())
    assert described is not None and before != after, "other blanks are another text"
    portal.revise(stands, Revision(fields=described.fields))
