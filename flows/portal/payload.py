"""A dataset's metadata in the portal's own words: the fields that are ours, and no others.

What somebody adds on the portal (views, groups, other extras, other resources) is not ours and stays as it is; what
somebody changes in a field of ours is merged (merge.py). Empty fields are left out. Booleans are the texts "True" and
"False", as data.go.th-style portals store them.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.errors import DeclarationError
from flows.domain.provenance import keepable
from flows.domain.thai_calendar import FIRST_BUDDHIST_YEAR
from flows.portal.plain_text import plain
from flows.portal.profile import Profile
from flows.portal.sent import NAMED, SENT, Sent
from flows.portal.standing import DATA_DICTIONARY, DATAPACKAGE
from flows.portal.type_payload import type_values

SAMPLE_TAG = "ข้อมูลตัวอย่าง"
SAMPLE_SUFFIX = " (ข้อมูลตัวอย่าง)"
SAMPLE_SENTENCE = (
    "ข้อมูลชุดนี้เป็นข้อมูลตัวอย่างที่สร้างขึ้นเพื่อสาธิตระบบ ไม่ใช่ข้อมูลจริงของหน่วยงาน "
    "(These are made-up sample data that show how the system works; they are not the agency's real data.)"
)

OWNED = (
    "title",
    "notes",
    "tags",
    "owner_org",
    "maintainer",
    "maintainer_email",
    "license_id",
    "license_id_other",
    "data_type",
    "data_category",
    "data_classification",
    "objective",
    "update_frequency_unit",
    "update_frequency_interval",
    "geo_coverage",
    "data_source",
    "data_format",
    "data_language",
    "accessible_condition",
    "high_value_dataset",
    "created_date",
    "perd_dataset_id",
    "perd_declaration_sha256",
    "perd_agency",
    "perd_sample",
)
"""Dataset fields that the declaration decides, also where it leaves them empty.

The fields of a dataset's type (type_payload.py) and its address are not among them: officers fill them in on the
portal's own form, and what a declaration does not say stays as they wrote it.
"""

MANDATORY = frozenset(
    {
        "data_type",
        "title",
        "owner_org",
        "maintainer",
        "maintainer_email",
        "tags",
        "notes",
        "objective",
        "update_frequency_unit",
        "geo_coverage",
        "data_source",
        "data_format",
        "data_category",
        "license_id",
    }
)
"""The 14 mandatory items (GD Catalog Guideline v1.0) by CKAN's keys."""

_CORE = frozenset(
    {"title", "notes", "tags", "owner_org", "maintainer", "maintainer_email", "license_id", "groups", "url"}
)


@dataclass(frozen=True, slots=True)
class DatasetFields:
    """What the portal's record should say."""

    top: Mapping[str, Any]
    """Fields at the top level; `tags` and `groups` are sorted lists of names here."""
    extras: Mapping[str, str]
    """Fields that travel in the `extras` list."""
    refused_tags: tuple[str, ...] = ()
    """Declared tags that this kind of portal does not take."""


def in_extras(profile: Profile, key: str) -> bool:
    """Whether the dataset field `key` travels in the `extras` list of this kind of portal."""
    field = profile.field(key)
    if field is not None and field.sent_as == "extras":
        return True
    return profile.fields_as == "extras" and key not in _CORE


def dataset_name(dataset: Dataset, profile: Profile) -> str:
    """The dataset's name on the portal: its id; DeclarationError if this kind of portal cannot bear it."""
    if len(dataset.id) > profile.name_max:
        raise DeclarationError(
            f"{dataset.path}: the dataset's name {dataset.id!r} has {len(dataset.id)} characters and a "
            f"{profile.profile} portal takes {profile.name_max}: shorten the file's name"
        )
    companions = {DATA_DICTIONARY, DATAPACKAGE}
    for resource in dataset.resources:
        if resource.name in companions:
            raise DeclarationError(
                f"{dataset.path}: a resource may not be called {resource.name!r}, the pipeline publishes its own "
                f"file of that name: rename it"
            )
    return dataset.id


def dataset_title(dataset: Dataset) -> str:
    """What the public reads, as the portal keeps it."""
    return str(plain(dataset.declared.title + (SAMPLE_SUFFIX if dataset.declared.sample else "")))


