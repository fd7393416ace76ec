"""One run at a time writes a dataset, in real processes: also when one is killed, or paused and taken for dead."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from flows.domain.errors import AnotherRun
from flows.evidence.lease import Holder, Leases
from tests.evidence.conftest import Place

SECONDS = 1.0
"""How long a lease lasts here."""
HOLD = """
import sys
from flows.evidence.lease import Holder, Leases
from flows.domain.errors import AnotherRun
url, run, place, seconds = sys.argv[1:]
leases = Leases(url, Holder("machine-a", 4711, run, place), float(seconds))
with leases.held("diw-factories") as lease:
    print(lease.number, flush=True)
    for line in sys.stdin:
        try:
            lease.confirm()
            print("mine", flush=True)
        except AnotherRun as stopped:
            print(stopped, flush=True)
"""
COUNT = """
import sys, time
from pathlib import Path
from flows.evidence.lease import Holder, Leases
url, run, counter = sys.argv[1:]
leases = Leases(url, Holder("machine-a", 4711, run, run), 30.0)
for _ in range(10):
    with leases.held("diw-factories", sleep=lambda seconds: time.sleep(0.01)) as lease:
        known = int(Path(counter).read_text())
        time.sleep(0.01)
        lease.confirm()
        Path(counter).write_text(str(known + 1))
"""


class Run:
    """A process that holds the lease of diw-factories, and says each time it is asked whether it still does."""

    def __init__(self, place: Place, run: str, home: str) -> None:
        command = [sys.executable, "-c", HOLD, place.url, run, home, str(SECONDS)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.number = int(self.heard())

    def heard(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def asked(self) -> str:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.heard()

    def send(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def running(place: Place, run: str, home: str) -> Iterator[Run]:
    place.opened()
    started = Run(place, run, home)
    try:
        yield started
    finally:
        with suppress(ProcessLookupError):
            started.send(signal.SIGCONT)
        started.end()


@contextmanager
def leases(place: Place, home: str = "home-b", run: str = "run-b", seconds: float = SECONDS) -> Iterator[Leases]:
    opened = Leases(place.url, Holder("machine-b", 42, run, home), seconds)
    yield opened
    opened.close()


@pytest.mark.slow
def test_a_second_run_waits_and_is_told_who_has_it(place: Place) -> None:
    with running(place, "run-a", "home-a") as first, leases(place) as ours:
        began = time.monotonic()
        with pytest.raises(AnotherRun) as told, ours.held("diw-factories"):
            pass
        assert time.monotonic() - began >= 5 * SECONDS
        for said in (told.value.text.th, told.value.text.en):
            assert "diw-factories" in said and "run-a" in said and "machine-a" in said and "4711" in said
        assert "256" in told.value.text.th, "people read Buddhist years"
        assert first.asked() == "mine", "it worked for several leases, and renewed its own"
        with ours.held("diw-mines"):
            assert first.asked() == "mine", "on other datasets two runs go side by side"


@pytest.mark.slow
def test_a_killed_run_is_followed_by_itself_once_its_lease_has_ended(place: Place) -> None:
    with running(place, "run-a", "home-a") as first, leases(place) as ours:
        first.send(signal.SIGKILL)
        with ours.held("diw-factories") as lease:
            assert lease.number == first.number + 1
            lease.confirm()


@pytest.mark.slow
def test_a_run_that_was_taken_for_dead_stops_before_its_next_write(place: Place) -> None:
    with running(place, "run-a", "home-a") as first, leases(place) as ours:
        first.send(signal.SIGSTOP)
        with ours.held("diw-factories") as lease:
            first.send(signal.SIGCONT)
            said = first.asked()
            assert "taken for" not in said and "run-b" in said and "stopped before its next write" in said
            lease.confirm()
        assert "stopped before its next write" in first.asked(), "for good, also when the other one has gone"


def test_the_next_run_of_the_same_place_does_not_wait_for_a_killed_one(place: Place) -> None:
    with running(place, "run-a", "home-a") as first:
        first.send(signal.SIGKILL)
        one_hour = Leases(place.url, Holder("machine-a", 43, "run-c", "home-a"), 3600)
        with one_hour.held("diw-factories") as lease:
            assert lease.number == first.number + 1
        one_hour.close()


def test_a_lease_that_was_given_back_is_free_at_once(place: Place) -> None:
    place.opened()
    with leases(place, seconds=3600) as ours, leases(place, home="home-c", run="run-c", seconds=3600) as theirs:
        with ours.held("diw-factories") as first, pytest.raises(ZeroDivisionError):
            raise ZeroDivisionError
        with theirs.held("diw-factories") as second:
            assert second.number == first.number + 1
            with pytest.raises(AnotherRun):
                first.confirm()


@pytest.mark.slow
def test_what_is_done_under_it_is_done_one_after_the_other(place: Place, tmp_path: Path) -> None:
    place.opened()
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", COUNT, place.url]
    runs = [subprocess.Popen([*command, name, str(counter)]) for name in ("run-a", "run-b", "run-c")]
    assert [run.wait(120) for run in runs] == [0, 0, 0]
    assert counter.read_text() == "30"
