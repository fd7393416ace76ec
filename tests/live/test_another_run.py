"""A flow run while a run of another machine writes the same dataset: it waits, gives way, or looks anew."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pytest
import requests

from flows.domain.outcome import Failed, Published
from flows.evidence import Holder, Leases, Ledger
from flows.reports.shelf import PAGE
from tests.house import ROOT, House
from tests.live.conftest import LivePortal
from tests.one_dataset import only

pytestmark = [pytest.mark.live, pytest.mark.prefect]

ID = "perd-test-another-run"


class Source(ThreadingHTTPServer):
    """An agency's server that gives other data each time; `first` is called before it answers for the first time."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.first: Callable[[], None] = lambda: None
        self.lock = Lock()
        self.asked = 0


class _Handler(BaseHTTPRequestHandler):
    server: Source

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked += 1
            number = self.server.asked
        if number == 1:
            self.server.first()
        body = f"code,stamp\r\nC1,{number}\r\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def source() -> Iterator[Source]:
    with Source() as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def shared(perd: House, source: Source, monkeypatch: pytest.MonkeyPatch) -> House:
    """A Perd with one dataset, whose ledger another machine may share."""
    address = {"kind": "http_file", "url": f"http://127.0.0.1:{source.server_port}/codes.csv"}
    only(perd, "another-run", address, "code", "stamp")
    monkeypatch.setenv("PERD_LEDGER_URL", f"sqlite:///{perd.home.absolute() / 'ledger.sqlite'}")
    monkeypatch.setenv("PERD_LEDGER_HEAD", str(perd.home.absolute() / "ledger.head"))
    return perd


def on_another_machine(perd: House) -> None:
    """One whole run, from pull to record."""
    environment = os.environ | {"PERD_HOME": str(perd.folder / "another-home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.writer", ID, str(perd.folder / "not-read.csv")]
    done = subprocess.run(
        command, env=environment, cwd=perd.folder, input="\n", capture_output=True, text=True, check=False
    )
    assert '"outcome": "published"' in done.stdout, done.stdout + done.stderr


def public(portal: LivePortal, action: str, **parameters: Any) -> Any:
    return requests.get(f"{portal.url}/api/action/{action}", params=parameters, timeout=60).json()["result"]


def test_a_version_that_another_run_has_just_published_is_not_replaced_by_an_older_copy(
    shared: House, source: Source, portal: LivePortal
) -> None:
    Path(shared.home).mkdir(exist_ok=True)
    source.first = lambda: on_another_machine(shared)
    _, outcomes = shared.run(ID)
    assert isinstance(outcomes[ID], Published)
    assert source.asked == 3, "ours, the other run's, and ours once more"
    [data] = [one for one in public(portal, "package_show", id=ID)["resources"] if one.get("perd_kind") == "data"]
    assert public(portal, "datastore_search", resource_id=data["id"])["records"][0]["stamp"] == "3"
    ledger = Ledger(os.environ["PERD_LEDGER_URL"], Path(os.environ["PERD_LEDGER_HEAD"]), existing=True)
    ended = [entry.body["outcome"] for entry in ledger.entries() if entry.dataset == ID and "outcome" in entry.body]
    assert ended == ["published", "published"]
    assert ledger.verify().records > 3
    ledger.close()


@contextmanager
def held_elsewhere(perd: House) -> Iterator[None]:
    perd.home.mkdir(exist_ok=True)
    Ledger(os.environ["PERD_LEDGER_URL"], Path(os.environ["PERD_LEDGER_HEAD"])).close()
    leases = Leases(os.environ["PERD_LEDGER_URL"], Holder("another-machine", 4711, "run-of-theirs", "elsewhere"), 0.5)
    with leases.held(ID):
        yield
    leases.close()


def test_a_dataset_that_another_run_does_not_give_back_ends_truthfully(
    shared: House, portal: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERD_LEASE_SECONDS", "0.5")
    before = portal.writes()
    with held_elsewhere(shared):
        state, outcomes = shared.run(ID)
    failed = outcomes[ID]
    assert isinstance(failed, Failed) and failed.kind == "AnotherRun"
    for told in (failed.reason.th, failed.reason.en):
        assert "another-machine" in told and "4711" in told and "run-of-theirs" in told
    assert state.is_failed(), "what was due did not arrive"
    assert portal.writes() == before
    page = (shared.home / "reports" / ID / PAGE).read_text(encoding="utf-8")
    assert "another-machine" in page, "it is no bug"
