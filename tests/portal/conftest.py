"""One small dataset with one table, as the values that the portal package gets."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.domain.dataset import Agency, Contact, Dataset, Declaration, Frequency, HttpFile, Resource
from flows.domain.draft import Draft, Fresh
from flows.domain.findings import NOTHING
from flows.domain.published import PublishedDataset
from flows.domain.snapshot import Snapshot
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import RowMap, Tidied
from flows.domain.verdict import Verdict
from flows.portal import standing
from flows.portal.plan import Plan
from flows.portal.profile import Profile, load_profile
from flows.portal.writes import Create, LoadTable, PutFile

PORTAL = "https://p.example"
PROFILES = Path(__file__).resolve().parents[2] / "schemas/portals"


@pytest.fixture(scope="session")
def thai() -> Profile:
    return load_profile(PROFILES, "data-go-th")


@pytest.fixture(scope="session")
def plain() -> Profile:
    return load_profile(PROFILES, "plain")


@pytest.fixture(params=["data-go-th", "plain"])
def any_profile(request: pytest.FixtureRequest, thai: Profile, plain: Profile) -> Profile:
    return {"data-go-th": thai, "plain": plain}[request.param]


@pytest.fixture
def schema() -> TableSchema:
    return TableSchema(
        name="tst/factories",
        version="1.0.0",
        descriptor={
            "fields": [
                {
                    "name": "code",
                    "title": "รหัส, เลข",
                    "type": "string",
                    "aliases": ["FID"],
                    "example": "0001",
                    "constraints": {"required": True, "pattern": r"\d{4}", "enum": ["0001", "0002"]},
                },
                {"name": "workers", "title": "คนงาน", "type": "integer", "unit": "คน", "description": "ณ\nสิ้นปี"},
                {"name": "active", "title": "ประกอบการ", "type": "boolean", "trueValues": ["ใช่"]},
            ],
            "primaryKey": "code",
        },
    )


@pytest.fixture
def dataset() -> Dataset:
    agency = Agency(
        code="tst",
        name=Text(th="กรมทดสอบ", en="Department of Tests"),
        short=Text(th="กทส.", en="DOT"),
        organisation="test-department",
        contact=Contact(name="กองข้อมูล", email="data@factories.example.go.th"),
    )
    declared = Declaration(
        title="ทะเบียนโรงงาน",
        description="รายชื่อโรงงาน\r\nทุกจังหวัด ",
        data_type="record",
        category="public",
        licence="CC-BY-4.0",
        objective=("public-service", "agency-mission"),
        frequency=Frequency(every=1, unit="month"),
        coverage="country",
        data_source="ระบบทะเบียนโรงงาน",
        data_format=("CSV",),
        tags=("สถิติ", "factory"),
        resources=(
            Resource(
                name="factories",
                title="ทะเบียนโรงงาน (CSV)",
                source=HttpFile(kind="http_file", url="https://factories.example.go.th/fac.csv"),
                schema="tst/factories",
            ),
        ),
    )
    return Dataset(slug="fac", agency=agency, declared=declared, path="tst/fac.yaml")


@pytest.fixture
def part(dataset: Dataset, schema: TableSchema, tmp_path: Path) -> Fresh:
    path = tmp_path / "factories.csv"
    path.write_bytes("code,workers,active\r\n0001,12,ใช่\r\n0002,,\r\n".encode())
    sha256, size = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size
    return Fresh(
        resource=dataset.resources[0],
        schema=schema,
        snapshot=Snapshot(
            path=path,
            sha256="5" * 64,
            size=99,
            source="https://factories.example.go.th/fac.csv",
            fetched_at=datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC),
            etag='"1"',
        ),
        tidied=Tidied(path, sha256, size, 2, (), RowMap(first=2), (), "utf-8", path),
        fingerprint="f" * 64,
    )


@pytest.fixture
def draft(dataset: Dataset, part: Fresh) -> Draft:
    return Draft(dataset, (part,), Verdict(NOTHING), None)


Arrive = Callable[[Plan], PublishedDataset]


@pytest.fixture
def arrived() -> Arrive:
    """What a portal would answer after all writes of a plan for a dataset that did not stand before."""

    def answer(first: Plan) -> PublishedDataset:
        # datapackage.json names the addresses, so it is only known when the other files stand.
        half = standing.published(_after(first, [_stored(put) for put in _puts(first)]), PORTAL)
        files = [*map(_stored, _puts(first)), *map(_stored, _puts(first.seen_from(half)))]
        for load in first.writes:
            if isinstance(load, LoadTable):
                file = next(file for file in files if file["id"] == load.id)
                file["perd_datastore_sha256"] = load.table.digest(load.file_sha256)
                file["datastore_active"] = True
        return standing.published({**_after(first, files), "private": False}, PORTAL)

    return answer


def _after(first: Plan, resources: list[dict[str, Any]]) -> dict[str, Any]:
    create = first.writes[0]
    assert isinstance(create, Create)
    organisation = {"name": create.fields["owner_org"]}
    return {
        **create.fields,
        "id": "pid",
        "metadata_modified": "now",
        "organization": organisation,
        "resources": resources,
    }


def _puts(one: Plan) -> list[PutFile]:
    return [write for write in one.writes if isinstance(write, PutFile) and write.content is not None]


def _stored(put: PutFile) -> dict[str, Any]:
    assert put.content is not None, "only files with content arrive"
    size = len(put.content) if isinstance(put.content, bytes) else put.content.stat().st_size
    return {"id": put.id, "url": f"{PORTAL}/{put.name}", "size": size, **put.fields}
