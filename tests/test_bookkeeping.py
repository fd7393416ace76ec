"""What a run without a portal writes down of an agency's file: its facts, and nobody's name."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.bookkeeping import measure, record_intent, record_outcome, report
from flows.declared_decisions import WITHHELD, record_declared_decisions
from flows.domain.dataset import Waiver
from flows.domain.draft import Fresh
from flows.domain.errors import SourceRefused
from flows.domain.finding import Finding, Place, Severity
from flows.domain.findings import Findings
from flows.domain.personal_text import UNNAMED_FILE
from flows.domain.published import OPENED, PublishedDataset, PublishedResource
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.domain.verdict import Verdict
from flows.evidence import Ledger
from flows.examine import examine, pull
from flows.settings import read_settings
from flows.settle import broken, foreseen
from flows.sources import Sources
from flows.world import World, lay_out
from tests.house import House, house

DATASET, DECLARED = "diprom-participants-with-national-ids", "diprom/participants-with-national-ids.yaml"
HEADER = "ผู้รับผิดชอบ นางสาวมาลี ตัวอย่าง"
PERSONS = ("มาลี", "สมหญิง", "ใจงาม", "สมชาย", "รักเรียน", "นายปรีชา", "ทดสอบดี")
"""Parts of the names in header, cells and name of the file that `deliver` brings."""
FILE = "diprom/samples/รายชื่อ นายปรีชา ทดสอบดี.csv"


def deliver(perd: House) -> None:
    """A file that names persons wherever a file can."""
    rows = [
        f"เลขประจำตัวประชาชน,รหัสรุ่น,รหัสหลักสูตร,จังหวัด,วันที่สมัคร,ผลการอบรม,ชื่อผู้เข้าอบรม,{HEADER}",
        "1-0000-00001-83-8,67-012,DP-101,นครราชสีมา,26/05/2567,ผ่าน,นางสาวสมหญิง ใจงาม, x ",
        "1-0000-00002-95-8,67-023,DP-102,ขอนแก่น,23/12/2566,ผ่าน,นายสมชาย รักเรียน, y ",
    ]
    (perd.datasets / FILE).write_text("\n".join(rows) + "\n", encoding="utf-8")
    declared = (perd.datasets / DECLARED).read_text(encoding="utf-8")
    (perd.datasets / DECLARED).write_text(
        declared.replace("diprom/samples/training_participants_2567.csv", f'"{FILE}"'), encoding="utf-8"
    )


@pytest.fixture
def perd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with house(tmp_path, monkeypatch) as opened:
        opened.keep_only(DATASET)
        opened.home.mkdir()
        yield opened


@contextmanager
def night(perd: House) -> Iterator[World]:
    """A run of that house that looks at no portal."""
    settings = read_settings()
    nobody: Any = None
    ledger = Ledger(settings.ledger, settings.head_file)
    try:
        yield World(lay_out(settings), "run-1", Sources(perd.datasets, nobody, ()), None, ledger)
    finally:
        ledger.close()


def written(world: World, kind: Kind = Kind.OUTCOME) -> list[dict[str, Any]]:
    """Bodies, newest first."""
    assert world.ledger
    return [record["body"] for record in world.ledger.latest(kind, DATASET)]


def ended(world: World) -> dict[str, Any]:
    """The record of the dataset's end, and its report."""
    draft = examine(pull(DATASET, world), world)
    outcome = foreseen(draft)
    assert outcome.word == "held"
    found = measure(outcome, draft, world)
    assert found
    record_outcome(outcome, draft, found, world)
    report(outcome, draft, found, world)
    return written(world)[0]


def test_a_header_that_names_a_person_is_in_neither_ledger_nor_report(perd: House) -> None:
    deliver(perd)
    with night(perd) as world:
        body = ended(world)
    told = [change for change in body["resources"][0]["tidy"] if change["column"] == "คอลัมน์ H"]
    assert [(change["rule"], change["count"]) for change in told] == [("tidy/trim", 2)]
    assert "มาลี" not in json.dumps(body, ensure_ascii=False)
    reports = list((perd.home / "reports").rglob("report.json"))
    assert reports
    for path in reports:
        assert "มาลี" not in path.read_text(encoding="utf-8")
        assert "คอลัมน์ H" in path.read_text(encoding="utf-8")


def test_no_name_of_file_or_cell_is_in_the_record_of_a_file_that_names_persons(perd: House) -> None:
    deliver(perd)
    with night(perd) as world:
        body = ended(world)
    assert body["resources"][0]["source"] == f"diprom/samples/{UNNAMED_FILE}"
    assert body["sources"] == [{"resource": "training_participants_2567", "declared": body["resources"][0]["source"]}]
    assert "privacy/in-header" in body["rules"]
    told = json.dumps(body, ensure_ascii=False)
    assert [name for name in PERSONS if name in told] == []


def test_the_record_of_what_nobody_declares_any_more_names_its_agency_all_the_same(perd: House) -> None:
    with night(perd) as world:
        draft = examine(pull(DATASET, world), world)
    (perd.datasets / DECLARED).unlink()
    with night(perd) as world:
        assert DATASET not in world.catalogue.datasets
        record_outcome(foreseen(draft), draft, None, world)
        body = written(world)[0]
    assert body["agency"] == "diprom"
    assert [each["resource"] for each in body["sources"]] == ["training_participants_2567"]


