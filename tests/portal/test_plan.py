from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.domain.draft import Draft, Fresh, Kept
from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset, Usage
from flows.domain.table_schema import TableSchema
from flows.portal import standing
from flows.portal.plan import Plan, plan
from flows.portal.profile import Profile
from flows.portal.writes import Create, Describe, PutFile, Replace

Arrive = Callable[[Plan], PublishedDataset]


@pytest.fixture
def published(draft: Draft, any_profile: Profile, arrived: Arrive) -> Draft:
    """The draft after all of it has arrived."""
    return replace(draft, standing=arrived(plan(draft, any_profile)))


def standing_with(draft: Draft, **fields: Any) -> Draft:
    assert draft.standing is not None
    return replace(draft, standing=standing.published({**draft.standing.fields, **fields}, "https://p.example"))


def redeclared(draft: Draft, **changes: Any) -> Draft:
    declared = draft.dataset.declared.model_copy(update=changes)
    return replace(draft, dataset=draft.dataset.model_copy(update={"declared": declared}))


def with_part(draft: Draft, **changes: Any) -> Draft:
    return replace(draft, parts=(replace(draft.parts[0], **changes),))


def words_that_differ(one: Plan) -> set[str]:
    return {difference.field for difference in one.differences}


def test_what_does_not_stand_is_made_in_private_and_opened_last(draft: Draft, any_profile: Profile) -> None:
    whole = plan(draft, any_profile)
    assert whole.words == (
        "create",
        "file:factories",
        "file:data-dictionary",
        "file:datapackage",
        "table:factories",
        "public",
    )
    create = whole.writes[0]
    assert isinstance(create, Create)
    assert create.fields["private"] is True
    assert "resources" not in create.fields
    package = whole.writes[3]
    assert isinstance(package, PutFile)
    assert package.content is None, "its addresses are not known yet"


def test_what_stands_as_declared_needs_nothing(published: Draft, any_profile: Profile) -> None:
    again = plan(published, any_profile)
    assert again.empty


def test_what_the_portal_counts_is_no_reason(published: Draft, any_profile: Profile) -> None:
    assert published.standing is not None
    counted = {"tracking_summary": {"total": 7, "recent": 2}}
    resources = [{**resource, **counted} for resource in published.standing.fields["resources"]]
    visited = standing_with(published, resources=resources, **counted)
    assert visited.standing is not None and visited.standing.usage == Usage(7, 7 * len(resources))
    assert plan(visited, any_profile).empty


def test_the_time_of_fetching_alone_is_no_reason(published: Draft, any_profile: Profile, part: Fresh) -> None:
    snapshot = replace(part.snapshot, fetched_at=datetime(2026, 12, 1, tzinfo=UTC))
    assert plan(with_part(published, snapshot=snapshot), any_profile).empty


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"etag": '"2"'}, "perd_source_etag"),
        ({"last_modified": "Fri, 20 Nov 2026 00:00:00 GMT"}, "perd_source_last_modified"),
        ({"sha256": "6" * 64}, "perd_source_sha256"),
    ],
)
def test_another_copy_of_the_same_table_is_written_down(
    published: Draft, any_profile: Profile, part: Fresh, changed: dict[str, str], field: str
) -> None:
    later = replace(part.snapshot, fetched_at=datetime(2026, 12, 1, tzinfo=UTC), **changed)
    again = plan(with_part(published, snapshot=later), any_profile)
    assert again.words == ("metadata",)
    assert words_that_differ(again) == {f"factories.{field}"}
    describe = again.writes[0]
    assert isinstance(describe, Describe)
    [fields] = describe.resources.values()
    assert set(fields) == {field, "perd_fetched_at"}


def test_other_bytes_are_put_with_package_and_table(published: Draft, any_profile: Profile, part: Fresh) -> None:
    again = plan(with_part(published, tidied=replace(part.tidied, sha256="7" * 64, rows=5)), any_profile)
    assert again.words == ("replace:factories", "file:datapackage")
    both = again.writes[0]
    assert isinstance(both, Replace)
    assert not both.put.new
    assert both.load.mark
    assert both.load.replaces


def test_a_kept_resource_needs_nothing(published: Draft, any_profile: Profile, part: Fresh) -> None:
    assert published.standing is not None
    stands = published.standing.resource("factories")
    assert stands is not None
    kept = Kept(part.resource, part.schema, stands)
    assert plan(replace(published, parts=(kept,)), any_profile).empty
    titled = Kept(part.resource.model_copy(update={"title": "ชื่อใหม่"}), part.schema, kept.published)
    again = plan(replace(published, parts=(titled,)), any_profile)
    assert words_that_differ(again) == {"factories.name", "factories.perd_sent"}


