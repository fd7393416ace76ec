"""What somebody does who may write to the ledger's database, and who is careful: no trigger is missing afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Connection


@contextmanager
def unguarded(url: str) -> Iterator[Connection]:
    """The database with its triggers out of the way while the block runs."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE ledger DISABLE TRIGGER USER")
            yield connection
            connection.exec_driver_sql("ALTER TABLE ledger ENABLE TRIGGER USER")
        else:
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = connection.exec_driver_sql(query).all()
            for name, _ in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            yield connection
            for _, made_by in triggers:
                connection.exec_driver_sql(made_by)
    engine.dispose()


def tamper(url: str, statement: str, **values: object) -> None:
    """One statement behind the ledger's back; it has to hit something."""
    with unguarded(url) as connection:
        assert connection.execute(sa.text(statement), values).rowcount > 0
