"""The files that a dataset is to have on the portal: its tables, what is said of them, and what changed in them."""

from collections.abc import Iterator

from flows.domain.draft import Draft, Fresh, Part
from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal.datapackage import datapackage
from flows.portal.dictionary import data_dictionary
from flows.portal.profile import Profile
from flows.portal.resource_payload import changes_fields, companion_fields, data_fields, resource_id
from flows.portal.standing import DATA_DICTIONARY, DATAPACKAGE, changes_of, file_name
from flows.portal.writes import PutFile


def files_of(draft: Draft, profile: Profile, name: str) -> list[PutFile]:
    """In the order in which they are written. PortalRefused if a file that is kept is gone from the portal."""
    files = [_data_file(draft, part) for part in draft.parts]
    for file in files:
        if file.content is None:
            _still_there(file, draft.standing, name)
    return [
        *files,
        *(_changes(draft, part) for part in draft.parts if part.resource.changes),
        _companion(draft, DATA_DICTIONARY, data_dictionary(draft.parts)),
        _companion(draft, DATAPACKAGE, _package(draft, profile)),
    ]


def names_of(draft: Draft) -> Iterator[str]:
    """Of the resources that are declared, or follow from what is."""
    for part in draft.parts:
        yield part.resource.name
        if part.resource.changes:
            yield changes_of(part.resource.name)
    yield from (DATA_DICTIONARY, DATAPACKAGE)


def to_put(put: PutFile, stands: PublishedDataset | None) -> bool:
    """Whether the file has to be sent: what stands is another one, or none."""
    found = stands.resource(put.resource) if stands is not None else None
    if found is None:
        return True
    if put.content is None:
        # A kept resource stands by definition; a package that cannot be made yet follows the files that it names.
        return put.resource == DATAPACKAGE or not found.untouched
    return not found.untouched or found.sha256 != put.fields["perd_sha256"]


def _still_there(file: PutFile, stands: PublishedDataset | None, name: str) -> None:
    """A file that is kept was there, ours and whole, when the run began."""
    found = stands.resource(file.resource) if stands is not None else None
    if found is None:
        raise PortalRefused(
            Text(
                th=f"ทรัพยากร {file.resource} ของ {name} หายไปจากพอร์ทัลระหว่างการเผยแพร่ โปรดเผยแพร่ชุดข้อมูลนี้อีกครั้ง",
                en=f"The resource {file.resource} of {name} vanished from the portal while it was being published: "
                f"publish the dataset again",
            )
        )
    if not found.untouched:
        raise PortalRefused(
            Text(
                th=f"ไฟล์ของทรัพยากร {file.resource} ของ {name} บนพอร์ทัลไม่ใช่ไฟล์ที่ระบบเผยแพร่ อาจมีผู้เปลี่ยนไฟล์ "
                f"โปรดเผยแพร่ชุดข้อมูลนี้อีกครั้ง ระบบจะส่งไฟล์ที่ถูกต้องขึ้นไปใหม่",
                en=f"The portal's file of the resource {file.resource} of {name} is not the one that was published: "
                f"somebody replaced it; publish the dataset again, and the right file is sent anew",
            )
        )


def _data_file(draft: Draft, part: Part) -> PutFile:
    name = part.resource.name
    return PutFile(
        resource=name,
        id=resource_id(draft.dataset, name),
        name=file_name(draft.dataset.id, name),
        fields=data_fields(part),
        content=part.tidied.path if isinstance(part, Fresh) else None,
        new=draft.stands(name) is None,
    )


def _changes(draft: Draft, part: Part) -> PutFile:
    """Without content until somebody has compared the versions: then the file that stands is left as it is."""
    name = changes_of(part.resource.name)
    found = draft.changes.get(part.resource.name)
    return PutFile(
        resource=name,
        id=resource_id(draft.dataset, name),
        name=file_name(draft.dataset.id, name),
        fields=changes_fields(part.resource, found),
        content=found.path if found else None,
        new=draft.stands(name) is None,
    )


def _companion(draft: Draft, kind: str, content: bytes | None) -> PutFile:
    return PutFile(
        resource=kind,
        id=resource_id(draft.dataset, kind),
        name=file_name(draft.dataset.id, kind),
        fields=companion_fields(kind, content),
        content=content,
        new=draft.stands(kind) is None,
    )


def _package(draft: Draft, profile: Profile) -> bytes | None:
    addresses = {
        part.resource.name: found.url for part in draft.parts if (found := draft.stands(part.resource.name)) is not None
    }
    if draft.standing is None or len(addresses) < len(draft.parts):
        return None
    return datapackage(draft.terms, draft.parts, profile, draft.standing.url, addresses)
