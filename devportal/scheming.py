# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a portal profile (schemas/portals/*.yaml) to the files that CKAN reads: dataset schema and licence register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .errors import DevportalError

Profile = dict[str, Any]

_PRESET_VALIDATORS = {
    "title": "not_empty unicode_safe",
    "dataset_slug": "not_empty unicode_safe name_validator package_name_validator perd_name_max",
}
_EMAIL_FIELDS = {"maintainer_email": "maintainer"}


def load_profile(file: Path) -> Profile:
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DevportalError(f"the portal profile {file} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise DevportalError(f"the portal profile {file} is empty")
    return content


def dataset_schema(profile: Profile) -> dict[str, Any]:
    """The schema for ckanext-scheming: every field of the profile, in its order, our own provenance fields last."""
    own = profile["own_fields"]
    return {
        "scheming_version": 2,
        "dataset_type": "dataset",
        "about": profile["title"]["th"],
        "about_url": "",
        # There are no drafts on these portals.
        "after_validators": "perd_state_active",
        "dataset_fields": [_field(one, profile) for one in [*profile["dataset_fields"], *own["dataset"]]],
        "resource_fields": [_field(one, profile) for one in [*profile["resource_fields"], *own["resource"]]],
    }


def licences(profile: Profile) -> list[dict[str, Any]]:
    """CKAN's licence register, one entry per `license_id`, in the profile's order.

    None is marked as conforming to the Open Definition: the portals this stands for do not mark theirs either, so that
    CKAN's `isopen` is False for every dataset there, and nobody may come to rely on it here.
    """
    register: dict[str, dict[str, Any]] = {}
    for one in profile["licences"]:
        if one["value"] not in register and not one.get("other"):
            register[one["value"]] = {
                "id": one["value"],
                "title": one["value"] if " " in one["value"] else one["title"]["th"],
                "url": one.get("url", ""),
                "status": "active",
                "domain_data": True,
            }
    return list(register.values())


def _field(one: dict[str, Any], profile: Profile) -> dict[str, Any]:
    field: dict[str, Any] = {"field_name": one["name"], "label": one["label"]}
    if one.get("required"):
        field["required"] = True
    preset = one.get("preset")
    if preset and preset != "select":
        field["preset"] = preset
    if preset in _PRESET_VALIDATORS:
        field["validators"] = _PRESET_VALIDATORS[preset]
        if preset == "title" and profile["unique_titles"]:
            field["validators"] += " perd_title_unique"
    elif not preset:
        field["validators"] = " ".join(one.get("validators") or ["ignore_missing", "unicode_safe"])
    if one.get("shown") is False:
        field["display_snippet"] = None
    if one["name"] == "license_id":
        field["form_snippet"] = "license.html"
    elif one.get("choices"):
        field |= _choices(one, profile)
    elif one.get("long_text"):
        field["form_snippet"] = "markdown.html"
        field["display_snippet"] = "markdown.html"
    elif one["name"] in _EMAIL_FIELDS:
        field["display_snippet"] = "email.html"
        field["display_email_name_field"] = _EMAIL_FIELDS[one["name"]]
    return field


def _choices(one: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """A list to choose from. Only a `checked` field refuses other values, as on the portals this stands for."""
    kind: dict[str, Any] = {
        "choices": [
            {"value": choice["value"], "label": {"th": choice.get("th", choice["value"]), "en": choice["en"]}}
            for choice in profile["choices"][one["choices"]]
        ]
    }
    if one.get("multiple"):
        return kind | {
            "form_snippet": "multiple_checkbox.html",
            "display_snippet": "multiple_choice.html",
            "validators": "scheming_multiple_choice",
            "output_validators": "scheming_multiple_choice_output",
        }
    kind |= {"form_snippet": "select.html", "display_snippet": "select.html"}
    if one.get("checked"):
        kind["validators"] = "scheming_required scheming_choices"
    return kind
