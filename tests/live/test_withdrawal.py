"""A declaration that vanishes takes nothing away: grace, a notice, then private; and back with the declaration."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from aiosmtpd.controller import Controller
from ckanapi import RemoteCKAN

from devportal import ports
from flows.cli import main
from flows.domain.errors import DeclarationError
from flows.domain.outcome import Failed, Outcome, Published, Unchanged, Waiting
from flows.domain.withdrawal import Step
from flows.evidence import Ledger
from flows.settings import read_settings
from flows.withdrawal_desk import WITHDRAWALS
from flows.withdrawing import Survey, withdraw_undeclared
from flows.world import opened
from tests.house import House
from tests.live.conftest import LivePortal
from tests.live.test_evidence_night import artifacts
from tests.one_dataset import AGENCY, only
from tests.test_notices import Postbox, last

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.slow]

BY = "ผู้อำนวยการกองข้อมูล"
REASON = "หน่วยงานขอถอนชุดข้อมูลนี้"
ROWS = "code,name\r\nA1,หนึ่ง\r\nA2,สอง\r\n"


@dataclass
class Office:
    """Some datasets of one agency, and what becomes of them on the portal."""

    perd: House
    portal: LivePortal
    postbox: Postbox
    monkeypatch: pytest.MonkeyPatch

    @property
    def folder(self) -> Path:
        return self.perd.datasets / AGENCY

    def declare(self, *slugs: str) -> None:
        """Exactly these."""
        only(self.perd, slugs[0], {"kind": "file", "path": f"{AGENCY}/samples/codes.csv"}, "code", "name")
        agency = yaml.safe_load((self.folder / "agency.yaml").read_text(encoding="utf-8"))
        agency["notify"] = ["steward@agency.example"]
        (self.folder / "agency.yaml").write_text(yaml.safe_dump(agency, allow_unicode=True), encoding="utf-8")
        (self.folder / "samples").mkdir(exist_ok=True)
        (self.folder / "samples/codes.csv").write_text(ROWS, encoding="utf-8", newline="")
        first = (self.folder / f"{slugs[0]}.yaml").read_text(encoding="utf-8")
        for slug in slugs:
            declared = yaml.safe_load(first) | {"title": f"ทะเบียนทดสอบการถอน {slug}"}
            text = yaml.safe_dump(declared, allow_unicode=True, sort_keys=False)
            (self.folder / f"{slug}.yaml").write_text(text, encoding="utf-8")

    def take_out(self, *slugs: str) -> None:
        for slug in slugs:
            (self.folder / f"{slug}.yaml").unlink()

    def night(self, later: int = 0) -> Survey:
        """The withdrawals of a night so many days from now."""
        with opened(read_settings()) as world:
            return withdraw_undeclared(world, world.today + timedelta(days=later))

    def says(self, *words: str) -> int:
        self.monkeypatch.setattr("sys.argv", ["perd", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    def asked(self, action: str, **parameters: Any) -> Any:
        """What an anonymous visitor gets; None where that is nothing."""
        answer = requests.get(f"{self.portal.url}/api/action/{action}", params=parameters, timeout=60)
        return answer.json()["result"] if answer.status_code == 200 else None

    def public(self, slug: str) -> Any:
        return self.asked("package_show", id=f"{AGENCY}-{slug}")

    def table(self, package: dict[str, Any]) -> Any:
        return self.asked("datastore_search", resource_id=_data(package)["id"])

    def told(self, kind: str, slug: str) -> list[dict[str, Any]]:
        settings = read_settings()
        ledger = Ledger(settings.ledger, settings.head_file, existing=True)
        try:
            ledger.verify()
            records = [json.loads(link.text)["record"] for link in ledger.links()]
        finally:
            ledger.close()
        name = f"{AGENCY}-{slug}"
        return [each["body"] for each in records if (each["kind"], each["dataset"]) == (kind, name)]


def _data(package: dict[str, Any]) -> dict[str, Any]:
    [data] = [one for one in package["resources"] if one.get("perd_kind") == "data"]
    return data


def outcome(outcomes: dict[str, Outcome], slug: str) -> Outcome:
    return outcomes[f"{AGENCY}-{slug}"]


@pytest.fixture
def office(perd: House, portal: LivePortal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    postbox, port = Postbox(), ports.choose()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("PERD_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("PERD_MAIL_FROM", "perd@ministry.example")
    yield Office(perd, portal, postbox, monkeypatch)
    controller.stop()


def test_a_vanished_declaration_ends_in_private_after_its_grace_and_comes_back(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.declare("gone", "stays")
    state, outcomes = office.perd.run()
    assert isinstance(outcome(outcomes, "gone"), Published), outcomes
    was = office.public("gone")
    address = _data(was)["url"]
    rows = office.table(was)["records"]

    office.take_out("gone")
    before = len(office.portal.writes())
    for _ in range(2):
        state, outcomes = office.perd.run()
        assert state.is_completed(), "nothing that was due is missing"
        assert "ไม่มีคำประกาศแล้ว 1" in (state.message or "")
    assert len(office.portal.writes()) == before
    assert office.public("gone") == was
    table = artifacts("undeclared")[-1]
    assert f"{AGENCY}-gone" in table and f"{AGENCY}-stays" not in table
    assert len(office.postbox.received) == 1, "told once, not each night"
    assert was["title"] in last(office.postbox)
    [notice] = office.told("notification", "gone")
    today = date.fromisoformat(notice["since"])
    assert notice["sent"] and notice["ends"] == str(today + timedelta(days=30)) and "@" not in str(notice)
    capsys.readouterr()
    office.says("list", "--json")
    [shown] = json.loads(capsys.readouterr().out)["undeclared"]
    assert shown == {
        "id": f"{AGENCY}-gone",
        "agency": AGENCY,
        "since": str(today),
        "public_until": str(today + timedelta(days=30)),
    }

    [waits] = office.night(29).found
    assert waits.step is Step.WAIT and office.public("gone") == was
    [ended] = office.night(30).found
    assert ended.step is Step.WITHDRAW
    assert office.public("gone") is None and office.table(was) is None
    assert requests.get(address, timeout=60).status_code in (403, 404)
    assert office.public("stays") is not None
    assert office.night(31).found == (), "it is done once"
    assert len(office.postbox.received) == 2, "and told once"
    [decision] = office.told("decision", "gone")
    assert (decision["decision"], decision["rule"], decision["since"]) == ("withdrawn", "undeclared", str(today))
    assert decision["disclosure"]["public"] is False
    with RemoteCKAN(office.portal.url, apikey=office.portal.token) as ckan:
        kept = ckan.action.package_show(id=was["id"])
        assert (kept["name"], kept["state"], kept["private"]) == (was["name"], "active", True)
        assert [each["id"] for each in kept["resources"]] == [each["id"] for each in was["resources"]]

    restored = office.says("restore", f"{AGENCY}-gone", "1", "--by", BY, "--reason", REASON)
    assert restored == 0 and office.public("gone") is not None
    anew = office.night(31)
    [begun] = anew.found
    assert begun.step is Step.BEGIN and begun.known.agency == AGENCY and anew.brakes == (), "its grace begins anew"
    assert office.night(61).found[0].step is Step.WITHDRAW and office.public("gone") is None

    office.declare("gone", "stays")
    state, outcomes = office.perd.run()
    back = outcome(outcomes, "gone")
    assert isinstance(back, Published) and back.written == ("public",)
    again = office.public("gone")
    assert again["id"] == was["id"]
    assert [each["id"] for each in again["resources"]] == [each["id"] for each in was["resources"]]
    assert _data(again)["url"] == address and office.table(again)["records"] == rows
    assert requests.get(address, timeout=60).content.decode() == ROWS
    assert isinstance(outcome(office.perd.run()[1], "gone"), Unchanged)


def test_what_a_person_closes_or_opens_stays_so(office: Office) -> None:
    office.declare("closed", "withdrawn")
    office.perd.run()
    with RemoteCKAN(office.portal.url, apikey=office.portal.token) as ckan:
        ckan.action.package_patch(id=f"{AGENCY}-closed", private=True)
        office.take_out("closed")
        [found] = office.night().found
        assert found.step is Step.FOUND_CLOSED and office.night(99).found == ()
        assert [each["by"] for each in office.told("decision", "closed")] == ["a person on the portal"]
        assert office.postbox.received == [], "nobody is told of what a person did"
        ckan.action.package_patch(id=f"{AGENCY}-closed", private=False)
        [found] = office.night(100).found
        assert found.step is Step.FOUND_OPENED
        assert [each.step for each in office.night(200).found] == [Step.STAY]
        ckan.action.package_patch(id=f"{AGENCY}-closed", private=True)

    assert office.says("withdraw", f"{AGENCY}-withdrawn", "--by", BY, "--reason", REASON) == 0
    assert office.public("withdrawn") is None
    office.declare("closed", "withdrawn")
    _, outcomes = office.perd.run()
    assert isinstance(outcome(outcomes, "closed"), Waiting) and isinstance(outcome(outcomes, "withdrawn"), Waiting)
    [decision] = office.told("decision", "withdrawn")
    assert (decision["by"], decision["reason"]) == (BY, REASON)
    assert decision["disclosure"]["public"] is False
    assert office.says("reconcile", f"{AGENCY}-withdrawn") == 0, "ledger and portal agree"
    assert office.says("reconcile", f"{AGENCY}-closed") == 1, "somebody closed what is declared again"
    assert office.says("withdraw", f"{AGENCY}-withdrawn", "--undo", "--by", BY, "--reason", REASON) == 0
    assert office.public("withdrawn") is not None
    assert office.says("withdraw", f"{AGENCY}-withdrawn", "--undo", "--by", BY, "--reason", REASON) == 1
    assert isinstance(outcome(office.perd.run(f"{AGENCY}-withdrawn")[1], "withdrawn"), Unchanged)


def test_half_a_catalogue_an_empty_one_and_a_broken_file_withdraw_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    slugs = ("m1", "m2", "m3", "m4", "broken")
    office.declare(*slugs)
    office.perd.run()
    before = len(office.portal.writes())

    office.take_out("m1", "m2", "m3", "m4")
    (office.folder / "broken.yaml").write_text("title: [half", encoding="utf-8")
    state, outcomes = office.perd.run()
    stopped = outcomes[WITHDRAWALS]
    assert isinstance(stopped, Failed) and stopped.kind == "TooMany" and not state.is_completed()
    assert "4 of 5 datasets" in stopped.reason.en and f"{AGENCY}-m4" in stopped.reason.th
    assert outcome(outcomes, "broken").word == "failed", "a file that cannot be read was not taken out"

    office.take_out("broken")
    nothing, outcomes = office.perd.run()
    assert not nothing.is_completed() and outcomes == {}
    with pytest.raises(DeclarationError, match="declares no dataset"):
        nothing.result()
    assert len(office.portal.writes()) == before
    assert all(office.public(slug) for slug in slugs)
    assert office.postbox.received == [] and not office.told("notification", "m1")

    office.declare("broken")
    release = ("withdraw", "--missing", "--by", BY, "--reason", "หน่วยงานยุบรวมชุดข้อมูลเหล่านี้แล้ว")
    capsys.readouterr()
    assert office.says(*release) == 1
    sign = capsys.readouterr().err.replace("\n", " ").partition("--seen ")[2][:8]
    assert office.says(*release, "--seen", "00000000") == 1
    assert office.told("decision", "m1") == []
    assert office.says(*release, "--seen", sign) == 0
    assert [each["decision"] for each in office.told("decision", "m1")] == ["released"]
    night = office.night()
    assert [each.step for each in night.found] == [Step.BEGIN] * 4 and not night.brakes
    assert len(office.postbox.received) == 4 and len(office.portal.writes()) == before
