"""The database itself refuses whatever is no new record at the end; and finds the records of one dataset by columns
that it computes from the text.
"""

from alembic import op

from flows.evidence.append_only import APPEND_ONLY

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    connection = op.get_bind()
    for statement in APPEND_ONLY[connection.dialect.name].statements:
        connection.exec_driver_sql(statement)
