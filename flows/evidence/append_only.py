"""By what the database itself refuses to change or remove a record, or to put one anywhere but at the end; and finds
the records of one dataset without reading all: by columns that it computes from the text, so that there is no second
truth.

Told once: migrations/versions/0002_append_only.py makes them, guards.py sees that they are still those. A later step
that makes one anew writes the new statement here, and the one that it replaces into the step that made it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """For one kind of database."""

    columns: Mapping[str, str]
    """SQL expression over `text` by the column that it is computed into."""
    kept: str
    """How a computed column is kept."""
    guards: Mapping[str, str]
    """By name the statement that makes it, in the order in which they are made."""

    @property
    def statements(self) -> tuple[str, ...]:
        added = (
            f"ALTER TABLE ledger ADD COLUMN {name} TEXT GENERATED ALWAYS AS ({expression}) {self.kept}"
            for name, expression in self.columns.items()
        )
        return (*added, "CREATE INDEX ledger_by_dataset ON ledger (dataset, kind, seq)", *self.guards.values())


SQLITE = AppendOnly(
    {
        "kind": "CASE WHEN json_valid(text) THEN json_extract(text, '$.record.kind') END",
        "dataset": "CASE WHEN json_valid(text) THEN json_extract(text, '$.record.dataset') END",
    },
    "VIRTUAL",
    {
        "ledger_no_update": """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no record is changed'); END""",
        "ledger_no_delete": """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no record is removed'); END""",
        # REPLACE removes what is in its way without asking the trigger before it: refused here as well.
        "ledger_at_the_end": """CREATE TRIGGER ledger_at_the_end BEFORE INSERT ON ledger
            WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
            OR EXISTS (SELECT 1 FROM ledger WHERE hash = NEW.hash)
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a record goes to its end'); END""",
    },
)
POSTGRESQL = AppendOnly(
    {"kind": "(text::jsonb) #>> '{record,kind}'", "dataset": "(text::jsonb) #>> '{record,dataset}'"},
    "STORED",
    {
        "ledger_refuses": """CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'the ledger is append-only: no record is changed or removed'; END $$""",
        "ledger_only_grows": """CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger) THEN
                    RAISE EXCEPTION 'the ledger is append-only: a record goes to its end';
                END IF;
                RETURN NEW;
            END $$""",
        "ledger_no_update": """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
        "ledger_no_delete": """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
        "ledger_no_truncate": """CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
        "ledger_at_the_end": """CREATE TRIGGER ledger_at_the_end BEFORE INSERT ON ledger
            FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()""",
    },
)
APPEND_ONLY = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
"""By SQLAlchemy's name of the database."""
