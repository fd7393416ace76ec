"""What a third party gets: the proof of one record, an export whole or in part; checked on a bare Python."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.domain.errors import DeclarationError, EvidenceError, PipelineError
from flows.domain.record import WHOLE, Kind, Record
from flows.evidence import Exported, Part, as_csv, export, prove
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.copies import copies_at
from flows.evidence.proof import consistency, inclusion
from flows.evidence.restore import restore
from flows.local.file_server import serving
from tests.evidence.bare_python import PROGRAM, bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised

SECONDS = (2.0, 2.0)


@pytest.fixture
def ours(tmp_path: Path) -> Notarised:
    """Three nights of nine records: 1-10, 11-20, 21-30 with those of the key and of checkpoints; 31 is not signed."""
    (tmp_path / "ledger").mkdir()
    ledger = Notarised(tmp_path / "ledger")
    for night in range(3):
        ledger.night(9, night)
    return ledger


@pytest.fixture
def vkey(ours: Notarised) -> str:
    return ours.keys.trusted_keys()[0].vkey


def proof_of(ledger: Notarised, seq: int, file: Path) -> dict[str, Any]:
    with ledger.ledger() as opened:
        proof = prove(opened, ledger.notary, seq)
    file.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    return proof


def exported(ledger: Notarised, folder: Path, part: Part = Part()) -> Exported:  # noqa: B008
    with ledger.ledger() as opened:
        return export(opened, ledger.notary, folder, part, FIRST_NIGHT)


def records_in(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


# The proof of one record.


@pytest.mark.parametrize("seq", [1, 2, 16, 29, 30])
def test_a_record_is_proved_to_somebody_with_a_bare_python(
    ours: Notarised, vkey: str, tmp_path: Path, seq: int
) -> None:
    proof = proof_of(ours, seq, tmp_path / "proof.json")
    assert proof["record"] == ours.links()[seq - 1].text
    assert (proof["index"], proof["tree_size"]) == (seq - 1, 30)
    said = bare_python(PROGRAM, "proof", tmp_path / "proof.json", "--key", vkey)
    assert said.code == 0, said.out
    assert (
        f"VERIFIED: record {seq} (" in said.out
        and "is among the 30 that were signed at 2026-11-03T19:30:00Z" in said.out
    )


def test_a_proof_without_a_key_says_how_little_it_shows(ours: Notarised, tmp_path: Path) -> None:
    proof_of(ours, 7, tmp_path / "proof.json")
    said = bare_python(PROGRAM, "proof", tmp_path / "proof.json")
    assert said.code == 0
    assert "No --key was given" in said.out and ours.keys.trusted_keys()[0].fingerprint in said.out


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda proof: {"record": proof["record"].replace("published", "held")}, "Record 7 is not what was signed"),
        (lambda proof: {"seq": 8}, "Record 8 is not what was signed"),
        (lambda proof: {"inclusion": proof["inclusion"][1:]}, "Record 7 is not what was signed"),
        (lambda proof: {"inclusion": proof["inclusion"][::-1]}, "Record 7 is not what was signed"),
        (
            lambda proof: {"checkpoint": proof["checkpoint"].replace("\n30\n", "\n31\n")},
            "was changed after it was signed",
        ),
    ],
)
def test_a_changed_proof_is_named(ours: Notarised, vkey: str, tmp_path: Path, change: Any, named: str) -> None:
    proof = proof_of(ours, 7, tmp_path / "proof.json")
    (tmp_path / "proof.json").write_text(json.dumps(proof | change(proof)), encoding="utf-8")
    said = bare_python(PROGRAM, "proof", tmp_path / "proof.json", "--key", vkey)
    assert said.code == 1
    assert named in " ".join(said.wrong)


def test_a_proof_by_another_ledger_is_not_by_the_key_that_came_by_letter(vkey: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Notarised(tmp_path / "other")
    other.night(9, 0)
    proof_of(other, 7, tmp_path / "proof.json")
    said = bare_python(PROGRAM, "proof", tmp_path / "proof.json", "--key", vkey)
    assert said.code == 1
    assert "is signed by another key" in said.wrong[0]


def test_a_record_younger_than_the_last_checkpoint_is_told_what_to_do(ours: Notarised, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="Record 31 is younger than the last checkpoint.*perd evidence sign"):
        proof_of(ours, 31, tmp_path / "proof.json")


@pytest.mark.parametrize("seq", [0, -1, 32])
def test_a_record_that_there_is_not_is_told(ours: Notarised, tmp_path: Path, seq: int) -> None:
    with pytest.raises(PipelineError, match=f"has no record {seq}: its records have the numbers 1 to 31"):
        proof_of(ours, seq, tmp_path / "proof.json")


def test_nothing_is_proved_from_a_ledger_that_was_rewritten(ours: Notarised, tmp_path: Path) -> None:
    ours.forge(lambda records: records[2]["body"].update(rows=99))
    with pytest.raises(EvidenceError, match="Records 1 to 10 were rewritten"):
        proof_of(ours, 7, tmp_path / "proof.json")
    with pytest.raises(EvidenceError, match="Records 1 to 10 were rewritten"):
        exported(ours, tmp_path / "export")
    assert not (tmp_path / "export").exists()


def test_no_proof_is_handed_out_that_its_reader_would_not_believe(ours: Notarised) -> None:
    """Such as of a record that was changed since the ledger was verified."""
    examined, link = ours.examined(), ours.links()[6]
    tree, first, newest = examined.reading.tree, examined.checkpoints[10], examined.checkpoints[30]
    assert inclusion(link, tree, newest) and consistency(first, newest, tree)
    with pytest.raises(EvidenceError, match="Record 7 is not what it was when the ledger was verified"):
        inclusion(replace(link, text=link.text.replace("published", "held")), tree, newest)
    other = replace(first, checkpoint=replace(first.checkpoint, root=bytes(32)))
    with pytest.raises(EvidenceError, match="Checkpoint 30 does not go on from checkpoint 10"):
        consistency(other, newest, tree)


# The export.


def test_a_whole_export_holds_what_was_signed_and_verifies(ours: Notarised, vkey: str, tmp_path: Path) -> None:
    done = exported(ours, tmp_path / "a" / "export")
    folder = done.folder
    assert (done.records, done.younger, done.checkpoint.checkpoint.size) == (30, 1, 30)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "README.txt",
        "checkpoints/000000000010.note",
        "checkpoints/000000000020.note",
        "checkpoints/000000000030.note",
        "export.json",
        "keys.txt",
        "records.jsonl",
        "verify.py",
    ]
    assert (folder / "records.jsonl").read_bytes() == "".join(f"{link.text}\n" for link in ours.links()[:30]).encode()
    assert json.loads((folder / "export.json").read_text())["tree_size"] == 30
    said = bare_python(folder / "verify.py", "--key", vkey)
    assert said.code == 0, said.out


def test_the_folder_that_the_program_lies_in_need_not_be_named(ours: Notarised, vkey: str, tmp_path: Path) -> None:
    folder = exported(ours, tmp_path / "export").folder
    assert bare_python(PROGRAM, folder, "--key", vkey).code == 0
    assert bare_python(folder / "verify.py").code == 0


def test_an_agencys_part_has_its_records_and_what_they_are_believed_by(
    ours: Notarised, vkey: str, tmp_path: Path
) -> None:
    folder = exported(ours, tmp_path / "export", Part(agency="diw")).folder
    records = [one["record"] for one in records_in(folder)]
    assert {record["dataset"] for record in records} == {"diw-factories", "-"}
    assert sum(record["dataset"] == "diw-factories" for record in records) == 9
    assert [record["kind"] for record in records if record["dataset"] == "-"] == ["key", "checkpoint", "checkpoint"]
    said = bare_python(folder / "verify.py", "--key", vkey)
    assert said.code == 0, said.out
    assert "not that none was left out" in said.out


def test_whose_a_record_is_it_says_itself_or_others_of_its_dataset_do(tmp_path: Path) -> None:
    """Each kind as it is written. The ids of one agency begin with the code of another one; an intent names none."""
    told = [
        (Kind.INTENT, "diw-lab-samples", {}),
        (Kind.OUTCOME, "diw-lab-samples", {"disclosure": {"agency": "diw-lab"}}),
        (Kind.DECISION, "diw-lab-samples", {"agency": "diw-lab"}),
        (Kind.NOTIFICATION, "diw-lab-samples", {"agency": "diw-lab"}),
        (Kind.PRESENCE, "diw-lab-samples", {"agency": None}),
        (Kind.AWARD, WHOLE, {"agency": "diw-lab"}),
        (Kind.AWARD, WHOLE, {"agency": None}),
        (Kind.INTENT, "diw-factories", {}),
        (Kind.OUTCOME, "diw-factories", {"outcome": "failed"}),
        (Kind.DECISION, "diw-factories", {"agency": "diw"}),
    ]
    ledger = Notarised(tmp_path)
    with ledger.ledger() as opened:
        for kind, dataset, body in told:
            opened.append(Record(kind, "run-1", dataset, FIRST_NIGHT, body))
    ledger.sign()
    for agency, numbers in (("diw-lab", [1, 2, 3, 4, 5, 6]), ("diw", [8, 9, 10])):
        folder = exported(ledger, tmp_path / agency, Part(agency=agency)).folder
        assert [one["seq"] for one in records_in(folder)] == [*numbers, 11], "the last one is of the key"
        said = bare_python(folder / "verify.py")
        assert said.code == 0, said.out


def test_a_record_that_names_another_agency_than_asked_for_is_named(ours: Notarised, tmp_path: Path) -> None:
    """Though its dataset's id begins with the code."""
    with ours.ledger() as opened:
        opened.append(Record(Kind.DECISION, "run", "diw-factories", FIRST_NIGHT, {"agency": "diw"}))
        opened.append(Record(Kind.DECISION, "run", "diw-lab-samples", FIRST_NIGHT, {"agency": "diw-lab"}))
    ours.sign(3)
    folder = exported(ours, tmp_path / "export", Part(agency="diw-lab")).folder
    about = folder / "export.json"
    about.write_text(about.read_text().replace("diw-lab", "diw"))
    assert bare_python(folder / "verify.py").wrong == ["Record 33 is not of what export.json tells of."]


