"""The ledger in a database: SQLite as shipped, PostgreSQL by URL. Records are only ever added."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url

from flows.domain.errors import EvidenceError
from flows.domain.record import Record
from flows.evidence.chain import GENESIS, Link, first_break, forge

PAGE = 10_000

_metadata = sa.MetaData()
_records = sa.Table(
    "ledger",
    _metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
)


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger that holds."""

    records: int
    head: str
    """Hash of the last record; GENESIS for an empty ledger."""


@dataclass(frozen=True, slots=True)
class _Head:
    seq: int
    hash: str


class Ledger:
    """Open with a SQLAlchemy URL; `head_file` keeps the last record's number and hash apart from the database."""

    def __init__(self, url: str, head_file: Path) -> None:
        self._head_file = head_file
        with _database_errors():
            self._engine = _engine(url)
        with _database_errors(), self._engine.begin() as connection:
            _one_writer(connection)
            _metadata.create_all(connection)

    def close(self) -> None:
        self._engine.dispose()

    def append(self, record: Record) -> Link:
        """Add one record. Safe from several threads and processes. Raises EvidenceError if the database refuses."""
        with _database_errors(), self._engine.begin() as connection:
            _one_writer(connection)
            last = connection.execute(
                sa.select(_records.c.seq, _records.c.hash).order_by(_records.c.seq.desc()).limit(1)
            ).one_or_none()
            link = forge(last.seq + 1 if last else 1, last.hash if last else GENESIS, record.as_json())
            connection.execute(_records.insert().values(seq=link.seq, text=link.text, hash=link.hash))
        self._keep_head(link)
        return link

    def links(self) -> Iterator[Link]:
        """All records from the first on, in pages."""
        with _database_errors(), self._engine.connect() as connection:
            result = connection.execution_options(yield_per=PAGE).execute(sa.select(_records).order_by(_records.c.seq))
            for row in result:
                yield Link(row.seq, row.text, row.hash)

    def verify(self) -> Verified:
        """Recompute the whole chain. Raises EvidenceError naming the first record that is not what was written."""
        kept = self._kept_head()
        count, head, at_kept = 0, GENESIS, None

        def counted() -> Iterator[Link]:
            nonlocal count, head, at_kept
            for link in self.links():
                count, head = count + 1, link.hash
                if kept and link.seq == kept.seq:
                    at_kept = link.hash
                yield link

        broken = first_break(counted())
        if broken:
            raise EvidenceError(
                f"The ledger does not verify: {broken[1]}. Stop publishing, keep the database as it is, and find out"
                " who changed it."
            )
        if kept is None and count:
            raise EvidenceError(
                f"The ledger's head file {self._head_file} is gone, so nothing shows that no record was cut off its"
                " end: restore it from a backup."
            )
        if kept and count < kept.seq:
            raise EvidenceError(
                f"The ledger ends at record {count}, but record {kept.seq} was once written: its end was cut off."
                " Restore the database from a backup."
            )
        if kept and at_kept != kept.hash:
            raise EvidenceError(
                f"Record {kept.seq} of the ledger is not the one whose hash was kept in {self._head_file}: all hashes"
                " from some record on were rewritten."
            )
        return Verified(count, head)

    def _keep_head(self, link: Link) -> None:
        """The chain alone cannot show that its end was cut off; a head kept apart from it can.

        Two writers may keep theirs in the wrong order: the kept head may lag behind, but never runs ahead.
        """
        fresh = self._head_file.with_name(f"{self._head_file.name}.{uuid4().hex}")
        try:
            fresh.write_text(f"{link.seq} {link.hash}\n")
            fresh.replace(self._head_file)
        except OSError as error:
            raise EvidenceError(
                f"The ledger's head cannot be kept in {self._head_file} ({error.strerror}): look at the disk that"
                " PERD_HOME is on; nothing is published without it."
            ) from error

    def _kept_head(self) -> "_Head | None":
        if not self._head_file.exists():
            return None
        seq, digest = self._head_file.read_text().split()
        return _Head(int(seq), digest)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed)
    if is_sqlite:
        _let_sqlite_share(engine)
    return engine


def _let_sqlite_share(engine: Engine) -> None:
    """WAL, so that readers never wait; writers take their lock at once, so that two never read the same head."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection, _):  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("PRAGMA synchronous=FULL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if not connection.get_execution_options().get("yield_per") else "BEGIN"
        )


def _one_writer(connection: Connection) -> None:
    """One writer at a time on PostgreSQL too."""
    if connection.dialect.name == "postgresql":
        key = 0x50455244  # "PERD": an advisory lock of our own
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


@contextmanager
def _database_errors() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise EvidenceError(
            f"The ledger's database needs the Python package {error.name}, which is not installed: install it (for"
            " PostgreSQL `perd[postgresql]`), or correct PERD_LEDGER_URL; nothing is published without a ledger."
        ) from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise EvidenceError(
            f"The ledger's database did not take or give a record ({type(cause).__name__}: {cause}): look at"
            " PERD_LEDGER_URL and the disk; nothing is published without a ledger."
        ) from error
