"""Whose each field of a dataset is, and the words of its files: merged with what people changed on the portal."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.personal_text import looks_personal
from flows.domain.portal_edit import Kept, PortalEdit
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.merge import Merged, merged, merged_names
from flows.portal.payload import MANDATORY, OWNED, DatasetFields, in_extras
from flows.portal.profile import Profile
from flows.portal.resource_payload import WORDS
from flows.portal.sent import NAMED, OURS, SENT, Sent
from flows.portal.writes import PutFile

TERMS = ("license_id", "license_id_other", "data_category", "data_classification", "accessible_condition")
"""Dataset fields that decide whether the data are open."""
CONTACT = frozenset({"maintainer", "maintainer_email"})
_LABELS = {
    "tags": Text(th="คำสำคัญ", en="Keywords"),
    "groups": Text(th="กลุ่ม", en="Groups"),
    "name": Text(th="ชื่อทรัพยากร", en="Resource title"),
    "description": Text(th="คำอธิบายทรัพยากร", en="Resource description"),
}
_DECLARATION = "perd_declaration_sha256"


@dataclass(frozen=True, slots=True)
class Field:
    """One dataset field."""

    key: str
    in_extras: bool
    before: Any
    """What stands; None for nothing."""
    after: Any
    """What should."""
    edit: PortalEdit | None = None
    """What a person did to it, if anybody has to know."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the portal should say once a person's edits and the declaration are merged."""

    fields: tuple[Field, ...]
    """Of the dataset; none of one that does not stand yet."""
    files: tuple[PutFile, ...]
    edits: tuple[PortalEdit, ...]
    """What has to be told. Not those of the terms that stay: the gate judges them (terms.py), and tells of them."""


def agreed(
    dataset: Dataset, fields: DatasetFields, profile: Profile, stands: PublishedDataset | None, files: Iterable[PutFile]
) -> Agreed:
    """The declared `fields` and the words of `files` against what stands."""
    if stands is None:
        return Agreed((), tuple(files), ())
    whose = Ownership(dataset, fields, profile, stands)
    ours, puts = whose.fields(), [whose.file(put) for put in files]
    found = (*(field.edit for field in ours), *(edit for _, its in puts for edit in its))
    edits = tuple(edit for edit in found if edit and not (edit.field in TERMS and edit.kept is Kept.PORTAL))
    return Agreed(ours, tuple(put for put, _ in puts), edits)


class Ownership:
    """What becomes of a dataset that stands, under a declaration of now."""

    def __init__(self, dataset: Dataset, fields: DatasetFields, profile: Profile, stands: PublishedDataset) -> None:
        self._file = dataset.path
        self._wanted = {**fields.top, **fields.extras}
        self._profile = profile
        self._stands = stands
        # An older Perd did not keep what it sent: as long as the declaration is the same, that is what it says.
        declared = self._value(_DECLARATION)
        self._same_declaration = declared is not None and declared == self._wanted.get(_DECLARATION)

    def fields(self) -> tuple[Field, ...]:
        """Every dataset field that is ours, or was."""
        sent = Sent.stored(self._value(SENT)) or (Sent.of(self._wanted) if self._same_declaration else None)
        once = [key for key in sent.digests if self._may_be_ours(key)] if sent else []
        return tuple(self._field(key, sent) for key in dict.fromkeys((*OWNED, *self._wanted, *once)))

    def file(self, put: PutFile) -> tuple[PutFile, tuple[PortalEdit, ...]]:
        """The file with the words that it should have, and what people did to them."""
        found = self._stands.resource(put.resource)
        if found is None:
            return put, ()
        words = {key: put.fields[key] or None for key in WORDS}
        sent = Sent.stored(found.fields.get(SENT)) or (Sent.of(words) if self._same_declaration else None)
        ours = {
            key: merged(key, found.fields.get(key) or None, words[key], sent, mandatory=key == "name") for key in WORDS
        }
        edits = (self._edit(f"{put.resource}.{key}", _LABELS[key], one) for key, one in ours.items())
        fields = {**put.fields, **{key: one.value or "" for key, one in ours.items()}}
        return replace(put, fields=fields), tuple(edit for edit in edits if edit)

    def _field(self, key: str, sent: Sent | None) -> Field:
        aside = in_extras(self._profile, key)
        before, declared = self._value(key), self._wanted.get(key)
        if key.startswith(OURS):
            return Field(key, aside, before, declared)
        merge = merged_names if key in NAMED else merged
        one = merge(key, before, declared, sent, key in MANDATORY)
        return Field(key, aside, before, one.value, self._edit(key, self._label(key), one))

    def _value(self, key: str) -> Any:
        return standing.value(self._stands.fields, key, in_extras(self._profile, key))

    def _may_be_ours(self, key: str) -> bool:
        """Whoever edits on the portal may write anything into the field that says what was sent."""
        return key in NAMED or (key != "name" and self._profile.field(key) is not None)

    def _label(self, key: str) -> Text:
        field = self._profile.field(key)
        return _LABELS.get(key) or (field.label if field else Text(th=key, en=key))

    def _edit(self, field: str, label: Text, one: Merged) -> PortalEdit | None:
        if one.kept is None:
            return None
        quotable = field not in CONTACT and not looks_personal(one.stood.th)
        return PortalEdit(field, label, one.kept, one.stood, self._file, quotable)