def test_a_source_that_is_not_there_is_told_with_versions_and_address_and_without_a_name(perd: House) -> None:
    deliver(perd)
    (perd.datasets / FILE).unlink()
    with night(perd) as world:
        with pytest.raises(SourceRefused) as told:
            pull(DATASET, world)
        outcome = broken(DATASET, told.value)
        record_outcome(outcome, None, measure(outcome, None, world), world)
        (body,) = written(world)
        assert (body["outcome"], body["agency"]) == ("unreachable", "diprom")
        assert (body["code"], body["rules_version"]) == (world.code_version, world.rules.version)
        assert body["portal"] == ""
        assert body["sources"][0]["declared"] == f"diprom/samples/{UNNAMED_FILE}"
        assert "ปรีชา" not in json.dumps(body, ensure_ascii=False)
        record_outcome(broken(DATASET, KeyError("a bug")), None, None, world)
        assert written(world)[0].items() >= {"agency": "diprom", "code": world.code_version}.items()


def test_what_a_server_says_of_itself_is_kept_printable(perd: House) -> None:
    with night(perd) as world:
        draft = examine(pull(DATASET, world), world)
        (part,) = draft.parts
        assert isinstance(part, Fresh)
        said = replace(part.snapshot, etag='"a\0b"', last_modified="นายสมชาย ใจดี", server_date="x" * 300)
        version = world.versions.keep(draft, world.run, world.now, lambda part: part.published.url)
        record_intent(replace(draft, parts=(replace(part, snapshot=said),)), (), version, world)
        (body,) = written(world, Kind.INTENT)
    assert (body["version"], body["manifest_sha256"]) == (1, version.manifest_sha256)
    (told,) = body["resources"]
    assert (told["etag"], told["last_modified"], told["server_date"]) == ('"ab"', None, "x" * 200)
    assert body["agency"] == "diprom"


def finding(rule: str, resource: str | None, waived: str | None = None) -> Finding:
    words = Text(th="ก", en="a")
    return Finding(rule, Severity.BLOCK, words, words, Place(resource=resource), waived=waived)


def decided(world: World, *found: Finding, **declared: Any) -> list[tuple[Any, ...]]:
    """What is written down of a draft with those findings: decision, rule, end or severity, reason."""
    draft = examine(pull(DATASET, world), world)
    dataset = draft.dataset.model_copy(update={"declared": draft.dataset.declared.model_copy(update=declared)})
    draft = replace(draft, dataset=dataset, verdict=Verdict(Findings.of(found)))
    assert world.ledger
    before = len(written(world, Kind.DECISION))
    record_declared_decisions(draft, world.ledger, world.run, world.now, world.today)
    told = written(world, Kind.DECISION)
    assert {body["agency"] for body in told} <= {"diprom"}
    return [
        (body["decision"], body["rule"], body.get("until") or body["severity"], body.get("reason"))
        for body in told[: len(told) - before]
    ]


def test_only_a_waiver_that_was_in_force_for_the_finding_is_a_decision(perd: House) -> None:
    rule, why = "table/type-error", "Known faults of the old system"
    past, future = date(2020, 1, 1), date(2099, 12, 31)

    def waiver(until: date, resource: str | None = None, reason: str = why) -> Waiver:
        return Waiver(rule=rule, reason=reason, until=until, resource=resource)

    mine = finding(rule, "mine", waived=why)
    with night(perd) as world:
        assert decided(world, mine, waivers=(waiver(past),)) == []
        assert decided(world, mine, waivers=(waiver(future, "other"),)) == []
        assert decided(world, finding(rule, "mine"), waivers=(waiver(future, "mine"),)) == []
        several = (waiver(past), waiver(future, "other"), waiver(world.today, "mine"), waiver(future))
        assert decided(world, mine, waivers=several) == [("waived", rule, world.today.isoformat(), why)]
        assert decided(world, mine, waivers=several) == []
        named = waiver(future, "mine", "นายสมชาย ใจดี ขอให้ผ่อนผัน")
        assert decided(world, mine, waivers=(named,)) == [("waived", rule, "2099-12-31", WITHHELD)]


def test_a_changed_severity_is_a_decision_written_once_and_again_when_it_is_another(perd: House) -> None:
    rule = "table/type-error"
    with night(perd) as world:
        assert decided(world, severities={rule: Severity.WARN}) == [("overridden", rule, "warn", None)]
        assert decided(world, severities={rule: Severity.WARN}) == []
        assert decided(world, severities={rule: Severity.INFO}) == [("overridden", rule, "info", None)]


def test_a_closed_dataset_is_a_withdrawal_once_until_it_was_public_again(perd: House) -> None:
    fields = {OPENED: "True"}
    file = PublishedResource("1", "a", "https://a.example/a.csv", "", 1, 1, "a.csv", 1, "", "", None, None, fields)
    closed = PublishedDataset("1", DATASET, True, "", "https://a.example", {}, (file,))
    with night(perd) as world:
        draft = replace(examine(pull(DATASET, world), world), standing=closed)
        ledger, at = world.ledger, world.now
        assert ledger
        counts = []
        # Records of our own evidence hold no disclosure: there an outcome's word says that the dataset was public.
        public: dict[str, Any] = {"outcome": "held", "disclosure": {"public": True}}
        for ends in ({"outcome": "waiting"}, {"outcome": "failed"}, public, {"outcome": "unchanged"}):
            for _ in range(2):
                at += timedelta(seconds=1)
                record_declared_decisions(draft, ledger, world.run, at, world.today)
                counts.append(len(written(world, Kind.DECISION)))
            at += timedelta(seconds=1)
            ledger.append(Record(Kind.OUTCOME, world.run, DATASET, at, ends))
        record_declared_decisions(draft, ledger, world.run, at + timedelta(seconds=1), world.today)
        counts.append(len(written(world, Kind.DECISION)))
    assert counts == [1, 1, 1, 1, 1, 1, 2, 2, 3]
