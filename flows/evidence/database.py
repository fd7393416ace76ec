"""The database that the ledger lies in: how it is opened, shared between processes, and told about when it fails."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url

from flows.domain.errors import EvidenceError

PATIENCE = 30.0
"""Seconds that another process may keep the database to itself."""


def opened_engine(url: str, existing: bool) -> Engine:
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database and not existing:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed)
    if is_sqlite:
        _let_sqlite_share(engine, existing)
    return engine


def _let_sqlite_share(engine: Engine, existing: bool) -> None:
    """WAL, so that readers never wait; writers take their lock at once, so that two never read the same head."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection, _):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")
        if not existing:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous=FULL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """SQLite itself does not wait here for another process that makes the database at the same moment."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)


def one_writer(connection: Connection) -> None:
    """One writer at a time on PostgreSQL too."""
    if connection.dialect.name == "postgresql":
        key = 0x50455244  # "PERD": an advisory lock of our own
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


@contextmanager
def database_errors() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise EvidenceError(
            f"The ledger's database needs the Python package {error.name}, which is not installed: install it (for"
            " PostgreSQL `perd[postgresql]`), or correct PERD_LEDGER_URL; nothing is published without a ledger."
        ) from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        raise EvidenceError(
            f"The ledger's database did not take or give a record ({_in_short(error)}): look at PERD_LEDGER_URL and the"
            " disk; nothing is published without a ledger."
        ) from error


def _in_short(error: sa.exc.SQLAlchemyError | OSError) -> str:
    """The driver's own first line. What follows (DETAIL, CONTEXT), and SQLAlchemy's own text, quote records."""
    cause = getattr(error, "orig", None) or error
    first = str(cause).partition("\n")[0] if cause is not error or isinstance(error, OSError) else ""
    said = re.split(r"\b(?:DETAIL|CONTEXT|STATEMENT):", first)[0].strip()
    return f"{type(cause).__name__}: {said}" if said else type(cause).__name__