def test_a_kept_resource_that_vanished_meanwhile_is_told(published: Draft, any_profile: Profile, part: Fresh) -> None:
    assert published.standing is not None
    kept = Kept(part.resource, part.schema, published.standing.resources[0])
    with pytest.raises(PortalRefused, match="factories of tst-fac vanished"):
        plan(standing_with(replace(published, parts=(kept,)), resources=[]), any_profile)


def test_a_table_without_its_mark_is_loaded_again(published: Draft, any_profile: Profile) -> None:
    assert published.standing is not None
    resources = [dict(one) for one in published.standing.fields["resources"]]
    resources[0].pop("perd_datastore_sha256")
    again = plan(standing_with(published, resources=resources), any_profile)
    assert again.words == ("table:factories",)


def test_other_labels_load_the_table_and_renew_the_companions(
    published: Draft, any_profile: Profile, schema: TableSchema
) -> None:
    fields = [dict(field) for field in schema.descriptor["fields"]]
    fields[1]["title"] = "จำนวนคนงาน"
    other = TableSchema(schema.name, "1.0.1", {**schema.descriptor, "fields": fields})
    again = plan(with_part(published, schema=other), any_profile)
    assert again.words == ("table:factories", "file:data-dictionary", "file:datapackage", "metadata")


def test_only_fields_that_differ_are_sent(published: Draft, thai: Profile, any_profile: Profile) -> None:
    again = plan(redeclared(published, data_source="ระบบใหม่", tags=("factory",)), any_profile)
    assert {"data_source", "tags", "perd_declaration_sha256", "perd_sent"} >= words_that_differ(again)
    assert "data_source" in words_that_differ(again)


def test_what_is_no_longer_declared_is_emptied(published: Draft, any_profile: Profile) -> None:
    again = plan(redeclared(published, frequency=None), any_profile)
    describe = again.writes[-1]
    assert isinstance(describe, Describe)
    if any_profile.fields_as == "fields":
        assert describe.fields["update_frequency_unit"] == ""
    else:
        assert "update_frequency_unit" not in {extra["key"] for extra in describe.fields["extras"]}


def test_fields_of_others_are_neither_compared_nor_lost(published: Draft, any_profile: Profile) -> None:
    assert published.standing is not None
    theirs = {"key": "contact_hours", "value": "9-16"}
    extras = [*published.standing.fields.get("extras", ()), theirs]
    touched = standing_with(published, extras=extras, version="7", author="คนอื่น")
    assert plan(touched, any_profile).empty
    describe = plan(redeclared(touched, data_source="ระบบใหม่"), any_profile).writes[-1]
    assert isinstance(describe, Describe)
    assert "version" not in describe.fields
    if "extras" in describe.fields:
        assert theirs in describe.fields["extras"]


def test_several_choices_in_the_portals_order_are_the_same_choices(
    draft: Draft, thai: Profile, arrived: Arrive
) -> None:
    stands = arrived(plan(draft, thai))
    turned = {**stands.fields, "objective": list(reversed(stands.fields["objective"]))}
    assert plan(replace(draft, standing=standing.published(turned, "https://p.example")), thai).empty


def test_a_private_one_is_opened_and_said(published: Draft, any_profile: Profile) -> None:
    again = plan(standing_with(published, private=True), any_profile)
    assert again.words == ("public",)
    assert any("made public" in remark.en for remark in again.remarks)


def test_a_resource_that_is_no_longer_declared_is_left_and_said(published: Draft, any_profile: Profile) -> None:
    assert published.standing is not None
    old = {**published.standing.fields["resources"][0], "id": "old", "perd_resource": "factories_2566"}
    again = plan(standing_with(published, resources=[*published.standing.fields["resources"], old]), any_profile)
    assert again.empty
    assert any("factories_2566" in remark.en for remark in again.remarks)


def test_a_copy_that_a_person_made_of_a_resource_is_not_ours(published: Draft, any_profile: Profile) -> None:
    assert published.standing is not None
    resources = published.standing.fields["resources"]
    copy = {**resources[0], "id": "copy", "url": "https://elsewhere.example/x.csv", "size": 1}
    again = standing_with(published, resources=[copy, *resources])
    assert again.standing is not None
    assert [one.id for one in again.standing.resources] == [one["id"] for one in resources]
    assert plan(again, any_profile).empty


