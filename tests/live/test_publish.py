"""Publishing to a real CKAN: what arrives, what is left alone, and what people are told when it does not work."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.domain.dataset import Agency, Contact, Dataset, Declaration, Frequency, HttpFile, Resource
from flows.domain.draft import Draft, Fresh, Kept, Part
from flows.domain.errors import PortalRefused, PortalUnavailable
from flows.domain.findings import NOTHING
from flows.domain.receipt import PublishReceipt
from flows.domain.snapshot import Snapshot
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import RowMap, Tidied
from flows.domain.verdict import Verdict
from flows.portal.client import Portal, Revision
from flows.portal.profile import Profile, load_profile
from flows.portal.publish import carry_out, plan
from tests.fault_proxy import Asked, Fault, FaultProxy, at_write

pytestmark = pytest.mark.live

WRITING = ("create", "update", "patch", "revise", "delete", "upsert")
SCHEMA = TableSchema(
    name="test/factories",
    version="1.0.0",
    descriptor={
        "fields": [
            {
                "name": "code",
                "title": "รหัสโรงงาน",
                "type": "string",
                "aliases": ["FID"],
                "constraints": {"required": True, "pattern": r"\d{4}"},
                "description": "เลขทะเบียนสี่หลัก",
            },
            {"name": "name_th", "title": "ชื่อโรงงาน", "type": "string"},
            {"name": "workers", "title": "คนงาน", "type": "integer", "unit": "คน"},
            {"name": "capital", "title": "เงินทุน", "type": "number", "unit": "บาท"},
            {"name": "registered_on", "title": "วันที่จดทะเบียน", "type": "date"},
            {"name": "founded", "title": "ปีที่ตั้ง", "type": "year"},
            {"name": "active", "title": "ยังประกอบการ", "type": "boolean"},
        ],
        "primaryKey": ["code"],
    },
)
HEADER = "code,name_th,workers,capital,registered_on,founded,active"
ROWS = (
    "0001,โรงงานน้ำตาล,120,1500000.50,2024-01-31,1999,true",
    "0002,โรงสี,,250000,2024-02-29,,false",
    '0003,"ปูน, หิน\nทราย",7,0.1,,2001,',
)


@pytest.fixture(scope="session")
def profile(portal: Any) -> Profile:
    folder = Path(__file__).resolve().parents[2] / "schemas/portals"
    name = portal.profile if isinstance(portal.profile, str) else portal.profile.profile
    return load_profile(folder, name)


@pytest.fixture(scope="session")
def organisation(portal: Any) -> str:
    """One in which the token may publish."""
    with Portal(portal.url, portal.token) as client:
        return client.check_token()[0]


@pytest.fixture
def editor(portal: Any) -> Iterator[Portal]:
    with Portal(portal.url, portal.token, timeout=30) as client:
        yield client


@pytest.fixture
def dataset(organisation: str) -> Dataset:
    """A name and a title that no other test has."""
    mark = uuid.uuid4().hex[:8]
    contact = Contact(name="กองข้อมูล", email="data@factories.example.go.th")
    agency = Agency(
        code="tst",
        name=Text(th="กรมทดสอบ", en="Department of Tests"),
        short=Text(th="กทส.", en="DOT"),
        organisation=organisation,
        contact=contact,
    )
    resource = Resource(
        name="factories",
        title="ทะเบียนโรงงาน (CSV)",
        source=HttpFile(kind="http_file", url="https://factories.example.go.th/fac.csv"),
        schema="test/factories",
    )
    declared = Declaration(
        title=f"ทะเบียนโรงงาน {mark}",
        description="รายชื่อโรงงานที่ได้รับอนุญาต\n\nปรับปรุงทุกเดือน",
        data_type="record",
        category="public",
        licence="CC-BY-4.0",
        objective=("public-service", "agency-mission"),
        frequency=Frequency(every=1, unit="month"),
        coverage="country",
        data_source="ระบบทะเบียนโรงงาน",
        data_format=("CSV", "Database"),
        tags=("โรงงาน", "อุตสาหกรรม", "factory"),
        created=date(2024, 1, 31),
        resources=(resource,),
    )
    return Dataset(slug=f"fac-{mark}", agency=agency, declared=declared, path=f"tst/fac-{mark}.yaml")


def fresh(
    folder: Path, resource: Resource, rows: Sequence[str] = ROWS, *, etag: str = '"1"', at: datetime | None = None
) -> Fresh:
    path = folder / f"{uuid.uuid4().hex}.csv"
    content = "\r\n".join((HEADER, *rows, "")).encode()
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    return Fresh(
        resource=resource,
        schema=SCHEMA,
        snapshot=Snapshot(
            path=path,
            sha256=sha256,
            size=len(content),
            source="https://factories.example.go.th/fac.csv",
            fetched_at=at or datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC),
            etag=etag,
        ),
        tidied=Tidied(
            path=path,
            sha256=sha256,
            size=len(content),
            rows=len(rows),
            columns=(),
            row_map=RowMap(first=2),
            changes=(),
            encoding="utf-8",
            received=path,
        ),
        fingerprint="f" * 64,
    )


def draft(editor: Portal, dataset: Dataset, *parts: Part) -> Draft:
    return Draft(dataset, parts, Verdict(NOTHING), editor.look(dataset.id))


def publish(editor: Portal, profile: Profile, folder: Path, dataset: Dataset, *parts: Part) -> PublishReceipt:
    wanted = draft(editor, dataset, *parts)
    return carry_out(editor, wanted, plan(wanted, profile), folder)


def declared(dataset: Dataset, **changes: object) -> Dataset:
    return dataset.model_copy(update={"declared": dataset.declared.model_copy(update=changes)})


def writes_in(access_log: Path) -> list[str]:
    return [
        line
        for line in Path(access_log).read_text().splitlines()
        if "POST" in line and any(word in line for word in WRITING)
    ]


def public(editor: Portal, action: str, **parameters: object) -> Any:
    """An anonymous visitor's GET, by no code of ours."""
    answer = requests.get(f"{editor.url}/api/action/{action}", params=parameters, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


def test_a_new_dataset_reaches_the_public_whole(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    part = fresh(tmp_path, dataset.resources[0])
    receipt = publish(editor, profile, tmp_path, dataset, part)
    assert receipt.writes == (
        "create",
        "file:factories",
        "file:data-dictionary",
        "file:datapackage",
        "table:factories",
        "public",
    )
    assert receipt.url == f"{editor.url}/dataset/{dataset.id}"
    assert requests.get(receipt.url, timeout=30).status_code == 200

    package = public(editor, "package_show", id=dataset.id)
    assert (package["title"], package["private"]) == (dataset.declared.title, False)
    assert package["organization"]["name"] == dataset.agency.organisation
    assert [resource["perd_resource"] for resource in package["resources"]] == [
        "factories",
        "data-dictionary",
        "datapackage",
    ]
    first = package["resources"][0]
    assert first["url"].endswith(f"/download/{dataset.id}-factories.csv")
    assert (first["format"], first["mimetype"], first["name"]) == ("CSV", "text/csv", "ทะเบียนโรงงาน (CSV)")
    assert first["perd_fetched_at"] == "2026-11-20T01:02:03+00:00"
    for file, resource in zip(receipt.files, package["resources"], strict=True):
        content = requests.get(resource["url"], timeout=30).content
        assert hashlib.sha256(content).hexdigest() == file.sha256 == resource["perd_sha256"]
        assert file.read_back
    assert receipt.files[0].sha256 == part.tidied.sha256


def test_the_metadata_speak_the_portals_language(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    package = public(editor, "package_show", id=dataset.id)
    fields = {**package, **{extra["key"]: extra["value"] for extra in package.get("extras", ())}}
    assert fields["data_type"] == "ข้อมูลระเบียน"
    assert fields["update_frequency_unit"] == "เดือน"
    assert fields["high_value_dataset"] == "False"
    assert fields["created_date"] == "2024-01-31"
    assert fields["perd_dataset_id"] == dataset.id
    objective = fields["objective"]
    values = json.loads(objective) if isinstance(objective, str) else objective
    assert set(values) == {"เพื่อการให้บริการประชาชน", "พันธกิจหน่วยงาน"}
    if profile.thai_tags:
        assert {tag["name"] for tag in package["tags"]} == set(dataset.declared.tags)


def test_a_second_run_writes_nothing(
    portal: Any, editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    stood = public(editor, "package_show", id=dataset.id)
    before = writes_in(portal.access_log)
    assert before, "the log shows what the first run wrote"
    later = datetime(2026, 11, 21, tzinfo=UTC)
    wanted = draft(editor, dataset, fresh(tmp_path, dataset.resources[0], at=later))
    to_do = plan(wanted, profile)
    assert to_do.empty
    receipt = carry_out(editor, wanted, to_do, tmp_path)
    assert receipt.writes == ()
    assert all(file.read_back for file in receipt.files), "what a killed run wrote is proven by the next one"
    assert writes_in(portal.access_log) == before
    assert public(editor, "package_show", id=dataset.id) == stood

    kept = Kept(dataset.resources[0], SCHEMA, wanted.standing.resource("factories"))
    assert plan(draft(editor, dataset, kept), profile).empty


def test_a_changed_file_takes_the_old_ones_place(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    before = public(editor, "package_show", id=dataset.id)["resources"]
    part = fresh(tmp_path, dataset.resources[0], (*ROWS[:2], "0009,โรงไฟฟ้า,3,1,2024-03-01,2020,true", "0010,,,,,,"))
    receipt = publish(editor, profile, tmp_path, dataset, part)
    assert receipt.writes == ("replace:factories", "file:datapackage")
    assert all(file.read_back for file in receipt.files)
    after = public(editor, "package_show", id=dataset.id)["resources"]
    assert [resource["id"] for resource in after] == [resource["id"] for resource in before]
    assert [resource["url"] for resource in after] == [resource["url"] for resource in before]
    content = requests.get(after[0]["url"], timeout=30).content
    assert hashlib.sha256(content).hexdigest() == part.tidied.sha256
    rows = public(editor, "datastore_search", resource_id=after[0]["id"])
    assert sorted(record["code"] for record in rows["records"]) == ["0001", "0002", "0009", "0010"]
    package = requests.get(after[2]["url"], timeout=30).json()
    assert package["resources"][0]["hash"] == f"sha256:{part.tidied.sha256}"


def test_changed_words_change_words_only(editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    anew = declared(dataset, objective=("law",), tags=("factory",), accessible_condition=None, frequency=None)
    anew = declared(anew, frequency=Frequency(every=3, unit="day"), high_value=True)
    wanted = draft(editor, anew, fresh(tmp_path, dataset.resources[0]))
    to_do = plan(wanted, profile)
    changed = {difference.field for difference in to_do.differences}
    assert {"objective", "tags", "update_frequency_unit", "high_value_dataset"} <= changed
    assert "title" not in changed
    receipt = carry_out(editor, wanted, to_do, tmp_path)
    # The keywords stand in datapackage.json, too.
    assert receipt.writes == ("file:datapackage", "metadata")
    package = public(editor, "package_show", id=dataset.id)
    assert [tag["name"] for tag in package["tags"]] == ["factory"]
    assert plan(draft(editor, anew, fresh(tmp_path, dataset.resources[0])), profile).empty


def test_a_new_etag_is_kept_and_a_new_time_alone_is_not(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    receipt = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0], etag='"2"'))
    assert receipt.writes == ("metadata",)
    found = editor.look(dataset.id)
    assert found is not None
    kept = found.resource("factories")
    assert kept is not None
    assert kept.etag == '"2"'


def test_what_others_add_on_the_portal_stays(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    found = editor.look(dataset.id)
    assert found is not None
    theirs = [{"key": "contact_hours", "value": "9-16"}]
    extras = [*found.fields.get("extras", ()), *theirs]
    own = {"id": str(uuid.uuid4()), "name": "คู่มือ", "url": "https://factories.example.go.th/guide.pdf", "format": "PDF"}
    editor.revise(found, Revision(fields={"extras": extras, "version": "7"}, added=own))
    anew = declared(dataset, title=dataset.declared.title + " ฉบับใหม่")
    publish(editor, profile, tmp_path, anew, fresh(tmp_path, dataset.resources[0], ROWS[:1]))
    package = public(editor, "package_show", id=dataset.id)
    assert package["title"].endswith("ฉบับใหม่")
    assert package["version"] == "7"
    assert theirs[0] in package["extras"]
    assert own["url"] in {resource["url"] for resource in package["resources"]}


def test_the_table_is_typed_and_labelled_in_thai(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    receipt = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    id = receipt.files[0].id
    answer = public(editor, "datastore_search", resource_id=id, sort="code")
    assert {field["id"]: field["type"] for field in answer["fields"] if field["id"] != "_id"} == {
        "code": "text",
        "name_th": "text",
        "workers": "int8",
        "capital": "numeric",
        "registered_on": "date",
        "founded": "int4",
        "active": "bool",
    }
    labels = {field["id"]: field.get("info", {}) for field in answer["fields"]}
    assert labels["code"]["label"] == "รหัสโรงงาน"
    assert labels["code"]["notes"] == "เลขทะเบียนสี่หลัก"
    assert "คน" in labels["workers"]["notes"]
    records = [{key: value for key, value in record.items() if key != "_id"} for record in answer["records"]]
    assert records[0] == {
        "code": "0001",
        "name_th": "โรงงานน้ำตาล",
        "workers": 120,
        "capital": 1500000.5,
        "registered_on": "2024-01-31",
        "founded": 1999,
        "active": True,
    }
    assert (records[1]["workers"], records[1]["founded"], records[1]["active"]) == (None, None, False)
    assert (records[2]["name_th"], records[2]["registered_on"]) == ("ปูน, หิน\nทราย", None)
    assert public(editor, "resource_view_list", id=id), "people get a table to look at"


def test_a_table_gets_another_type_of_column(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    fields = [dict(field) for field in SCHEMA.descriptor["fields"]]
    fields[2] |= {"type": "number"}
    schema = TableSchema("test/factories", "2.0.0", {**SCHEMA.descriptor, "fields": fields})
    part = replace(fresh(tmp_path, dataset.resources[0]), schema=schema)
    receipt = publish(editor, profile, tmp_path, dataset, part)
    assert "table:factories" in receipt.writes
    assert "file:factories" not in receipt.writes
    answer = public(editor, "datastore_search", resource_id=receipt.files[0].id)
    assert {field["id"]: field["type"] for field in answer["fields"]}["workers"] == "numeric"
    assert answer["total"] == 3


def test_a_publication_that_broke_off_is_finished_by_the_next_run(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    wanted = draft(editor, dataset, fresh(tmp_path, dataset.resources[0]))
    create = plan(wanted, profile).writes[0]
    editor.act("package_create", create.fields, of=dataset.id)
    hidden = requests.get(f"{editor.url}/api/action/package_show", params={"id": dataset.id}, timeout=30)
    assert hidden.status_code == 403, "nobody sees half a dataset"
    receipt = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    assert receipt.writes[0] == "file:factories"
    assert public(editor, "package_show", id=dataset.id)["private"] is False


def test_a_kept_resource_without_its_table_is_read_back_and_loaded(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    found = editor.look(dataset.id)
    assert found is not None
    factories = found.resource("factories")
    assert factories is not None
    editor.act("datastore_delete", {"resource_id": factories.id, "force": True}, of=dataset.id)
    now = editor.look(dataset.id)
    assert now is not None
    editor.revise(now, Revision(resources={factories.id: {"perd_datastore_sha256": ""}}))
    receipt = publish(editor, profile, tmp_path, dataset, Kept(dataset.resources[0], SCHEMA, factories))
    assert receipt.writes == ("table:factories",)
    assert public(editor, "datastore_search", resource_id=factories.id)["total"] == 3


def test_a_resource_that_is_no_longer_declared_is_left_and_named(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    second = dataset.resources[0].model_copy(update={"name": "factories_2567", "title": "ปี 2567"})
    both = declared(dataset, resources=(*dataset.resources, second))
    publish(editor, profile, tmp_path, both, fresh(tmp_path, both.resources[0]), fresh(tmp_path, second, ROWS[:2]))
    receipt = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    assert any("factories_2567" in remark.en for remark in receipt.remarks)
    names = [resource["perd_resource"] for resource in public(editor, "package_show", id=dataset.id)["resources"]]
    assert "factories_2567" in names


def replace_by_hand(editor: Portal, token: str, id: str, name: str, content: bytes) -> None:
    """What an editor does on the resource's page, with CKAN's own API and no code of ours."""
    answer = requests.post(
        f"{editor.url}/api/action/resource_patch",
        data={"id": id},
        files={"upload": (name, content, "text/csv")},
        headers={"Authorization": token},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("other_name", "other_size"), [(True, False), (False, True)])
def test_a_file_that_was_replaced_by_hand_is_put_right_again(
    portal: Any,
    editor: Portal,
    profile: Profile,
    dataset: Dataset,
    tmp_path: Path,
    other_name: bool,
    other_size: bool,
) -> None:
    part = fresh(tmp_path, dataset.resources[0])
    receipt = publish(editor, profile, tmp_path, dataset, part)
    content = part.tidied.path.read_bytes()
    content = content + b"9999,x,,,,,\r\n" if other_size else content.replace(b"0001", b"9991")
    name = "final-v2.csv" if other_name else f"{dataset.id}-factories.csv"
    replace_by_hand(editor, portal.token, receipt.files[0].id, name, content)

    found = editor.look(dataset.id)
    assert found is not None
    assert [resource.untouched for resource in found.resources] == [False, True, True]
    mended = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    assert mended.writes == ("file:factories",)
    assert hashlib.sha256(requests.get(mended.files[0].url, timeout=30).content).hexdigest() == part.tidied.sha256
    assert [file.url for file in mended.files] == [file.url for file in receipt.files]
    assert plan(draft(editor, dataset, fresh(tmp_path, dataset.resources[0])), profile).empty


def test_a_file_of_the_same_name_and_size_is_seen_when_anything_is_written(
    portal: Any, editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    part = fresh(tmp_path, dataset.resources[0])
    receipt = publish(editor, profile, tmp_path, dataset, part)
    content = part.tidied.path.read_bytes().replace(b"0001", b"9991")
    replace_by_hand(editor, portal.token, receipt.files[0].id, f"{dataset.id}-factories.csv", content)
    anew = declared(dataset, high_value=True)
    with pytest.raises(PortalRefused, match=f"other bytes for factories of {dataset.id} .*sent again in the next run"):
        publish(editor, profile, tmp_path, anew, fresh(tmp_path, dataset.resources[0]))
    mended = publish(editor, profile, tmp_path, anew, fresh(tmp_path, dataset.resources[0]))
    assert mended.writes == ("file:factories",)
    assert hashlib.sha256(requests.get(mended.files[0].url, timeout=30).content).hexdigest() == part.tidied.sha256


def test_a_table_that_somebody_filled_up_is_loaded_again_by_the_next_run(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    id = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0])).files[0].id
    theirs = {"resource_id": id, "records": [{"code": "9999"}], "method": "insert", "force": True}
    editor.act("datastore_upsert", theirs, of=dataset.id)
    anew = declared(dataset, high_value=True)
    with pytest.raises(PortalRefused, match=r"shows 4 rows to the public and the file has 3: it is loaded again"):
        publish(editor, profile, tmp_path, anew, fresh(tmp_path, dataset.resources[0]))
    receipt = publish(editor, profile, tmp_path, anew, fresh(tmp_path, dataset.resources[0]))
    assert receipt.writes == ("table:factories",)
    assert public(editor, "datastore_search", resource_id=id)["total"] == 3


@pytest.mark.parametrize("cell", ["99999999999999999999", "much"])
def test_a_version_that_the_datastore_refuses_leaves_the_last_one_whole(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path, cell: str
) -> None:
    receipt = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    stood = [requests.get(file.url, timeout=30).content for file in receipt.files]
    id = receipt.files[0].id
    rows = public(editor, "datastore_search", resource_id=id)["records"]

    bad = (*ROWS[:1], "0005,โรงเลื่อย,1,1,2024-02-29,,false", f"0006,โรงน้ำแข็ง,{cell},1,,,", *ROWS[2:])
    with pytest.raises(PortalRefused, match=r"factories of .* at data row 3: ") as caught:
        publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0], bad))
    assert cell not in f"{caught.value.text.th} {caught.value.text.en}"
    assert [requests.get(file.url, timeout=30).content for file in receipt.files] == stood
    assert public(editor, "datastore_search", resource_id=id)["records"] == rows
    assert plan(draft(editor, dataset, fresh(tmp_path, dataset.resources[0])), profile).empty

    good = (*ROWS[:1], "0005,โรงเลื่อย,1,1,2024-02-29,,false")
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0], good))
    records = public(editor, "datastore_search", resource_id=id)["records"]
    assert sorted(record["code"] for record in records) == ["0001", "0005"]
    with pytest.raises(PortalRefused, match="primary key is repeated"):
        editor.act(
            "datastore_upsert",
            {"resource_id": id, "records": [{"code": "0001"}], "method": "insert", "force": True, "dry_run": True},
            of=dataset.id,
        )


def test_one_table_that_is_refused_keeps_the_others_as_they_were(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    second = dataset.resources[0].model_copy(update={"name": "factories_2567", "title": "ปี 2567"})
    both = declared(dataset, resources=(*dataset.resources, second))
    receipt = publish(editor, profile, tmp_path, both, *(fresh(tmp_path, one) for one in both.resources))
    stood = [requests.get(file.url, timeout=30).content for file in receipt.files]
    good = fresh(tmp_path, both.resources[0], ROWS[:1])
    bad = fresh(tmp_path, second, ("0001,โรงสี,99999999999999999999,,,,",))
    with pytest.raises(PortalRefused, match=r"factories_2567 of .* at data row 1: "):
        publish(editor, profile, tmp_path, both, good, bad)
    assert [requests.get(file.url, timeout=30).content for file in receipt.files] == stood
    for file in receipt.files[:2]:
        assert public(editor, "datastore_search", resource_id=file.id)["total"] == 3


def test_sample_data_say_so(editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path) -> None:
    sample = declared(dataset, sample=True)
    publish(editor, profile, tmp_path, sample, fresh(tmp_path, dataset.resources[0]))
    package = public(editor, "package_show", id=dataset.id)
    assert package["title"].endswith("(ข้อมูลตัวอย่าง)")
    assert package["notes"].startswith("ข้อมูลชุดนี้เป็นข้อมูลตัวอย่าง")


def test_a_dataset_of_somebody_else_is_never_overwritten(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    theirs = plan(draft(editor, dataset, fresh(tmp_path, dataset.resources[0])), profile).writes[0].fields
    without_mark = {key: value for key, value in theirs.items() if not key.startswith("perd_")}
    without_mark["extras"] = [one for one in theirs.get("extras", ()) if not one["key"].startswith("perd_")]
    editor.act("package_create", without_mark, of=dataset.id)
    with pytest.raises(PortalRefused, match=rf"already has a dataset called {dataset.id}.*not overwritten"):
        publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))


def test_a_title_that_another_dataset_bears_is_told(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    if not profile.unique_titles:
        pytest.skip("this kind of portal takes the same title twice")
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    twin = dataset.model_copy(update={"slug": f"{dataset.slug}-b"})
    borne = rf"the dataset {dataset.id} .*bears it already.*renamed from {dataset.id}, give it that name again"
    with pytest.raises(PortalRefused, match=borne) as caught:
        publish(editor, profile, tmp_path, twin, fresh(tmp_path, dataset.resources[0]))
    assert f"เพราะชุดข้อมูล {dataset.id}" in caught.value.text.th


def test_two_titles_that_are_swapped_are_told_with_the_way_out(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    if not profile.unique_titles:
        pytest.skip("this kind of portal takes the same title twice")
    other = declared(dataset, title=f"{dataset.declared.title} ข")
    other = other.model_copy(update={"slug": f"{dataset.slug}-b"})
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    publish(editor, profile, tmp_path, other, fresh(tmp_path, dataset.resources[0]))
    swapped = declared(dataset, title=other.declared.title)
    with pytest.raises(PortalRefused, match=rf"the dataset {other.id} .*swap titles, give one a third title"):
        publish(editor, profile, tmp_path, swapped, fresh(tmp_path, dataset.resources[0]))


def test_a_group_that_the_portal_does_not_have_is_told(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    grouped = declared(dataset, groups=("no-such-group",))
    told = r"does not have all groups that .* declares \(no-such-group\)"
    with pytest.raises(PortalRefused, match=told):
        publish(editor, profile, tmp_path, grouped, fresh(tmp_path, dataset.resources[0]))
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    with pytest.raises(PortalRefused, match=told):
        publish(editor, profile, tmp_path, grouped, fresh(tmp_path, dataset.resources[0]))


def test_a_person_who_edits_at_the_same_time_is_not_overwritten(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    wanted = draft(editor, declared(dataset, high_value=True), fresh(tmp_path, dataset.resources[0]))
    planned = plan(wanted, profile)
    assert wanted.standing is not None
    editor.revise(wanted.standing, Revision(fields={"version": "9"}))
    receipt = carry_out(editor, wanted, planned, tmp_path, sleep=lambda seconds: None)
    assert receipt.writes == ("metadata",)
    package = public(editor, "package_show", id=dataset.id)
    assert package["version"] == "9"


def publish_disturbed(
    portal: Portal,
    profile: Profile,
    folder: Path,
    dataset: Dataset,
    part: Fresh,
    faults: Callable[[Asked], Fault | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Publish by way of a proxy that spoils requests, and wait until everything has arrived."""
    with FaultProxy(portal.url, faults) as proxy:
        with monkeypatch.context() as environment:
            for name, value in proxy.environment.items():
                environment.setenv(name, value)
            wanted = draft(portal, dataset, part)
            carry_out(portal, wanted, plan(wanted, profile), folder, sleep=lambda seconds: None)
        assert proxy.given, "the request that was to be spoiled was never made"


@pytest.mark.parametrize("nth", range(4))
def test_a_new_version_survives_one_lost_answer(
    portal: Any, profile: Profile, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    with Portal(portal.url, portal.token, timeout=30) as disturbed:
        publish(disturbed, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
        part = fresh(tmp_path, dataset.resources[0], ROWS[1:])
        publish_disturbed(disturbed, profile, tmp_path, dataset, part, at_write(nth, Fault.ANSWER_LOST), monkeypatch)
        package = public(disturbed, "package_show", id=dataset.id)
        table = public(disturbed, "datastore_search", resource_id=package["resources"][0]["id"])
        assert sorted(record["code"] for record in table["records"]) == ["0002", "0003"]
        assert plan(draft(disturbed, dataset, part), profile).empty


@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.PAGE_503], ids=["answer-lost", "turned-away"])
@pytest.mark.parametrize("nth", range(11))
def test_one_spoiled_write_is_neither_repeated_blindly_nor_left_undone(
    portal: Any,
    profile: Profile,
    dataset: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    nth: int,
    fault: Fault,
) -> None:
    part = fresh(tmp_path, dataset.resources[0])
    with Portal(portal.url, portal.token, timeout=30) as disturbed:
        publish_disturbed(disturbed, profile, tmp_path, dataset, part, at_write(nth, fault), monkeypatch)
        package = public(disturbed, "package_show", id=dataset.id)
        assert [resource["perd_kind"] for resource in package["resources"]] == [
            "data",
            "data-dictionary",
            "datapackage",
        ]
        assert public(disturbed, "datastore_search", resource_id=package["resources"][0]["id"])["total"] == 3
        assert plan(draft(disturbed, dataset, fresh(tmp_path, dataset.resources[0])), profile).empty


def test_a_write_that_arrives_after_it_was_repeated_changes_nothing(
    portal: Any, profile: Profile, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Portal(portal.url, portal.token, timeout=30, pauses=(0.1,) * 9) as disturbed:
        for rows in (ROWS, ROWS[1:]):
            tried = set[str]()

            def each_action_at_first(asked: Asked, tried: set[str] = tried) -> Fault | None:
                if asked.write is None or asked.action in tried:
                    return None
                tried.add(asked.action)
                return Fault.LATE

            part = fresh(tmp_path, dataset.resources[0], rows)
            publish_disturbed(disturbed, profile, tmp_path, dataset, part, each_action_at_first, monkeypatch)
            assert {"package_revise", "datastore_upsert"} <= tried
            package = public(disturbed, "package_show", id=dataset.id)
            assert len(package["resources"]) == 3
            table = public(disturbed, "datastore_search", resource_id=package["resources"][0]["id"])
            assert len(table["records"]) == len(rows)
            assert plan(draft(disturbed, dataset, part), profile).empty


@pytest.fixture
def stranger(portal: Any) -> Iterator[Portal]:
    with Portal(portal.url, "not-a-token-of-this-portal") as client:
        yield client


def test_a_wrong_token_is_told_early_and_never_shown(
    stranger: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(PortalRefused, match="PERD_PORTAL_TOKEN") as early:
        stranger.check_token(dataset.agency.organisation)
    with pytest.raises(PortalRefused, match=f"editor's token of organisation {dataset.agency.organisation}") as late:
        publish(stranger, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    assert "not-a-token" not in f"{early.value} {late.value} {stranger!r} {vars(stranger)!r}"


def test_a_private_dataset_of_strangers_is_told(
    stranger: Portal, editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    create = plan(draft(editor, dataset, fresh(tmp_path, dataset.resources[0])), profile).writes[0]
    editor.act("package_create", create.fields, of=dataset.id)
    with pytest.raises(PortalRefused, match=f"may not do package_show of {dataset.id}: ask the portal's administrator"):
        stranger.look(dataset.id)


def test_a_stopped_portal_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with (
        Portal(f"http://127.0.0.1:{port}", "token") as stopped,
        pytest.raises(PortalUnavailable, match=r"did not answer package_show of .*check that it is up"),
    ):
        stopped.look("tst-factories")


def test_anybody_finds_it(editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    found = public(editor, "package_search", fq=f"name:{dataset.id}")
    assert [package["name"] for package in found["results"]] == [dataset.id]


def test_frictionless_validates_the_address_alone(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    second = dataset.resources[0].model_copy(update={"name": "factories_2567", "title": "ปี 2567"})
    both = declared(dataset, resources=(*dataset.resources, second))
    receipt = publish(
        editor, profile, tmp_path, both, fresh(tmp_path, both.resources[0]), fresh(tmp_path, second, ROWS[:2])
    )
    address = next(file.url for file in receipt.files if file.resource == "datapackage")
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", address, "--json"],
        cwd=empty,
        capture_output=True,
        text=True,
        timeout=120,
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"]) == (0, True), done.stdout
    assert {task["name"]: task["stats"]["rows"] for task in report["tasks"]} == {"factories": 3, "factories_2567": 2}


def test_frictionless_would_see_a_damaged_file(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    receipt = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    address = next(file.url for file in receipt.files if file.resource == "datapackage")
    package = requests.get(address, timeout=30).json()
    package["resources"][0]["hash"] = f"sha256:{'0' * 64}"
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "hash" in done.stdout


def test_the_dump_of_ckanapi_reads_it(editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    done = subprocess.run(
        ["ckanapi", "dump", "datasets", dataset.id, "-r", editor.url],
        cwd=tmp_path,
        # It starts itself anew by its name.
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    dumped = json.loads(done.stdout)
    assert dumped["name"] == dataset.id
    assert len(dumped["resources"]) == 3


def test_a_trial_of_other_columns_that_is_given_up_leaves_a_table_that_takes_the_next_version(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    second = dataset.resources[0].model_copy(update={"name": "factories_2567", "title": "ปี 2567"})
    both = declared(dataset, resources=(*dataset.resources, second))
    receipt = publish(editor, profile, tmp_path, both, *(fresh(tmp_path, one) for one in both.resources))
    fields = [dict(field) for field in SCHEMA.descriptor["fields"]]
    fields[2] |= {"type": "number"}
    other = TableSchema("test/factories", "2.0.0", {**SCHEMA.descriptor, "fields": fields})
    tried = replace(fresh(tmp_path, both.resources[0], ROWS[:2]), schema=other)
    bad = fresh(tmp_path, second, ("0001,โรงสี,99999999999999999999,,,,",))
    with pytest.raises(PortalRefused, match=r"factories_2567 of .* at data row 1: "):
        publish(editor, profile, tmp_path, both, tried, bad)
    assert public(editor, "datastore_search", resource_id=receipt.files[0].id)["total"] == 3

    changed = fresh(tmp_path, both.resources[0], ("0001,โรงงานใหม่,1,1,,,", *ROWS[1:]))
    publish(editor, profile, tmp_path, both, changed, fresh(tmp_path, second))
    records = public(editor, "datastore_search", resource_id=receipt.files[0].id, sort="code")["records"]
    assert records[0]["name_th"] == "โรงงานใหม่"
    again = {"resource_id": receipt.files[0].id, "records": [{"code": "0001"}], "method": "insert"}
    with pytest.raises(PortalRefused, match="primary key is repeated"):
        editor.act("datastore_upsert", {**again, "force": True, "dry_run": True}, of=dataset.id)


def test_a_row_that_somebody_took_out_of_the_table_comes_back_when_it_changes(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    resource = dataset.resources[0]
    id = publish(editor, profile, tmp_path, dataset, fresh(tmp_path, resource)).files[0].id
    more = (*ROWS, "0004,โรงเลื่อย,1,1,,,", "0005,โรงน้ำแข็ง,1,1,,,")
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, resource, more))
    theirs = {"resource_id": id, "filters": {"code": "0001"}, "force": True}
    editor.act("datastore_records_delete", theirs, of=dataset.id)
    changed = ("0001,โรงงานใหม่,1,1,,,", *more[1:])
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, resource, changed))
    records = public(editor, "datastore_search", resource_id=id, sort="code")["records"]
    assert [record["code"] for record in records] == ["0001", "0002", "0003", "0004", "0005"]
    assert records[0]["name_th"] == "โรงงานใหม่"


def test_a_new_table_that_is_refused_is_not_left_in_part(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path
) -> None:
    publish(editor, profile, tmp_path, dataset, fresh(tmp_path, dataset.resources[0]))
    second = dataset.resources[0].model_copy(update={"name": "factories_2567", "title": "ปี 2567"})
    both = declared(dataset, resources=(*dataset.resources, second))
    rows = [f"{code:04},โรงงาน,1,1,,," for code in range(20_000)]
    bad = fresh(tmp_path, second, [*rows, "99999,โรงสี,99999999999999999999,,,,"])
    with pytest.raises(PortalRefused, match=r"factories_2567 of .* at data row 20,001: "):
        publish(editor, profile, tmp_path, both, fresh(tmp_path, dataset.resources[0]), bad)
    package = public(editor, "package_show", id=dataset.id)
    new = next(one for one in package["resources"] if one["perd_resource"] == "factories_2567")
    found = requests.get(
        f"{editor.url}/api/action/datastore_search", params={"resource_id": new["id"], "limit": 0}, timeout=30
    )
    assert found.status_code == 404, found.json()["result"]["total"]


def test_a_change_that_was_kept_in_part_is_not_taken_for_the_old_version(
    portal: Any, profile: Profile, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.portal.table_change.CALL_ROWS", 2)
    resource, person = dataset.resources[0], requests.Session()
    person.trust_env = False  # nobody's proxy is before them
    first = fresh(tmp_path, resource)
    many = fresh(tmp_path, resource, [f"{code:04},โรงงานใหม่,1,1,,," for code in range(1, 12)])
    changes = 0

    def faster(asked: Asked) -> None:
        """Somebody puts in a row of the same key, just before each call but the first."""
        nonlocal changes
        if asked.action != "datastore_upsert" or (told := json.loads(asked.body))["dry_run"]:
            return
        changes += 1
        if changes > 1:
            told |= {"records": [{"code": told["records"][-1]["code"]}], "method": "insert"}
            person.post(f"{portal.url}/api/action/datastore_upsert", json=told, headers={"Authorization": portal.token})

    with Portal(portal.url, portal.token, timeout=30) as disturbed:
        id = publish(disturbed, profile, tmp_path, dataset, first).files[0].id
        with pytest.raises(PortalRefused, match="primary key is repeated"), FaultProxy(portal.url, faster) as proxy:
            for name, value in proxy.environment.items():
                monkeypatch.setenv(name, value)
            publish(disturbed, profile, tmp_path, dataset, many)
        for name in proxy.environment:
            monkeypatch.delenv(name)
        assert public(disturbed, "datastore_search", resource_id=id)["total"] > 3
        publish(disturbed, profile, tmp_path, dataset, first)
        records = public(disturbed, "datastore_search", resource_id=id, sort="code")["records"]
        assert [record["name_th"] for record in records] == ["โรงงานน้ำตาล", "โรงสี", "ปูน, หิน\nทราย"]
