import json
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from flows.domain.dataset import Dataset
from flows.domain.draft import Fresh
from flows.domain.errors import DeclarationError
from flows.domain.type_fields import Geospatial, Statistics
from flows.portal.payload import OWNED, as_sent, dataset_fields, dataset_name
from flows.portal.profile import Profile
from flows.portal.resource_payload import data_fields, resource_id
from flows.portal.standing import file_name

STATISTICS_FIELDS = tuple(Statistics.model_fields)
GEOSPATIAL_FIELDS = (
    *(name for name in Geospatial.model_fields if name != "bounding_box"),
    *(f"{side}_bound_longitude" for side in ("west", "east", "south", "north")),
)


def declared(dataset: Dataset, **changes: Any) -> Dataset:
    return dataset.model_copy(update={"declared": dataset.declared.model_copy(update=changes)})


def test_a_thai_portal_gets_fields(dataset: Dataset, thai: Profile) -> None:
    sent = as_sent(dataset_fields(dataset, thai))
    assert sent["data_type"] == "ข้อมูลระเบียน"
    assert sent["objective"] == ["พันธกิจหน่วยงาน", "เพื่อการให้บริการประชาชน"]
    assert sent["high_value_dataset"] == "False"
    assert sent["tags"] == [{"name": "factory"}, {"name": "สถิติ"}]
    assert sent["notes"] == "รายชื่อโรงงาน\nทุกจังหวัด"
    assert sent["owner_org"] == "test-department"
    assert "created_date" not in sent
    assert all(value not in ("", None, []) for value in sent.values())


def test_a_plain_portal_gets_extras_of_text(dataset: Dataset, plain: Profile) -> None:
    sent = as_sent(dataset_fields(dataset, plain))
    extras = {extra["key"]: extra["value"] for extra in sent["extras"]}
    assert "data_type" not in sent
    assert extras["data_type"] == "ข้อมูลระเบียน"
    assert extras["objective"] == '["พันธกิจหน่วยงาน", "เพื่อการให้บริการประชาชน"]'
    assert sent["license_id"] == "cc-by"


def test_no_portal_is_told_who_shares_in_a_dataset(dataset: Dataset, any_profile: Profile) -> None:
    shared = declared(dataset, shared_with=("oie", "tisi"))
    assert as_sent(dataset_fields(shared, any_profile)) == as_sent(dataset_fields(dataset, any_profile))


def test_a_plain_portal_is_spared_the_tags_that_it_refuses(dataset: Dataset, plain: Profile) -> None:
    fields = dataset_fields(dataset, plain)
    assert fields.top["tags"] == ["factory"]
    assert fields.refused_tags == ("สถิติ",)


def test_tags_are_composed_trimmed_and_single(dataset: Dataset, thai: Profile) -> None:
    composed = "café"
    tags = (unicodedata.normalize("NFD", composed), composed, " งบ ")
    assert dataset_fields(declared(dataset, tags=tags), thai).top["tags"] == [composed, "งบ"]


def test_a_licence_without_a_line_of_its_own_says_its_name(dataset: Dataset, thai: Profile) -> None:
    top = dataset_fields(declared(dataset, licence="DGA-OGL"), thai).top
    assert top["license_id"] == "อื่นๆ"
    assert "DGA Open Government License" in top["license_id_other"]


def test_sample_data_say_so_in_title_text_tags_and_mark(dataset: Dataset, thai: Profile) -> None:
    fields = dataset_fields(declared(dataset, sample=True), thai)
    assert fields.top["title"] == "ทะเบียนโรงงาน (ข้อมูลตัวอย่าง)"
    assert fields.top["notes"].startswith("ข้อมูลชุดนี้เป็นข้อมูลตัวอย่าง")
    assert "made-up sample data" in fields.top["notes"]
    assert "ข้อมูลตัวอย่าง" in fields.top["tags"]
    assert {**fields.top, **fields.extras}["perd_sample"] == "True"


def test_a_buddhist_year_never_leaves_the_house(dataset: Dataset, thai: Profile) -> None:
    assert dataset_fields(declared(dataset, created=date(2024, 1, 31)), thai).top["created_date"] == "2024-01-31"
    with pytest.raises(DeclarationError, match=r"tst/fac\.yaml: created 2567-01-31 .* 2024"):
        dataset_fields(declared(dataset, created=date(2567, 1, 31)), thai)


STATISTICS = Statistics.model_validate(
    {
        "first_year_of_data": 2020,
        "last_year_of_data": 2024,
        "data_release_calendar": "2027-01-31",
        "disaggregate": ["sex", "age"],
        "unit_of_measure": "คน",
        "unit_of_multiplier": "thousand",
        "calculation_method": "นับจากทะเบียน",
        "standard": "TSIC 2552",
        "official_statistics": False,
    }
)
GEOSPATIAL = Geospatial.model_validate(
    {
        "geographic_data_set": "land-parcel",
        "equivalent_scale": "1-4000",
        "bounding_box": {"west": 0, "east": 105.7, "south": 5.6, "north": 20.5},
        "positional_accuracy": "±1 เมตร",
        "reference_period": "พ.ศ. 2566",
        "data_release_date": "2024-01-31",
        "data_release_calendar": "2027-01-31",
    }
)


