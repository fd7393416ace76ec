"""The same nights in threads of one process, and on Dask with the ledger on PostgreSQL and the archive on S3."""

import hashlib
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import distributed
import psycopg
import pytest
import requests
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from bench.agencies import Agencies, nothing, serving
from bench.quiet_site import Site
from devportal.home import Home
from devportal.postgres import SUPERUSER
from flows.domain.finding import Finding
from flows.domain.outcome import Held, Outcome, Published, Unchanged, Unreachable
from flows.evidence import Ledger
from flows.settings import read_settings
from tests.house import house
from tests.live.conftest import LivePortal, devportal, up
from tests.live.test_quiet_night import free_port

pytestmark = [pytest.mark.live, pytest.mark.prefect, pytest.mark.slow]

EXAMPLES = {
    "alro-land-allocation": Published,
    "diprom-participants-with-national-ids": Held,
    "dpim-royalties-broken-cells": Held,
    "ieat-wastewater-link-to-web-page": Unreachable,
    "ocsb-sugar-prices": Published,
    "ops-eco-sticker": Published,
    "tisi-inspections-twelve-errors": Held,
}
PROCESSES, THREADS = 2, 4
DIFFERS = {"fetched_at", "server_date", "manifest_sha256"}
"""Of a body: what depends on the second in which the source was asked."""


@dataclass(frozen=True)
class Night:
    """What came of one night, without what must differ: when, by which run, the portal's address and ids."""

    outcomes: dict[str, type[Outcome]]
    findings: dict[str, list[Finding]]
    public: dict[str, dict[str, str]]
    """SHA-256 of each resource as anybody downloads it, by dataset and the resource's name."""
    bodies: dict[str, list[Any]]
    """What the ledger says of each dataset, in order."""


