"""What the target portal would refuse is a finding before anything is sent; without a portal nothing is judged."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.checks import Subject, check_dataset
from flows.domain.portal_edit import Kept, PortalEdit
from flows.domain.portal_rules import PortalRules
from flows.domain.text import Text
from flows.portal.profile import load_profile
from tests.checks.conftest import PROJECT

MakeSubject = Callable[..., Subject]
PROFILES: Path = PROJECT / "schemas" / "portals"
THAI = load_profile(PROFILES, "data-go-th").rules
PLAIN = load_profile(PROFILES, "plain").rules


def without(field: str, *ids: str) -> PortalRules:
    return replace(THAI, choices={**THAI.choices, field: THAI.choices[field] - {*ids}})


def found(subject: Subject) -> list[str]:
    return sorted(finding.rule for finding in check_dataset(subject))


def test_a_sound_dataset_is_what_a_thai_portal_takes(subject: MakeSubject) -> None:
    assert found(subject(portal=THAI)) == []


@pytest.mark.parametrize(
    ("portal", "licence", "expected"),
    [
        (THAI, "CC0-1.0", ["licence/not-on-portal"]),
        (THAI, "ODbL-1.0", ["licence/not-on-portal", "licence/share-alike"]),
        (THAI, "DGA-OGL", []),
        (THAI, "CC-BY-NC-SA-4.0", ["licence/non-commercial"]),  # it is held already: one advice is enough
        (None, "CC0-1.0", []),
    ],
)
def test_a_licence_that_the_portal_has_no_line_for(
    subject: MakeSubject, portal: PortalRules | None, licence: str, expected: list[str]
) -> None:
    assert found(subject(portal=portal, licence=licence)) == expected


def test_the_open_licences_of_the_portal_are_named_and_the_closed_ones_are_not(subject: MakeSubject) -> None:
    (finding,) = check_dataset(subject(portal=THAI, licence="PDDL-1.0"))
    for text in (finding.fix.th, finding.fix.en):
        assert "CC-BY-4.0" in text and "DGA-OGL" in text
        assert "NC" not in text and "not-specified" not in text
    assert "พอร์ทัลแบบ data.go.th" in finding.message.th


def test_a_portal_without_any_open_licence_says_so(subject: MakeSubject) -> None:
    portal = replace(THAI, licences={"other": THAI.licences["other"]})
    (finding,) = check_dataset(subject(portal=portal))
    assert "ไม่มีสัญญาอนุญาตแบบเปิดให้เลือก" in finding.fix.th


STATISTICS = {
    "data_type": "statistics",
    "data_support": None,
    "data_collect": None,
    "reference_data": None,
    "statistics": {
        "first_year_of_data": 2020,
        "last_year_of_data": 2024,
        "data_release_calendar": "2027-01-31",
        "disaggregate": ["sex", "age"],
        "unit_of_measure": "คน",
        "unit_of_multiplier": "thousand",
        "calculation_method": "นับจากทะเบียน",
        "standard": "TSIC 2552",
        "official_statistics": False,
    },
}


@pytest.mark.parametrize(
    ("field", "ids", "declared", "keys"),
    [
        ("objective", ["agency-mission"], {}, ["objective"]),
        ("objective", ["law"], {}, []),
        ("update_frequency_unit", ["month"], {}, ["frequency.unit"]),
        ("geo_coverage", ["country"], {}, ["coverage"]),
        ("data_format", ["CSV", "PDF"], {"data_format": ["CSV", "PDF"]}, ["data_format", "data_format"]),
        ("data_language", ["th"], {}, ["language"]),
        ("data_collect", ["business"], {}, ["data_collect"]),
        ("disaggregate", ["age"], STATISTICS, ["statistics.disaggregate"]),
        ("unit_of_multiplier", ["thousand"], STATISTICS, ["statistics.unit_of_multiplier"]),
        # Anything but public is held whatever the portal offers.
        ("data_category", ["public"], {}, []),
    ],
)
def test_a_choice_that_the_portal_has_no_word_for(
    subject: MakeSubject, field: str, ids: list[str], declared: dict[str, Any], keys: list[str]
) -> None:
    findings = check_dataset(subject(portal=without(field, *ids), **declared))
    assert [finding.rule for finding in findings] == ["metadata/not-a-choice"] * len(keys)
    assert all(f"แก้ {key} " in finding.fix.th for key, finding in zip(keys, findings, strict=True))


def test_a_field_that_the_portal_has_no_place_for_is_not_judged(subject: MakeSubject) -> None:
    fewer = {field: ids for field, ids in THAI.choices.items() if field != "geo_coverage"}
    assert found(subject(portal=replace(THAI, choices=fewer))) == []


def test_a_name_that_the_portal_is_too_short_for(subject: MakeSubject) -> None:
    assert found(subject(portal=replace(THAI, name_max=len("diw-factories")))) == []
    assert found(subject(portal=replace(THAI, name_max=len("diw-factories") - 1))) == ["metadata/name-too-long"]


def test_tags_that_stock_ckan_refuses_are_all_named(subject: MakeSubject) -> None:
    (finding,) = check_dataset(subject(portal=PLAIN, tags=["โรงงาน", "อุตสาหกรรม", "สถิติ", "factory"]))
    assert finding.rule == "metadata/tags-not-on-portal"
    # โรงงาน has no vowel or tone mark above or below, and passes.
    assert "2 จาก 4 คำ" in finding.message.th
    assert "อุตสาหกรรม, สถิติ" in finding.message.th


def test_a_dataset_that_has_not_said_its_type_is_asked_for_no_field_of_a_type(subject: MakeSubject) -> None:
    assert found(subject(data_type=None)) == ["metadata/missing-item"]


def test_terms_that_somebody_changed_on_the_portal_are_told_with_what_stands(subject: MakeSubject) -> None:
    edit = PortalEdit(
        field="license_id",
        label=Text(th="สัญญาอนุญาต", en="Licence"),
        kept=Kept.PORTAL,
        stood=Text(th="“cc-nc”", en="“cc-nc”"),
        file="diw/factories.yaml",
        quotable=True,
    )
    (told,) = check_dataset(replace(subject(portal=THAI), on_portal=(edit,)))
    assert told.rule == "metadata/terms-changed-on-portal"
    assert "“cc-nc”" in told.message.th and "สัญญาอนุญาต" in told.message.th
    assert "diw/factories.yaml" in told.fix.th and "diw/factories.yaml" in told.fix.en
    assert not told.blocks, "whether the terms are open is judged by the rules for all terms"
    (hidden,) = check_dataset(replace(subject(portal=THAI), on_portal=(replace(edit, quotable=False),)))
    assert "cc-nc" not in hidden.message.th + hidden.message.en
