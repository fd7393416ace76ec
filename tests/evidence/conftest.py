"""A ledger of one's own, on each of the databases that it may lie in."""

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


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the suite's own, from the embedded portal's wheel. Gives its socket's folder."""
    home = Home(tmp_path_factory.mktemp("ledger-postgresql"), "plain")
    home.make()
    ROOT.joinpath(".perd").mkdir(exist_ok=True)
    server = Postgres(home, environment.ensure(home.logs / "environment.log"))
    server.start()
    yield str(home.socket_folder)
    server.stop()


@pytest.fixture
def postgresql_place(postgresql: str, tmp_path: Path) -> Iterator[Place]:
    """A new database on that server."""
    name = "".join(letter for letter in tmp_path.name if letter.isalnum()).lower()
    with psycopg.connect(host=postgresql, user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.live)])
def place(request: pytest.FixtureRequest) -> Place:
    """The same test on both databases."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found
