from pathlib import Path
from typing import get_args

import pytest

from flows.domain import vocabulary
from flows.domain.errors import DeclarationError
from flows.portal.profile import Profile, load_profile

LISTS = {
    "data_type": vocabulary.DataType,
    "objective": vocabulary.Objective,
    "update_frequency_unit": vocabulary.FrequencyUnit,
    "geo_coverage": vocabulary.Coverage,
    "data_format": vocabulary.DataFormat,
    "data_language": vocabulary.Language,
    "data_support": vocabulary.Support,
    "data_collect": vocabulary.Collected,
    "disaggregate": vocabulary.Disaggregation,
    "unit_of_multiplier": vocabulary.Multiplier,
    "geographic_data_set": vocabulary.GeographicDataSet,
    "equivalent_scale": vocabulary.Scale,
}


@pytest.mark.parametrize("field", LISTS)
def test_every_id_that_can_be_declared_has_a_value(any_profile: Profile, field: str) -> None:
    values = [any_profile.value(field, id) for id in get_args(LISTS[field])]
    assert len(set(values)) == len(values)


def test_public_data_have_a_category_on_every_portal(any_profile: Profile) -> None:
    assert any_profile.value("data_category", "public") == "ข้อมูลสาธารณะ"


def test_every_kind_of_portal_offers_the_same_choices_and_keeps_our_own_fields(thai: Profile, plain: Profile) -> None:
    # The two files repeat them: whoever adds a line to one adds it to the other.
    assert thai.choices == plain.choices
    assert [field.name for field in thai.own_fields.dataset] == [field.name for field in plain.own_fields.dataset]
    assert thai.own_fields.resource == plain.own_fields.resource
    assert "perd_bytes" in {field.name for field in thai.own_fields.resource}


def test_an_id_without_a_value_is_the_declarations_mistake(thai: Profile) -> None:
    with pytest.raises(DeclarationError, match=r"data-go-th\.yaml has no value for 'moon' in geo_coverage: .*country"):
        thai.value("geo_coverage", "moon")


def test_a_licence_has_the_portals_own_spelling(thai: Profile, plain: Profile) -> None:
    assert thai.licence("CC-BY-4.0").value == "Creative Commons Attributions"
    assert plain.licence("CC-BY-4.0").value == "cc-by"
    with pytest.raises(DeclarationError, match="no licence 'WTFPL'"):
        thai.licence("WTFPL")


def test_a_profile_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text("profile: plain\n")
    with pytest.raises(DeclarationError, match=r"plane\.yaml does not exist: .*\(plain\)"):
        load_profile(tmp_path, "plane")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("profile: [", r"odd\.yaml:1: is not valid YAML"),
        ("profile: odd\nname_maximum: 3\n", "name_maximum: there is no such key"),
    ],
)
def test_a_broken_profile_is_told_with_the_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "odd.yaml").write_text(text)
    with pytest.raises(DeclarationError, match=told):
        load_profile(tmp_path, "odd")


def test_the_rules_for_the_checks_say_what_the_profile_does(thai: Profile, plain: Profile) -> None:
    assert set(thai.rules.licences) == {licence.id for licence in thai.licences}
    assert (thai.rules.name_max, thai.rules.thai_tags, plain.rules.thai_tags) == (70, True, False)
    assert thai.rules.choices["data_category"] == {"public", "personal", "security", "official-secret"}
    # A list of licences is no list of choices, and a field of free text has none.
    assert not {"license_id", "title"} & set(thai.rules.choices)


def test_thai_tags_are_refused_where_stock_ckan_refuses_them(thai: Profile, plain: Profile) -> None:
    tags = ("factory", "โรงงาน", "สถิติ", "a/b")
    assert thai.rules.refused_tags(tags) == ()
    assert plain.rules.refused_tags(tags) == ("สถิติ", "a/b")
