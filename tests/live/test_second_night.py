"""A night without a change: nothing is written, and what is known of the version that stands is still said."""

import json

import pytest

from flows.domain.outcome import Published, Unchanged
from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect]

ID = "dpim-mining-leases"


def test_warnings_scores_and_history_outlast_a_night_without_a_change(perd: House, portal: LivePortal) -> None:
    perd.keep_only(ID)
    sample = perd.datasets / "dpim/samples/mining_leases.txt"
    text = sample.read_bytes()
    line = text.splitlines(keepends=True)[-1]
    assert line.strip()
    _, first = perd.run()
    assert isinstance(first[ID], Published | Unchanged), first[ID]
    shelf = perd.home / "reports" / ID
    scores = json.loads((shelf / "scores.json").read_text(encoding="utf-8"))
    assert {score["family"] for score in scores["scores"]} == {"perd", "nso", "nectec"}
    perd_score = next(score for score in scores["scores"] if score["family"] == "perd")
    assert float(perd_score["total"]) > 50
    assert len((shelf / "history.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    known = sorted(finding.rule for finding in first[ID].findings)
    page = (shelf / "index.html").read_bytes()

    before = len(portal.writes())
    state, second = perd.run()
    assert state.is_completed()
    assert isinstance(second[ID], Unchanged)
    assert len(portal.writes()) == before
    assert sorted(finding.rule for finding in second[ID].findings) == known
    assert (shelf / "index.html").read_bytes() == page, "the report of the version that stands knows more"
    again = json.loads((shelf / "scores.json").read_text(encoding="utf-8"))
    totals = {score["family"]: score["total"] for score in again["scores"]}
    assert totals == {score["family"]: score["total"] for score in scores["scores"]}, "nothing is known less of it"
    measured = json.loads((shelf / "measured.json").read_text(encoding="utf-8"))
    assert measured[0]["cells"]["cells"] > 0, "the cells were counted on the first night and are remembered"
    for name in ("scores.json", "measured.json", "found.json", "entry.json"):
        (shelf / name).write_bytes(b'{"half')
    with (shelf / "history.jsonl").open("ab") as history:
        history.write(b"no line at all\n")
    state, third = perd.run()
    assert state.is_completed(), "what lies beside the reports is a convenience, and no reason to fail"
    assert isinstance(third[ID], Unchanged)
    lines = (shelf / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(json.loads(line)["run"] for line in lines)
    agency = (perd.home / "reports/agency/dpim/index.html").read_text(encoding="utf-8")
    assert "ตัวชี้วัด" in agency
    for kept in ("reports/agency/dpim/history.jsonl", "reports/history.jsonl"):
        assert (perd.home / kept).read_text(encoding="utf-8").strip()
