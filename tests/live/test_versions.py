"""Every earlier version comes back whole, bytes, rows and metadata, proven by digests; what it replaced stays away."""

import csv
import hashlib
import io
import json
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from flows.cli import main
from flows.desk import watched
from flows.domain.outcome import Failed, Outcome, Published, Unchanged, Waiting
from flows.domain.thai_calendar import in_bangkok, thai_date
from flows.domain.version import Version
from flows.evidence import Ledger
from flows.settings import read_settings
from flows.versions import Versions
from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.slow]

ID = "perd-test-stocks"
VOLATILE = {"metadata_modified", "last_modified", "created", "revision_timestamp", "perd_datastore_sha256", "views"}
"""Stamps of the portal's own."""
BY = "ผู้อำนวยการกองข้อมูล"
REASON = "หน่วยงานส่งแฟ้มผิดปี ต้องถอนออกก่อน"

STOCK: dict[str, Any] = {
    "name": "perd-test/stock",
    "version": "1.0",
    "title": "ยอดคงเหลือ",
    "description": "หนึ่งแถวคือสินค้าหนึ่งรายการ",
    "fields": [
        {"name": "code", "title": "รหัส", "type": "string", "description": "รหัสสินค้า"},
        {"name": "amount", "title": "จำนวน", "type": "integer", "description": "จำนวนคงเหลือ", "unit": "ตัน"},
    ],
    "primaryKey": ["code"],
}
PRICES: dict[str, Any] = {
    "name": "perd-test/prices",
    "version": "1.0",
    "title": "ราคา",
    "description": "หนึ่งแถวคือราคาหนึ่งเดือน",
    "fields": [
        {"name": "month", "title": "เดือน", "type": "string", "description": "เดือน ค.ศ."},
        {"name": "price", "title": "ราคา", "type": "integer", "description": "ราคาเฉลี่ย", "unit": "บาท"},
    ],
}
Rows = Sequence[Sequence[str]]
FIRST: Rows = [(f"A{nth:03}", str(nth * 10)) for nth in range(40)]
SECOND: Rows = [*FIRST[5:30], *((code, str(int(amount) + 1)) for code, amount in FIRST[30:]), ("B001", "7")]
THIRD: Rows = [*SECOND[:-3], ("C001", "8")]
MONTHS: Rows = [(f"2026-{month:02}", str(100 + month)) for month in range(1, 10)]
DECIMAL: Rows = [(month, f"{price}.5") for month, price in MONTHS]


@dataclass
class Stocks:
    """A dataset of two tables whose agency delivers what a test says."""

    perd: House
    portal: LivePortal
    day: int = 0

    @property
    def versions(self) -> Versions:
        return Versions.of(read_settings().archive)

    @property
    def archive(self) -> Path:
        return self.perd.home / "archive"

    def deliver(self, stock: Rows, prices: Rows) -> None:
        self.day += 1
        samples = self.perd.datasets / "perd-test/samples"
        for name, header, rows in (("stock", ("รหัส", "จำนวน"), stock), ("prices", ("เดือน", "ราคา"), prices)):
            text = io.StringIO(newline="")
            csv.writer(text).writerows([header, *rows])
            path = samples / f"{name}.csv"
            if not path.exists() or path.read_text(encoding="utf-8") != text.getvalue():
                path.write_text(text.getvalue(), encoding="utf-8", newline="")
                os.utime(path, (1_790_000_000 + self.day * 86_400,) * 2)

    def schema(self, schema: dict[str, Any], **types: str) -> None:
        fields = [field | {"type": types.get(field["name"], field["type"])} for field in schema["fields"]]
        path = self.perd.schemas / "tables" / f"{schema['name']}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(schema | {"fields": fields}, allow_unicode=True), encoding="utf-8")

    def run(self) -> Outcome:
        return self.perd.run(ID)[1][ID]

    def package(self) -> dict[str, Any]:
        """As an anonymous visitor gets it, without the portal's own stamps and without what says nothing."""
        answer = requests.get(f"{self.portal.url}/api/action/package_show", params={"id": ID}, timeout=30)
        package: dict[str, Any] = answer.json()["result"]
        resources = {resource["perd_resource"]: told(resource) for resource in package["resources"]}
        return told(package) | {"resources": resources}

    def assert_stands(self, version: Version) -> None:
        """Bytes, rows, columns and what is said of the files are those of the manifest."""
        package = self.package()
        assert package["title"] == version.dataset.declared.title
        assert package["notes"] == version.dataset.declared.description
        assert sorted(tag["name"] for tag in package["tags"]) == sorted(version.dataset.declared.tags)
        for table in version.tables:
            resource = package["resources"][table.resource]
            content = requests.get(resource["url"], timeout=30).content
            assert hashlib.sha256(content).hexdigest() == table.file.sha256 == resource["perd_sha256"]
            assert resource["perd_source_sha256"] == table.receipt.sha256
            assert resource["perd_fetched_at"] == table.receipt.fetched_at.isoformat(timespec="seconds")  # type: ignore[union-attr]
            found = requests.get(
                f"{self.portal.url}/api/action/datastore_search",
                params={"resource_id": resource["id"], "limit": 32_000},
                timeout=30,
            ).json()["result"]
            types = {field["id"]: field for field in found["fields"] if field["id"] != "_id"}
            kinds = {"integer": "int", "number": "numeric", "string": "text"}
            for field in table.schema.fields:
                assert types[field.name]["type"].startswith(kinds[field.type])
                assert types[field.name]["info"]["label"] == field.title
            assert list(types) == [field.name for field in table.schema.fields]
            rows = [[record[name] for name in types] for record in found["records"]]
            assert rows_digest(rows) == rows_digest(list(csv.reader(io.StringIO(content.decode())))[1:])
            assert len(rows) == table.file.rows

    def ledger(self, kind: str) -> list[dict[str, Any]]:
        settings = read_settings()
        ledger = Ledger(settings.ledger, settings.head_file, existing=True)
        told = [json.loads(link.text)["record"] for link in ledger.links()]
        ledger.verify()
        ledger.close()
        return [each["body"] for each in told if each["kind"] == kind and each["dataset"] == ID]


