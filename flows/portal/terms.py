"""The terms under which a dataset stands on the portal, where a person changed them there.

They are not put back: who closes data by hand may have every reason to. The gate judges the dataset by them, so that
terms that are not open hold it, and scores, ledger and award pack tell of them instead of the declared ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.errors import DeclarationError
from flows.domain.portal_edit import Kept, PortalEdit
from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.ownership import TERMS, Field, Ownership
from flows.portal.payload import dataset_fields
from flows.portal.profile import Profile


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a dataset."""

    dataset: Dataset
    """As declared, but for licence, category, classification and conditions: those as they stand."""
    edits: tuple[PortalEdit, ...] = ()
    """What somebody changed of them; empty where nobody did."""


def terms_on_portal(dataset: Dataset, stands: PublishedDataset | None, profile: Profile) -> Terms:
    """Those that stand and stay; the declared ones where nothing of ours stands."""
    if stands is None or standing.own_id(stands) != dataset.id:
        return Terms(dataset)
    try:
        fields = dataset_fields(dataset, profile)
    except DeclarationError:
        return Terms(dataset)  # the portal has no word for what is declared: the gate tells of that
    terms = {field.key: field for field in Ownership(dataset, fields, profile, stands).fields() if field.key in TERMS}
    theirs = {key: field.edit for key, field in terms.items() if field.edit and field.edit.kept is Kept.PORTAL}
    if not theirs:
        return Terms(dataset)
    changes = _declared(terms, profile)
    declared = dataset.declared.model_copy(
        update={name: value for key in theirs for name, value in changes[key].items()}
    )
    return Terms(dataset.model_copy(update={"declared": declared}), tuple(theirs.values()))


def _declared(terms: Mapping[str, Field], profile: Profile) -> dict[str, dict[str, Any]]:
    """By field: what a declaration would say to the same effect. What the portal has no choice for is no such thing."""

    def stands(key: str) -> str | None:
        return terms[key].after or None

    value = stands("license_id")
    licence = value and (profile.licence_of(value, stands("license_id_other")) or value)
    category, classification = stands("data_category"), stands("data_classification")
    return {
        "license_id": {"licence": licence, "licence_url": None},
        "license_id_other": {"licence": licence, "licence_url": None},
        "data_category": {"category": category and profile.id_of("data_category", category)},
        "data_classification": {
            "classification": classification and profile.id_of("data_classification", classification)
        },
        "accessible_condition": {"accessible_condition": stands("accessible_condition")},
    }
