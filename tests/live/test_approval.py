"""What the gate leaves to a person: nothing is published before a named one has answered, and the answer is kept."""

import json
from typing import Any

import pytest
import requests
import yaml

from flows.cli import main
from flows.domain.finding import Standing
from flows.domain.outcome import Held, Outcome, Published, Unchanged, Waiting
from flows.evidence import Ledger
from flows.settings import read_settings
from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect]

ID = "alro-land-allocation"
SAMPLE = "alro/samples/land_allocation_2565_2567.csv"


@pytest.fixture
def fewer(perd: House) -> House:
    """A dataset that stands on the portal, whose agency now delivers less than half of it."""
    perd.keep_only(ID)
    _, before = perd.run()
    assert isinstance(before[ID], Published | Unchanged)
    expecting(perd, max_drop="10%")
    cut(perd, 0.4)
    return perd


def expecting(perd: House, **expect: Any) -> None:
    declared = yaml.safe_load((perd.datasets / "alro/land-allocation.yaml").read_text(encoding="utf-8"))
    resource = declared["resources"][0] | {"expect": expect}
    perd.edit("alro/land-allocation.yaml", resources=[resource])


def cut(perd: House, share: float) -> None:
    sample = perd.datasets / SAMPLE
    lines = sample.read_bytes().splitlines(keepends=True)
    sample.write_bytes(b"".join(lines[: max(2, int(len(lines) * share))]))


def rows_on(portal: LivePortal) -> int:
    answer = requests.get(f"{portal.url}/api/action/package_show", params={"id": ID}, timeout=30).json()["result"]
    table = next(resource for resource in answer["resources"] if resource.get("perd_resource", "").startswith("land"))
    found = requests.get(
        f"{portal.url}/api/action/datastore_search", params={"resource_id": table["id"], "limit": 0}, timeout=30
    )
    total: int = found.json()["result"]["total"]
    return total


def end(perd: House) -> Outcome:
    return perd.run(ID)[1][ID]


def perd_says(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["perd", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def decisions() -> list[dict[str, Any]]:
    settings = read_settings()
    ledger = Ledger(settings.ledger, settings.head_file, existing=True)
    told = [json.loads(link.text)["record"] for link in ledger.links()]
    ledger.verify()
    ledger.close()
    return [record["body"] for record in told if record["kind"] == "decision"]


def test_a_persons_yes_publishes_exactly_what_was_looked_at(
    fewer: House, portal: LivePortal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stood = rows_on(portal)
    waiting = end(fewer)
    assert isinstance(waiting, Waiting), waiting
    assert waiting.findings.rules(Standing.PERSON) == {"change/rows-dropped": 1}
    assert rows_on(portal) == stood, "nothing is published before somebody has answered"
    report = (fewer.home / "reports" / ID / "index.html").read_text(encoding="utf-8")
    assert "รอการอนุมัติ" in report
    assert "perd approve" in report

    by = ("--by", "นางสาวสมหญิง ผู้อำนวยการศูนย์ข้อมูล")
    seen = ("--seen", waiting.asks[:8]) if waiting.asks else ()
    assert " ".join(seen) in report
    assert perd_says(monkeypatch, "approve", ID, "--reason", "สั้น", *by, *seen) == 1
    assert perd_says(monkeypatch, "approve", ID, "--reason", "ไม่ได้อ่านรายงานเลย", *by) == 1
    assert perd_says(monkeypatch, "approve", ID, "--reason", "ตัดแปลงที่ยกเลิกแล้วออกตามมติที่ประชุม", *by, *seen) == 0
    cut(fewer, 0.9)
    again = end(fewer)
    assert isinstance(again, Waiting), "other data than those that were approved ask anew"
    capsys.readouterr()
    words = ("approve", ID, "--reason", "ตรวจกับระบบต้นทางแล้ว ลดลงจริง", *by)
    assert perd_says(monkeypatch, *words, *seen) == 1, "the sign of what was looked at before"
    assert again.asks
    assert perd_says(monkeypatch, *words, "--seen", again.asks[:8]) == 0
    published = end(fewer)
    assert isinstance(published, Published), published
    assert rows_on(portal) == published.rows < stood
    assert [one["decision"] for one in decisions()] == ["approved", "approved"]
    assert decisions()[0]["by"] == "นางสาวสมหญิง ผู้อำนวยการศูนย์ข้อมูล"
    assert isinstance(end(fewer), Unchanged)
    assert perd_says(monkeypatch, "approve", ID, "--reason", "ไม่มีอะไรให้อนุมัติแล้ว", *by, *seen) == 1


def test_a_persons_no_holds_it(fewer: House, portal: LivePortal, monkeypatch: pytest.MonkeyPatch) -> None:
    stood = rows_on(portal)
    waiting = end(fewer)
    assert isinstance(waiting, Waiting) and waiting.asks
    words = ("--seen", waiting.asks[:8], "--reason", "ข้อมูลหายไป ให้ส่งใหม่ทั้งแฟ้ม", "--by", "ผู้อำนวยการสำนัก")
    assert perd_says(monkeypatch, "decline", ID, *words) == 0
    held = end(fewer)
    assert isinstance(held, Held)
    assert "ข้อมูลหายไป ให้ส่งใหม่ทั้งแฟ้ม" in held.reason.th
    assert rows_on(portal) == stood
    assert [one["decision"] for one in decisions()] == ["declined"]
