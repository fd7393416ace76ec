"""The embedded CKAN, started once for the suite, and a whole Perd of one's own beside it."""

import fcntl
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.house import House, house

ROOT = Path(__file__).resolve().parents[2]
AGENCIES = ("ops", "oie", "diw", "tisi", "dpim", "ocsb", "ieat", "diprom", "alro", "real", "perd-test")

EVIDENCE = "ops-ledger-checkpoints"

READS = re.compile(r"^(GET|HEAD) |^POST /api/(3/)?action/\w+_(show|search|list|list_for_user|info) ")
"""A request that cannot change anything: ckanapi asks by POST for what it only reads."""


@dataclass(frozen=True)
class LivePortal:
    """One running CKAN, and what a test may know of it."""

    url: str
    token: str
    token_file: Path
    home: Path
    access_log: Path
    profile: str

    def requests(self) -> list[str]:
        """The lines of the access log so far."""
        return self.access_log.read_text(encoding="utf-8").splitlines()

    def writes(self) -> list[str]:
        """Those of them that may have changed something."""
        return [line for line in self.requests() if not READS.match(line)]


def devportal(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "devportal", *words, "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def up(profile: str, tmp: Path, folder: str | None = None, *words: str) -> LivePortal:
    """A new, empty portal in `folder` of .perd/tests, which is called as the profile if it is not given.

    words: what else `python -m devportal up` is told.

    Each of pytest's own processes has portals of its own.
    """
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    homes = ROOT / ".perd" / "tests"
    homes.mkdir(parents=True, exist_ok=True)
    home = str(homes / process / (folder or profile))
    organisations = tmp / "organisations.json"
    organisations.write_text(json.dumps([{"name": name, "title": name, "description": ""} for name in AGENCIES]))
    devportal("reset", "--profile", profile, "--home", home)
    with (homes / "starting.lock").open("w") as one_at_a_time:  # two would choose the same free port
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        answer = devportal("up", "--profile", profile, "--home", home, "--organisations", str(organisations), *words)
    token_file = Path(answer["token_file"])
    return LivePortal(
        url=answer["url"],
        token=token_file.read_text().strip(),
        token_file=token_file,
        home=Path(answer["home"]),
        access_log=Path(answer["access_log"]),
        profile=profile,
    )


def forget_evidence(portal: LivePortal) -> None:
    """Take the checkpoints of another test's ledger off the portal: a ledger is not signed while others stand there."""
    if not _has_evidence(portal):  # the usual case: CKAN's command line takes seconds to start
        return
    home = ("--profile", portal.profile, "--home", str(portal.home))
    command = [sys.executable, "-m", "devportal", "ckan", *home, "dataset", "purge", EVIDENCE]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert not _has_evidence(portal)


def _has_evidence(portal: LivePortal) -> bool:
    answer = requests.get(f"{portal.url}/api/action/package_show", params={"id": EVIDENCE}, timeout=60)
    assert answer.status_code in {200, 404}, answer.text
    return answer.status_code == 200


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """A data.go.th-style portal, empty at the start of the session."""
    started = up("data-go-th", tmp_path_factory.mktemp("portal"))
    yield started
    devportal("down", "--profile", "data-go-th", "--home", str(started.home))


@pytest.fixture(scope="session")
def downstream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """A second portal of the same kind that knows nothing of the first; its start takes some ten seconds."""
    started = up("data-go-th", tmp_path_factory.mktemp("downstream"), "downstream")
    yield started
    devportal("down", "--profile", "data-go-th", "--home", str(started.home))


@pytest.fixture(scope="session")
def prefect() -> Iterator[None]:
    """Prefect's own server for tests, started once."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def perd(portal: LivePortal, prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A whole Perd that publishes to the live portal, which knows of no other ledger than its own."""
    forget_evidence(portal)
    settings = {"PORTAL_URL": portal.url, "PORTAL_TOKEN_FILE": str(portal.token_file), "PROFILE": portal.profile}
    with house(tmp_path, monkeypatch, **settings) as opened:
        yield opened