def test_the_days_of_a_part_are_bangkoks(ours: Notarised, vkey: str, tmp_path: Path) -> None:
    """The first night was at 18:30 UTC on 1 November: in Bangkok it was the 2nd already."""
    first = exported(ours, tmp_path / "first", Part(until=date(2026, 11, 2))).folder
    assert [one["seq"] for one in records_in(first) if one["record"]["kind"] == "outcome"] == list(range(1, 10))
    second = exported(ours, tmp_path / "second", Part(since=date(2026, 11, 3), until=date(2026, 11, 3))).folder
    assert [one["seq"] for one in records_in(second) if one["record"]["kind"] == "outcome"] == list(range(12, 21))
    for folder, without_a_gap in ((first, "Records 1 to 11"), (second, "Records 10 to 21")):
        said = bare_python(folder / "verify.py", "--key", vkey)
        assert said.code == 0
        assert f"{without_a_gap} are here without a gap: between those none was left out." in said.out
    about = json.loads((second / "export.json").read_text())
    assert (about["since"], about["until"], about["agency"]) == ("2026-11-03", "2026-11-03", None)


@pytest.mark.parametrize("part", [Part(agency="nobody"), Part(since=date(2030, 1, 1))])
def test_a_part_without_a_record_is_told(ours: Notarised, tmp_path: Path, part: Part) -> None:
    with pytest.raises(PipelineError, match="No signed record is of that agency and period"):
        exported(ours, tmp_path / "export", part)
    assert not (tmp_path / "export").exists()


