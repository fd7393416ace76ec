"""The ledger adds, chains, and notices every change made behind its back."""

import hashlib
import json
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Timer

import pytest

from flows.domain.errors import EvidenceError
from flows.domain.record import Kind, Record
from flows.evidence import Ledger
from flows.evidence.chain import GENESIS, forge
from tests.evidence.conftest import Place


def record(dataset: str = "diw-factories") -> Record:
    at = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    return Record(Kind.OUTCOME, "run-1", dataset, at, {"outcome": "published", "rows": 120, "title": "โรงงาน"})


def test_an_empty_ledger_verifies(place: Place) -> None:
    verified = place.opened().verify()
    assert (verified.records, verified.head) == (0, GENESIS)


def test_each_record_names_the_hash_of_the_one_before(place: Place) -> None:
    ledger = place.opened()
    first, second = ledger.append(record()), ledger.append(record("oie-index"))
    assert json.loads(second.text)["previous"] == first.hash
    assert json.loads(second.text)["record"]["dataset"] == "oie-index"
    assert ledger.verify().head == second.hash


def test_many_records_are_chained_as_one_by_one(place: Place) -> None:
    ledger = place.opened()
    first = ledger.append(record())
    links = ledger.append_all([record("oie-index"), record("oie-output"), record("diw-factories")])
    assert [link.seq for link in links] == [2, 3, 4]
    assert json.loads(links[0].text)["previous"] == first.hash
    assert json.loads(links[2].text)["previous"] == links[1].hash
    assert ledger.append(record()).seq == 5
    assert ledger.append_all([]) == []
    assert ledger.verify().records == 5


def test_of_many_records_all_are_added_or_none(place: Place) -> None:
    ledger = place.opened()
    ledger.append(record())
    bad = Record(Kind.OUTCOME, "run-1", "oie-index", record().at, {"rows": 2**60})
    with pytest.raises(EvidenceError, match="oie-index"):
        ledger.append_all([record("oie-output"), bad])
    assert ledger.verify().records == 1


def test_no_many_records_are_added_to_a_ledger_whose_end_was_cut_off(place: Place) -> None:
    ledger = three_records(place)
    place.tamper("DELETE FROM ledger WHERE seq = 3")
    with pytest.raises(EvidenceError, match="Record 3"):
        ledger.append_all([record(), record()])


def test_the_newest_record_about_each_dataset(place: Place) -> None:
    ledger = place.opened()
    for nth, name in enumerate(("diw-a", "diw-b", "diw-a", "diw-c")):
        ledger.append(Record(Kind.OUTCOME, f"run-{nth}", name, record().at, {"nth": nth}))
    ledger.append(Record(Kind.INTENT, "run-9", "diw-b", record().at, {"nth": 9}))
    newest = ledger.newest(["diw-a", "diw-b", "diw-unknown"], Kind.OUTCOME)
    assert {name: told["body"]["nth"] for name, told in newest.items()} == {"diw-a": 2, "diw-b": 1}
    assert newest["diw-a"] == next(ledger.latest(Kind.OUTCOME, "diw-a"))
    assert ledger.newest(["diw-b"], Kind.OUTCOME, Kind.INTENT)["diw-b"]["run"] == "run-9"
    assert ledger.newest([], Kind.OUTCOME) == {}


def test_thai_text_and_utc_times_come_back_as_they_were(place: Place) -> None:
    stored = json.loads(place.opened().append(record()).text)["record"]
    assert stored["body"]["title"] == "โรงงาน"
    assert stored["at"] == "2026-11-20T18:30:00.000Z"


@pytest.mark.parametrize("position", [5, 40, 120])
def test_one_changed_byte_names_its_record(sqlite_place: Place, position: int) -> None:
    ledger = sqlite_place.opened()
    texts = [ledger.append(record(f"diw-{n}")).text for n in range(5)]
    changed = texts[2][:position] + chr(ord(texts[2][position]) ^ 1) + texts[2][position + 1 :]
    sqlite_place.tamper("UPDATE ledger SET text = :text WHERE seq = 3", text=changed)
    with pytest.raises(EvidenceError, match="record 3"):
        ledger.verify()


def test_a_removed_record_is_named(place: Place) -> None:
    ledger = place.opened()
    for n in range(4):
        ledger.append(record(f"diw-{n}"))
    place.tamper("DELETE FROM ledger WHERE seq = 2")
    with pytest.raises(EvidenceError, match="record 2 is missing"):
        ledger.verify()


def test_swapped_records_are_named(place: Place) -> None:
    ledger = place.opened()
    links = [ledger.append(record(f"diw-{n}")) for n in range(3)]
    place.tamper("UPDATE ledger SET hash = 'x' WHERE seq = 2")
    place.tamper("UPDATE ledger SET text = :text, hash = :hash WHERE seq = 1", text=links[1].text, hash=links[1].hash)
    with pytest.raises(EvidenceError, match="record 1"):
        ledger.verify()


