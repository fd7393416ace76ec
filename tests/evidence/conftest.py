"""A ledger of one's own, on each of the databases that it may lie in.

What these tests write need not survive a loss of power: folders are in memory where there is such a place, and
PostgreSQL waits for no disk.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from devportal import environment
from devportal.home import Home
from devportal.postgres import SUPERUSER, Postgres
from flows.evidence import Ledger
from tests.evidence.behind_its_back import tamper
from tests.evidence.notarised import NIGHTS, RECORDS, Notarised, after_nights

MEMORY = Path("/dev/shm")
ROOT = Path(__file__).resolve().parents[2]
_opened: list[Ledger] = []


@dataclass(frozen=True)
class Place:
    """Where a ledger lies, and its head."""

    url: str
    head_file: Path

    def opened(self) -> Ledger:
        """Closed when the test ends."""
        ledger = Ledger(self.url, self.head_file)
        _opened.append(ledger)
        return ledger

    def tamper(self, statement: str, **values: object) -> None:
        tamper(self.url, statement, **values)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of the test's own, in the place of pytest's."""
    in_memory = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    folder = Path(tempfile.mkdtemp(prefix="perd-", dir=MEMORY if in_memory else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the suite's own, from the embedded portal's wheel. Gives its socket's folder."""
    home = Home(tmp_path_factory.mktemp("ledger-postgresql"), "plain")
    home.make()
    ROOT.joinpath(".perd").mkdir(exist_ok=True)
    server = Postgres(home, environment.ensure(home.logs / "environment.log"))
    server.start()
    with psycopg.connect(
        host=str(home.socket_folder), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")
    yield str(home.socket_folder)
    server.stop()


@pytest.fixture
def postgresql_place(postgresql: str, tmp_path: Path) -> Iterator[Place]:
    """A new database on that server."""
    name = "".join(letter for letter in tmp_path.name if letter.isalnum()).lower()
    with psycopg.connect(host=postgresql, user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    yield Place(f"postgresql+psycopg://{SUPERUSER}@/{name}?host={postgresql}", tmp_path / "ledger.head")


@pytest.fixture(autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    return Place(f"sqlite:///{tmp_path / 'ledger.sqlite'}", tmp_path / "ledger.head")


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Notarised:
    """A signed ledger of 10,000 records, to be copied before anything is done to it."""
    return after_nights(tmp_path_factory.mktemp("signed") / "honest", NIGHTS, RECORDS)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def place(request: pytest.FixtureRequest) -> Place:
    """The same test on both databases."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found