@pytest.fixture
def new_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], LivePortal]]:
    """An empty one each time, in the place of the one before."""
    started: list[LivePortal] = []

    def start() -> LivePortal:
        started.append(up("data-go-th", tmp_path_factory.mktemp("portal"), "scale-out"))
        return started[-1]

    yield start
    devportal("down", "--profile", "data-go-th", "--home", str(started[-1].home))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of an S3-compatible store on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {"ENDPOINT_URL": f"http://{host}:{port}", "ACCESS_KEY_ID": "perd", "SECRET_ACCESS_KEY": "s3cret"}
    for name, value in (told | {"DEFAULT_REGION": "us-east-1", "MAX_ATTEMPTS": "1"}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    S3FileSystem.clear_instance_cache()
    name = f"archive-{uuid4().hex[:8]}"
    S3FileSystem().mkdir(name)
    yield name
    S3FileSystem.clear_instance_cache()
    server.stop()


@contextmanager
def cluster() -> Iterator[distributed.Client]:
    """A scheduler and its worker processes, which have the settings of this moment. Knows which of them did what."""
    told = {"dashboard_address": "127.0.0.1:0", "host": "127.0.0.1", "memory_limit": 0}
    with (
        distributed.LocalCluster(n_workers=PROCESSES, threads_per_worker=THREADS, processes=True, **told) as started,
        distributed.Client(started) as client,
    ):
        client.get_task_stream()
        yield client


def who_did(client: distributed.Client) -> dict[str, set[int]]:
    """The processes that did steps, by the step's kind."""
    pids = client.run(os.getpid)
    did: dict[str, set[int]] = {}
    for each in client.get_task_stream():
        did.setdefault(each["key"].split("-")[0], set()).add(pids[each["worker"]])
    return did


def told(portal: LivePortal, outcomes: dict[str, Outcome]) -> Night:
    ledger = Ledger(read_settings().ledger, read_settings().head_file, existing=True)
    try:
        ledger.verify()
        records = [json.loads(link.text)["record"] for link in ledger.links()]
    finally:
        ledger.close()
    findings = {name: list(getattr(outcome, "findings", ())) for name, outcome in outcomes.items()}
    public, its_own = {}, {portal.url: "PORTAL"}
    for name in EXAMPLES:
        shown = requests.get(f"{portal.url}/api/action/package_show", params={"id": name}, timeout=60)
        if shown.status_code == 200:
            its_own[shown.json()["result"]["id"]] = f"id of {name}"
            public[name] = {
                each["perd_resource"]: hashlib.sha256(requests.get(each["url"], timeout=60).content).hexdigest()
                for each in shown.json()["result"]["resources"]
                if each["perd_kind"] == "data"
            }
    bodies: dict[str, list[Any]] = {name: [] for name in EXAMPLES}
    for record in records:
        if record["dataset"] in bodies:
            bodies[record["dataset"]].append((record["kind"], _plain(record["body"], its_own)))
    return Night({name: type(outcome) for name, outcome in outcomes.items()}, findings, public, bodies)


def _plain(value: Any, its_own: dict[str, str]) -> Any:
    if isinstance(value, dict):
        # A data package names its files' addresses, which are the portal's.
        differs = DIFFERS | ({"sha256"} if str(value.get("url")).endswith("/datapackage.json") else set())
        return {key: _plain(each, its_own) for key, each in value.items() if key not in differs}
    if isinstance(value, list):
        return [_plain(each, its_own) for each in value]
    if isinstance(value, str):
        for old, new in its_own.items():
            value = value.replace(old, new)
    return value


def test_a_night_on_dask_is_the_night_in_threads(
    new_portal: Callable[[], LivePortal],
    bucket: str,
    prefect: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    portal = new_portal()
    at = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    with house(tmp_path, monkeypatch, **at) as perd:
        perd.keep_only(*EXAMPLES)
        _, outcomes = perd.run()
        assert {name: type(outcomes[name]) for name in EXAMPLES} == EXAMPLES
        in_threads = told(portal, outcomes)

        portal = new_portal()
        sockets = Home.at(portal.profile, portal.home).socket_folder
        with psycopg.connect(host=str(sockets), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE ledger")
        elsewhere = {
            "HOME": "home-of-dask",
            "PORTAL_URL": portal.url,
            "LEDGER_URL": f"postgresql+psycopg://{SUPERUSER}@/ledger?host={sockets}",
            "ARCHIVE_URL": f"s3://{bucket}/perd",
        }
        for name, value in elsewhere.items():
            monkeypatch.setenv(f"PERD_{name}", value)
        with cluster() as client:
            monkeypatch.setenv("PERD_DASK", client.scheduler.address)
            _, outcomes = perd.run()
            did = who_did(client)
        on_dask = told(portal, outcomes)
        assert on_dask.outcomes == in_threads.outcomes
        assert on_dask.findings == in_threads.findings
        assert on_dask.public == in_threads.public
        for name in EXAMPLES:
            assert on_dask.bodies[name] == in_threads.bodies[name]
        assert set(did) == {"look", "pull", "check"}
        assert os.getpid() not in set().union(*did.values())
        assert len(set().union(*did.values())) == PROCESSES
        assert S3FileSystem().find(f"{bucket}/perd"), "the versions lie there"
        assert sorted(each.name for each in Path("home-of-dask").iterdir()) == [
            "evidence",
            "ledger.head",
            "reports",
            "runs",
            "writing.lock",
        ]
        assert not list(Path("home-of-dask/runs").iterdir()), "the world's file went with the run"

        monkeypatch.setenv("PERD_DASK", str(PROCESSES))  # of the run's own
        before = len(portal.writes())
        _, outcomes = perd.run()
        public = {name for name, kind in EXAMPLES.items() if kind is Published}
        assert {name for name, outcome in outcomes.items() if isinstance(outcome, Unchanged)} == public
        assert portal.writes()[before:] == []


@dataclass(frozen=True)
class Checked:
    """Twelve datasets of one host, one of them large, and two processes that check them; nothing is published."""

    site: Site
    agencies: Agencies
    client: distributed.Client

    @property
    def names(self) -> list[str]:
        return [name for _, _, name in self.site.names()]

    def run(self) -> dict[str, tuple[str, str]]:
        """The flow `check`: outcome and detail of each dataset, as its artifact shows them."""
        from prefect.client.orchestration import get_client
        from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

        from flows.check import check

        names: Any = self.names
        self.agencies.requests.clear()
        state: Any = check(names, return_state=True)
        which = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        with get_client(sync_client=True) as api:
            (table,) = (each for each in api.read_artifacts(flow_run_filter=which) if each.key == "outcomes")
        rows: list[dict[str, str]] = json.loads(str(table.data))
        return {
            row["ชุดข้อมูล / dataset"]: (row["ผล / outcome"].split(" / ")[-1], row["รายละเอียด / detail"]) for row in rows
        }


LARGE = 3
"""Which of them."""


class LargeLast(Agencies):
    """Whose large file is given when all others have been, so that its check is the last one."""

    large = ""

    def in_trouble(self, path: str) -> bool:
        while path == self.large and len({other for _, other, _ in self.requests}) < 11:
            time.sleep(0.05)
        return super().in_trouble(path)


@pytest.fixture(scope="module")
def checks(prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    site = Site(tmp_path_factory.mktemp("checks"), 12, 1, free_port(), "perd-test")
    site.files.mkdir()
    site.declare(only_the_first=False)
    enlarge(site, list(site.names())[LARGE][1], 300_000)
    agencies = LargeLast(site.files)
    agencies.large = f"/{list(site.names())[LARGE][1]}.csv"
    nowhere = {"url": "http://127.0.0.1:9", "token_file": "none", "profile": "data-go-th"}
    with pytest.MonkeyPatch.context() as monkeypatch, serving(agencies, [site.host(0)], site.port):
        monkeypatch.chdir(site.folder)
        for name, value in site.settings(nowhere).items():
            monkeypatch.setenv(name, value)
        with cluster() as client:
            monkeypatch.setenv("PERD_DASK", client.scheduler.address)
            yield Checked(site, agencies, client)


def enlarge(site: Site, slug: str, rows: int) -> None:
    """Long enough that it can be met while it is checked."""
    file = site.files / site.host(0) / f"{slug}.csv"
    text = file.read_text(encoding="utf-8")
    last = text.splitlines(keepends=True)[-1]
    number = last.split(" ")[1]
    more = (last.replace(number, str(100_000 + row), 1) for row in range(rows))
    file.write_text(text + "".join(more), encoding="utf-8")


def killing(client: distributed.Client, times: int, over: threading.Event) -> int:
    """Kill the process that is at the last check, so often at most; gives how often it was."""
    killed, alone = 0, 0
    while killed < times and not over.wait(0.05):
        at_work = [(worker, key) for worker, keys in client.processing().items() for key in keys]
        alone = alone + 1 if [key.split("-")[0] for _, key in at_work] == ["check"] else 0
        if alone == 5:
            (nanny,) = (each for each in client.cluster.workers.values() if each.worker_address == at_work[0][0])
            os.kill(nanny.pid, signal.SIGKILL)
            killed, alone = killed + 1, 0
    return killed


def test_one_host_is_asked_by_few_whatever_process_asks(checks: Checked) -> None:
    checks.agencies.before_answering = lambda host: time.sleep(0.2)  # so that others would come meanwhile
    try:
        outcomes = checks.run()
    finally:
        checks.agencies.before_answering = nothing
    assert {outcome for outcome, _ in outcomes.values()} == {"fit"}
    assert sorted(outcomes) == checks.names
    assert len(who_did(checks.client)["pull"]) == PROCESSES
    assert dict(checks.agencies.most_at_once) == {checks.site.host(0): 2}
    assert sorted(path for _, path, _ in checks.agencies.requests) == [
        f"/{slug}.csv" for _, slug, _ in checks.site.names()
    ]


@pytest.mark.parametrize(("times", "forgiven"), [(1, 3), (100, 0)], ids=["once", "always"])
def test_a_process_that_is_killed_takes_no_dataset_with_it(checks: Checked, times: int, forgiven: int) -> None:
    """forgiven: how often a step may lose its process before Dask gives it up, three times as shipped."""
    assert checks.client.cluster.scheduler.allowed_failures == 3
    checks.client.cluster.scheduler.allowed_failures = forgiven
    over = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        killer = beside.submit(killing, checks.client, times, over)
        try:
            outcomes = checks.run()
        finally:
            over.set()
            checks.client.cluster.scheduler.allowed_failures = 3
        killed = killer.result()
    name = checks.names[LARGE]
    outcome, detail = outcomes.pop(name)
    assert [outcomes[each][0] for each in checks.names if each != name] == ["fit"] * 11
    if times == 1:
        assert (killed, outcome) == (1, "fit")
    else:
        assert (killed, outcome) == (2, "failed"), "after a second try"
        assert "หยุดไปกลางคัน" in detail