def test_statistics_say_what_they_count(dataset: Dataset, any_profile: Profile) -> None:
    fields = dataset_fields(declared(dataset, data_type="statistics", statistics=STATISTICS), any_profile)
    sent = {**fields.top, **fields.extras}
    assert {key: sent[key] for key in STATISTICS_FIELDS if key != "disaggregate"} == {
        "first_year_of_data": "2020",
        "last_year_of_data": "2024",
        "data_release_calendar": "2027-01-31",
        "unit_of_measure": "คน",
        "unit_of_multiplier": "พัน",
        "calculation_method": "นับจากทะเบียน",
        "standard": "TSIC 2552",
        "official_statistics": "False",
    }
    listed = sent["disaggregate"]
    assert (listed if isinstance(listed, list) else json.loads(listed)) == ["อายุ/กลุ่มอายุ", "เพศ"]


def test_geospatial_data_say_where_they_lie(dataset: Dataset, any_profile: Profile) -> None:
    fields = dataset_fields(declared(dataset, data_type="geospatial", geospatial=GEOSPATIAL), any_profile)
    sent = {**fields.top, **fields.extras}
    assert {key: sent[key] for key in (*GEOSPATIAL_FIELDS, "data_release_calendar")} == {
        "geographic_data_set": "ชั้นข้อมูลแปลงที่ดิน",
        "equivalent_scale": "1:4,000",
        "west_bound_longitude": "0.0",  # on the meridian of Greenwich, and not left out as empty
        "east_bound_longitude": "105.7",
        "south_bound_longitude": "5.6",
        "north_bound_longitude": "20.5",
        "positional_accuracy": "±1 เมตร",
        "reference_period": "พ.ศ. 2566",
        "data_release_date": "2024-01-31",
        "data_release_calendar": "2027-01-31",
    }


def test_records_say_who_took_part_and_where_there_is_more(dataset: Dataset, any_profile: Profile) -> None:
    more = {
        "data_support": "state-agency",
        "data_collect": "business",
        "reference_data": True,
        "url": "https://x.example",
    }
    fields = dataset_fields(declared(dataset, **more), any_profile)
    sent = {**fields.top, **fields.extras}
    assert (sent["data_support"], sent["data_collect"]) == ("หน่วยงานของรัฐ", "บริษัท/ห้างร้าน/สถานประกอบการ")
    assert (sent["reference_data"], sent["url"]) == ("True", "https://x.example")
    assert fields.top["url"] == "https://x.example"  # CKAN's own field on every portal


def test_what_a_portal_has_no_place_for_is_not_sent(dataset: Dataset, thai: Profile) -> None:
    kept = tuple(field for field in thai.dataset_fields if field.name not in STATISTICS_FIELDS)
    fewer = Profile.model_validate(thai.model_dump() | {"dataset_fields": [field.model_dump() for field in kept]})
    fields = dataset_fields(declared(dataset, data_type="statistics", statistics=STATISTICS), fewer)
    assert not {*fields.top, *fields.extras} & {*STATISTICS_FIELDS} - {"data_release_calendar"}


def test_what_an_officer_wrote_on_the_portals_own_form_is_not_emptied() -> None:
    of_its_type = {*STATISTICS_FIELDS, *GEOSPATIAL_FIELDS, "url", "data_support", "data_collect", "reference_data"}
    assert not of_its_type & {*OWNED}


def test_a_category_that_the_portal_has_no_word_for_is_a_mistake(dataset: Dataset, thai: Profile) -> None:
    with pytest.raises(DeclarationError, match="'internal' in data_category"):
        dataset_fields(declared(dataset, category="internal"), thai)


def test_a_name_that_is_too_long_is_told(dataset: Dataset, thai: Profile) -> None:
    assert dataset_name(dataset, thai) == "tst-fac"
    with pytest.raises(DeclarationError, match="has 71 characters and a data-go-th portal takes 70"):
        dataset_name(dataset.model_copy(update={"slug": "x" * 67}), thai)


def test_a_resource_may_not_take_a_companions_name(dataset: Dataset, thai: Profile) -> None:
    taken = dataset.resources[0].model_copy(update={"name": "datapackage"})
    with pytest.raises(DeclarationError, match="'datapackage'"):
        dataset_name(declared(dataset, resources=(taken,)), thai)


def test_a_resources_id_never_changes(dataset: Dataset) -> None:
    # Every published address hangs on it.
    assert resource_id(dataset, "factories") == "341b6691-5367-5185-a500-2c156828fee4"
    assert resource_id(dataset, "factories") != resource_id(dataset, "factories_2567")


def test_files_have_ascii_names() -> None:
    assert file_name("tst-fac", "factories") == "tst-fac-factories.csv"
    assert file_name("tst-fac", "datapackage") == "datapackage.json"
    # As CKAN would cut it, so that what stands there is recognised.
    long = file_name("a" * 70, "b" * 63)
    assert (len(long), long[-5:]) == (100, "b.csv")


def test_the_digest_of_the_declaration_knows_what_is_written(dataset: Dataset, thai: Profile) -> None:
    def digest(one: Dataset) -> str:
        fields = dataset_fields(one, thai)
        return str({**fields.top, **fields.extras}["perd_declaration_sha256"])

    assert digest(dataset) == digest(dataset.model_copy(update={"path": "elsewhere.yaml"}))
    assert digest(dataset) != digest(declared(dataset, title="อื่น"))


def test_times_are_utc_whatever_zone_they_come_in(dataset: Dataset, part: Fresh) -> None:
    bangkok = datetime(2026, 11, 20, 8, 2, 3, tzinfo=timezone(timedelta(hours=7)))
    fields = data_fields(replace(part, snapshot=replace(part.snapshot, fetched_at=bangkok)))
    assert fields["perd_fetched_at"] == "2026-11-20T01:02:03+00:00"
    assert fields["last_modified"] == "2026-11-20T01:02:03"
    assert fields["perd_rows"] == "2"
    assert (fields["format"], fields["mimetype"]) == ("CSV", "text/csv")
