"""What Alembic runs for each migration: on the connection that it is handed, inside the transaction it is in."""

from alembic import context

from flows.evidence.migrate import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
