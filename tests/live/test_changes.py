"""The changes of a table, which a resource may ask for: a visitor who has one version gets the next by them alone."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from flows.cli import main
from flows.domain.outcome import Published, Unchanged
from tests.house import House
from tests.live.conftest import LivePortal
from tests.one_dataset import AGENCY, only

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.slow]

ID = f"{AGENCY}-changes"
Rows = Sequence[Sequence[str]]
FIRST: Rows = [(f"A{nth:03}", str(nth)) for nth in range(30)]
SECOND: Rows = [*FIRST[4:20], *((code, f"{name} ใหม่") for code, name in FIRST[20:]), ("B001", 'โรงงาน "ข", สาขา')]
THIRD: Rows = [*SECOND[:-2], ("C001", "")]


@dataclass
class Visitor:
    """Holds the table as it was, and never loads it again."""

    portal: LivePortal
    had: dict[str, str] = field(default_factory=dict)
    sha256: str = ""

    def load(self) -> None:
        self.had, self.sha256 = dict(self._rows("codes")), self._fields("codes")["perd_sha256"]

    def follow(self) -> bool:
        """Apply the changes, if they begin where the visitor stands."""
        fields = self._fields("codes-changes")
        if fields.get("perd_source_sha256", "") != self.sha256:
            return False
        for change, code, name in self._rows("codes-changes"):
            self.had.pop(code, None)
            if change != "removed":
                self.had[code] = name
        self.sha256 = fields["perd_fingerprint"]
        return True

    def holds(self, rows: Rows) -> bool:
        assert self.sha256 == self._fields("codes")["perd_sha256"]
        return sorted(self.had.items()) == sorted(map(tuple, rows))

    def changes(self) -> tuple[bytes, dict[str, Any]]:
        fields = self._fields("codes-changes")
        content = requests.get(fields["url"], timeout=30).content
        assert hashlib.sha256(content).hexdigest() == fields["perd_sha256"]
        return content, fields

    def _fields(self, resource: str) -> dict[str, Any]:
        answer = requests.get(f"{self.portal.url}/api/action/package_show", params={"id": ID}, timeout=30).json()
        named = {one["perd_resource"]: one for one in answer["result"]["resources"]}
        found: dict[str, Any] = named[resource]
        return found

    def _rows(self, resource: str) -> list[list[str]]:
        content = requests.get(self._fields(resource)["url"], timeout=30).content
        return list(csv.reader(io.StringIO(content.decode())))[1:]


@dataclass(frozen=True)
class Office:
    perd: House

    def deliver(self, rows: Rows) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([("code", "name"), *rows])
        (self.perd.folder / "codes.csv").write_text(text.getvalue(), encoding="utf-8", newline="")

    def publish(self, rows: Rows) -> Published:
        self.deliver(rows)
        outcome = self.perd.run(ID)[1][ID]
        assert isinstance(outcome, Published), outcome
        return outcome


@pytest.fixture
def office(perd: House) -> Office:
    source = {"kind": "file", "path": str(perd.folder / "codes.csv")}
    table = {"name": "codes", "title": "รหัส", "source": source, "schema": f"{AGENCY}/changes", "changes": True}
    only(perd, "changes", source, "code", "name", resources=[table])
    return Office(perd)


def perd_says(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["perd", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_visitor_follows_from_version_to_version(
    office: Office, portal: LivePortal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office.publish(FIRST)
    visitor = Visitor(portal)
    assert visitor.changes()[0] == b"_change,code,name\r\n"
    assert "perd_source_sha256" not in visitor.changes()[1], "there is nothing before the first version"
    visitor.load()

    assert "file:codes-changes" in office.publish(SECOND).written
    assert visitor.follow()
    assert visitor.holds(SECOND)
    assert "A000,\r\n" in visitor.changes()[0].decode(), "of what is gone the key alone"

    before = visitor.changes()
    office.perd.edit(f"{AGENCY}/changes.yaml", description="คำอธิบายที่ปรับปรุงแล้ว")
    assert "file:codes-changes" not in office.publish(SECOND).written
    assert visitor.changes() == before, "other words are no change of a row"
    writes = len(portal.writes())
    assert isinstance(office.perd.run(ID)[1][ID], Unchanged)
    assert len(portal.writes()) == writes

    office.publish(THIRD)
    assert visitor.follow()
    assert visitor.holds(THIRD)
    reason = ("--by", "ผู้อำนวยการกองข้อมูล", "--reason", "หน่วยงานส่งแฟ้มผิดปี ต้องถอนออกก่อน")
    assert perd_says(monkeypatch, "restore", ID, 1, *reason) == 0
    assert visitor.follow()
    assert visitor.holds(FIRST)
    assert perd_says(monkeypatch, "reconcile", ID) == 0, capsys.readouterr().out


def test_a_file_that_somebody_replaced_is_named_and_sent_again(
    office: Office, portal: LivePortal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office.publish(FIRST)
    visitor = Visitor(portal)
    visitor.load()
    office.publish(SECOND)
    id = visitor.changes()[1]["id"]
    stored = portal.home / "storage/resources" / id[:3] / id[3:6] / id[6:]
    stored.write_bytes(stored.read_bytes() + b"added,Z999,false\r\n")
    assert perd_says(monkeypatch, "reconcile", ID) != 0
    assert "codes-changes" in capsys.readouterr().out
    assert perd_says(monkeypatch, "reconcile", ID, "--repair") == 0, capsys.readouterr().out
    content, _ = visitor.changes()
    assert b"Z999" not in content
    assert not visitor.follow(), "it does not know any more what the version before was: take the whole table"
    assert perd_says(monkeypatch, "reconcile", ID) == 0, capsys.readouterr().out
