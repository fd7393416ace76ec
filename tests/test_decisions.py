"""A named person's answer: for exactly what was asked, written down, found again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.decisions import Asked, answer, decide, looked_at, waiting_for
from flows.domain.decision import Decision
from flows.domain.errors import PipelineError
from flows.domain.record import Kind, Record
from flows.evidence import Ledger

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path / "ledger.head")
    yield opened
    opened.close()


def told(approved: bool = True, question: str = "q1", dataset: str = "diw-a", **more: str) -> Decision:
    words = {"reason": "ตรวจกับต้นฉบับแล้วลดลงจริง", "by": "นางสาวก ผู้อำนวยการ"} | more
    return Decision(dataset, question, approved, words["reason"], words["by"], AT)


def test_an_answer_is_found_again_by_its_question_only(ledger: Ledger) -> None:
    decide(ledger, told(), "run-1", "diw")
    assert answer(ledger, "diw-a", "q1") == told()
    assert answer(ledger, "diw-a", "q2") is None
    assert answer(ledger, "diw-ab", "q1") is None
    assert ledger.verify().records == 1


def test_the_latest_answer_counts(ledger: Ledger) -> None:
    decide(ledger, told(approved=False), "run-1", "diw")
    decide(ledger, told(approved=True), "run-2", "diw")
    given = answer(ledger, "diw-a", "q1")
    assert given is not None
    assert given.approved


@pytest.mark.parametrize("missing", [{"reason": "ดี"}, {"reason": " " * 20}, {"by": " "}])
def test_an_answer_without_name_or_reason_is_refused_and_not_written(ledger: Ledger, missing: dict[str, str]) -> None:
    with pytest.raises(PipelineError, match="name and a reason"):
        decide(ledger, told(**missing), "run-1", "diw")
    assert ledger.verify().records == 0


@pytest.mark.parametrize(
    "said", ["โทรถาม นายสมชาย ใจดี แล้วถูกต้อง", "ตรวจ 1-2345-67890-12-1 แล้วถูกต้อง", "call 081-234-5678"]
)
def test_a_reason_that_names_a_person_is_refused_and_not_written(ledger: Ledger, said: str) -> None:
    with pytest.raises(PipelineError, match="seems to hold personal data") as refused:
        decide(ledger, told(reason=said), "run-1", "diw")
    assert said not in refused.value.sentence
    assert ledger.verify().records == 0


@pytest.mark.parametrize(
    "ended",
    [None, {"outcome": "published"}, {"outcome": "held", "rules": ["licence/not-open"]}, {"outcome": "waiting"}],
)
def test_where_nothing_waits_there_is_nothing_to_approve(ledger: Ledger, ended: dict[str, object] | None) -> None:
    if ended:
        ledger.append(Record(Kind.OUTCOME, "run-1", "diw-a", AT, {"outcome": "waiting", "question": "q0"}))
        ledger.append(Record(Kind.OUTCOME, "run-2", "diw-a", AT, ended))
    with pytest.raises(PipelineError, match="does not wait for anybody"):
        waiting_for(ledger, "diw-a")


def test_what_waits_is_the_question_of_the_last_run(ledger: Ledger) -> None:
    for run, question in ("run-1", "q1"), ("run-2", "q2"):
        body = {"outcome": "waiting", "question": question}
        ledger.append(Record(Kind.OUTCOME, run, "diw-a", AT, body))
    ledger.append(Record(Kind.OUTCOME, "run-3", "diw-b", AT, {"outcome": "published"}))
    assert waiting_for(ledger, "diw-a").question == "q2"


def test_a_night_without_an_answer_from_the_source_takes_nothing_away(ledger: Ledger) -> None:
    for run, body in (
        ("run-1", {"outcome": "waiting", "question": "q1" * 32, "rules": ["change/rows-dropped"]}),
        ("run-2", {"outcome": "unreachable", "kind": "SourceUnavailable"}),
        ("run-3", {"outcome": "failed", "kind": "PortalUnavailable"}),
    ):
        ledger.append(Record(Kind.OUTCOME, run, "diw-a", AT, body))
    asked = waiting_for(ledger, "diw-a")
    assert (asked.question, asked.run, asked.rules) == ("q1" * 32, "run-1", ("change/rows-dropped",))


@pytest.mark.parametrize("seen", [None, "", "q1", "q2q2q2q2", "q1q1q1q2"])
def test_nobody_decides_what_they_have_not_seen(seen: str | None) -> None:
    asked = Asked("q1" * 32, "run-1", ("change/rows-dropped",))
    with pytest.raises(PipelineError, match="change/rows-dropped.*--seen q1q1q1q1"):
        looked_at(asked, seen, "diw-a", "http://reports.example/diw-a/")
    looked_at(asked, asked.seen, "diw-a", None)
