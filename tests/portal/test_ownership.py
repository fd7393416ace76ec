"""What people edited on the portal, in the next run's plan: what stays, what is published over it, what is told."""

import json
from dataclasses import replace
from typing import Any

import pytest

from flows.domain.draft import Draft
from flows.domain.portal_edit import Kept
from flows.portal import standing
from flows.portal.as_sent import KeptOtherwise, refuse_changed
from flows.portal.payload import in_extras
from flows.portal.plan import Plan, plan
from flows.portal.profile import Profile
from flows.portal.sent import Sent
from flows.portal.terms import terms_on_portal
from flows.portal.writes import Create, Describe, Replace
from tests.portal.conftest import PORTAL, Arrive


@pytest.fixture
def published(draft: Draft, any_profile: Profile, arrived: Arrive) -> Draft:
    """The draft after all of it has arrived."""
    return replace(draft, standing=arrived(plan(draft, any_profile)))


def stands(draft: Draft, fields: dict[str, Any]) -> Draft:
    return replace(draft, standing=standing.published(fields, PORTAL))


def edited(draft: Draft, profile: Profile, **changes: Any) -> Draft:
    """A person changed dataset fields on the portal; None empties one."""
    assert draft.standing is not None
    fields = {**draft.standing.fields}
    extras = standing.extras(fields)
    for key, value in changes.items():
        if key == "tags":
            fields["tags"] = [{"name": name} for name in value]
        elif in_extras(profile, key):
            extras[key] = value
        else:
            fields[key] = value
    if profile.fields_as == "extras":
        fields["extras"] = [{"key": key, "value": value} for key, value in extras.items() if value is not None]
    return stands(draft, fields)


def with_words(draft: Draft, resource: str, **words: str) -> Draft:
    """A person changed title or description of a resource."""
    assert draft.standing is not None
    resources = [
        {**one, **words} if one["perd_resource"] == resource else one for one in draft.standing.fields["resources"]
    ]
    return stands(draft, {**draft.standing.fields, "resources": resources})


def redeclared(draft: Draft, **changes: Any) -> Draft:
    declared = draft.dataset.declared.model_copy(update=changes)
    return replace(draft, dataset=draft.dataset.model_copy(update={"declared": declared}))


def described(one: Plan) -> dict[str, Any]:
    """Dataset fields that would be written."""
    [describe] = [write for write in one.writes if isinstance(write, Describe)] or [Describe({}, {})]
    extras = {extra["key"]: extra["value"] for extra in describe.fields.get("extras", ())}
    return {**extras, **describe.fields}


def told(one: Plan) -> dict[str, tuple[Kept, str]]:
    return {edit.field: (edit.kept, edit.told.th) for edit in one.edits}


def test_what_a_person_edited_stays_and_is_told_every_time(published: Draft, any_profile: Profile) -> None:
    touched = edited(published, any_profile, notes="เขียนใหม่บนพอร์ทัล", data_source="อีกระบบ")
    again = plan(touched, any_profile)
    assert again.empty
    assert {field: kept for field, (kept, _) in told(again).items()} == {
        "notes": Kept.PORTAL,
        "data_source": Kept.PORTAL,
    }
    thai = told(again)["notes"][1]
    assert "รายละเอียด" in thai and "tst/fac.yaml" in thai and "เขียนใหม่บนพอร์ทัล" in thai


def test_an_edit_stays_when_another_field_of_the_declaration_changes(published: Draft, any_profile: Profile) -> None:
    touched = redeclared(edited(published, any_profile, notes="เขียนใหม่บนพอร์ทัล"), data_source="ระบบใหม่")
    again = plan(touched, any_profile)
    assert described(again)["data_source"] == "ระบบใหม่"
    assert "notes" not in described(again)
    assert told(again)["notes"][0] is Kept.PORTAL


