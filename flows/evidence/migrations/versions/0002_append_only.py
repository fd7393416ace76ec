"""The database itself refuses to change or remove a record, or to put one anywhere but at the end; and it finds the
records of one dataset without reading all: by columns that it computes from the text, so that there is no second truth.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    """ALTER TABLE ledger ADD COLUMN kind TEXT GENERATED ALWAYS AS
    (CASE WHEN json_valid(text) THEN json_extract(text, '$.record.kind') END) VIRTUAL""",
    """ALTER TABLE ledger ADD COLUMN dataset TEXT GENERATED ALWAYS AS
    (CASE WHEN json_valid(text) THEN json_extract(text, '$.record.dataset') END) VIRTUAL""",
    "CREATE INDEX ledger_by_dataset ON ledger (dataset, kind, seq)",
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no record is changed'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no record is removed'); END""",
    # REPLACE removes what is in its way without asking the trigger before it: refused here as well.
    """CREATE TRIGGER ledger_at_the_end BEFORE INSERT ON ledger
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger)
    OR EXISTS (SELECT 1 FROM ledger WHERE hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a record goes to its end'); END""",
)
POSTGRESQL = (
    "ALTER TABLE ledger ADD COLUMN kind text GENERATED ALWAYS AS ((text::jsonb) #>> '{record,kind}') STORED",
    "ALTER TABLE ledger ADD COLUMN dataset text GENERATED ALWAYS AS ((text::jsonb) #>> '{record,dataset}') STORED",
    "CREATE INDEX ledger_by_dataset ON ledger (dataset, kind, seq)",
    """CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is append-only: no record is changed or removed'; END $$""",
    """CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger) THEN
            RAISE EXCEPTION 'the ledger is append-only: a record goes to its end';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
    """CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()""",
    """CREATE TRIGGER ledger_at_the_end BEFORE INSERT ON ledger
    FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()""",
)


def upgrade() -> None:
    statements = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
