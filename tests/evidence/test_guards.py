"""What makes the database refuse changes is compared with what was made: hollow, limited, switched off or gone, it is
named."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from flows.domain.errors import EvidenceError
from tests.evidence.conftest import Place
from tests.evidence.test_ledger import three_records

UPDATES_ONLY_LATE_ONES = """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger WHEN OLD.seq > 2
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no record is changed'); END"""
ON_SQLITE = [
    (["DROP TRIGGER ledger_no_delete"], "ledger_no_delete is gone"),
    (
        [
            "DROP TRIGGER ledger_no_update",
            "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT 1; END",
        ],
        "ledger_no_update is not what Perd made it",
    ),
    (["DROP TRIGGER ledger_no_update", UPDATES_ONLY_LATE_ONES], "ledger_no_update is not what Perd made it"),
    (
        [
            "DROP TRIGGER ledger_at_the_end",
            "CREATE TRIGGER ledger_at_the_end BEFORE INSERT ON ledger BEGIN SELECT RAISE(IGNORE); END",
            "DROP TRIGGER ledger_no_delete",
        ],
        "ledger_no_delete is gone; ledger_at_the_end is not what Perd made it",
    ),
    (
        [
            "DROP INDEX ledger_by_dataset",
            "ALTER TABLE ledger DROP COLUMN kind",
            "ALTER TABLE ledger ADD COLUMN kind TEXT DEFAULT 'outcome'",
        ],
        "the column kind is not computed from the record's text any more",
    ),
    (
        [
            "DROP INDEX ledger_by_dataset",
            "ALTER TABLE ledger DROP COLUMN dataset",
            """ALTER TABLE ledger ADD COLUMN dataset TEXT GENERATED ALWAYS AS
            (CASE WHEN seq <> 2 THEN json_extract(text, '$.record.dataset') END) VIRTUAL""",
        ],
        "the column dataset of record 2 does not say what the record's text says",
    ),
]
ON_POSTGRESQL = [
    (["DROP TRIGGER ledger_no_delete ON ledger"], "ledger_no_delete is gone"),
    (["ALTER TABLE ledger DISABLE TRIGGER ledger_no_update"], "ledger_no_update is switched off"),
    (["ALTER TABLE ledger ENABLE REPLICA TRIGGER ledger_no_truncate"], "ledger_no_truncate is switched off"),
    (
        [
            "CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$"
        ],
        "ledger_refuses is not what Perd made it",
    ),
    (
        ["CREATE SCHEMA other", "ALTER FUNCTION ledger_only_grows() SET search_path = other"],
        "ledger_only_grows is not what Perd made it",
    ),
    (
        [
            "CREATE SCHEMA other",
            "CREATE FUNCTION other.ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
            "CREATE OR REPLACE TRIGGER ledger_no_delete BEFORE DELETE ON ledger"
            " FOR EACH STATEMENT EXECUTE FUNCTION other.ledger_refuses()",
        ],
        "ledger_no_delete is not what Perd made it",
    ),
    (
        [
            "CREATE OR REPLACE TRIGGER ledger_no_update BEFORE UPDATE ON ledger FOR EACH STATEMENT"
            " WHEN (current_user <> 'mallory') EXECUTE FUNCTION ledger_refuses()"
        ],
        "ledger_no_update is not what Perd made it",
    ),
    (
        ["ALTER TABLE ledger ALTER COLUMN kind DROP EXPRESSION"],
        "the column kind is not computed from the record's text any more",
    ),
    (
        [
            "ALTER TABLE ledger DROP COLUMN dataset",
            """ALTER TABLE ledger ADD COLUMN dataset text GENERATED ALWAYS AS
            (CASE WHEN seq <> 2 THEN (text::jsonb) #>> '{record,dataset}' END) STORED""",
        ],
        "the column dataset of record 2 does not say what the record's text says",
    ),
]


def named_after(place: Place, statements: Sequence[str]) -> str:
    """What is said of a ledger that verified before them."""
    ledger = three_records(place)
    assert ledger.verify().records == 3
    engine = sa.create_engine(place.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with pytest.raises(EvidenceError) as told:
        ledger.verify()
    assert "ไม่ได้ป้องกันการแก้ไขบันทึก" in told.value.text.th
    return told.value.sentence


@pytest.mark.parametrize(("statements", "named"), ON_SQLITE)
def test_what_sqlite_refuses_no_longer_is_named(sqlite_place: Place, statements: list[str], named: str) -> None:
    assert f"no longer guards them as Perd made it to: {named}. Find" in named_after(sqlite_place, statements)


@pytest.mark.live
@pytest.mark.parametrize(("statements", "named"), ON_POSTGRESQL)
def test_what_postgresql_refuses_no_longer_is_named(postgresql_place: Place, statements: list[str], named: str) -> None:
    assert f"no longer guards them as Perd made it to: {named}. Find" in named_after(postgresql_place, statements)
