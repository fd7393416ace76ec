"""A ledger of 10,000 records, and somebody who may write to all of it and is careful: every change is found and named.

First the change alone; then everything made to fit, as far as it can be without the signing key; then with it.
"""

import dataclasses
import hashlib
import json
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.evidence.chain import GENESIS, forge
from flows.evidence.checkpoint import Checkpoint, SignedCheckpoint
from flows.evidence.copies import Copies, copies_at
from flows.evidence.merkle import MerkleTree
from flows.evidence.note_keys import SigningKey, to_base64
from flows.evidence.own_records import CheckpointBody, KeyBody, KeyEvent, Stamp, as_body
from flows.evidence.table import as_csv
from tests.evidence.notarised import FIRST_NIGHT, NIGHTS, RECORDS, SIZES, Notarised, after_nights

pytestmark = pytest.mark.slow

SECONDS = (1.0, 1.0)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Notarised:
    """Another ledger, with as many checkpoints."""
    return after_nights(tmp_path_factory.mktemp("tampering") / "other", NIGHTS, 500)


@pytest.fixture
def ours(honest: Notarised, tmp_path: Path) -> Notarised:
    """A copy that may be tampered with."""
    return Notarised(Path(shutil.copytree(honest.folder, tmp_path / "ledger")))


@pytest.fixture(scope="module")
def published(honest: Notarised, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """What the portal's evidence dataset keeps."""
    file = tmp_path_factory.mktemp("portal") / "checkpoints.csv"
    file.write_text(as_csv(honest.examined().checkpoints.values()), encoding="utf-8")
    return copies_at(str(file), SECONDS)


def only(ledger: Notarised, *elsewhere: Copies) -> str:
    (sentence,) = ledger.sentences(*elsewhere)
    return sentence


def test_an_honest_ledger_of_10_000_records_verifies(
    honest: Notarised, published: Copies, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.perf_counter()
    examined = honest.examined(published)
    seconds = time.perf_counter() - began
    with capsys.disabled():
        print(f"\n{examined.reading.tree.size:,} records and {len(examined.checkpoints)} checkpoints: {seconds:.2f} s")
    assert examined.problems == []
    assert examined.reading.tree.size == RECORDS + 1 + NIGHTS
    assert tuple(examined.checkpoints) == SIZES


# Somebody changes the database, and nothing else.


def test_a_changed_byte_names_its_record(ours: Notarised) -> None:
    ours.tamper("UPDATE ledger SET text = replace(text, '\"rows\":', '\"rows\":1') WHERE seq = 4321")
    sentences = ours.sentences()
    assert "record 4321 (outcome of" in sentences[0] and "was changed" in sentences[0]
    assert "Records 4003 to 6003 were rewritten" in sentences[1]


def test_a_changed_byte_with_its_own_hash_names_its_record(ours: Notarised) -> None:
    text = next(link.text for link in ours.links() if link.seq == 4321).replace("published", "held")
    digest = hashlib.sha256(text.encode()).hexdigest()
    ours.tamper(f"UPDATE ledger SET text = '{text}', hash = '{digest}' WHERE seq = 4321")
    first = ours.sentences()[0]
    assert "record 4321 (outcome of" in first and "one was changed or replaced, and its hash with it" in first


def test_a_deleted_record_is_named(ours: Notarised) -> None:
    ours.tamper("DELETE FROM ledger WHERE seq = 4321")
    assert "record 4321 is missing, it was deleted" in only(ours)


def test_a_deleted_record_is_named_though_the_others_moved_up(ours: Notarised) -> None:
    ours.tamper(
        "DELETE FROM ledger WHERE seq = 4321",
        "UPDATE ledger SET seq = -seq WHERE seq > 4321",
        "UPDATE ledger SET seq = -seq - 1 WHERE seq < 0",
    )
    assert "record 4321 was deleted, and record 4322 put in its place" in ours.sentences()[0]


def test_a_deleted_tail_is_named(ours: Notarised) -> None:
    ours.tamper("DELETE FROM ledger WHERE seq > 9000")
    sentences = ours.sentences()
    assert "The ledger ends at record 9000, but record 10006 was once written" in sentences[0]
    assert "The ledger's end after record 9000 was cut off: checkpoint 10005 was signed over 10005" in sentences[1]


def test_two_records_in_each_others_place_are_named(ours: Notarised) -> None:
    ours.tamper(
        "UPDATE ledger SET seq = -1 WHERE seq = 4321",
        "UPDATE ledger SET seq = 4321 WHERE seq = 5000",
        "UPDATE ledger SET seq = 5000 WHERE seq = -1",
    )
    first = ours.sentences()[0]
    assert "record 4321 (outcome of" in first
    assert "was written as record 5000: the order of the records was changed" in first


def test_an_inserted_record_is_named(ours: Notarised) -> None:
    links = ours.links()
    forged = forge(4321, links[4319].hash, json.loads(links[9].text)["record"])
    ours.tamper(
        "UPDATE ledger SET seq = -seq WHERE seq >= 4321",
        "UPDATE ledger SET seq = -seq + 1 WHERE seq < 0",
        f"INSERT INTO ledger (seq, text, hash) VALUES (4321, '{forged.text}', '{forged.hash}')",
    )
    first = ours.sentences()[0]
    assert "record 4321 (outcome of" in first and "was inserted" in first


# Somebody makes every hash, number and head fit. Only what was signed tells.


def change(records: list[dict[str, Any]]) -> None:
    records[4320]["body"]["rows"] += 1


def delete(records: list[dict[str, Any]]) -> None:
    del records[4320]


def insert(records: list[dict[str, Any]]) -> None:
    records.insert(4320, records[9])


def reorder(records: list[dict[str, Any]]) -> None:
    records[4320], records[5000] = records[5000], records[4320]


@pytest.mark.parametrize("what", [change, delete, insert, reorder])
def test_a_chain_rewritten_from_a_record_on_is_found_between_two_checkpoints(
    ours: Notarised, what: Callable[[list[dict[str, Any]]], None]
) -> None:
    ours.forge(what)
    sentence = only(ours)
    assert "Records 4003 to 6003 were rewritten: they are not those that checkpoint 6003 was signed over" in sentence
    assert "up to checkpoint 4002 they still are" in sentence


def test_a_tail_cut_off_with_its_head_is_named_by_the_checkpoint_that_covers_it(ours: Notarised) -> None:
    ours.forge(lambda records: records.__delitem__(slice(9000, None)))
    assert "The ledger's end after record 9000 was cut off: checkpoint 10005 was signed over 10005 records" in only(
        ours
    )


def test_a_tail_cut_off_with_its_checkpoints_is_named_by_those_kept_elsewhere(
    ours: Notarised, published: Copies
) -> None:
    (ours.notes / f"{10005:012}.note").unlink()
    ours.forge(lambda records: records.__delitem__(slice(9000, None)))
    assert ours.sentences() == [], "nothing on this machine can tell"
    assert "end after record 9000 was cut off: checkpoint 10005 was signed over 10005 records" in only(ours, published)


def test_a_tail_cut_off_right_behind_a_checkpoint_is_named_by_its_copy(ours: Notarised, published: Copies) -> None:
    for size in (8004, 10005):
        (ours.notes / f"{size:012}.note").unlink(missing_ok=True)
    ours.forge(lambda records: records.__delitem__(slice(8004, None)))
    assert ours.sentences() == []
    sentences = ours.sentences(published)
    assert "cut off: checkpoint 10005" in " ".join(sentences)


def test_a_ledger_that_no_longer_tells_of_any_checkpoint_is_named_by_the_copies(
    ours: Notarised, published: Copies
) -> None:
    """The archive emptied, and every word of it taken out of a chain that was made to fit."""
    shutil.rmtree(ours.folder / "archive")
    ours.forge(
        lambda records: records.__setitem__(slice(None), [one for one in records if one["kind"] != "checkpoint"])
    )
    examined = ours.examined()
    assert examined.problems == [] and "Nothing has been signed yet" in examined.remarks[0].en
    sentences = ours.sentences(published)
    assert (
        "Records 2002 to 4002 were rewritten: they are not those that checkpoint 4002 was signed over" in sentences[0]
    )
    assert "checkpoint 2001, which neither the ledger nor the archive knows" in sentences[1]


def rewrite_everything(ledger: Notarised, key: SigningKey) -> None:
    """Records, hashes, head, the ledger's own word about keys and checkpoints, and the archive, as of that key."""
    tree, previous, night = MerkleTree(), GENESIS, 0

    def rewritten(records: list[dict[str, Any]]) -> None:
        nonlocal previous, night
        for seq, record in enumerate(records, start=1):
            if record["kind"] == "outcome":
                record["body"]["rows"] += 1
            elif record["kind"] == "key":
                record["body"] = as_body(KeyBody(KeyEvent.CREATED, key.public.vkey))
            else:
                at = FIRST_NIGHT + timedelta(days=night, hours=1)
                note = SignedCheckpoint.sign(Checkpoint(key.name, tree.size, tree.root(), at), key)
                (ledger.notes / note.file_name).write_bytes(note.content)
                record["body"] = as_body(CheckpointBody.of(note, Stamp.NONE))
                night += 1
            link = forge(seq, previous, record)
            tree.append(link.text.encode())
            previous = link.hash

    ledger.forge(rewritten)


def test_a_whole_chain_rewritten_with_a_fresh_key_is_signed_by_nobody_who_is_trusted(ours: Notarised) -> None:
    fresh = SigningKey.fresh(ours.keys.trusted_keys()[0].name)
    rewrite_everything(ours, fresh)
    ours.keys.signing.write_text(fresh.skey)
    sentences = ours.sentences()
    seq = next(link.seq for link in ours.links() if '"kind":"key"' in link.text)
    assert f"Record {seq} says that the key {fresh.public.short} signs from there on" in sentences[0]
    for size, sentence in zip(ours.sizes(), sentences[1:6], strict=True):
        assert f"Checkpoint {size} (" in sentence
        assert f"is signed by {fresh.public.short}, which is no trusted key" in sentence


def test_with_the_trusted_keys_exchanged_too_the_copies_elsewhere_tell(ours: Notarised, published: Copies) -> None:
    true = ours.keys.trusted_keys()[0]
    fresh = SigningKey.fresh(true.name)
    rewrite_everything(ours, fresh)
    ours.keys.signing.write_text(fresh.skey)
    ours.keys.trusted.write_text(fresh.public.vkey)
    assert ours.sentences() == [], "nothing on this machine can tell"
    sentences = ours.sentences(published)
    assert len(sentences) == NIGHTS
    assert f"is signed by {true.short}, which is no trusted key" in sentences[0]


def test_with_the_true_key_stolen_the_copies_elsewhere_tell(ours: Notarised, published: Copies) -> None:
    stolen = ours.keys.in_use()
    assert stolen
    rewrite_everything(ours, stolen)
    assert ours.sentences() == [], "nothing on this machine can tell"
    sentences = ours.sentences(published)
    assert "Records 1 to 2001 were rewritten: they are not those that checkpoint 2001 was signed over" in sentences[0]
    assert "Checkpoint 2001 in the archive is another one than the copy in" in sentences[1]


# Somebody touches the checkpoints.


def test_two_checkpoints_in_each_others_place_are_named(ours: Notarised) -> None:
    a, b = (ours.notes / f"{size:012}.note" for size in (4002, 6003))
    first, second = a.read_bytes(), b.read_bytes()
    a.write_bytes(second)
    b.write_bytes(first)
    assert [sentence[:60] for sentence in ours.sentences()] == [
        "The file 000000004002.note holds checkpoint 6003, which belo",
        "The file 000000006003.note holds checkpoint 4002, which belo",
    ]


def test_a_checkpoint_put_over_another_one_is_named_and_the_other_is_missed(ours: Notarised) -> None:
    a, b = (ours.notes / f"{size:012}.note" for size in (4002, 6003))
    a.write_bytes(b.read_bytes())
    sentences = ours.sentences()
    assert "The file 000000004002.note holds checkpoint 6003" in sentences[0]
    assert "Checkpoint 4002 was signed at" in sentences[1] and "it was removed" in sentences[1]


def test_a_removed_checkpoint_is_named_by_the_ledger(ours: Notarised) -> None:
    (ours.notes / f"{6003:012}.note").unlink()
    assert "Checkpoint 6003 was signed at 2026-11-03T19:30:00Z, as the ledger tells, and is not in the" in only(ours)


def test_a_removed_archive_is_named_checkpoint_by_checkpoint(ours: Notarised) -> None:
    shutil.rmtree(ours.folder / "archive")
    sentences = ours.sentences()
    assert [sentence.split(" was signed")[0] for sentence in sentences] == [f"Checkpoint {size}" for size in SIZES]


def test_a_checkpoint_of_another_ledger_is_named(ours: Notarised, other: Notarised) -> None:
    foreign = sorted(other.notes.iterdir())[-1]
    (ours.notes / f"{6003:012}.note").write_bytes(foreign.read_bytes())
    sentences = ours.sentences()
    assert "000000006003.note holds a checkpoint of another ledger" in sentences[0]
    assert "Checkpoint 6003 was signed at" in sentences[1]


def test_another_ledgers_archive_is_named(ours: Notarised, other: Notarised) -> None:
    shutil.rmtree(ours.notes)
    shutil.copytree(other.notes, ours.notes)
    sentences = ours.sentences()
    assert len(sentences) == 2 * NIGHTS
    assert all("holds a checkpoint of another ledger" in sentence for sentence in sentences[:NIGHTS])
    assert all("and is not in the archive" in sentence for sentence in sentences[NIGHTS:])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            lambda note: note.replace(b"signed-at 2026-11-03", b"signed-at 2026-11-02"),
            "was changed after it was signed",
        ),
        (lambda note: note.replace(b"\n6003\n", b"\n6002\n"), "was changed after it was signed"),
        (lambda note: note[:-5], "holds no checkpoint any more"),
        (lambda note: b"", "holds no checkpoint any more"),
    ],
)
def test_a_changed_checkpoint_is_named(ours: Notarised, change: Callable[[bytes], bytes], named: str) -> None:
    file = ours.notes / f"{6003:012}.note"
    file.write_bytes(change(file.read_bytes()))
    assert named in ours.sentences()[0]


