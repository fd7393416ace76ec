"""The ledger adds, chains, and notices every change made behind its back."""

import json
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from flows.domain.errors import EvidenceError
from flows.domain.record import Kind, Record
from flows.evidence import Ledger
from flows.evidence.chain import GENESIS, forge


def record(dataset: str = "diw-factories") -> Record:
    at = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    return Record(Kind.OUTCOME, "run-1", dataset, at, {"outcome": "published", "rows": 120, "title": "โรงงาน"})


def opened(folder: Path) -> Ledger:
    return Ledger(f"sqlite:///{folder / 'ledger.sqlite'}", folder / "ledger.head")


def behind_its_back(folder: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def test_an_empty_ledger_verifies(tmp_path: Path) -> None:
    verified = opened(tmp_path).verify()
    assert (verified.records, verified.head) == (0, GENESIS)


def test_each_record_names_the_hash_of_the_one_before(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    first, second = ledger.append(record()), ledger.append(record("oie-index"))
    assert json.loads(second.text)["previous"] == first.hash
    assert json.loads(second.text)["record"]["dataset"] == "oie-index"
    assert ledger.verify().head == second.hash


def test_thai_text_and_utc_times_come_back_as_they_were(tmp_path: Path) -> None:
    stored = json.loads(opened(tmp_path).append(record()).text)["record"]
    assert stored["body"]["title"] == "โรงงาน"
    assert stored["at"] == "2026-11-20T18:30:00.000Z"


@pytest.mark.parametrize("position", [5, 40, 120])
def test_one_changed_byte_names_its_record(tmp_path: Path, position: int) -> None:
    ledger = opened(tmp_path)
    texts = [ledger.append(record(f"diw-{n}")).text for n in range(5)]
    changed = texts[2][:position] + chr(ord(texts[2][position]) ^ 1) + texts[2][position + 1 :]
    behind_its_back(tmp_path, "UPDATE ledger SET text = ? WHERE seq = 3", changed)
    with pytest.raises(EvidenceError, match="record 3"):
        ledger.verify()


def test_a_removed_record_is_named(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    for n in range(4):
        ledger.append(record(f"diw-{n}"))
    behind_its_back(tmp_path, "DELETE FROM ledger WHERE seq = 2")
    with pytest.raises(EvidenceError, match="record 2 is missing"):
        ledger.verify()


def test_swapped_records_are_named(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    links = [ledger.append(record(f"diw-{n}")) for n in range(3)]
    behind_its_back(tmp_path, "UPDATE ledger SET hash = 'x' WHERE seq = 2")
    behind_its_back(tmp_path, "UPDATE ledger SET text = ?, hash = ? WHERE seq = 1", links[1].text, links[1].hash)
    with pytest.raises(EvidenceError, match="record 1"):
        ledger.verify()


def test_an_end_that_was_cut_off_is_noticed(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    for n in range(3):
        ledger.append(record(f"diw-{n}"))
    behind_its_back(tmp_path, "DELETE FROM ledger WHERE seq = 3")
    with pytest.raises(EvidenceError, match="ends at record 2, but record 3"):
        ledger.verify()


def test_the_same_ledger_opened_again_goes_on(tmp_path: Path) -> None:
    opened(tmp_path).append(record())
    again = opened(tmp_path)
    again.append(record())
    assert again.verify().records == 2


def add_twenty(folder: str) -> None:
    ledger = opened(Path(folder))
    for n in range(20):
        ledger.append(record(f"diw-{n}"))


def test_processes_that_append_at_once_keep_one_chain(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(add_twenty, [str(tmp_path)] * 3))
    assert opened(tmp_path).verify().records == 60


def test_a_database_that_cannot_be_opened_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"this is no database, it only has the name of one" * 40)
    with pytest.raises(EvidenceError, match="PERD_LEDGER_URL"):
        opened(tmp_path)


def test_a_chain_rewritten_from_some_record_on_is_noticed(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    for n in range(3):
        ledger.append(record(f"diw-{n}"))
    forged = forge(1, GENESIS, record("tisi-forged").as_json())
    behind_its_back(tmp_path, "UPDATE ledger SET text = ?, hash = ? WHERE seq = 1", forged.text, forged.hash)
    previous = forged
    for seq in (2, 3):
        previous = forge(seq, previous.hash, record(f"diw-{seq - 1}").as_json())
        behind_its_back(
            tmp_path, "UPDATE ledger SET text = ?, hash = ? WHERE seq = ?", previous.text, previous.hash, seq
        )
    with pytest.raises(EvidenceError, match="Record 3 of the ledger is not the one whose hash was kept"):
        ledger.verify()
