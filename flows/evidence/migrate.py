"""Bring the ledger's database to what this version of Perd expects, and see that it still refuses changes."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from flows.domain.errors import EvidenceError

NEWEST = "0002"
"""The last of migrations/versions/: compared before Alembic, which takes its time, is asked at all."""
VERSION_TABLE = "ledger_version"
"""A name of our own: the database may be shared with another program that uses Alembic, such as Prefect's server."""
GUARDS = {
    "sqlite": frozenset({"ledger_no_update", "ledger_no_delete", "ledger_at_the_end"}),
    "postgresql": frozenset({"ledger_no_update", "ledger_no_delete", "ledger_no_truncate", "ledger_at_the_end"}),
}
"""Triggers by which the database itself refuses whatever is no new record at the end."""


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


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Names of those that are gone, or were switched off; somebody who may change the database's structure did that."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger'::regclass AND tgenabled IN ('O', 'A')",
    }[connection.dialect.name]
    there = set(connection.exec_driver_sql(query).scalars())
    return tuple(sorted(GUARDS[connection.dialect.name] - there))
