"""What people edited on the portal, and whether what we wrote for ourselves is as we wrote it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flows.domain.draft import Kept as KeptPart
from flows.domain.drift import Drift
from flows.domain.portal_edit import Kept, PortalEdit
from flows.domain.text import Text
from flows.portal.ownership import TERMS, Field, Ownership
from flows.portal.payload import dataset_fields
from flows.portal.reconcile.case import COMPANIONS, Case
from flows.portal.resource_payload import WORDS, changes_fields, companion_fields, data_fields
from flows.portal.sent import OURS, SENT, Sent
from flows.portal.standing import changes_of
from flows.portal.writes import PutFile

OF_THE_FILE = frozenset({"perd_sha256", "perd_bytes", SENT})
"""Fields of a companion that are told with its file."""


def metadata_drifts(case: Case, replaced: Collection[str] = ()) -> Iterator[Drift]:
    """Of the dataset and its resources; nothing without a version. `replaced`: those whose files are told of as others,
    which brings other formats with it.

    Judged by what was sent, not by what would be now: of a field that stands as it was sent nothing is told.
    """
    version = case.record.version
    if version is None:
        return
    fields = dataset_fields(version.dataset, case.profile)
    wanted = {**fields.top, **fields.extras}
    whose = Ownership(version.dataset, fields, case.profile, case.stands)
    for field in whose.fields():
        if field.edit:
            yield _edited(case, field.edit, wanted.get(field.key))
        elif field.key.startswith(OURS) and _differs(field):
            yield case.drift(
                "metadata/ours",
                field.key,
                expected=_shown(field.after),
                found=_shown(field.before),
                mends=case.mends,
            )
    for put in _files(case):
        _, edits = whose.file(put)
        for edit in edits:
            yield _edited(case, edit, put.fields[edit.field.rpartition(".")[2]])
        if put.resource not in replaced:
            yield from _own_fields(case, put)


def _differs(field: Field) -> bool:
    if field.key == SENT:
        return Sent.stored(field.before) is None
    return bool(field.before != field.after)


def _edited(case: Case, edit: PortalEdit, declared: Any) -> Drift:
    slug = "metadata/terms" if edit.field in TERMS else "metadata/edited"
    emptied = edit.kept is Kept.MANDATORY
    return case.drift(
        "metadata/emptied" if emptied else slug,
        edit.field,
        expected=_shown(declared),
        found=edit.quote or _shown(None),
        mends=emptied and case.mends,
        label=edit.label,
        file=edit.file,
    )


def _files(case: Case) -> Iterator[PutFile]:
    """Those that stand, with the words and marks that they should have."""
    version = case.record.version
    assert version is not None
    said: dict[str, Mapping[str, str]] = {name: companion_fields(name, None) for name in COMPANIONS}
    asking = (one for one in version.dataset.resources if one.changes)
    said |= {changes_of(one.name): changes_fields(one, None) for one in asking}
    for table in version.tables:
        if ours := case.ours(table.resource):
            said[table.resource] = data_fields(KeptPart(version.declared(table), table.schema, ours))
    for name, fields in said.items():
        if ours := case.ours(name):
            yield PutFile(resource=name, id=ours.id, name=ours.file, fields=fields, content=None, new=False)


def _own_fields(case: Case, put: PutFile) -> Iterator[Drift]:
    ours = case.ours(put.resource)
    assert ours is not None
    for key, value in put.fields.items():
        found = ours.fields.get(key) or ""
        if key in WORDS or key in OF_THE_FILE or found == value:
            continue
        yield case.drift(
            "metadata/ours", f"{put.resource}.{key}", expected=_shown(value), found=_shown(found), mends=case.mends
        )


def _shown(value: Any) -> Text:
    if not value:
        return Text(th="(ว่าง)", en="(empty)")
    told = ", ".join(f"“{each}”" for each in value) if isinstance(value, list) else f"“{value}”"
    return Text(th=told, en=told)