def test_where_both_changed_the_declared_is_published_and_the_persons_is_quoted(
    published: Draft, any_profile: Profile
) -> None:
    touched = redeclared(edited(published, any_profile, notes="เขียนใหม่บนพอร์ทัล"), description="ประกาศใหม่")
    again = plan(touched, any_profile)
    assert described(again)["notes"] == "ประกาศใหม่"
    kept, thai = told(again)["notes"]
    assert kept is Kept.DECLARATION and "เขียนใหม่บนพอร์ทัล" in thai
    [edit] = again.edits
    assert "เขียนใหม่บนพอร์ทัล" not in edit.recorded.th + edit.recorded.en
    after = again.seen_from(edited(touched, any_profile, **described(again)).standing)
    assert after.edits == again.edits, "it stays told in what follows of the run"


def test_a_mandatory_item_that_was_emptied_is_filled_again(published: Draft, any_profile: Profile) -> None:
    again = plan(edited(published, any_profile, notes="", accessible_condition=None), any_profile)
    assert described(again)["notes"].startswith("รายชื่อโรงงาน")
    assert told(again)["notes"][0] is Kept.MANDATORY


def test_keywords_are_a_set_of_which_each_has_its_owner(published: Draft, thai: Profile, arrived: Arrive) -> None:
    here = replace(published, standing=arrived(plan(replace(published, standing=None), thai)))
    touched = edited(here, thai, tags=["factory", "ของเรา"])  # one added, สถิติ removed
    again = plan(touched, thai)
    assert again.empty, "the declared keywords are what they were"
    assert told(again)["tags"][0] is Kept.PORTAL
    assert "ของเรา" in told(again)["tags"][1] and "สถิติ" in told(again)["tags"][1]
    anew = plan(redeclared(touched, tags=("สถิติ", "น้ำเสีย")), thai)
    assert [tag["name"] for tag in described(anew)["tags"]] == sorted(["ของเรา", "สถิติ", "น้ำเสีย"])
    assert told(anew)["tags"][0] is Kept.DECLARATION, "สถิติ is back, because the declared keywords changed"


def test_a_contact_and_what_looks_personal_is_not_quoted(published: Draft, any_profile: Profile) -> None:
    touched = edited(published, any_profile, maintainer="กองใหม่", notes="ติดต่อ นายสมชาย รักเรียน 081-234-5678")
    found = told(plan(touched, any_profile))
    assert "กองใหม่" not in found["maintainer"][1] and "กิจกรรม" in found["maintainer"][1]
    assert "สมชาย" not in found["notes"][1]


def test_words_of_a_file_stay_when_its_bytes_change(published: Draft, any_profile: Profile) -> None:
    touched = with_words(published, "factories", description="อ่านคู่มือก่อนใช้")
    part = published.parts[0]
    other = replace(touched, parts=(replace(part, tidied=replace(part.tidied, sha256="7" * 64, rows=5)),))  # type: ignore[call-arg]
    again = plan(other, any_profile)
    [put] = [write.put for write in again.writes if isinstance(write, Replace)]
    assert put.fields["description"] == "อ่านคู่มือก่อนใช้"
    assert told(again)["factories.description"][0] is Kept.PORTAL
    companion = plan(with_words(published, "data-dictionary", name="คำอธิบายคอลัมน์"), any_profile)
    assert companion.empty
    assert told(companion)["data-dictionary.name"][0] is Kept.PORTAL


def test_of_an_older_perd_an_edit_is_known_by_the_declaration(published: Draft, any_profile: Profile) -> None:
    older = edited(published, any_profile, notes="เขียนใหม่บนพอร์ทัล", perd_sent=None)
    again = plan(older, any_profile)
    assert "notes" not in described(again) and told(again)["notes"][0] is Kept.PORTAL
    assert json.loads(described(again)["perd_sent"])["title"], "from now on it is remembered what was sent"
    both = plan(redeclared(older, title="ชื่อใหม่"), any_profile)
    assert described(both)["title"] == "ชื่อใหม่"
    assert told(both)["notes"][0] is Kept.DECLARATION and "เขียนใหม่บนพอร์ทัล" in told(both)["notes"][1]