def test_a_checkpoint_signed_again_with_another_time_is_named(ours: Notarised) -> None:
    key = ours.keys.in_use()
    assert key
    point = SignedCheckpoint.parse((ours.notes / f"{6003:012}.note").read_bytes()).checkpoint
    later = Checkpoint(point.origin, point.size, point.root, point.signed_at + timedelta(hours=1))
    (ours.notes / f"{6003:012}.note").write_bytes(SignedCheckpoint.sign(later, key).content)
    assert "Checkpoint 6003 in the archive is not the note that the ledger says was signed" in only(ours)


def test_a_checkpoint_without_a_root_of_ours_is_named(ours: Notarised) -> None:
    """The key was stolen, and a checkpoint over other records signed with it."""
    key = ours.keys.in_use()
    assert key
    point = SignedCheckpoint.parse((ours.notes / f"{6003:012}.note").read_bytes()).checkpoint
    forged = SignedCheckpoint.sign(Checkpoint(point.origin, point.size, bytes(32), point.signed_at), key)
    (ours.notes / f"{6003:012}.note").write_bytes(forged.content)
    sentences = ours.sentences()
    assert "is not the note that the ledger says was signed" in sentences[0]
    assert "Records 4003 to 6003 were rewritten" in sentences[1]
    assert to_base64(bytes(32)) not in " ".join(sentences)


@pytest.mark.parametrize("name", ["a.note", "z.note"])
def test_a_second_note_of_one_size_is_named_whatever_it_is_called(ours: Notarised, name: str) -> None:
    """Signed with the true key, which was stolen: the one that bears its own name counts."""
    key = ours.keys.in_use()
    assert key
    file = max(ours.notes.glob("*.note"))
    point = SignedCheckpoint.parse(file.read_bytes()).checkpoint
    later = dataclasses.replace(point, signed_at=point.signed_at + timedelta(hours=1))
    (ours.notes / name).write_bytes(SignedCheckpoint.sign(later, key).content)
    examined = ours.examined()
    (problem,) = examined.problems
    assert f"{name} holds another checkpoint {point.size}" in problem.sentence.en
    assert examined.checkpoints[point.size].content == file.read_bytes()


@pytest.mark.parametrize("name", ["a.note", "z.note"])
def test_the_same_note_once_more_is_a_remark(ours: Notarised, name: str) -> None:
    file = max(ours.notes.glob("*.note"))
    (ours.notes / name).write_bytes(file.read_bytes())
    examined = ours.examined()
    assert examined.problems == []
    assert any(f"{name} is checkpoint" in remark.en for remark in examined.remarks)