def dataset_fields(dataset: Dataset, profile: Profile, report_url: str | None = None) -> DatasetFields:
    """All fields of ours, empties left out; DeclarationError for an id that the profile has no word for."""
    declared = dataset.declared
    tags, refused = _tags(dataset, profile)
    values: dict[str, Any] = {
        "title": dataset_title(dataset),
        "notes": _notes(dataset),
        "tags": tags,
        "groups": sorted(set(declared.groups)),
        "owner_org": dataset.agency.organisation,
        "maintainer": dataset.contact.name,
        "maintainer_email": dataset.contact.email,
        "data_source": declared.data_source,
        "accessible_condition": declared.accessible_condition,
        "high_value_dataset": str(declared.high_value),
        "created_date": _iso(dataset, declared.created),
        "url": declared.url,
        "perd_dataset_id": dataset.id,
        "perd_declaration_sha256": declaration_sha256(dataset),
        "perd_agency": dataset.agency.code,
        "perd_sample": "True" if declared.sample else None,
        "perd_report_url": report_url,
    }
    if declared.licence is not None:
        licence = profile.licence(declared.licence)
        values |= {"license_id": licence.value, "license_id_other": licence.other}
    if declared.frequency is not None:
        values["update_frequency_unit"] = profile.value("update_frequency_unit", declared.frequency.unit)
        values["update_frequency_interval"] = str(declared.frequency.every)
    values |= type_values(declared, profile)
    single = {
        "data_type": declared.data_type,
        "data_category": declared.category,
        "data_classification": declared.classification,
        "geo_coverage": declared.coverage,
    }
    several = {
        "objective": declared.objective,
        "data_format": declared.data_format,
        "data_language": declared.language,
    }
    # A field that this kind of portal has no place for is not sent; an id that it has no word for is a mistake.
    values |= {key: profile.value(key, id) for key, id in single.items() if id and profile.field(key)}
    values |= {
        key: sorted(profile.value(key, id) for id in ids) for key, ids in several.items() if ids and profile.field(key)
    }
    filled = {key: plain(value) for key, value in values.items() if value}
    top = {key: value for key, value in filled.items() if not in_extras(profile, key)}
    extras = {key: _extra_text(value) for key, value in filled.items() if in_extras(profile, key)}
    (extras if in_extras(profile, SENT) else top)[SENT] = Sent.of({**top, **extras}).as_text()
    return DatasetFields(top, extras, refused)


def named(names: Iterable[str]) -> list[dict[str, str]]:
    """Tags or groups in the shape that CKAN reads."""
    return [{"name": name} for name in names]


def as_sent(fields: DatasetFields) -> dict[str, Any]:
    """The fields in the shape of package_create."""
    sent = dict(fields.top)
    for key in NAMED.intersection(sent):
        sent[key] = named(sent[key])
    if fields.extras:
        sent["extras"] = [{"key": key, "value": value} for key, value in sorted(fields.extras.items())]
    return sent


def _extra_text(value: Any) -> str:
    """An extra is text: choices of several are a JSON list, as ckanext-scheming stores them."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _notes(dataset: Dataset) -> str:
    description = dataset.declared.description or ""
    return f"{SAMPLE_SENTENCE}\n\n{description}" if dataset.declared.sample else description


def _tags(dataset: Dataset, profile: Profile) -> tuple[list[str], tuple[str, ...]]:
    declared = dataset.declared.tags + ((SAMPLE_TAG,) if dataset.declared.sample else ())
    tags = sorted({unicodedata.normalize("NFC", tag.strip()) for tag in declared})
    refused = profile.rules.refused_tags(tags)
    return [tag for tag in tags if tag not in refused], refused


def _iso(dataset: Dataset, day: date | None) -> str | None:
    if day is not None and day.year >= FIRST_BUDDHIST_YEAR:
        raise DeclarationError(
            f"{dataset.path}: created {day.isoformat()} is a Buddhist-era year: write it in CE, {day.year - 543}"
        )
    return day.isoformat() if day else None


def declaration_sha256(dataset: Dataset) -> str:
    """Digest of what is declared, lower-case hex: `perd_declaration_sha256`."""
    # Only what is written: a default that a later version adds is no change of the declaration. Who shares in the data
    # is for the ledger and the award pack alone, and who is told by mail for us: no reason to write to a portal. A
    # version that comes back from the archive has the digest that it was published with.
    left_out: Any = {"path": True, "declared": {"shared_with"}}
    written = keepable(dataset).model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=left_out)
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
