"""What one kind of portal accepts: schemas/portals/<profile>.yaml, and the way from our English ids to its words."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.declared.mistakes import required
from flows.declared.yaml_lines import read_yaml
from flows.domain.errors import DeclarationError
from flows.domain.portal_rules import PortalRules
from flows.domain.text import Text


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Licence(_Part):
    id: str
    value: str
    """The portal's `license_id`."""
    title: Text
    other: str | None = None
    """Text for `license_id_other`, where the portal has no line of its own for the licence."""
    url: str | None = None


class Choice(_Part):
    id: str
    value: str
    """Exactly what the portal stores."""
    en: str
    th: str | None = None


class PortalField(_Part):
    name: str
    label: Text
    required: bool
    types: tuple[Literal["R", "S", "G", "M", "O"], ...] = ()
    choices: str | None = None
    """Name of a list of `choices`, or `licences`."""
    multiple: bool = False
    checked: bool = False
    companion_of: str | None = None
    preset: str | None = None
    validators: tuple[str, ...] = ()
    long_text: bool = False
    shown: bool = True
    """False where the portal's page leaves it out."""
    sent_as: str | None = None
    """`extras` or `tags`, where the field is no key of its own at the top level."""


class OwnFields(_Part):
    dataset: tuple[PortalField, ...]
    resource: tuple[PortalField, ...]


class Profile(_Part):
    profile: str
    title: Text
    fields_as: Literal["fields", "extras"]
    name_max: int = Field(gt=0)
    unique_titles: bool
    thai_tags: bool
    required_tags: bool
    licences: tuple[Licence, ...]
    dataset_fields: tuple[PortalField, ...]
    resource_fields: tuple[PortalField, ...]
    own_fields: OwnFields
    choices: dict[str, tuple[Choice, ...]]

    @cached_property
    def _dataset_fields(self) -> dict[str, PortalField]:
        return {field.name: field for field in (*self.dataset_fields, *self.own_fields.dataset)}

    def field(self, name: str) -> PortalField | None:
        """The dataset field of that CKAN key, or None if this kind of portal does not know it."""
        return self._dataset_fields.get(name)

    @cached_property
    def rules(self) -> PortalRules:
        """What a dataset can be judged by before anything is sent."""
        listed = {name: frozenset(choice.id for choice in choices) for name, choices in self.choices.items()}
        return PortalRules(
            profile=self.profile,
            title=self.title,
            name_max=self.name_max,
            thai_tags=self.thai_tags,
            licences={licence.id: licence.title for licence in self.licences},
            choices={field.name: listed[field.choices] for field in self.dataset_fields if field.choices in listed},
        )

    def value(self, field: str, id: str) -> str:
        """What this portal calls our English `id` in `field`; DeclarationError if it has no word for it."""
        known = self.field(field)
        choices = self.choices.get(known.choices or "", ()) if known else ()
        for choice in choices:
            if choice.id == id:
                return choice.value
        ids = ", ".join(choice.id for choice in choices) or "none"
        raise DeclarationError(
            f"schemas/portals/{self.profile}.yaml has no value for {id!r} in {field}: "
            f"declare one of its choices ({ids}) or add the line to the profile"
        )

    def id_of(self, field: str, value: str) -> str | None:
        """Our English id of what this portal calls `value` in `field`; None where it is none of its choices."""
        known = self.field(field)
        choices = self.choices.get(known.choices or "", ()) if known else ()
        return next((choice.id for choice in choices if choice.value == value), None)

    def licence_of(self, value: str, other: str | None) -> str | None:
        """The licence's id for `license_id` and `license_id_other`; None where it is none of this portal's."""
        lines = [licence for licence in self.licences if licence.value == value]
        same = [licence for licence in lines if licence.other and licence.other == other]
        plain = [licence for licence in lines if not licence.other]
        return next((licence.id for licence in (*same, *plain)), None)

    def licence(self, id: str) -> Licence:
        """This portal's line for a licence id such as CC-BY-4.0; DeclarationError if it has none."""
        for licence in self.licences:
            if licence.id == id:
                return licence
        ids = ", ".join(licence.id for licence in self.licences)
        raise DeclarationError(
            f"schemas/portals/{self.profile}.yaml has no licence {id!r}: "
            f"declare one of its licences ({ids}) or add the line to the profile"
        )


def load_profile(folder: Path, name: str) -> Profile:
    """Read `<folder>/<name>.yaml`; DeclarationError that names the file and the place in it if it cannot be used."""
    path = folder / f"{name}.yaml"
    shown = f"schemas/portals/{name}.yaml"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
        raise DeclarationError(f"{shown} does not exist: choose one of the portal profiles ({known})")
    profile = required(Profile, read_yaml(path), shown)
    if profile.profile != name:
        raise DeclarationError(f"{shown} calls itself {profile.profile!r}: give `profile` the file's own name")
    lists = {*profile.choices, "licences"}
    for field in (*profile.dataset_fields, *profile.resource_fields):
        if field.choices and field.choices not in lists:
            raise DeclarationError(f"{shown}: {field.name} names the list {field.choices!r}, which is not there")
    return profile