def test_remarks_are_made_where_nothing_is_written_too(published: Draft, plain: Profile, arrived: Arrive) -> None:
    again = plan(replace(published, standing=arrived(plan(replace(published, standing=None), plain))), plain)
    assert again.empty
    assert any("สถิติ" in remark.th for remark in again.remarks)


def touched(draft: Draft, resource: str, **fields: Any) -> Draft:
    assert draft.standing is not None
    changed = [
        {**one, **fields} if one["perd_resource"] == resource else one for one in draft.standing.fields["resources"]
    ]
    return standing_with(draft, resources=changed)


@pytest.mark.parametrize("resource", ["factories", "data-dictionary", "datapackage"])
@pytest.mark.parametrize(
    "fields",
    [
        {"size": 3},
        {"url": "https://p.example/dataset/1/resource/2/download/final-v2.csv"},
        {"size": None},
        {"perd_bytes": ""},
    ],
)
def test_a_file_that_somebody_replaced_is_put_again(
    published: Draft, any_profile: Profile, resource: str, fields: dict[str, Any]
) -> None:
    words = plan(touched(published, resource, **fields), any_profile).words
    # datapackage.json names the address that the file has now; it has its own again once it is put.
    assert words in [(f"file:{resource}",), ("file:factories", "file:datapackage")]
    assert words[0] == f"file:{resource}"


def test_a_kept_file_that_is_not_ours_is_never_taken_for_it(
    published: Draft, any_profile: Profile, part: Fresh
) -> None:
    replaced = touched(published, "factories", size=3)
    assert replaced.standing is not None
    stands = replaced.standing.resource("factories")
    assert stands is not None
    assert not stands.untouched
    with pytest.raises(PortalRefused, match="factories of tst-fac is not the one that was published"):
        plan(replace(replaced, parts=(Kept(part.resource, part.schema, stands),)), any_profile)


def test_groups_are_added_and_those_of_others_left(published: Draft, any_profile: Profile) -> None:
    theirs = standing_with(published, groups=[{"name": "theirs"}, {"name": "industry"}])
    assert plan(theirs, any_profile).empty, "what is not declared is not ours"
    declared = redeclared(theirs, groups=("industry", "factories"))
    describe = plan(declared, any_profile).writes[-1]
    assert isinstance(describe, Describe)
    assert describe.fields["groups"] == [{"name": "factories"}, {"name": "industry"}, {"name": "theirs"}]
    there = standing_with(declared, groups=[{"name": "theirs"}, {"name": "industry"}, {"name": "factories"}])
    assert "groups" not in words_that_differ(plan(there, any_profile))


def test_groups_go_along_with_a_new_dataset(draft: Draft, any_profile: Profile) -> None:
    create = plan(redeclared(draft, groups=("industry",)), any_profile).writes[0]
    assert isinstance(create, Create)
    assert create.fields["groups"] == [{"name": "industry"}]


def test_tags_that_the_portal_refuses_are_said(draft: Draft, plain: Profile) -> None:
    assert any("สถิติ" in remark.th for remark in plan(draft, plain).remarks)


def test_the_reports_address_is_written_and_never_emptied(published: Draft, any_profile: Profile) -> None:
    again = plan(published, any_profile, "https://reports.example/tst-fac/")
    assert words_that_differ(again) == {"perd_report_url"}
    assert published.standing is not None
    written = {"key": "perd_report_url", "value": "https://reports.example/tst-fac/"}
    extras = [*published.standing.fields.get("extras", ()), written]
    assert plan(standing_with(published, extras=extras), any_profile).empty


@pytest.mark.parametrize(("mark", "told"), [(None, "was not made by this pipeline"), ("abc-x", "belongs to .*'abc-x'")])
def test_a_dataset_of_somebody_else_is_refused(
    published: Draft, any_profile: Profile, mark: str | None, told: str
) -> None:
    assert published.standing is not None
    extras = [one for one in published.standing.fields.get("extras", ()) if one["key"] != "perd_dataset_id"]
    with pytest.raises(PortalRefused, match=rf"already has a dataset called tst-fac .*{told}: it is not overwritten"):
        plan(standing_with(published, perd_dataset_id=mark, extras=extras), any_profile)


def test_a_dataset_that_somebody_deleted_stays_deleted(published: Draft, any_profile: Profile) -> None:
    with pytest.raises(PortalRefused, match="deleted on the portal by hand"):
        plan(standing_with(published, state="deleted"), any_profile)


def test_half_a_draft_is_a_bug(published: Draft, any_profile: Profile) -> None:
    with pytest.raises(ValueError, match="factories"):
        plan(replace(published, parts=()), any_profile)