def test_a_folder_that_is_not_empty_is_left_alone(ours: Notarised, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("something else")
    for place in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(DeclarationError, match="is there and not empty"):
            exported(ours, place)
    (tmp_path / "empty").mkdir()
    assert exported(ours, tmp_path / "empty").records == 30


def test_a_ledger_that_was_never_signed_gives_no_export(tmp_path: Path) -> None:
    ledger = Notarised(tmp_path)
    ledger.write(3)
    with pytest.raises(PipelineError, match="Nothing was signed yet.*perd evidence sign"):
        exported(ledger, tmp_path / "export")


def test_the_readme_is_thai_first_and_says_what_to_type(ours: Notarised, tmp_path: Path) -> None:
    lines = (exported(ours, tmp_path / "export").folder / "README.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("บันทึกหลักฐาน")
    assert sum("python3 -I verify.py --key" in line for line in lines) == 2


# Copies kept elsewhere.


@pytest.fixture
def kept(ours: Notarised, tmp_path: Path) -> Path:
    """A folder in which the checkpoints lie as notes and as the portal's table."""
    folder = tmp_path / "kept"
    folder.mkdir()
    for file in ours.notes.glob("*.note"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "checkpoints.csv").write_text(as_csv(ours.examined().checkpoints.values()), encoding="utf-8")
    return folder


@pytest.fixture
def address(kept: Path) -> Iterator[str]:
    with serving(kept, 0) as found:
        yield found


def test_a_folder_a_note_a_table_and_an_address_are_all_compared_with(
    ours: Notarised, kept: Path, address: str
) -> None:
    places = [str(kept), str(kept / "000000000020.note"), str(kept / "checkpoints.csv"), f"{address}checkpoints.csv"]
    for place in places:
        assert ours.sentences(copies_at(place, SECONDS)) == []
    (ours.notes / "000000000030.note").unlink()
    (ours.notes / "000000000020.note").unlink()
    ours.forge(lambda records: records.__delitem__(slice(17, None)))
    for place in places:
        (sentence,) = ours.sentences(copies_at(place, SECONDS))
        assert "end after record 17 was cut off: checkpoint 20 was signed over 20 records" in sentence
        assert place in sentence


def test_a_copy_that_ends_earlier_is_a_remark(ours: Notarised, kept: Path) -> None:
    examined = ours.examined(copies_at(str(kept / "000000000020.note"), SECONDS))
    assert examined.problems == []
    assert "ends with checkpoint 20: 1 younger ones have no copy" in " ".join(r.en for r in examined.remarks)


def test_two_notes_of_one_size_in_one_copy_are_named(ours: Notarised, kept: Path) -> None:
    """By somebody who has the key, and could write to the copy."""
    key, file = ours.keys.in_use(), kept / "000000000020.note"
    assert key
    point = SignedCheckpoint.parse(file.read_bytes()).checkpoint
    later = replace(point, signed_at=point.signed_at + timedelta(hours=1))
    (kept / "z.note").write_bytes(SignedCheckpoint.sign(later, key).content)
    (sentence,) = ours.sentences(copies_at(str(kept), SECONDS))
    assert sentence.startswith(
        f"{kept} keeps two checkpoints 20 that are not the same: one of the two was signed later"
    )
    (kept / "z.note").write_bytes(file.read_bytes())
    assert ours.sentences(copies_at(str(kept), SECONDS)) == [], "the same one twice is no harm"


def test_a_checkpoint_that_only_the_copy_knows_is_named(ours: Notarised, kept: Path) -> None:
    """The end was cut off right behind it: all that is left fits."""
    (ours.notes / "000000000030.note").unlink()
    ours.forge(lambda records: records.__delitem__(slice(30, None)))
    assert ours.sentences() == []
    (sentence,) = ours.sentences(copies_at(str(kept), SECONDS))
    assert "keeps checkpoint 30, which neither the ledger nor the archive knows" in sentence


def test_removed_checkpoints_come_back_from_a_copy(ours: Notarised, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Notarised(tmp_path / "other")
    other.night(5, 0)
    (kept / "000000000006.note").write_bytes((other.notes / "000000000006.note").read_bytes())
    content = (ours.notes / "000000000020.note").read_bytes()
    (ours.notes / "000000000010.note").unlink()
    (ours.notes / "000000000020.note").unlink()
    assert len(ours.sentences()) == 2
    with ours.ledger() as opened:
        assert restore(opened, ours.notary, copies_at(str(kept / "checkpoints.csv"), SECONDS)) == [10, 20]
        assert restore(opened, ours.notary, copies_at(str(kept), SECONDS)) == []
    assert (ours.notes / "000000000020.note").read_bytes() == content
    assert ours.sentences() == []
    assert ours.sizes() == [10, 20, 30], "another ledger's is left out"


@pytest.mark.parametrize(
    "damage", [lambda note: b"", lambda note: note[:-9], lambda note: note.replace(b"T19", b"T18")]
)
def test_a_damaged_checkpoint_is_not_written_over_and_the_others_come_back(
    ours: Notarised, kept: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    first, second, third = (ours.notes / f"{size:012}.note" for size in (10, 20, 30))
    first.write_bytes(damage(first.read_bytes()))
    damaged = first.read_bytes()
    third.unlink()
    copies = copies_at(str(kept), SECONDS)
    named = r"000000000010\.note already.*nothing was put over them. Move them away.*restored: 30"
    with ours.ledger() as opened, pytest.raises(PipelineError, match=named) as told:
        restore(opened, ours.notary, copies)
    assert "จึงไม่ได้เขียนทับ" in told.value.text.th
    assert first.read_bytes() == damaged and third.exists() and second.exists()
    first.rename(tmp_path / "evidence")
    with ours.ledger() as opened:
        assert restore(opened, ours.notary, copies) == [10]
    assert ours.sentences() == []


def test_another_checkpoint_of_the_true_key_is_not_written_over(ours: Notarised, kept: Path) -> None:
    """As after a theft of the key: which one is the true one, the ledger tells."""
    key, file = ours.keys.in_use(), ours.notes / "000000000020.note"
    assert key
    point = SignedCheckpoint.parse(file.read_bytes()).checkpoint
    later = replace(point, signed_at=point.signed_at + timedelta(hours=1))
    file.write_bytes(SignedCheckpoint.sign(later, key).content)
    with ours.ledger() as opened, pytest.raises(PipelineError, match=r"000000000020\.note already"):
        restore(opened, ours.notary, copies_at(str(kept), SECONDS))
    assert SignedCheckpoint.parse(file.read_bytes()).checkpoint == later


@pytest.mark.parametrize(
    ("place", "error", "said"),
    [
        ("gone", DeclarationError, "cannot be read"),
        ("empty", EvidenceError, "holds no checkpoint"),
        ("letter.txt", EvidenceError, "neither a signed checkpoint nor a table"),
        ("heading.csv", EvidenceError, "holds no checkpoint"),
    ],
)
def test_a_place_with_nothing_to_compare_is_told(tmp_path: Path, place: str, error: type[Exception], said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dear Sir\nor Madam\n")
    (tmp_path / "heading.csv").write_text(as_csv([]))
    with pytest.raises(error, match=said):
        copies_at(str(tmp_path / place), SECONDS)


def test_an_address_that_does_not_answer_is_told(address: str) -> None:
    for place in (f"{address}gone.csv", "http://127.0.0.1:1/checkpoints.csv"):
        with pytest.raises(EvidenceError, match="does not give the checkpoints to compare with"):
            copies_at(place, SECONDS)


def test_a_disk_that_takes_no_export_is_one_sentence(ours: Notarised, tmp_path: Path) -> None:
    (tmp_path / "full").symlink_to(os.devnull)
    with pytest.raises(DeclarationError, match="is there and not empty"):
        exported(ours, tmp_path / "full")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PipelineError, match="The export cannot be written to"):
        exported(ours, tmp_path / "file" / "export")


def test_what_a_third_party_could_not_verify_is_not_exported(ours: Notarised, tmp_path: Path) -> None:
    (ours.notes / "000000000020.note").unlink()
    with pytest.raises(EvidenceError, match=r"Checkpoint 20 was signed.*perd evidence restore"):
        exported(ours, tmp_path / "export")
    assert not (tmp_path / "export").exists()