def test_what_was_sent_and_is_no_longer_declared_goes_and_what_others_filled_in_stays(
    published: Draft, any_profile: Profile, arrived: Arrive
) -> None:
    linked = redeclared(replace(published, standing=None), url="https://factories.example.go.th/")
    here = replace(linked, standing=arrived(plan(linked, any_profile)))
    assert described(plan(redeclared(here, url=None), any_profile)).get("url", "gone") in ("", "gone")
    assert "url" in {difference.field for difference in plan(redeclared(here, url=None), any_profile).differences}
    theirs = edited(published, any_profile, url="https://theirs.example.go.th/", data_language=["ไทย"])
    assert not {"url", "data_language"} & described(plan(theirs, any_profile)).keys()


def test_nothing_else_is_emptied_whatever_somebody_writes_into_our_memory(
    published: Draft, any_profile: Profile
) -> None:
    assert published.standing is not None
    forged = Sent.of({"name": published.standing.name, "author": "คนอื่น", "version": "7"}).as_text()
    touched = edited(published, any_profile, author="คนอื่น", version="7", perd_sent=forged)
    changed = {difference.field for difference in plan(touched, any_profile).differences}
    assert changed == {"perd_sent"}, "which is put right"


CLOSED = [
    ("license_id", "CC-BY-NC-4.0", "licence", "CC-BY-NC-4.0"),
    ("data_category", "personal", "category", "personal"),
    ("accessible_condition", "เฉพาะสมาชิก", "accessible_condition", "เฉพาะสมาชิก"),
]


@pytest.mark.parametrize(("field", "id", "key", "expected"), CLOSED)
def test_terms_that_a_person_changed_hold_and_are_not_put_back(
    published: Draft, any_profile: Profile, field: str, id: str, key: str, expected: str
) -> None:
    value = id
    if field == "license_id":
        value = any_profile.licence(id).value
    elif field == "data_category":
        value = any_profile.value(field, id)
    touched = edited(published, any_profile, **{field: value})
    assert plan(touched, any_profile).empty
    assert plan(touched, any_profile).edits == (), "the gate tells of them"
    terms = terms_on_portal(touched.dataset, touched.standing, any_profile)
    assert getattr(terms.dataset.declared, key) == expected
    [edit] = terms.edits
    assert (edit.field, edit.kept) == (field, Kept.PORTAL)
    assert terms_on_portal(published.dataset, published.standing, any_profile).dataset is published.dataset


def test_a_licence_that_the_portal_has_no_line_for_is_none_that_we_know(published: Draft, any_profile: Profile) -> None:
    touched = edited(published, any_profile, license_id="made-up")
    terms = terms_on_portal(touched.dataset, touched.standing, any_profile)
    assert terms.dataset.declared.licence == "made-up"
    named = any_profile.licence("DGA-OGL")
    touched = edited(published, any_profile, license_id=named.value, license_id_other=named.other)
    assert terms_on_portal(touched.dataset, touched.standing, any_profile).dataset.declared.licence == "DGA-OGL"


def test_a_new_declaration_of_terms_is_published_and_what_stood_is_told(published: Draft, any_profile: Profile) -> None:
    value = any_profile.licence("CC-BY-NC-4.0").value
    touched = redeclared(edited(published, any_profile, license_id=value), licence="CC-BY-SA-4.0")
    again = plan(touched, any_profile)
    assert described(again)["license_id"] == any_profile.licence("CC-BY-SA-4.0").value
    kept, thai = told(again)["license_id"]
    assert kept is Kept.DECLARATION and value in thai
    assert terms_on_portal(touched.dataset, touched.standing, any_profile).edits == ()


def test_a_portal_that_keeps_other_texts_is_told_by_its_own_answer(published: Draft, any_profile: Profile) -> None:
    create = plan(replace(published, standing=None), any_profile).writes[0]
    assert isinstance(create, Create)
    assert published.standing is not None
    refuse_changed(published.standing, create.fields, {})
    shouting = edited(published, any_profile, title="ทะเบียนโรงงาน!")
    assert shouting.standing is not None
    with pytest.raises(KeptOtherwise, match="title is 'ทะเบียนโรงงาน!', sent was 'ทะเบียนโรงงาน'"):
        refuse_changed(shouting.standing, create.fields, {})
    resource = published.standing.resources[0]
    with pytest.raises(KeptOtherwise, match=r"factories\.name is"):
        refuse_changed(published.standing, {}, {resource.id: {"name": "อีกชื่อ"}})
