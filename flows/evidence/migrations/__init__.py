"""Alembic's steps from an empty database, or from that of an older Perd, to the ledger of today."""
