"""Facts in, drifts out: what is said of each, and that nothing is said where all agrees. No portal is needed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.domain.draft import Draft, Fresh
from flows.domain.drift import Acts, Drift
from flows.domain.on_record import Archived, Condition, OnRecord, Recorded, RecordedFile, RecordedOrigin
from flows.domain.published import OPENED, PublishedDataset
from flows.domain.text import Text
from flows.domain.version import Version
from flows.portal import standing
from flows.portal.plan import Plan, plan
from flows.portal.profile import Profile
from flows.portal.reconcile import ACTS, Seen, compare
from flows.portal.reconcile.row_counts import RowCounts
from flows.portal.reconcile.seen import Indexed, SeenFile, SeenTable
from flows.portal.reconcile.words import WORDS
from flows.portal.table import Table
from flows.versions import table_of

PORTAL = "https://p.example"
AT = datetime(2026, 11, 20, tzinfo=UTC)
STAMP = "2026-11-20T01:00:00"
Facts = tuple[OnRecord, Seen]
Change = Callable[[Facts], Facts]


@pytest.fixture
def facts(draft: Draft, part: Fresh, any_profile: Profile, arrived: Callable[[Plan], PublishedDataset]) -> Facts:
    """A dataset that stands as it was published, in the portal's eyes and in everybody's."""
    answer = {**arrived(plan(draft, any_profile)).fields, "metadata_modified": STAMP}
    answer["resources"] = [{**one, OPENED: "True"} for one in answer["resources"]]
    stands = standing.published(answer, PORTAL)
    version = Version(1, draft.dataset, "run", AT, (table_of(part),), "c" * 64, "d" * 64)
    source = part.snapshot
    recorded = Recorded(
        at=AT,
        portal=PORTAL,
        version=1,
        manifest_sha256="d" * 64,
        files={one.resource: RecordedFile(one.sha256, one.rows) for one in stands.resources},
        origins={
            "factories": RecordedOrigin(
                part.tidied.sha256, part.rows, part.fingerprint, source.source, source.sha256, source.size
            )
        },
    )
    archived = Archived(1, Condition.WHOLE, version, {"factories": Condition.WHOLE})
    record = OnRecord(draft.dataset.id, "unchanged", recorded, archived, unfinished=False)
    table = Table(part.schema)
    words = {field["id"]: (field["info"]["label"], field["info"]["notes"]) for field in table.fields}
    seen = Seen(
        portal=PORTAL,
        stands=stands,
        to_visitors=True,
        files={one.id: SeenFile(one.sha256, one.sent_bytes) for one in stands.resources},
        tables={id_of(stands, "factories"): SeenTable(tuple(table.shape), words, 2, RowCounts(2, 0, 0, 0))},
        indexed=Indexed(stands.name, STAMP),
    )
    return record, seen


def id_of(stands: PublishedDataset | None, resource: str) -> str:
    assert stands
    found = stands.resource(resource)
    assert found
    return found.id


def on_portal(**fields: Any) -> Change:
    """Other fields of the dataset; in `extras`, where this kind of portal keeps them."""

    def change(facts: Facts) -> Facts:
        record, seen = facts
        assert seen.stands
        answer = dict(seen.stands.fields)
        kept_in_extras = {extra["key"] for extra in answer.get("extras", ())}
        aside = {key: value for key, value in fields.items() if key in kept_in_extras}
        answer |= {key: value for key, value in fields.items() if key not in kept_in_extras}
        if aside:
            extras = {extra["key"]: extra["value"] for extra in answer["extras"]} | aside
            answer["extras"] = [{"key": key, "value": value} for key, value in extras.items()]
        return record, replace(seen, stands=standing.published(answer, PORTAL))

    return change


def in_resource(resource: str, **fields: Any) -> Change:
    def change(facts: Facts) -> Facts:
        stands = facts[1].stands
        assert stands
        resources = [
            {**one, **fields} if one["perd_resource"] == resource else one for one in stands.fields["resources"]
        ]
        return on_portal(resources=resources)(facts)

    return change


def without(resource: str) -> Change:
    def change(facts: Facts) -> Facts:
        stands = facts[1].stands
        assert stands
        return on_portal(resources=[one for one in stands.fields["resources"] if one["perd_resource"] != resource])(
            facts
        )

    return change


def copied(resource: str) -> Change:
    """First of all, as a person may put it."""

    def change(facts: Facts) -> Facts:
        stands = facts[1].stands
        assert stands
        copy = next(one for one in stands.fields["resources"] if one["perd_resource"] == resource)
        copy = copy | {"id": "another", "name": "สำเนา", "url": "https://elsewhere.example/x.csv"}
        return on_portal(resources=[copy, *stands.fields["resources"]])(facts)

    return change


def seen(**changes: Any) -> Change:
    return lambda facts: (facts[0], replace(facts[1], **changes))


def file_is(resource: str, **changes: Any) -> Change:
    def change(facts: Facts) -> Facts:
        record, seen = facts
        id = id_of(seen.stands, resource)
        return record, replace(seen, files={**seen.files, id: replace(seen.files[id], **changes)})

    return change


def table_is(**changes: Any) -> Change:
    def change(facts: Facts) -> Facts:
        record, seen = facts
        return record, replace(seen, tables={id: replace(one, **changes) for id, one in seen.tables.items()})

    return change


def record(**changes: Any) -> Change:
    return lambda facts: (replace(facts[0], **changes), facts[1])


def archive(condition: Condition) -> Change:
    def change(facts: Facts) -> Facts:
        archived = facts[0].archived
        assert archived
        return record(archived=replace(archived, files={"factories": condition}))(facts)

    return change


def manifest(condition: Condition) -> Change:
    return record(archived=Archived(1, condition, None))


def another(name: str) -> PublishedDataset:
    return standing.published({"id": "other", "name": name, "perd_dataset_id": "tst-fac", "resources": []}, PORTAL)


def both(*changes: Change) -> Change:
    def change(facts: Facts) -> Facts:
        for each in changes:
            facts = each(facts)
        return facts

    return change


def told(facts: Facts, profile: Profile) -> tuple[Drift, ...]:
    return compare(*facts, profile)


def signs(drifts: tuple[Drift, ...]) -> dict[tuple[str, str], bool]:
    return {(drift.slug, drift.where): drift.mends for drift in drifts}


GONE = both(seen(stands=None, to_visitors=False, files={}, tables={}, indexed=None))
NO_RECORD = record(recorded=None, last=None)
OTHER = {"sha256": "0" * 64}

NAMED: dict[str, tuple[Change, dict[tuple[str, str], bool]]] = {
    "gone": (GONE, {("dataset/missing", ""): True}),
    "gone from another portal": (
        both(GONE, lambda facts: record(recorded=replace(facts[0].recorded, portal="https://old.example"))(facts)),  # type: ignore[type-var]
        {("dataset/missing", ""): False},
    ),
    "never there": (both(GONE, NO_RECORD), {("dataset/never-arrived", ""): False}),
    "never there, and failed": (
        both(GONE, record(recorded=None, last="failed")),
        {("dataset/never-arrived", ""): False},
    ),
    "never there, and held": (both(GONE, record(recorded=None, last="held")), {}),
    "never there, and waiting": (both(GONE, record(recorded=None, last="waiting")), {}),
    "renamed": (both(GONE, seen(elsewhere=(another("renamed"),))), {("dataset/renamed", ""): False}),
    "renamed and copied": (
        both(GONE, seen(elsewhere=(another("renamed"), another("copy")))),
        {("dataset/renamed", ""): False, ("dataset/twice", "copy"): False},
    ),
    "deleted": (
        both(on_portal(state="deleted"), seen(to_visitors=False, files={}, tables={}, indexed=None)),
        {("dataset/deleted", ""): False},
    ),
    "private": (
        both(on_portal(private=True), seen(to_visitors=False, files={}, tables={}, indexed=None)),
        {("dataset/private", ""): False},
    ),
    "private and still found": (
        both(on_portal(private=True), seen(to_visitors=False, files={}, tables={})),
        {("dataset/private", ""): False, ("search/shows-hidden", ""): False},
    ),
    "private, as the ledger tells": (
        both(
            record(withdrawn=True),
            on_portal(private=True),
            seen(to_visitors=False, files={}, tables={}, indexed=None),
        ),
        {},
    ),
    "withdrawn and still found": (
        both(record(withdrawn=True), on_portal(private=True), seen(to_visitors=False, files={}, tables={})),
        {("search/shows-hidden", ""): False},
    ),
    "withdrawn by rule": (
        both(
            *(in_resource(one, **{OPENED: "False"}) for one in ("factories", "data-dictionary", "datapackage")),
            on_portal(private=True),
            seen(to_visitors=False, files={}, tables={}, indexed=None),
        ),
        {},
    ),
    "hidden": (seen(to_visitors=False, files={}, tables={}, indexed=None), {("dataset/hidden", ""): False}),
    "somebody else's": (on_portal(perd_dataset_id="tst-other"), {("dataset/not-ours", ""): False}),
    "twice": (seen(elsewhere=(another("copy"),)), {("dataset/twice", "copy"): False}),
    "another ledger": (NO_RECORD, {("ledger/unknown", ""): False}),
    "broke off": (
        both(record(unfinished=True), file_is("factories", **OTHER), on_portal(title="ชื่ออื่น")),
        {("ledger/unfinished", ""): True, ("metadata/edited", "title"): False},
    ),
    "broke off before it wrote": (record(unfinished=True), {}),
    "broke off before it was opened": (
        both(
            record(recorded=None, unfinished=True),
            *(in_resource(one, **{OPENED: ""}) for one in ("factories", "data-dictionary", "datapackage")),
            on_portal(private=True),
            seen(to_visitors=False, files={}, tables={}, indexed=None),
        ),
        {("ledger/unfinished", ""): True},
    ),
    "manifest gone": (manifest(Condition.GONE), {("archive/manifest-gone", "1"): False}),
    "manifest damaged": (manifest(Condition.DAMAGED), {("archive/manifest-damaged", "1"): False}),
    "manifest exchanged": (manifest(Condition.EXCHANGED), {("archive/manifest-exchanged", "1"): False}),
    "file gone from the archive": (archive(Condition.GONE), {("archive/file-gone", "factories"): True}),
    "file damaged in the archive": (archive(Condition.DAMAGED), {("archive/file-damaged", "factories"): True}),
    "file gone from both": (
        both(archive(Condition.GONE), file_is("factories", **OTHER)),
        {("archive/file-gone", "factories"): False, ("file/other-bytes", "factories"): False},
    ),
    "without a manifest the ledger still knows the file": (
        both(manifest(Condition.GONE), file_is("factories", **OTHER)),
        {("archive/manifest-gone", "1"): False, ("file/other-bytes", "factories"): False},
    ),
    "a resource gone": (without("factories"), {("resource/missing", "factories"): True}),
    "a companion gone": (without("datapackage"), {("resource/missing", "datapackage"): True}),
    "a resource copied": (copied("factories"), {("resource/twice", "factories"): False}),
    "other bytes": (file_is("factories", **OTHER), {("file/other-bytes", "factories"): True}),
    "another companion": (file_is("data-dictionary", **OTHER), {("file/other-bytes", "data-dictionary"): True}),
    "unreadable": (
        file_is("factories", sha256=None, refused=Text(th="ไม่ได้", en="no")),
        {("file/unreadable", "factories"): True},
    ),
    "renamed file": (
        in_resource("factories", url=f"{PORTAL}/new.csv", format="XLS"),
        {("file/renamed", "factories"): True},
    ),
    "a link elsewhere": (
        in_resource("factories", url="https://elsewhere.example/tst-fac-factories.csv"),
        {("file/elsewhere", "factories"): True},
    ),
    "marks": (
        in_resource("factories", perd_fingerprint="x", perd_source_url="https://elsewhere.example/"),
        {("file/marks", "factories"): True},
    ),
    "no table": (table_is(columns=(), rows=None, told_rows=0), {("table/missing", "factories"): True}),
    "a hidden table": (table_is(hidden=True, columns=()), {("table/hidden", "factories"): False}),
    "other columns": (
        table_is(columns=(("code", "text"),), rows=None, told_rows=1),
        {("table/columns", "factories"): True},
    ),
    "other rows": (table_is(rows=RowCounts(2, 1, 0, 0)), {("table/rows", "factories"): True}),
    "rows of other number": (
        table_is(rows=RowCounts(3, 0, 1, 0), told_rows=3),
        {("table/rows", "factories"): True},
    ),
    "another number, not compared": (table_is(rows=None, told_rows=1), {("table/rows", "factories"): True}),
    "a wrong count of right rows": (table_is(told_rows=7), {("table/count", "factories"): True}),
    "labels": (table_is(described={}), {("table/labels", "factories"): True}),
    "no mark of the table": (in_resource("factories", perd_datastore_sha256=""), {("table/mark", "factories"): True}),
    "an edited title": (on_portal(title="ชื่ออื่น"), {("metadata/edited", "title"): False}),
    "an edited description of a file": (
        in_resource("factories", description="อ่านก่อน"),
        {("metadata/edited", "factories.description"): False},
    ),
    "an emptied item": (on_portal(data_source=""), {("metadata/emptied", "data_source"): True}),
    "a category that was closed": (
        on_portal(data_category="ข้อมูลส่วนบุคคล"),
        {("metadata/terms", "data_category"): False},
    ),
    "our field": (on_portal(perd_agency="other"), {("metadata/ours", "perd_agency"): True}),
    "our memory": (on_portal(perd_sent="{"), {("metadata/ours", "perd_sent"): True}),
    "our field of a resource": (
        in_resource("factories", perd_schema_version="0"),
        {("metadata/ours", "factories.perd_schema_version"): True},
    ),
    "not in the index": (seen(indexed=None), {("search/missing", ""): True}),
    "an old index": (
        seen(indexed=Indexed("tst-fac", (datetime.fromisoformat(STAMP) - timedelta(hours=1)).isoformat())),
        {("search/stale", ""): True},
    ),
    "an index that is a moment behind": (
        seen(indexed=Indexed("tst-fac", (datetime.fromisoformat(STAMP) - timedelta(seconds=9)).isoformat())),
        {},
    ),
}


def test_nothing_is_said_where_all_agrees(facts: Facts, any_profile: Profile) -> None:
    assert told(facts, any_profile) == ()


@pytest.mark.parametrize("what", NAMED)
def test_each_drift_is_named_alone(what: str, facts: Facts, any_profile: Profile) -> None:
    change, named = NAMED[what]
    assert signs(told(change(facts), any_profile)) == named


def test_what_stands_as_it_was_sent_is_no_drift_whatever_would_be_sent_now(
    facts: Facts, any_profile: Profile, draft: Draft
) -> None:
    """A newer Perd says something else of the same declaration: that is for the next run."""
    declared = draft.dataset.declared.model_copy(update={"title": "ชื่อใหม่", "tags": ("ใหม่",)})
    archived = facts[0].archived
    assert archived and archived.version
    version = replace(archived.version, dataset=draft.dataset.model_copy(update={"declared": declared}))
    now = record(archived=replace(archived, version=version))(facts)
    assert {drift.slug for drift in told(now, any_profile)} <= {"metadata/ours"}, "but for the declaration's own digest"


def test_a_person_is_not_quoted(facts: Facts, any_profile: Profile) -> None:
    [drift] = told(on_portal(maintainer="นายสมชาย ใจดี")(facts), any_profile)
    assert drift.slug == "metadata/edited"
    assert "สมชาย" not in f"{drift}"


def test_what_others_wrote_is_made_fit_to_be_shown(facts: Facts, any_profile: Profile) -> None:
    [drift] = told(on_portal(title="a\u202eb" + "x" * 900)(facts), any_profile)
    assert "U+202E" in drift.found.th and len(drift.found.th) < 400


def test_rows_are_counted_and_never_quoted(facts: Facts, any_profile: Profile) -> None:
    [drift] = told(table_is(rows=RowCounts(3, 1, 2, 1), told_rows=3)(facts), any_profile)
    assert drift.expected.en == "2 rows"
    assert drift.found.en == "3 rows (2 too many, 1 missing, 1 changed)"
    assert drift.acts is Acts.PERD and "--repair" in drift.todo.th


def test_without_the_archive_a_person_is_asked(facts: Facts, any_profile: Profile) -> None:
    drifts = told(both(archive(Condition.GONE), file_is("factories", **OTHER))(facts), any_profile)
    assert {drift.acts for drift in drifts} == {Acts.ARCHIVE}
    assert not any("--repair" in drift.todo.th for drift in drifts)


def test_every_drift_is_planted_here_or_told_of_the_portal_as_a_whole() -> None:
    named = {slug for _, drifts in NAMED.values() for slug, _ in drifts}
    assert named | {"dataset/undeclared", "search/count"} == set(WORDS)


def test_every_drift_has_its_line_in_the_documentation() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs/reconcile.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z]+/[a-z-]+)` \|", page, re.MULTILINE) == list(WORDS)


def test_both_languages_have_the_same_places(facts: Facts) -> None:
    for slug, says in WORDS.items():
        for text in (says.told, says.todo, says.repair):
            if text:
                assert set(re.findall(r"{\w+}", text.th)) == set(re.findall(r"{\w+}", text.en)), slug
                assert re.search("[ก-๙]", text.th) and not re.search("[ก-๙]", text.en), slug
    assert set(ACTS) == set(Acts)
