"""A source that gives nothing, night after night: since when is told, and what was published stays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.domain.outcome import Unreachable
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.evidence import Ledger
from flows.silent_source import since_when

ID = "diw-a"
FIRST = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
"""01:30 in Bangkok on the 20th."""
TODAY = Unreachable(ID, Text(th="ต้นทางตอบ 404", en="The server answered 404."), "SourceRefused")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path / "ledger.head")
    yield opened
    opened.close()


def nights(ledger: Ledger, *words: str, **more: str) -> None:
    for nth, word in enumerate(words):
        body = {"outcome": word, **more}
        ledger.append(Record(Kind.OUTCOME, "run", ID, FIRST + timedelta(days=nth), body))


def told(ledger: Ledger, day: date, grace_days: int = 30) -> Unreachable:
    return since_when(TODAY, ledger, day, grace_days)


def test_the_first_night_says_nothing_more(ledger: Ledger) -> None:
    assert told(ledger, date(2026, 11, 20)) == TODAY
    nights(ledger, "unreachable", "published")
    assert told(ledger, date(2026, 11, 22)) == TODAY


def test_since_when_is_told_in_both_calendars(ledger: Ledger) -> None:
    nights(ledger, "published", "unreachable", "failed", "unreachable")
    now = told(ledger, date(2026, 11, 24))
    assert (now.since, now.overdue) == (date(2026, 11, 21), False)
    assert "21 พฤศจิกายน 2569 (3 วัน)" in now.reason.th
    assert now.reason.en.startswith("The server answered 404. The source has given nothing since 2026-11-21 (3 days);")


def test_after_the_grace_a_person_is_asked_to_decide(ledger: Ledger) -> None:
    nights(ledger, "unreachable")
    assert not told(ledger, date(2026, 12, 19)).overdue
    late = told(ledger, date(2026, 12, 20))
    assert late.overdue and "perd withdraw diw-a" in late.reason.th and "longer than 30 days" in late.reason.en


def test_what_an_earlier_run_had_left_says_nothing_of_the_source(ledger: Ledger) -> None:
    nights(ledger, "unreachable")
    ledger.append(
        Record(Kind.OUTCOME, "run", ID, FIRST + timedelta(days=1), {"outcome": "published", "finishes": "run-0"})
    )
    assert told(ledger, date(2026, 11, 22)).since == date(2026, 11, 20)