def test_an_end_that_was_cut_off_is_noticed(place: Place) -> None:
    ledger = place.opened()
    for n in range(3):
        ledger.append(record(f"diw-{n}"))
    place.tamper("DELETE FROM ledger WHERE seq = 3")
    with pytest.raises(EvidenceError, match="ends at record 2, but record 3"):
        ledger.verify()


def test_the_same_ledger_opened_again_goes_on(place: Place) -> None:
    place.opened().append(record())
    again = place.opened()
    again.append(record())
    assert again.verify().records == 2


def add(place: Place, count: int) -> None:
    ledger = place.opened()
    for n in range(count):
        ledger.append(record(f"diw-{n}"))
    ledger.close()


@pytest.mark.parametrize("count", [3, pytest.param(5_000, marks=pytest.mark.slow)])
def test_processes_that_append_at_once_keep_one_chain(place: Place, count: int) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(add, [place] * 2, [count] * 2))
    assert place.opened().verify().records == 2 * count


def test_a_new_database_that_another_process_just_makes_is_waited_for(sqlite_place: Place, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ledger.sqlite", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    leaving = Timer(0.3, other.close)
    leaving.start()
    ledger = sqlite_place.opened()
    leaving.join()
    ledger.append(record("diw-1"))
    assert ledger.verify().records == 1
    ledger.close()


def test_a_database_that_cannot_be_opened_is_one_clear_sentence(sqlite_place: Place, tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"this is no database, it only has the name of one" * 40)
    with pytest.raises(EvidenceError, match="PERD_LEDGER_URL"):
        sqlite_place.opened()


def test_a_chain_rewritten_from_some_record_on_is_noticed(place: Place) -> None:
    ledger = place.opened()
    for n in range(3):
        ledger.append(record(f"diw-{n}"))
    forged = forge(1, GENESIS, record("tisi-forged").as_json())
    place.tamper("UPDATE ledger SET text = :text, hash = :hash WHERE seq = 1", text=forged.text, hash=forged.hash)
    previous = forged
    for seq in (2, 3):
        previous = forge(seq, previous.hash, record(f"diw-{seq - 1}").as_json())
        place.tamper(
            "UPDATE ledger SET text = :text, hash = :hash WHERE seq = :seq",
            text=previous.text,
            hash=previous.hash,
            seq=seq,
        )
    with pytest.raises(EvidenceError, match="Record 3 of the ledger is not the one whose hash was kept"):
        ledger.verify()


def three_records(place: Place) -> Ledger:
    ledger = place.opened()
    for n in range(3):
        ledger.append(record(f"diw-{n}"))
    return ledger


def test_no_record_is_added_to_a_ledger_whose_end_was_cut_off(place: Place) -> None:
    ledger = three_records(place)
    place.tamper("DELETE FROM ledger WHERE seq = 3")
    with pytest.raises(EvidenceError, match=r"Record 3 was once written.*nothing is published until then"):
        ledger.append(record())
    assert len(list(ledger.links())) == 2
    with pytest.raises(EvidenceError, match="ends at record 2, but record 3"):
        ledger.verify()


def test_no_record_is_added_after_the_database_was_deleted(sqlite_place: Place, tmp_path: Path) -> None:
    three_records(sqlite_place).close()
    (tmp_path / "ledger.sqlite").unlink()
    again = sqlite_place.opened()
    with pytest.raises(EvidenceError, match="Record 3 was once written"):
        again.append(record())
    with pytest.raises(EvidenceError, match="ends at record 0, but record 3"):
        again.verify()


def test_no_record_is_added_after_another_one_than_was_kept(place: Place) -> None:
    ledger = three_records(place)
    second = next(link for link in ledger.links() if link.seq == 2)
    forged = forge(3, second.hash, record("tisi-forged").as_json())
    place.tamper("UPDATE ledger SET text = :text, hash = :hash WHERE seq = 3", text=forged.text, hash=forged.hash)
    with pytest.raises(EvidenceError, match="Record 3 of the ledger is not the one whose hash was kept"):
        ledger.append(record())
    assert len(list(ledger.links())) == 3


@pytest.mark.parametrize("cut", [False, True])
def test_no_record_is_added_without_the_head_that_was_kept(place: Place, tmp_path: Path, cut: bool) -> None:
    ledger = three_records(place)
    (tmp_path / "ledger.head").unlink()
    if cut:
        place.tamper("DELETE FROM ledger WHERE seq = 3")
    for attempt in (lambda: ledger.append(record()), ledger.verify):
        with pytest.raises(EvidenceError, match=r"head file .*ledger\.head is gone"):
            attempt()
    assert not (tmp_path / "ledger.head").exists()


@pytest.mark.parametrize("content", [b"", b"garbage", b"3\n", b"x " + b"0" * 64, b"\xff\xfe\x00", b"3 abc"])
def test_a_head_file_that_holds_no_head_is_named(place: Place, tmp_path: Path, content: bytes) -> None:
    ledger = three_records(place)
    (tmp_path / "ledger.head").write_bytes(content)
    for attempt in (lambda: ledger.append(record()), ledger.verify):
        with pytest.raises(EvidenceError, match=r"head file .*ledger\.head holds no head any more"):
            attempt()
    assert len(list(ledger.links())) == 3


def test_the_head_may_lie_on_another_disk(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    url, head = f"sqlite:///{tmp_path / 'ledger.sqlite'}", tmp_path / "elsewhere/head"
    Ledger(url, head).append(record())
    assert head.read_text().startswith("1 ")
    with pytest.raises(EvidenceError, match="PERD_LEDGER_HEAD"):
        Ledger(f"sqlite:///{tmp_path / 'other.sqlite'}", tmp_path / "not-mounted/head").append(record())


def test_a_head_that_lags_behind_another_writer_is_no_reason_to_stop(place: Place, tmp_path: Path) -> None:
    ledger = three_records(place)
    first = next(ledger.links())
    (tmp_path / "ledger.head").write_text(f"1 {first.hash}\n")
    ledger.append(record())
    assert ledger.verify().records == 4


@pytest.mark.parametrize("column", ["text", "hash"])
def test_a_byte_that_is_no_text_names_its_record_and_quotes_nothing(
    sqlite_place: Place, tmp_path: Path, column: str
) -> None:
    ledger = three_records(sqlite_place)
    (before,) = (link for link in ledger.links() if link.seq == 2)
    ledger.close()
    file = tmp_path / "ledger.sqlite"
    content, text = file.read_bytes(), before.text.encode()
    row = content.index(text + before.hash.encode())
    place = row + (text.index(b'"published"') + 3 if column == "text" else len(text) + 5)
    file.write_bytes(content[:place] + b"\xff" + content[place + 1 :])
    with pytest.raises(EvidenceError, match=r"record 2 \(outcome of diw-1, 2026-11-20T18:30:00.000Z\)") as told:
        sqlite_place.opened().verify()
    assert "blished" not in told.value.sentence
    with pytest.raises(EvidenceError, match="record 2"):
        list(sqlite_place.opened().links())


@pytest.mark.parametrize("text", ["no json", "[]", "7", "{}", '{"seq":2}', "[" * 100_000])
def test_a_text_and_its_hash_both_rewritten_to_no_record_is_named(sqlite_place: Place, text: str) -> None:
    ledger = three_records(sqlite_place)
    digest = hashlib.sha256(text.encode()).hexdigest()
    sqlite_place.tamper("UPDATE ledger SET text = :text, hash = :hash WHERE seq = 2", text=text, hash=digest)
    with pytest.raises(EvidenceError, match="record 2"):
        ledger.verify()


def test_what_a_forger_wrote_is_not_quoted(sqlite_place: Place) -> None:
    ledger = three_records(sqlite_place)
    text = json.dumps({"record": {"kind": "outcome", "dataset": "call 0-2202 now", "at": "today"}})
    sqlite_place.tamper("UPDATE ledger SET text = :text WHERE seq = 2", text=text)
    with pytest.raises(EvidenceError, match=r"record 2 \(its text cannot be read any more\)") as told:
        ledger.verify()
    assert "call" not in told.value.sentence


def existing(folder: Path) -> Ledger:
    return Ledger(f"sqlite:///{folder / 'ledger.sqlite'}", folder / "ledger.head", existing=True)


def test_verifying_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"no ledger at sqlite:///.*nowhere/ledger\.sqlite"):
        existing(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_verify_is_not_fine(sqlite_place: Place, tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"")
    with pytest.raises(EvidenceError, match=r"ledger\.sqlite holds no record"):
        existing(tmp_path)
    assert (tmp_path / "ledger.sqlite").read_bytes() == b""
    sqlite_place.opened().close()
    with pytest.raises(EvidenceError, match=r"ledger\.sqlite holds no record"):
        existing(tmp_path)


def test_a_ledger_that_is_there_is_verified(sqlite_place: Place, tmp_path: Path) -> None:
    head = three_records(sqlite_place).verify().head
    assert existing(tmp_path).verify().head == head


def test_no_password_is_said(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"")
    with pytest.raises(EvidenceError, match="holds no record") as told:
        Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}?timeout=1234", tmp_path / "head", existing=True)
    assert "1234" not in told.value.sentence
