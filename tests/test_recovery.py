"""What an earlier run left open, by the ledger's own order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.domain.record import Kind, Record
from flows.evidence import Ledger
from flows.recovery import Unfinished, half_done, unfinished

ID = "diw-a"
BEGAN = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path / "ledger.head")
    yield opened
    opened.close()


def wrote(ledger: Ledger, run: str, minutes: int, version: int | None = None, outcome: str = "", **more: str) -> None:
    """An outcome, or an intent for none; `minutes` by the clock of that run's machine."""
    body = {"version": version, **({"outcome": outcome} if outcome else {}), **more}
    kind = Kind.OUTCOME if outcome else Kind.INTENT
    ledger.append(Record(kind, run, ID, BEGAN + timedelta(minutes=minutes), body))


def left_open(ledger: Ledger) -> Unfinished | None:
    """Asked about it alone; asked about many datasets at once, the answer is the same."""
    left = unfinished(ledger, ID)
    assert half_done(ledger, ["diw-unknown", ID]) == ([ID] if left else [])
    return left


def test_an_intent_is_open_until_its_version_is_seen_whole_or_undone(ledger: Ledger) -> None:
    assert left_open(ledger) is None
    wrote(ledger, "a", 0, 1)
    assert left_open(ledger) == Unfinished("a", 1, None)
    wrote(ledger, "a", 1, 1, "published")
    assert left_open(ledger) is None
    wrote(ledger, "b", 2, 2)
    wrote(ledger, "c", 3, outcome="failed")
    assert left_open(ledger) == Unfinished("b", 2, 1)
    wrote(ledger, "d", 4, outcome="failed", undone="b")
    assert left_open(ledger) is None
    wrote(ledger, "e", 5, 2)
    wrote(ledger, "f", 6, outcome="unchanged")
    assert left_open(ledger) is None


def test_the_clock_of_another_machine_closes_nothing(ledger: Ledger) -> None:
    wrote(ledger, "fast", 60, 1)
    wrote(ledger, "fast", 61, 1, "published")
    wrote(ledger, "right", 5, 2)
    assert left_open(ledger) == Unfinished("right", 2, 1)
    wrote(ledger, "slow", -60, 2, "published")
    assert left_open(ledger) is None


def test_another_version_that_is_written_down_late_closes_nothing(ledger: Ledger) -> None:
    wrote(ledger, "a", 0, 1)
    wrote(ledger, "b", 1, 2)
    wrote(ledger, "a", 2, 1, "published")
    assert left_open(ledger) == Unfinished("b", 2, 1)