def told(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in ("", None, []) and key not in VOLATILE}


def rows_digest(rows: list[list[Any]]) -> str:
    """Of what the cells are worth, whatever the order."""

    def worth(cell: Any) -> str:
        text = "" if cell is None else str(cell)
        return str(Decimal(text).normalize()) if text.replace(".", "", 1).isdigit() else text

    return hashlib.sha256("\n".join(sorted("\x1f".join(map(worth, row)) for row in rows)).encode()).hexdigest()


def perd_says(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["perd", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def stocks(perd: House, portal: LivePortal) -> Iterator[Stocks]:
    folder = perd.datasets / "perd-test"
    (folder / "samples").mkdir(parents=True)
    agency = {
        "code": "perd-test",
        "name": {"th": "กรมทดสอบ", "en": "Department of Tests"},
        "short": {"th": "กทส.", "en": "DOT"},
        "organisation": "perd-test",
        "contact": {"name": "กองข้อมูล", "email": "data@tests.example"},
    }
    (folder / "agency.yaml").write_text(yaml.safe_dump(agency, allow_unicode=True), encoding="utf-8")
    told = yaml.safe_load((perd.datasets / "dpim/mining-leases.yaml").read_text(encoding="utf-8"))
    told |= {
        "title": "คลังสินค้าและราคา",
        "description": "ยอดคงเหลือของสินค้าและราคาเฉลี่ยรายเดือน ใช้ติดตามสถานการณ์",
        "sample": False,
        "tags": ["คลังสินค้า", "ราคา"],
        "resources": [
            {
                "name": name,
                "title": title,
                "source": {
                    "kind": "http_file",
                    "url": f"{perd.samples_url}perd-test/samples/{name}.csv?key=k3y-of-a-source",
                },
                "schema": f"perd-test/{name}",
            }
            for name, title in (("stock", "ยอดคงเหลือ"), ("prices", "ราคา"))
        ],
    }
    (folder / "stocks.yaml").write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    perd.keep_only(ID)
    made = Stocks(perd, portal)
    made.schema(STOCK)
    made.schema(PRICES)
    yield made


def publish_four(stocks: Stocks) -> list[dict[str, Any]]:
    """What the public saw of each version."""
    seen: list[dict[str, Any]] = []

    def arrives(number: int) -> None:
        outcome = stocks.run()
        assert isinstance(outcome, Published), outcome
        assert outcome.version and outcome.version.number == number
        stocks.assert_stands(stocks.versions.read(ID, number))
        seen.append(stocks.package())

    stocks.deliver(FIRST, MONTHS)
    arrives(1)
    stocks.deliver(SECOND, MONTHS)
    arrives(2)
    stocks.schema(PRICES, price="number")
    stocks.deliver(SECOND, DECIMAL)
    arrives(3)
    stocks.perd.edit("perd-test/stocks.yaml", title="คลังสินค้า ราคา และปริมาณ", tags=["คลังสินค้า", "ปริมาณ"])
    stocks.deliver(THIRD, DECIMAL)
    arrives(4)
    return seen


def test_each_earlier_version_comes_back_and_what_it_replaced_stays_away(
    stocks: Stocks, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = publish_four(stocks)
    report = (stocks.perd.home / "reports" / ID / "index.html").read_text(encoding="utf-8")
    assert f"perd diff {ID} 3 4" in report
    for number in (3, 4):
        table = stocks.versions.read(ID, number).table("stock")
        assert table is not None and table.file.sha256 in report
    order = [1, 2, 3]
    random.shuffle(order)
    for number in order:
        assert perd_says(monkeypatch, "restore", ID, number, "--by", BY, "--reason", REASON) == 0
        stocks.assert_stands(stocks.versions.read(ID, number))
        assert stocks.package() == seen[number - 1], f"version {number}, after {order}"
    intents, outcomes = stocks.ledger("intent"), stocks.ledger("outcome")
    assert [each["version"] for each in intents] == [each["version"] for each in outcomes] == [1, 2, 3, 4, *order]
    manifests = [stocks.versions.read(ID, each["version"]).manifest_sha256 for each in intents]
    assert [each["manifest_sha256"] for each in intents] == manifests
    words = [each for each in stocks.ledger("decision") if each["decision"] == "restored"]
    assert [(each["version"], each["by"], each["reason"]) for each in words] == [(each, BY, REASON) for each in order]
    assert [each["instead_of"] for each in words] == [4, *order[:-1]]

    capsys.readouterr()
    assert perd_says(monkeypatch, "versions", ID) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = {line.split()[0]: f"{line} {changed}" for line, changed in zip(lines[::2], lines[1::2], strict=True)}
    assert list(listed) == ["4", "3", "2", "1"]
    assert [number for number, line in listed.items() if "stands" in line] == [str(order[-1])]
    assert "price: integer → number" in listed["3"]
    assert "คำประกาศ/declaration tags, title" in listed["4"]
    assert thai_date(in_bangkok(datetime.now(UTC)).date()).split()[-1] in listed["1"], "a year of the Buddhist era"
    call = {"headers": {"Authorization": stocks.portal.token}, "timeout": 60}
    for field, changed, back, stands in (("private", True, False, True), ("state", "deleted", "active", False)):
        patch = f"{stocks.portal.url}/api/action/package_patch"
        assert requests.post(patch, json={"id": ID, field: changed}, **call).status_code == 200
        assert perd_says(monkeypatch, "versions", ID) == 0
        said = capsys.readouterr()
        assert ("stands" in said.out) is stands and ID in said.err, "nobody sees it, and that is said"
        assert requests.post(patch, json={"id": ID, field: back}, **call).status_code == 200
    assert perd_says(monkeypatch, "diff", ID, 1, 2, "--rows", 1) == 0
    told = capsys.readouterr().out
    assert "แถว/rows 40 → 36: เพิ่ม/added 1, ลบ/removed 5, เปลี่ยน/changed 10" in told
    assert "+ 36: code=B001, amount=7" in told

    before = len(stocks.portal.writes())
    waits = stocks.run()
    assert isinstance(waits, Waiting) and waits.asks, waits
    assert "change/taken-back" in {finding.rule for finding in waits.findings}
    assert BY in waits.reason.th and REASON in waits.reason.th
    assert len(stocks.portal.writes()) == before
    stocks.assert_stands(stocks.versions.read(ID, order[-1]))

    stocks.deliver([*THIRD, ("D001", "9")], [*DECIMAL, ("2026-10", "1.25")])
    fresh = stocks.run()
    assert isinstance(fresh, Published), "another file of the agency asks nobody"
    assert fresh.version and fresh.version.number == 5

    stocks.deliver(THIRD, DECIMAL)
    again = stocks.run()
    assert isinstance(again, Waiting) and again.asks, "the very bytes that were taken back, sent once more"
    words_of_yes = ("--seen", again.asks[:8], "--reason", "หน่วยงานยืนยันแล้วว่าเป็นปีที่ถูกต้อง", "--by", BY)
    assert perd_says(monkeypatch, "approve", ID, *words_of_yes) == 0
    approved = stocks.run()
    assert isinstance(approved, Published), approved
    assert approved.version and approved.version.number == 4, "the same content is no new version"
    assert isinstance(stocks.run(), Unchanged)
    assert {**stocks.package(), "resources": {}} == {**seen[3], "resources": {}}


def test_a_declaration_that_was_taken_back_waits_too_and_the_flow_restores(stocks: Stocks) -> None:
    from flows.restore import restore

    stocks.deliver(FIRST, MONTHS)
    stocks.run()
    stood = stocks.package()
    stocks.perd.edit("perd-test/stocks.yaml", description="คำอธิบายที่มีผู้เขียนผิด และต้องถอนออก")
    assert isinstance(stocks.run(), Published)
    assert restore(ID, return_state=True).message == f"{ID}: 2 รุ่น / versions"  # type: ignore[call-overload]
    outcomes: list[Outcome] = []
    with watched(by=outcomes.append):  # type: ignore[arg-type]
        state = restore(ID, 1, REASON, BY, return_state=True)  # type: ignore[arg-type]
    assert state.is_completed(), state
    assert isinstance(outcomes[0], Published)
    assert stocks.package() == stood
    waits = stocks.run()
    assert isinstance(waits, Waiting), waits
    assert waits.findings.rules() == {"change/taken-back": 1}
    stocks.perd.edit("perd-test/stocks.yaml", description="คำอธิบายที่แก้แล้ว")
    assert isinstance(stocks.run(), Published), "it was corrected"


def test_what_is_wrong_with_the_archive_is_said_and_nothing_is_written(
    stocks: Stocks, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stocks.deliver(FIRST, MONTHS)
    stocks.run()
    stocks.deliver(SECOND, MONTHS)
    stocks.run()
    restore = ("restore", ID, 1, "--by", BY, "--reason", REASON)
    writes, decisions = len(stocks.portal.writes()), len(stocks.ledger("decision"))

    def refused(*words: object) -> str:
        capsys.readouterr()
        assert perd_says(monkeypatch, *words) in (1, 2)
        assert len(stocks.portal.writes()) == writes
        assert len(stocks.ledger("decision")) == decisions
        return capsys.readouterr().err

    assert "has 1 to 2" in refused("restore", ID, 9, "--by", BY, "--reason", REASON)
    assert "name and a reason" in refused("restore", ID, 1, "--by", BY, "--reason", "สั้น")
    assert "personal data" in refused("restore", ID, 1, "--by", BY, "--reason", "นายสมชาย ใจดี แจ้งว่าข้อมูลผิด")
    version = stocks.versions.read(ID, 1)
    table = version.table("stock")
    assert table is not None
    file = stocks.archive / "files" / table.file.sha256[:2] / table.file.sha256
    whole = file.read_bytes()
    file.write_bytes(whole[:-2])
    assert "is damaged" in refused(*restore)
    file.unlink()
    assert "is gone" in refused(*restore)
    file.write_bytes(whole)
    manifest = stocks.archive / "versions" / ID / "1.json"
    told = manifest.read_bytes()
    manifest.write_bytes(told.replace(b'"run": "', b'"run": "x'))
    assert "is not the one that the ledger tells of" in refused(*restore)
    manifest.write_bytes(told[:-9])
    assert "is damaged" in refused(*restore)
    assert "k3y-of-a-source" not in told.decode()

    shutil.rmtree(stocks.archive)
    assert "no version of" in refused(*restore)
    stocks.archive.write_text("a file is in the way")
    stocks.deliver(THIRD, MONTHS)
    intents = len(stocks.ledger("intent"))
    failed = stocks.run()
    assert isinstance(failed, Failed), failed
    assert failed.kind == "ArchiveError"
    assert "คลัง" in failed.reason.th and "PERD_ARCHIVE_URL" in failed.reason.th
    assert len(stocks.portal.writes()) == writes
    assert len(stocks.ledger("intent")) == intents
    stocks.archive.unlink()
    # One table is made anew, the other is kept as it stands: the archive gets its file from the portal.
    assert isinstance(stocks.run(), Published)
    stocks.assert_stands(stocks.versions.read(ID, 1))
    assert perd_says(monkeypatch, *restore) == 0
