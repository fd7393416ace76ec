"""The profile is the one truth: all of it appears in what CKAN reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devportal import scheming

PROFILES = Path(__file__).parents[2] / "schemas" / "portals"
THAI = scheming.load_profile(PROFILES / "data-go-th.yaml")
PLAIN = scheming.load_profile(PROFILES / "plain.yaml")
SCHEMA = scheming.dataset_schema(THAI)


def _by_name(fields: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    named = {field[key]: field for field in fields}
    assert len(named) == len(fields), "a field appears twice"
    return named


@pytest.mark.parametrize("kind", ["dataset", "resource"])
def test_every_field_of_the_profile_is_in_the_schema_in_its_order(kind: str) -> None:
    expected = [*THAI[f"{kind}_fields"], *THAI["own_fields"][kind]]
    made = _by_name(SCHEMA[f"{kind}_fields"], "field_name")
    assert list(made) == [field["name"] for field in expected]
    for field in expected:
        assert made[field["name"]]["label"] == field["label"]
        assert made[field["name"]].get("required", False) == field["required"]


@pytest.mark.parametrize("kind", ["dataset", "resource"])
def test_every_choice_of_the_profile_is_in_the_schema_in_its_order(kind: str) -> None:
    made = _by_name(SCHEMA[f"{kind}_fields"], "field_name")
    for field in [*THAI[f"{kind}_fields"], *THAI["own_fields"][kind]]:
        if field.get("choices", "licences") == "licences":
            continue
        wanted = [choice["value"] for choice in THAI["choices"][field["choices"]]]
        assert [choice["value"] for choice in made[field["name"]]["choices"]] == wanted
        refuses = "choice" in made[field["name"]]["validators"]
        assert refuses == field["checked"], field["name"]


def test_the_mandatory_items_are_fourteen() -> None:
    required = [field["name"] for field in THAI["dataset_fields"] if field["required"]]
    assert len(required) == 14
    assert {"title", "owner_org", "maintainer", "tag_string", "license_id", "data_category"} <= set(required)


def test_only_the_category_is_checked_among_single_choices() -> None:
    checked = [f["name"] for f in THAI["dataset_fields"] if f.get("checked") and not f["multiple"]]
    assert checked == ["data_category"]


def test_every_licence_id_is_in_the_register_once() -> None:
    register = [entry["id"] for entry in scheming.licences(THAI)]
    assert sorted(register) == sorted({licence["value"] for licence in THAI["licences"]})


@pytest.mark.parametrize("profile", [THAI, PLAIN], ids=["data-go-th", "plain"])
def test_ids_lead_to_one_value_only(profile: dict[str, Any]) -> None:
    lists = {**profile["choices"], "licences": profile["licences"]}
    for name, choices in lists.items():
        ids = [choice["id"] for choice in choices]
        assert len(ids) == len(set(ids)), name
    for field in [*profile["dataset_fields"], *profile["resource_fields"]]:
        assert field.get("choices", "licences") in lists
        assert set(field["types"]) <= set("RSGMO")


def test_both_profiles_know_the_same_fields_and_choices() -> None:
    """A declaration that is good for one portal can be read for the other."""
    assert PLAIN["choices"] == THAI["choices"]
    for kind in ("dataset_fields", "resource_fields"):
        assert [field["name"] for field in PLAIN[kind]] == [field["name"] for field in THAI[kind]]
    assert {licence["id"] for licence in THAI["licences"]} <= {licence["id"] for licence in PLAIN["licences"]}
