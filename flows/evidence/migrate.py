"""Bring the ledger's database to what this version of Perd expects."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from flows.domain.errors import EvidenceError
from flows.evidence.database import database_errors, one_writer

NEWEST = "0003"
"""The last of migrations/versions/: compared before Alembic, which takes its time, is asked at all."""
VERSION_TABLE = "ledger_version"
"""A name of our own: the database may be shared with another program that uses Alembic, such as Prefect's server."""


def prepare(engine: Engine) -> None:
    """Nothing is written to a database that is up to date. EvidenceError where it does not play along."""
    with database_errors(), engine.connect() as connection:
        if is_up_to_date(connection):
            return
    with database_errors(), engine.execution_options(writes=True).begin() as connection:
        one_writer(connection)
        bring_up_to_date(connection)


def is_up_to_date(connection: Connection) -> bool:
    """Whether there is nothing to migrate. EvidenceError for a ledger of a newer Perd."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return False
    version = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one_or_none()
    if version and version > NEWEST:
        raise EvidenceError(
            f"The ledger was written by a newer Perd (its {VERSION_TABLE} is {version}, this one knows {NEWEST}): use"
            " that, and let only one version write."
        )
    return bool(version == NEWEST)


def bring_up_to_date(connection: Connection) -> None:
    """Inside the caller's transaction, under the writers' lock: whole, or not at all."""
    if is_up_to_date(connection):  # another process was faster
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
