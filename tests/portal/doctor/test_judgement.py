"""What the doctor says of what it was told: no portal is needed for that."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.domain.dataset import Dataset
from flows.portal.doctor.connection import certificate_until, clocks
from flows.portal.doctor.declarations import judged_tags
from flows.portal.doctor.needs import Needs, needs_of
from flows.portal.doctor.rights import expiry
from flows.portal.doctor.schema import drift, unlisted
from flows.portal.doctor.search import is_behind
from flows.portal.doctor.software import judged_version, loaders_among
from flows.portal.doctor.telling import listed, megabytes
from flows.portal.doctor.trial import Trial
from flows.portal.doctor.uploads import judged_limit, largest_taken, wanted_bytes
from flows.portal.profile import Profile

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "slug"),
    [
        ("2.8.12", "version/too-old"),
        ("2.9.11", "version/insecure"),
        ("2.10.9", "version/insecure"),
        ("2.10.10", "version/known"),
        ("2.11.4", "version/insecure"),
        ("2.11.5", "version/known"),
        ("2.12.0a0", "version/known"),
        ("3.0", "version/known"),
        ("of our own", "version/hidden"),
        (None, "version/hidden"),
    ],
)
def test_a_version_is_judged_by_what_it_can_do_and_by_its_holes(told: str | None, slug: str) -> None:
    assert judged_version(told).slug == slug


def test_an_insecure_version_is_told_which_one_to_take() -> None:
    assert "2.10.10" in judged_version("2.10.3").told.th
    assert "2.11.5" in judged_version("2.9.11").told.en


@pytest.mark.parametrize(
    ("seconds", "slug"), [(0, "agrees"), (-59, "agrees"), (60, "agrees"), (61, "differs"), (-61, "differs")]
)
def test_a_minute_is_a_slow_answer_and_more_is_another_clock(seconds: int, slug: str) -> None:
    assert clocks(timedelta(seconds=seconds)).slug == f"clock/{slug}"


def test_a_clock_is_told_which_way_it_is_off() -> None:
    assert clocks(timedelta(hours=7)).told.en.startswith("The portal's clock is 7 hours ahead of this machine's")
    assert "ช้ากว่า 3 วัน" in clocks(timedelta(days=-3)).told.th


@pytest.mark.parametrize(("days", "slug"), [(13, "tls/ends-soon"), (15, "tls/valid")])
def test_a_certificate_is_renewed_in_time(days: int, slug: str) -> None:
    found = certificate_until("https://p.example", NOW + timedelta(days=days), NOW)
    assert found.slug == slug
    assert "ธันวาคม 2569" in found.told.th and "2026-12-" in found.told.en


def test_a_token_is_read_for_its_end() -> None:
    def token(**claims: Any) -> str:
        middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        return f"e30.{middle}.c2ln"

    assert expiry(token(jti="x", exp=NOW.timestamp())) == NOW
    for endless in (token(jti="x"), token(exp="soon"), token(exp=10**20), "a.b.c", "ไทย.ไทย.ไทย", "8d9cb3e1-5a15"):
        assert expiry(endless) is None


def field(name: str, **more: Any) -> dict[str, Any]:
    return {"field_name": name, **more}


def form(profile: Profile) -> dict[str, Any]:
    """What a portal of exactly this profile tells of its form."""

    def told(one: Any) -> dict[str, Any]:
        choices = [{"value": choice.value} for choice in profile.choices.get(one.choices or "", ())]
        more: dict[str, Any] = {"choices": choices} if choices else {}
        more["validators"] = "scheming_required scheming_choices" if one.checked else ""
        return field(one.name, required=one.required, **more)

    return {
        "dataset_fields": [told(one) for one in (*profile.dataset_fields, *profile.own_fields.dataset)],
        "resource_fields": [told(one) for one in (*profile.resource_fields, *profile.own_fields.resource)],
    }


def slugs(told: dict[str, Any], profile: Profile, needs: Needs) -> dict[str, str]:
    return {one.slug: one.told.en for one in drift(told, profile, needs)}


@pytest.fixture
def needs(dataset: Dataset, thai: Profile) -> Needs:
    return needs_of([dataset], thai)


def test_a_form_that_fits_is_not_remarked_on(thai: Profile, needs: Needs) -> None:
    assert slugs(form(thai), thai, needs) == {}


def test_a_missing_field_is_a_fault_if_it_is_sent_or_ours(thai: Profile, needs: Needs) -> None:
    told = form(thai)
    gone = {"data_source", "perd_dataset_id", "tag_string", "positional_accuracy"}
    told["dataset_fields"] = [one for one in told["dataset_fields"] if one["field_name"] not in gone]
    found = slugs(told, thai, needs)
    assert set(found) == {"schema/fields-missing", "schema/fields-unused"}
    assert "data_source, perd_dataset_id, tag_string;" in found["schema/fields-missing"]
    assert found["schema/fields-unused"].endswith("positional_accuracy")


def test_what_the_portal_wants_and_nobody_sends_is_a_fault(thai: Profile, needs: Needs) -> None:
    told = form(thai)
    told["dataset_fields"].append(field("cabinet_approval", required=True))
    told["dataset_fields"].append(field("colour", required=False))
    next(one for one in told["dataset_fields"] if one["field_name"] == "url")["required"] = True
    found = slugs(told, thai, needs)
    assert set(found) == {"schema/required-unknown", "schema/required-more"}
    assert "cabinet_approval" in found["schema/required-unknown"] and "colour" not in str(found)
    assert "url" in found["schema/required-more"]


def test_a_missing_choice_is_a_fault_if_it_is_sent_and_checked(thai: Profile, needs: Needs) -> None:
    told = form(thai)
    for name, value in [("data_category", "ข้อมูลสาธารณะ"), ("geo_coverage", "ประเทศ"), ("data_category", "ข้อมูลส่วนบุคคล")]:
        one = next(one for one in told["dataset_fields"] if one["field_name"] == name)
        one["choices"] = [choice for choice in one["choices"] if choice["value"] != value]
    assert {(one.slug, one.told.en.split(" in ")[-1].split(";")[0]) for one in drift(told, thai, needs)} == {
        ("schema/choices-refused", "data_category: ข้อมูลสาธารณะ"),
        ("schema/choices-missing", "data_category: ข้อมูลส่วนบุคคล"),
        ("schema/choices-missing", "geo_coverage: ประเทศ"),  # sent, and the server takes any text there
    }


def test_a_thai_form_does_not_take_extras_of_the_same_names(thai: Profile, plain: Profile, dataset: Dataset) -> None:
    found = slugs(form(thai), plain, needs_of([dataset], plain))
    assert "data_source" in found["schema/other-form"]


def test_a_form_of_nonsense_is_no_accident(thai: Profile, needs: Needs) -> None:
    for nonsense in ({}, {"dataset_fields": None}, {"dataset_fields": ["x", {"field_name": 1}]}):
        assert "schema/fields-missing" in slugs(nonsense, thai, needs)


def test_a_licence_that_is_used_weighs_more_than_one_that_might_be(thai: Profile, needs: Needs) -> None:
    every = {licence.value for licence in thai.licences}
    assert [one.slug for one in unlisted(every, thai, needs)] == ["licences/listed"]
    used = every - {"Creative Commons Attributions"}
    assert [one.slug for one in unlisted(used, thai, needs)] == ["licences/missing"]
    assert [one.slug for one in unlisted(every - {"ogl"}, thai, needs)] == ["licences/unlisted"]


@pytest.mark.parametrize(
    ("profile", "refused", "slugs"),
    [
        ("data-go-th", set(), ["tags/taken"]),
        ("data-go-th", {"สถิติ", "ข้อมูลเปิด"}, ["tags/thai-refused"]),
        ("data-go-th", {"น้ำ/ดิน"}, ["tags/refused"]),
        ("plain", {"สถิติ", "ข้อมูลเปิด"}, ["tags/stock"]),
        ("plain", set(), ["tags/left-out"]),
        ("plain", {"สถิติ", "ข้อมูลเปิด", "a+b"}, ["tags/refused"]),
    ],
)
def test_tags_are_judged_by_what_the_profile_sends(
    thai: Profile, plain: Profile, profile: str, refused: set[str], slugs: list[str]
) -> None:
    chosen = {"data-go-th": thai, "plain": plain}[profile]
    assert [one.slug for one in judged_tags(refused, chosen)] == slugs


def test_refused_tags_are_found_by_their_place_or_by_their_quotation() -> None:
    tags = ["สถิติ", "factory", "x"]
    by_place = Trial(tags, {"tags": [{"name": ["no"]}, {}, {"name": ["short"]}]})
    by_quotation = Trial(tags, {"tags": ['คำสำคัญ "สถิติ" ...']})
    assert by_place.refused_tags == {"สถิติ", "x"}
    assert by_quotation.refused_tags == {"สถิติ"}
    assert Trial(tags, {"name": ["bad"]}).refused_tags == frozenset()


def test_only_what_nobody_asked_for_is_an_objection() -> None:
    errors = {"name": ["bad"], "owner_org": ["missing"], "data_source": ["wanted"], "message": "x"}
    assert Trial([], errors).objections == {"data_source": ["wanted"]}


def test_loaders_are_known_by_their_names() -> None:
    assert loaders_among(["datastore", "xloader", "datapusher_plus"]) == ["xloader", "datapusher_plus"]
    assert loaders_among(["datastore", "xloader_theme"]) == []


@pytest.mark.parametrize("limit", [0, 999_999, 10_000_000, 99_000_000])
def test_the_limit_is_found_in_few_questions(limit: int) -> None:
    asked: list[int] = []

    def takes(size: int) -> bool:
        asked.append(size)
        return size <= limit

    near = largest_taken(100_000_000, takes)
    assert near <= limit <= near + max(100_000, 0.06 * (near + 100_000))
    assert len(asked) <= 11


def test_a_limit_below_what_is_asked_for_is_a_fault_and_one_below_the_cap_is_not() -> None:
    needs = Needs(asked_bytes=20_000_000, asked_by="ops-eco-sticker", allowed_bytes=100_000_000)
    wanted, why = wanted_bytes(needs)
    assert (wanted, why.en) == (20_000_000, "max_bytes of ops-eco-sticker")
    assert judged_limit(10_000_000, wanted, why, 100_000_000).slug == "upload/too-small"
    assert judged_limit(30_000_000, wanted, why, 100_000_000).slug == "upload/below-cap"
    assert "DataStore" in wanted_bytes(Needs())[1].en  # rows have to get through whatever is declared


def test_an_index_is_behind_when_it_was_not_told() -> None:
    assert is_behind("2026-11-20T01:00:00.000000", "2026-11-20T01:10:00")
    assert not is_behind("2026-11-20T01:08:00.000000", "2026-11-20T01:10:00")
    assert not is_behind("2026-11-20T01:20:00.000000", "2026-11-20T01:10:00")
    assert not is_behind("", "2026-11-20T01:10:00")


def test_lists_and_sizes_stay_short() -> None:
    assert listed(["b", "a", "a"]).th == "a, b"
    assert listed(map(str, range(10, 18))).en == "10, 11, 12, 13, 14, 15, 16, 17"
    assert listed(map(str, range(10, 20))).en == "10, 11, 12, 13, 14, 15, 16, 17 and 2 more"
    assert [megabytes(size) for size in (900_000, 1_000_000, 8_400_000, 100_000_000)] == ["0.9", "1", "8.4", "100"]
