"""Drifts that are really planted in a real CKAN, an archive and a ledger: exactly those are named, and what `--repair`
says that it mends, it mends. Of a healthy portal nothing is said."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from flows.bookkeeping import measure, record_intent, record_outcome
from flows.cli import main
from flows.domain.outcome import Published
from flows.domain.record import Kind
from flows.evidence import Ledger
from flows.examine import examine, pull
from flows.portal import writing
from flows.portal.plan import plan
from flows.settings import read_settings
from flows.settle import settle
from flows.versions import Versions
from flows.world import opened
from tests.agency_of_tests import AGENCY, declare_agency, declare_dataset, declare_schema, resource
from tests.house import ROOT, House, house
from tests.live.conftest import LivePortal, devportal, up
from tests.live.test_evidence_night import artifacts

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.slow]

SCHEMAS: dict[str, Any] = {
    "stock": {
        "fields": [
            {"name": "code", "title": "รหัส", "type": "string", "description": "รหัสสินค้า"},
            {"name": "amount", "title": "จำนวน", "type": "integer", "unit": "ตัน"},
        ],
        "primaryKey": ["code"],
    },
    "prices": {
        "fields": [
            {"name": "month", "title": "เดือน", "type": "string"},
            {"name": "price", "title": "ราคา", "type": "number", "unit": "บาท"},
        ],
    },
}
Rows = Sequence[tuple[str, str]]
STOCK: Rows = [(f"A{nth:03}", str(nth * 10)) for nth in range(40)]
PRICES: Rows = [*((f"2026-{month:02}", f"{100 + month}.5") for month in range(1, 10)), ("2026-01", "101.5")]
TABLES = {
    "archive": ("stock", "prices"),
    "broken": ("stock",),
    "closed": ("stock",),
    "deleted": ("stock",),
    "edited": ("stock",),
    "files": ("stock", "prices"),
    "purged": ("stock",),
    "rows": ("stock", "prices"),
}
"""Of each dataset."""
Named = tuple[str, str, str]
"""Dataset, drift and where."""

PLANTED: dict[Named, bool] = {
    ("archive", "archive/file-damaged", "stock"): True,
    ("archive", "archive/file-gone", "prices"): True,
    ("archive", "table/columns", "prices"): True,
    ("archive", "table/missing", "stock"): True,
    ("broken", "ledger/unfinished", ""): True,
    ("closed", "archive/manifest-gone", "1"): False,
    ("closed", "dataset/private", ""): False,
    ("deleted", "dataset/deleted", ""): False,
    ("edited", "dataset/twice", "perd-test-edited-copy"): False,
    ("edited", "metadata/edited", "stock.description"): False,
    ("edited", "metadata/edited", "title"): False,
    ("edited", "resource/twice", "stock"): False,
    ("edited", "search/missing", ""): True,
    ("files", "file/other-bytes", "data-dictionary"): True,
    ("files", "file/other-bytes", "stock"): True,
    ("files", "metadata/terms", "license_id"): False,
    ("files", "resource/missing", "prices"): True,
    ("never", "dataset/never-arrived", ""): False,
    ("orphan", "dataset/undeclared", ""): False,
    ("purged", "dataset/missing", ""): True,
    ("rows", "file/marks", "stock"): True,
    ("rows", "metadata/ours", "perd_agency"): True,
    ("rows", "table/labels", "prices"): True,
    ("rows", "table/rows", "prices"): True,
    ("rows", "table/rows", "stock"): True,
}
"""And whether `--repair` mends it."""


def id_of(slug: str) -> str:
    return f"{AGENCY}-{slug}"


@dataclass(frozen=True)
class Site:
    """A portal with a few datasets of two tables each, and hands that do things to it behind Perd's back."""

    portal: LivePortal
    perd: House

    def call(self, action: str, **data: Any) -> Any:
        address, token = f"{self.portal.url}/api/action/{action}", {"Authorization": self.portal.token}
        answer = requests.post(address, json=data, headers=token, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def ask(self, action: str, **data: Any) -> Any:
        """As a visitor."""
        answer = requests.get(f"{self.portal.url}/api/action/{action}", params=data, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def ckan(self, *words: str) -> None:
        home = ("--profile", self.portal.profile, "--home", str(self.portal.home))
        command = [sys.executable, "-m", "devportal", "ckan", *home, *words]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)

    def resources(self, slug: str) -> dict[str, dict[str, Any]]:
        found = self.call("package_show", id=id_of(slug))["resources"]
        return {one["perd_resource"]: one for one in found}

    def stored(self, resource: dict[str, Any]) -> Path:
        """Where CKAN keeps the file."""
        id = resource["id"]
        return self.portal.home / "storage/resources" / id[:3] / id[3:6] / id[6:]

    def publish(self, *slugs: str) -> None:
        with opened(read_settings()) as world:
            for slug in slugs:
                draft = examine(pull(id_of(slug), world), world)
                outcome = settle(draft, world, dry_run=False)
                assert isinstance(outcome, Published), outcome
                record_outcome(outcome, draft, measure(outcome, draft, world), world)

    def deliver(self, slug: str, stock: Rows, prices: Rows) -> None:
        for name, header, rows in (("stock", ("รหัส", "จำนวน"), stock), ("prices", ("เดือน", "ราคา"), prices)):
            text = io.StringIO(newline="")
            csv.writer(text).writerows([header, *rows])
            (self.perd.folder / f"{slug}-{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")

    def archived(self, slug: str, resource: str) -> Path:
        """The file of the newest version."""
        versions = Versions.of(read_settings().archive)
        table = versions.read(id_of(slug), versions.numbers(id_of(slug))[-1]).table(resource)
        assert table
        sha256 = table.file.sha256
        return self.archive / "files" / str(sha256)[:2] / str(sha256)

    @property
    def archive(self) -> Path:
        return self.perd.home / "archive"


def declare(perd: House, slug: str) -> None:
    sources = {name: str(perd.folder / f"{slug}-{name}.csv") for name in TABLES.get(slug, ("stock",))}
    tables = [resource(name, {"kind": "file", "path": path}, f"{AGENCY}/{name}") for name, path in sources.items()]
    declare_dataset(perd, slug, *tables)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    portal = up("data-go-th", tmp_path_factory.mktemp("reconcile"), "reconcile")
    settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    folder = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as monkeypatch, house(folder, monkeypatch, **settings) as perd:
        declare_agency(perd)
        for name, schema in SCHEMAS.items():
            declare_schema(perd, name, schema["fields"], schema.get("primaryKey", ()))
        made = Site(portal, perd)
        for slug in TABLES:
            declare(perd, slug)
            # No two datasets share a file in the archive.
            made.deliver(slug, [*STOCK, (slug, "1")], [*PRICES, (slug, "0.5")])
        made.publish(*TABLES)
        yield made
    devportal("down", "--profile", portal.profile, "--home", str(portal.home))


@dataclass(frozen=True)
class Said:
    code: int
    told: list[dict[str, Any]]

    @property
    def trouble(self) -> list[Any]:
        return [one["trouble"] for one in self.told if one["trouble"]]

    def named(self, *, left: bool = False) -> dict[Named, bool]:
        """What was found, or what of it is still so; and whether it is said to be mended by a repair."""
        return {
            (drift["dataset"].removeprefix(f"{AGENCY}-"), drift["drift"], drift["where"]): drift["repair_mends"]
            for one in self.told
            for drift in one["drifts"]
            if not (left and drift["mended"])
        }


def perd_says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    monkeypatch.setattr("sys.argv", ["perd", "reconcile", *words, "--json"])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert said.out, said.err
    return Said(int(ended.value.code or 0), json.loads(said.out))


def test_of_a_healthy_portal_nothing_is_said_and_nothing_is_written(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len(site.portal.writes())
    said = perd_says(monkeypatch, capsys, "--repair")
    assert (said.code, said.named(), said.trouble) == (0, {}, [])
    assert len(said.told) == len(TABLES) + 1
    assert len(site.portal.writes()) == before


def plant(site: Site) -> None:
    """Everything of PLANTED, by CKAN's API, its command line, its storage and the archive's folder."""
    plant_edits(site)
    with ThreadPoolExecutor() as pool:  # CKAN's command line takes its time to start
        slow = [
            pool.submit(site.ckan, "dataset", "purge", id_of("purged")),
            pool.submit(site.ckan, "search-index", "clear", id_of("edited")),
        ]
        plant_in_the_archive(site)
        plant_in_files(site)
        plant_in_rows(site)
        for one in slow:
            one.result()
    site.call("package_patch", id=id_of("closed"), private=True)
    site.call("package_delete", id=id_of("deleted"))
    declare(site.perd, "never")
    leave_half_published(site, "broken")
    orphan = copy_of(site, "edited") | {"name": id_of("orphan"), "title": "กำพร้า", "perd_dataset_id": id_of("orphan")}
    site.call("package_create", **orphan)


def copy_of(site: Site, slug: str) -> dict[str, Any]:
    """As a person would copy a dataset by the API: all of its fields, and our mark among them."""
    package = site.call("package_show", id=id_of(slug))
    left_out = {"id", "name", "resources", "num_resources", "metadata_modified", "metadata_created", "organization"}
    return {key: value for key, value in package.items() if key not in left_out}


def plant_in_the_archive(site: Site) -> None:
    damaged = site.archived("archive", "stock")
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes().replace(b"A001", b"A0O1"))
    site.archived("archive", "prices").unlink()
    (site.archive / "versions" / id_of("closed") / "1.json").unlink()
    tables = site.resources("archive")
    site.call("datastore_delete", resource_id=tables["stock"]["id"], force=True)
    prices = tables["prices"]["id"]
    rows = site.call("datastore_search", resource_id=prices, limit=100)["records"]
    site.call("datastore_delete", resource_id=prices, force=True)
    fields = [{"id": "month", "type": "text"}, {"id": "price", "type": "text"}]
    records = [{"month": row["month"], "price": str(row["price"])} for row in rows]
    site.call("datastore_create", resource_id=prices, fields=fields, records=records, force=True)


def plant_edits(site: Site) -> None:
    id, resources = id_of("edited"), site.resources("edited")
    copy = copy_of(site, "edited") | {"name": f"{id}-copy", "title": "สำเนาของชุดข้อมูล"}
    site.call("package_create", **copy)
    site.call("package_patch", id=id, title="ชื่อที่แก้บนพอร์ทัล")
    site.call("resource_patch", id=resources["stock"]["id"], description="แก้ด้วยมือ")
    site.call("resource_create", package_id=id, name="สำเนา", url="https://perd.example/c.csv", perd_resource="stock")


def plant_in_files(site: Site) -> None:
    resources = site.resources("files")
    for name, before, after in (("stock", b"A001", b"A00l"), ("data-dictionary", "ราคา".encode(), "รากา".encode())):
        path = site.stored(resources[name])
        content = path.read_bytes()
        assert before in content
        path.write_bytes(content.replace(before, after, 1))
        assert path.stat().st_size == len(content)
    site.call("resource_delete", id=resources["prices"]["id"])
    site.call("package_patch", id=id_of("files"), license_id="Creative Commons Non-Commercial (Any)")


def plant_in_rows(site: Site) -> None:
    tables = {name: one["id"] for name, one in site.resources("rows").items()}

    def write(table: str, method: str, *records: dict[str, Any]) -> None:
        site.call("datastore_upsert", resource_id=tables[table], method=method, records=records, force=True)

    write("stock", "upsert", {"code": "A002", "amount": 21})
    write("stock", "insert", {"code": "Z999", "amount": 1})
    site.call("datastore_records_delete", resource_id=tables["stock"], filters={"code": "A003"}, force=True)
    write("prices", "insert", {"month": "2026-01", "price": "101.5"})
    labels = {"month": "เดือนอื่น", "price": "ราคา"}
    fields = [
        {
            "id": name,
            "type": type,
            "info": {"label": labels[name], "notes": "หน่วย (unit): บาท" if name == "price" else ""},
        }
        for name, type in (("month", "text"), ("price", "numeric"))
    ]
    site.call("datastore_create", resource_id=tables["prices"], fields=fields, force=True)
    site.call("package_patch", id=id_of("rows"), perd_agency="other")
    site.call("resource_patch", id=tables["stock"], perd_fingerprint="0" * 64)


def leave_half_published(site: Site, slug: str) -> None:
    """A run that dies after the first write of its second version: intent and no outcome."""
    site.deliver(slug, [*STOCK[:20], ("N001", "7")], PRICES)
    with opened(read_settings()) as world:
        draft = examine(pull(id_of(slug), world), world)
        to_do = plan(draft, world.profile, world.shelf.url_of(id_of(slug)))
        with world.only_writer(id_of(slug)) as portal:
            version = world.versions.keep(draft, world.run, world.now, lambda part: Path("/nowhere"))
            record_intent(draft, to_do.words, version, world)
            place = world.workplace(id_of(slug), ".half")
            writing.make(portal, to_do.writes[0], draft.standing, draft.dataset, place, time.sleep)


def test_every_planted_drift_is_named_and_mended_as_it_is_said(
    site: Site, prefect: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(site)
    before = len(site.portal.writes())
    found = perd_says(monkeypatch, capsys)
    assert found.named() == PLANTED
    assert (found.code, found.trouble) == (1, [])
    assert len(site.portal.writes()) == before, "looking writes nothing"

    repaired = perd_says(monkeypatch, capsys, "--repair")
    rest = {named: mends for named, mends in PLANTED.items() if not mends}
    assert repaired.named() == PLANTED
    assert (repaired.named(left=True), repaired.trouble) == (rest, [])
    assert repaired.code == 1
    mended = {dataset for (dataset, _, _), mends in PLANTED.items() if mends}
    for slug in mended:
        assert_whole(site, slug)
    assert set(written_down(site)) == {id_of(slug) for slug in mended}
    assert as_the_flow_tells() == sorted(rest)

    another = str(site.perd.folder / "another.sqlite")
    monkeypatch.setenv("PERD_LEDGER_URL", f"sqlite:///{another}")
    monkeypatch.setenv("PERD_LEDGER_HEAD", f"{another}.head")
    unknown = perd_says(monkeypatch, capsys, id_of("rows"), "--repair")
    assert unknown.named() == {("rows", "ledger/unknown", ""): False}


def assert_whole(site: Site, slug: str) -> None:
    """A visitor gets the files of the archive, and tables that hold their rows; the search finds the dataset."""
    package = site.ask("package_show", id=id_of(slug))
    assert not package["private"]
    resources = {one["perd_resource"]: one for one in package["resources"] if one["name"] != "สำเนา"}
    for name in TABLES[slug]:
        content = requests.get(resources[name]["url"], timeout=60).content
        assert hashlib.sha256(content).hexdigest() == site.archived(slug, name).name == resources[name]["perd_sha256"]
        assert content == site.archived(slug, name).read_bytes()
        header, *lines = csv.reader(io.StringIO(content.decode()))
        rows = site.ask("datastore_search", resource_id=resources[name]["id"], limit=1000)
        assert sorted([str(row[column]) for column in header] for row in rows["records"]) == sorted(lines)
        assert rows["total"] == len(lines)
        labels = {field["id"]: field["info"]["label"] for field in rows["fields"] if field["id"] != "_id"}
        assert labels == {field["name"]: field["title"] for field in SCHEMAS[name]["fields"]}
    assert site.ask("package_search", fq=f"name:{id_of(slug)}")["count"] == 1


def written_down(site: Site) -> Iterator[str]:
    """Every dataset that the ledger says was reconciled, or finished; each with an intent before it."""
    settings = read_settings()
    ledger = Ledger(settings.ledger, settings.head_file, existing=True)
    try:
        ledger.verify()
        intended: set[tuple[str, str]] = set()
        for entry in ledger.entries():
            if entry.kind is Kind.INTENT:
                intended.add((entry.run, entry.dataset))
            elif entry.kind is Kind.OUTCOME and "reconciled" in entry.body:
                assert (entry.run, entry.dataset) in intended
                yield entry.dataset
            elif entry.kind is Kind.OUTCOME and "finishes" in entry.body:
                yield entry.dataset
    finally:
        ledger.close()


def as_the_flow_tells() -> list[Named]:
    """By the table of the flow, which is red."""
    from flows.reconcile import DRIFT, reconcile

    state = reconcile(return_state=True)
    assert (state.type.value, state.name) == ("FAILED", DRIFT), state
    columns = ("ชุดข้อมูล / dataset", "ข้อ / drift", "ที่ / where")
    rows = [[row[column] for column in columns] for row in json.loads(artifacts("reconcile")[-1])]
    return sorted((dataset.removeprefix(f"{AGENCY}-"), drift, where) for dataset, drift, where in rows)
