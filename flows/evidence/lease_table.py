"""The table of leases: each of these is one statement, by the database's own clock, so that machines agree on it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles

_leases = sa.Table(
    "dataset_lease",
    sa.MetaData(),
    sa.Column("dataset", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger),
    sa.Column("machine", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("process", sa.BigInteger),
    sa.Column("run", sa.Text),
    sa.Column("since", sa.BigInteger),
    sa.Column("expires", sa.BigInteger),
)
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_OVER = 0
"""Of `expires`: it was given back."""


class _Now(sa.sql.functions.FunctionElement[int]):
    """Milliseconds since 1970 UTC at this very moment, also within a transaction that began long ago."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(_Now, "sqlite")
def _sqlite_now(*_: Any, **__: Any) -> str:
    return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"


@compiles(_Now, "postgresql")
def _postgresql_now(*_: Any, **__: Any) -> str:
    return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Holder:
    """A run that writes, and where it does so."""

    machine: str
    """Its network name."""
    process: int
    """Its number there."""
    run: str
    """The run's id."""
    place: str
    """Name of its PERD_HOME, in which only one run at a time writes."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as it stands in the table."""

    number: int
    """Grows with each holder of the dataset."""
    holder: Holder
    since: datetime
    """UTC."""
    left: float
    """Seconds until it ends by itself; 0 or less if it has."""


def take(connection: Connection, dataset: str, holder: Holder, seconds: float) -> int | None:
    """The new lease's number; None while another run holds one that has not ended.

    An earlier run of the same place is never waited for: only one of a place writes at a time, so that one is dead.
    """
    insert = _INSERTS[connection.dialect.name]
    now = _Now()
    values = {
        "machine": holder.machine,
        "place": holder.place,
        "process": holder.process,
        "run": holder.run,
        "since": now,
        "expires": now + int(seconds * 1000),
    }
    its_place = (_leases.c.machine == holder.machine) & (_leases.c.place == holder.place)
    free = (_leases.c.expires <= now) | (its_place & (_leases.c.run != holder.run))
    statement = (
        insert(_leases)
        .values(dataset=dataset, number=1, **values)
        .on_conflict_do_update(index_elements=["dataset"], set_={"number": _leases.c.number + 1, **values}, where=free)
        .returning(_leases.c.number)
    )
    return connection.execute(statement).scalar_one_or_none()


def renew(connection: Connection, dataset: str, number: int, seconds: float) -> bool:
    """Whether it is still the dataset's lease; then it has all of its seconds again, also where it had just ended."""
    until = _Now() + int(seconds * 1000)
    return connection.execute(_mine(dataset, number).values(expires=until)).rowcount == 1


def give_back(connection: Connection, dataset: str, number: int) -> None:
    """The dataset is free at once; nothing happens if somebody else has it by now."""
    connection.execute(_mine(dataset, number).values(expires=_OVER))


def held(connection: Connection, dataset: str) -> Held | None:
    """The dataset's latest lease; None if it never had one."""
    left = (_leases.c.expires - _Now()).label("left")
    row = connection.execute(sa.select(_leases, left).where(_leases.c.dataset == dataset)).one_or_none()
    if row is None:
        return None
    holder = Holder(row.machine, row.process, row.run, row.place)
    return Held(row.number, holder, datetime.fromtimestamp(row.since / 1000, UTC), row.left / 1000)


def _mine(dataset: str, number: int) -> sa.Update:
    return sa.update(_leases).where(_leases.c.dataset == dataset, _leases.c.number == number)
