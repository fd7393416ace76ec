"""Forty datasets on four hosts: what a night costs in which nothing changed, and what one change adds to it."""

import shutil
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.agencies import Agencies, nothing, serving
from bench.copies import copy_the_rest
from bench.quiet_site import Site
from flows.domain.outcome import Outcome, Published, Unchanged, Unreachable
from flows.domain.record import Kind
from flows.evidence import Ledger
from flows.settings import read_settings
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.slow]

DATASETS, HOSTS, AT_ONCE = 40, 4, 2
PATIENCE = 300
"""Seconds after which requests that wait for each other are taken to wait in vain."""


@dataclass(frozen=True)
class Nights:
    """A Perd, its agencies and its portal; nights are run one after the other."""

    site: Site
    agencies: Agencies
    portal: LivePortal

    def run(self) -> tuple[Any, dict[str, Outcome]]:
        from flows.desk import watched
        from flows.nightly import nightly

        outcomes: dict[str, Outcome] = {}
        self.agencies.requests.clear()
        with watched(by=lambda outcome: outcomes.__setitem__(outcome.dataset, outcome)):
            return nightly(False, return_state=True), outcomes

    @property
    def home(self) -> Path:
        return self.site.folder / "home"

    def asked(self) -> Counter[str]:
        """How often each dataset's address was asked in the last night, by slug."""
        return Counter(path.removeprefix("/").removesuffix(".csv") for _, path, _ in self.agencies.requests)

    def ended(self, name: str) -> dict[str, Any]:
        """The newest outcome in the ledger."""
        ledger = Ledger(read_settings().ledger, read_settings().head_file, existing=True)
        try:
            return next(ledger.latest(Kind.OUTCOME, name))
        finally:
            ledger.close()


def tasks_of(state: Any, expected: set[str]) -> set[str]:
    """Names of the task runs of the run that ended so, but for the look for what nobody declares.

    Prefect's server writes them down a moment after the run: as long as an expected one lacks it is asked again.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    which = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    names: set[str] = set()
    with get_client(sync_client=True) as client:
        for _ in range(60):
            runs = client.read_task_runs(flow_run_filter=which, limit=200)
            names = {run.name for run in runs if not run.name.startswith("withdraw-")}
            if names >= expected:
                break
            time.sleep(0.5)
    return names


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.2", 0))
        return int(any_port.getsockname()[1])


@pytest.fixture(scope="module")
def nights(portal: LivePortal, prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    site = Site(tmp_path_factory.mktemp("quiet"), DATASETS, HOSTS, free_port(), "perd-test")
    site.files.mkdir()
    agencies = Agencies(site.files)
    answer = {"url": portal.url, "token_file": str(portal.token_file), "profile": portal.profile}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(site.folder)
        settings = site.settings(answer) | {"PERD_RETRY_SECONDS": "[0, 0]", "PERD_HOST_CONNECTIONS": str(AT_ONCE)}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        with serving(agencies, [site.host(agency) for agency in range(HOSTS)], site.port):
            told = Nights(site, agencies, portal)
            site.declare(only_the_first=True)
            _, outcomes = told.run()
            assert all(isinstance(outcome, Published) for outcome in outcomes.values()), outcomes
            site.declare(only_the_first=False)
            copy_the_rest(site, answer | {"home": str(portal.home)})
            _, outcomes = told.run()
            assert Counter(map(type, outcomes.values())) == {Unchanged: DATASETS}, outcomes
            yield told


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """When each file was written, and what it says."""
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_a_night_without_a_change_asks_once_and_writes_nothing(nights: Nights) -> None:
    first = [name for _, _, name in nights.site.names()]
    shutil.rmtree(nights.home / "runs")
    kept = {name: contents(nights.home / "reports" / name) for name in first}
    before = {name: nights.ended(name) for name in first}
    asked, written = len(nights.portal.requests()), len(nights.portal.writes())
    together = threading.Barrier(HOSTS * AT_ONCE)
    come: Counter[str] = Counter()
    one_by_one = threading.Lock()

    def wait_for_all_hosts(host: str) -> None:
        with one_by_one:
            come[host] += 1
            among_the_first = come[host] <= AT_ONCE
        if among_the_first:
            together.wait(PATIENCE)

    nights.agencies.most_at_once.clear()
    nights.agencies.connections.clear()
    nights.agencies.before_answering = wait_for_all_hosts
    try:
        state, outcomes = nights.run()
    finally:
        nights.agencies.before_answering = nothing
    assert state.is_completed()
    assert list(outcomes) == [name for name in outcomes if isinstance(outcomes[name], Unchanged)]
    assert sorted(outcomes) == sorted(first)
    assert nights.asked() == {slug: 1 for _, slug, _ in nights.site.names()}
    assert {status for _, _, status in nights.agencies.requests} == {304}
    assert dict(nights.agencies.most_at_once) == {nights.site.host(nth): AT_ONCE for nth in range(HOSTS)}
    assert nights.agencies.connections == nights.agencies.most_at_once, "one connection serves many datasets"
    new = nights.portal.requests()[asked:]
    assert sum("package_show" in line for line in new) == DATASETS
    assert len(new) == DATASETS + 1, "and the token was looked at"
    assert len(nights.portal.writes()) == written
    assert not (nights.home / "runs").exists(), "no place to work in was made"
    assert {name: contents(nights.home / "reports" / name) for name in first} == kept
    looks = {f"look at {nights.site.host(nth)}" for nth in range(HOSTS)}
    assert tasks_of(state, looks) == looks
    for name in first:
        told = nights.ended(name)
        assert told["run"] != before[name]["run"]
        assert told["body"] == before[name]["body"]
        assert told["body"]["outcome"] == "unchanged"


def test_what_changes_has_steps_of_its_own_and_is_fetched_once(nights: Nights) -> None:
    agency, slug, name = list(nights.site.names())[2]
    file = nights.site.files / nights.site.host(agency) / f"{slug}.csv"
    text = file.read_text(encoding="utf-8")
    last = text.splitlines(keepends=True)[-1]
    file.write_text(text + last.replace(last.split(" ")[1], "95001", 1), encoding="utf-8")
    state, outcomes = nights.run()
    assert state.is_completed()
    changed = [outcome for outcome in outcomes.values() if not isinstance(outcome, Unchanged)]
    assert [type(outcome) for outcome in changed] == [Published]
    assert changed[0].dataset == name
    assert nights.asked() == {slug: 1 for _, slug, _ in nights.site.names()}
    looks = {f"look at {nights.site.host(nth)}" for nth in range(HOSTS)}
    own = {f"{step} {name}" for step in ("pull", "check", "publish", "measure", "report")}
    # A dataset that did not change may have a report to write all the same: its scores move at midnight in Bangkok.
    found = tasks_of(state, looks | own)
    assert {each for each in found if each in own or not each.startswith("report ")} == looks | own


def test_the_look_counts_as_the_first_try(nights: Nights) -> None:
    slugs = [(slug, name) for _, slug, name in nights.site.names()]
    (passing, one), (lasting, other) = slugs[12], slugs[13]
    nights.agencies.troubles.update({f"/{passing}.csv": 1, f"/{lasting}.csv": 100})
    try:
        state, outcomes = nights.run()
    finally:
        nights.agencies.troubles.clear()
    assert state.is_failed()
    assert isinstance(outcomes[one], Unchanged)
    assert isinstance(outcomes[other], Unreachable)
    assert {slug: count for slug, count in nights.asked().items() if count > 1} == {passing: 2, lasting: 3}
