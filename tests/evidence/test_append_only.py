"""The database itself refuses whatever is no new record at the end; and one of an older Perd is brought up to that."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from flows.domain.errors import EvidenceError
from flows.domain.record import Kind
from flows.evidence.chain import GENESIS, forge
from flows.evidence.database import database_errors
from tests.evidence.conftest import Place
from tests.evidence.test_ledger import record, three_records

ON_BOTH = [
    "UPDATE ledger SET text = 'x' WHERE seq = 2",
    "UPDATE ledger SET hash = 'x'",
    "DELETE FROM ledger WHERE seq = 2",
    "DELETE FROM ledger",
    "INSERT INTO ledger (seq, text, hash) VALUES (7, '{}', 'a gap')",
    "INSERT INTO ledger (seq, text, hash) VALUES (0, '{}', 'before the first')",
]
SQLITE_ONLY = [
    "INSERT OR REPLACE INTO ledger (seq, text, hash) VALUES (2, '{}', 'in the place of another')",
    "INSERT OR REPLACE INTO ledger (seq, text, hash) SELECT 4, '{}', hash FROM ledger WHERE seq = 2",
    "REPLACE INTO ledger (seq, text, hash) VALUES (3, '{}', 'in the place of the last')",
    "UPDATE OR IGNORE ledger SET text = 'x'",
]
POSTGRESQL_ONLY = [
    "TRUNCATE ledger",
    "INSERT INTO ledger (seq, text, hash) VALUES (2, '{}', 'x') ON CONFLICT (seq) DO UPDATE SET text = 'x'",
]


def refused(place: Place, statement: str) -> str:
    """What the database says; all records are what they were."""
    ledger = three_records(place)
    before = list(ledger.links())
    engine = sa.create_engine(place.url)
    try:
        with pytest.raises(sa.exc.DBAPIError) as told, engine.begin() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
    assert list(ledger.links()) == before
    return str(told.value.orig)


@pytest.mark.parametrize("statement", ON_BOTH)
def test_the_database_refuses(place: Place, statement: str) -> None:
    assert "the ledger is append-only" in refused(place, statement)


@pytest.mark.parametrize("statement", SQLITE_ONLY)
def test_sqlite_refuses_its_own_ways_around(sqlite_place: Place, statement: str) -> None:
    assert "the ledger is append-only" in refused(sqlite_place, statement)


@pytest.mark.live
@pytest.mark.parametrize("statement", POSTGRESQL_ONLY)
def test_postgresql_refuses_its_own_ways_around(postgresql_place: Place, statement: str) -> None:
    assert "the ledger is append-only" in refused(postgresql_place, statement)


def older_ledger(place: Place) -> list[str]:
    """The table as Perd made it before it had migrations, with two records. Gives their texts."""
    first = forge(1, GENESIS, record().as_json())
    second = forge(2, first.hash, record("oie-index").as_json())
    engine = sa.create_engine(place.url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE ledger"
            " (seq BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL, hash VARCHAR(64) NOT NULL UNIQUE)"
        )
        for link in (first, second):
            connection.execute(
                sa.text("INSERT INTO ledger VALUES (:seq, :text, :hash)"),
                {"seq": link.seq, "text": link.text, "hash": link.hash},
            )
    engine.dispose()
    place.head_file.write_text(f"2 {second.hash}\n")
    return [first.text, second.text]


def test_a_ledger_of_an_older_perd_is_brought_up_to_date_and_nothing_in_it_changes(place: Place) -> None:
    texts = older_ledger(place)
    ledger = place.opened()
    assert [link.text for link in ledger.links()] == texts
    assert ledger.verify().records == 2  # which looks whether the database refuses changes
    assert [told["body"]["rows"] for told in ledger.latest(Kind.OUTCOME, "oie-index")] == [120]
    assert ledger.append(record()).seq == 3


def test_migrating_twice_changes_nothing(place: Place) -> None:
    three_records(place)
    assert place.opened().verify().records == 3


def test_the_migrations_are_told_apart_from_those_of_another_program(place: Place) -> None:
    engine = sa.create_engine(place.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('of another program')")
    engine.dispose()
    assert three_records(place).verify().records == 3


def test_records_come_back_as_values(place: Place) -> None:
    ledger = three_records(place)
    entries = list(ledger.entries())
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert (entries[1].dataset, entries[1].kind, entries[1].body["rows"]) == ("diw-1", Kind.OUTCOME, 120)
    assert [entry.hash for entry in entries] == [link.hash for link in ledger.links()]
    assert list(ledger.entries(until=entries[0].at)) == []


def test_the_newest_record_of_a_dataset_comes_first(place: Place) -> None:
    ledger = place.opened()
    for run in ("run-1", "run-2"):
        for dataset in ("diw-a", "diw-ab", "diw_a"):
            ledger.append(type(record())(Kind.OUTCOME, run, dataset, record().at, {"n": 1}))
    assert [told["run"] for told in ledger.latest(Kind.OUTCOME, "diw-a")] == ["run-2", "run-1"]
    assert list(ledger.latest(Kind.DECISION, "diw-a")) == []


def test_a_ledger_of_a_newer_perd_is_left_alone(place: Place) -> None:
    three_records(place).close()
    engine = sa.create_engine(place.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ledger_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(EvidenceError, match="written by a newer Perd"):
        place.opened()


@pytest.mark.parametrize("value", [2**60, "\ud800", float("nan")])
def test_what_no_record_can_hold_is_refused_in_one_sentence(place: Place, value: object) -> None:
    ledger = three_records(place)
    bad = replace(record("tisi-standards"), body={"rows": value})
    with pytest.raises(EvidenceError, match=f"A record of {bad.dataset}") as told:
        ledger.append(bad)
    assert str(value).encode("utf-8", "replace").decode() not in told.value.sentence
    assert ledger.verify().records == 3
    ledger.append(record("tisi-standards"))


def test_what_the_database_says_quotes_no_record(place: Place) -> None:
    """PostgreSQL says under DETAIL which row it means, and SQLAlchemy with which values it was asked."""
    three_records(place)
    engine = sa.create_engine(place.url)
    insert = sa.text("INSERT INTO ledger (seq, text, hash) VALUES (4, NULL, :hash)")
    refused_here = pytest.raises(EvidenceError, match="did not take or give a record")
    with refused_here as told, database_errors(), engine.begin() as connection:
        connection.execute(insert, {"hash": "secret"})
    engine.dispose()
    assert "secret" not in told.value.sentence and "DETAIL" not in told.value.sentence
    assert "IntegrityError" in told.value.sentence or "NotNullViolation" in told.value.sentence
