"""The ledger in a database: SQLite as shipped, PostgreSQL by URL. Records are only ever added."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import rfc8785
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from flows.domain.errors import EvidenceError
from flows.domain.record import Entry, Kind, Record
from flows.evidence.chain import GENESIS, Link, Row, as_entry, first_break, forge, named
from flows.evidence.database import database_errors, one_writer, opened_engine
from flows.evidence.guards import refuse_if_weakened
from flows.evidence.head import Head, keep_head, kept_head
from flows.evidence.migrate import prepare

PAGE = 10_000
A_FEW = 100
"""Rows at a time where the newest is nearly always the one that is looked for."""
TOGETHER = 500
"""Datasets that are asked for in one question."""

_metadata = sa.MetaData()
_records = sa.Table(
    "ledger",
    _metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    # Computed by the database from the text (append_only.py).
    sa.Column("kind", sa.Text, sa.FetchedValue()),
    sa.Column("dataset", sa.Text, sa.FetchedValue()),
)


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger that holds."""

    records: int
    head: str
    """Hash of the last record; GENESIS for an empty ledger."""


class Ledger:
    """Open with a SQLAlchemy URL; `head_file` keeps the last record's number and hash apart from the database.

    existing: only look at a ledger that is there, and make none. EvidenceError if there is none, or no record in it.
    """

    def __init__(self, url: str, head_file: Path, existing: bool = False) -> None:
        self._head_file = head_file
        with database_errors():
            self._engine = opened_engine(url, existing)
        self._where = self._engine.url.set(
            query={}
        ).render_as_string()  # which hides the password; a query may hold one
        self._writer = self._engine.execution_options(writes=True)
        try:
            if existing:
                self._refuse_nothing()
            prepare(self._engine)
        except EvidenceError:
            self.close()  # nobody else can: there is no ledger to close
            raise

    def close(self) -> None:
        self._engine.dispose()

    def append(self, record: Record) -> Link:
        """Add one record. Safe from several threads and processes.

        Raises EvidenceError, and adds nothing, if the database refuses or is not the one whose head was kept: one more
        record would else hide for ever that others are gone.
        """
        [link] = self.append_all([record])
        return link

    def append_all(self, records: Sequence[Record]) -> list[Link]:
        """Add them in their order, all or none of them, one right behind the other. Otherwise as `append`."""
        if not records:
            return []
        links: list[Link] = []
        with database_errors(), self._writer.begin() as connection:
            one_writer(connection)
            last = connection.execute(
                sa.select(_records.c.seq, _records.c.hash).order_by(_records.c.seq.desc()).limit(1)
            ).one_or_none()
            self._compare_with_head(connection, empty=last is None)
            seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
            for record in records:
                links.append(_forged(seq + 1, previous, record))
                seq, previous = links[-1].seq, links[-1].hash
            connection.execute(
                _records.insert(), [{"seq": link.seq, "text": link.text, "hash": link.hash} for link in links]
            )
        # Two writers may keep theirs in the wrong order: the kept head may lag behind, but never runs ahead.
        keep_head(self._head_file, Head(seq, previous))
        return links

    def latest(self, kind: Kind, dataset: str, *kinds: Kind) -> Iterator[dict[str, Any]]:
        """The records of that kind, or those kinds, about one dataset, the newest first, as `Record.as_json` wrote
        them. Their order is the ledger's own: the clocks of several machines may not agree."""
        which = (_records.c.dataset == dataset) & _records.c.kind.in_([each.value for each in (kind, *kinds)])
        query = sa.select(_records.c.text).where(which).order_by(_records.c.seq.desc())
        with self._read(query, A_FEW) as rows:
            for row in rows:
                record: dict[str, Any] = json.loads(row.text)["record"]
                yield record

    def newest(self, datasets: Sequence[str], *kinds: Kind) -> dict[str, dict[str, Any]]:
        """The newest record of those kinds about each of them, as `latest` gives it; those without one are left out."""
        about: sa.BindParameter[Any] = sa.bindparam("about", expanding=True)
        which = _records.c.dataset.in_(about) & _records.c.kind.in_([kind.value for kind in kinds])
        last = sa.select(sa.func.max(_records.c.seq)).where(which)
        query = sa.select(_records.c.dataset, _records.c.text).where(
            _records.c.seq.in_(last.group_by(_records.c.dataset))
        )
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(datasets), TOGETHER):
            with self._read(query.params(about=list(datasets[start : start + TOGETHER])), TOGETHER) as rows:
                found |= {row.dataset: json.loads(row.text)["record"] for row in rows}
        return found

    def datasets(self, kind: Kind) -> tuple[str, ...]:
        """Every dataset that a record of that kind is about, in order."""
        query = sa.select(_records.c.dataset).where(_records.c.kind == kind.value).distinct()
        with self._read(query, A_FEW) as rows:
            return tuple(sorted(row.dataset for row in rows))

    def entries(self, until: datetime | None = None) -> Iterator[Entry]:
        """All records from the first on, or those of before `until` (UTC). EvidenceError for one that cannot be read.

        Nothing is verified here: `verify` does that.
        """
        for link in self.links():
            try:
                entry = as_entry(link)
            except (ValueError, KeyError, TypeError) as error:
                raise _broken(f"record {link.seq} cannot be read any more") from error
            if until is None or entry.at < until:
                yield entry

    def links(self) -> Iterator[Link]:
        """All records from the first on, in pages. Raises EvidenceError naming one whose text cannot be read."""
        for row in self._rows():
            try:
                yield Link(row.seq, row.text.decode(), row.hash.decode())
            except UnicodeDecodeError as error:
                raise _broken(named(row) + " is not the text that was written") from error

    def verify(self) -> Verified:
        """Recompute the whole chain. Raises EvidenceError naming the first record that is not what was written."""
        kept = kept_head(self._head_file)
        count, head, at_kept = 0, GENESIS, GENESIS

        def counted() -> Iterator[Row]:
            nonlocal count, head, at_kept
            for row in self._rows():
                count, head = count + 1, row.hash.decode(errors="replace")
                if kept and row.seq == kept.seq:
                    at_kept = head
                yield row

        broken = first_break(counted())
        if broken:
            raise _broken(broken[1])
        if kept is None and count:
            raise self._head_is_gone()
        if kept and count < kept.seq:
            raise EvidenceError(
                f"The ledger ends at record {count}, but record {kept.seq} was once written: its end was cut off."
                " Restore the database from a backup."
            )
        if kept and at_kept != kept.hash:
            raise self._not_the_kept(kept)
        with database_errors(), self._engine.connect() as connection:
            refuse_if_weakened(connection, self._where)
        return Verified(count, head)

    def _rows(self) -> Iterator[Row]:
        """The bytes, because the database may hold such that are no text any more."""
        text, digest = _bytes(_records.c.text, self._engine), _bytes(_records.c.hash, self._engine)
        query = sa.select(_records.c.seq, text.label("text"), digest.label("hash")).order_by(_records.c.seq)
        with self._read(query, PAGE) as rows:
            for row in rows:
                yield Row(row.seq, bytes(row.text or b""), bytes(row.hash or b""))

    @contextmanager
    def _read(self, query: sa.Select[Any], at_a_time: int) -> Iterator[sa.CursorResult[Any]]:
        """The rows as they come from the database, closed also where nobody reads them to their end."""
        with (
            database_errors(),
            self._engine.connect() as connection,
            connection.execution_options(yield_per=at_a_time).execute(query) as rows,
        ):
            yield rows

    def _refuse_nothing(self) -> None:
        if self._engine.dialect.name == "sqlite" and not Path(self._engine.url.database or "").exists():
            raise EvidenceError(
                f"There is no ledger at {self._where}: look at PERD_LEDGER_URL and PERD_HOME, or restore it from a"
                " backup."
            )
        with database_errors(), self._engine.connect() as connection:
            table = sa.inspect(connection).has_table(_records.name)
            empty = not table or connection.execute(sa.select(_records.c.seq).limit(1)).one_or_none() is None
        if empty:
            raise EvidenceError(
                f"The ledger at {self._where} holds no record: look at PERD_LEDGER_URL and PERD_HOME, or restore it"
                " from a backup if anything was ever published."
            )

    def _compare_with_head(self, connection: Connection, empty: bool) -> None:
        """Under the writers' lock. The head file is made before the first record, so that it can be missed."""
        kept = kept_head(self._head_file)
        if kept is None and not empty:
            raise self._head_is_gone()
        if kept is None:
            kept = Head(0, GENESIS)
            keep_head(self._head_file, kept)
        if kept.seq == 0:
            return
        stored = connection.execute(sa.select(_records.c.hash).where(_records.c.seq == kept.seq)).scalar_one_or_none()
        if stored is None:
            raise EvidenceError(
                f"Record {kept.seq} was once written, as {self._head_file} shows, and the ledger at {self._where} does"
                " not hold it: its end was cut off, or it is another database. Restore it from a backup; nothing is"
                " published until then."
            )
        if stored != kept.hash:
            raise self._not_the_kept(kept)

    def _head_is_gone(self) -> EvidenceError:
        return EvidenceError(
            f"The ledger's head file {self._head_file} is gone, so nothing shows that no record was cut off its"
            " end: restore it from a backup."
        )

    def _not_the_kept(self, kept: Head) -> EvidenceError:
        return EvidenceError(
            f"Record {kept.seq} of the ledger is not the one whose hash was kept in {self._head_file}: all hashes"
            " from some record on were rewritten."
        )


def _forged(seq: int, previous: str, record: Record) -> Link:
    try:
        return forge(seq, previous, record.as_json())
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise EvidenceError(
            f"A record of {record.dataset} ({record.kind.value}) holds what no record can hold ({type(error).__name__}:"
            " a number beyond 2^53, or half of a character): nothing was written; look at what it was made from."
        ) from error


def _broken(what: str) -> EvidenceError:
    return EvidenceError(
        f"The ledger does not verify: {what}. Stop publishing, keep the database as it is, and find out who changed it."
    )


def _bytes(column: sa.Column[str], engine: Engine) -> sa.ColumnElement[bytes]:
    if engine.dialect.name == "postgresql":  # where a cast to bytea would read backslashes as its own
        return sa.func.convert_to(column, "UTF8", type_=sa.LargeBinary)
    return sa.cast(column, sa.LargeBinary)
