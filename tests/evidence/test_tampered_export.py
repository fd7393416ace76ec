"""An export of 10,000 records, and somebody who may write to the whole folder: verify.py on a bare Python names it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from flows.domain.record import WHOLE, Kind, Record
from flows.evidence import Part, as_csv, export
from flows.evidence.chain import GENESIS, forge
from flows.evidence.checkpoint import Checkpoint, SignedCheckpoint
from flows.evidence.merkle import MerkleTree
from flows.evidence.note_keys import SigningKey
from flows.evidence.own_records import CheckpointBody, KeyBody, KeyEvent, Stamp, as_body
from tests.evidence.bare_python import Said, bare_python
from tests.evidence.notarised import FIRST_NIGHT, NIGHTS, SIZES, Notarised, after_nights

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Handed:
    """An exported folder, and the public key that came by letter."""

    folder: Path
    vkey: str

    @property
    def records(self) -> Path:
        return self.folder / "records.jsonl"

    def note(self, size: int) -> Path:
        return self.folder / "checkpoints" / f"{size:012}.note"

    def says(self, *words: str | Path, key: bool = True) -> Said:
        return bare_python(self.folder / "verify.py", *(["--key", self.vkey] if key else []), *words)

    def wrong(self, *words: str | Path) -> list[str]:
        said = self.says(*words)
        assert said.code == 1 and said.wrong, said.out
        return said.wrong

    def change_lines(self, change: Callable[[list[str]], None]) -> None:
        lines = self.records.read_text(encoding="utf-8").splitlines()
        change(lines)
        self.records.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def rechain(self, change: Callable[[list[str]], None]) -> None:
        """Change the lines, and make every number and hash fit."""

        def fitting(lines: list[str]) -> None:
            change(lines)
            previous = GENESIS
            for at, line in enumerate(lines):
                link = forge(at + 1, previous, json.loads(line)["record"])
                lines[at], previous = link.text, link.hash

        self.change_lines(fitting)


def handed_out(ledger: Notarised, folder: Path, part: Part) -> Path:
    with ledger.ledger() as opened:
        export(opened, ledger.notary, folder, part, FIRST_NIGHT)
    return folder


@pytest.fixture(scope="module")
def honest_whole(honest: Notarised, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed_out(honest, tmp_path_factory.mktemp("exports") / "whole", Part())


@pytest.fixture(scope="module")
def honest_part(honest: Notarised, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed_out(honest, tmp_path_factory.mktemp("exports") / "part", Part(agency="diw"))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    return handed_out(after_nights(folder / "other", NIGHTS, 500), folder / "export", Part())


@pytest.fixture
def whole(honest: Notarised, honest_whole: Path, tmp_path: Path) -> Handed:
    folder = Path(shutil.copytree(honest_whole, tmp_path / "export"))
    return Handed(folder, honest.keys.trusted_keys()[0].vkey)


@pytest.fixture
def part(honest: Notarised, honest_part: Path, tmp_path: Path) -> Handed:
    """The records of one agency."""
    folder = Path(shutil.copytree(honest_part, tmp_path / "part"))
    return Handed(folder, honest.keys.trusted_keys()[0].vkey)


@pytest.fixture(scope="module")
def table(honest: Notarised, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the portal's evidence dataset keeps."""
    file = tmp_path_factory.mktemp("portal") / "checkpoints.csv"
    file.write_text("\ufeff" + as_csv(honest.examined().checkpoints.values()), encoding="utf-8")
    return file


def test_an_honest_export_verifies(whole: Handed, table: Path) -> None:
    said = whole.says("--against", table)
    assert said.code == 0, said.out
    assert "VERIFIED: 10,005 records, 5 checkpoints, the last one signed at 2026-11-05T19:30:00Z." in said.out
    assert "ถูกต้อง: บันทึก 10,005 รายการ" in said.out
    assert "No --key" not in said.out


def test_without_a_key_it_says_how_little_that_shows_and_gives_the_fingerprint(
    whole: Handed, honest: Notarised
) -> None:
    said = whole.says(key=False)
    assert said.code == 0
    assert "this shows only that the data agree with themselves" in said.out
    assert honest.keys.trusted_keys()[0].fingerprint in said.out


# Somebody changes the records, and nothing else.


def change(lines: list[str]) -> None:
    lines[4320] = lines[4320].replace('"rows":', '"rows":1')


def delete(lines: list[str]) -> None:
    del lines[4320]


def insert(lines: list[str]) -> None:
    lines.insert(4320, lines[9])


def reorder(lines: list[str]) -> None:
    lines[4320], lines[5000] = lines[5000], lines[4320]


def cut_off(lines: list[str]) -> None:
    del lines[9000:]


@pytest.mark.parametrize(
    ("what", "named"),
    [
        (change, "Record 4321 was changed or exchanged: record 4322 was written after another one."),
        (delete, "Record 4321 was deleted."),
        (insert, "A record was inserted: after record 4320 comes record 10 once more."),
        (reorder, "The order was changed: record 5001 stands in the place of record 4321."),
        (cut_off, "The end after record 9000 was cut off: checkpoint 10005 was signed over 10005 records."),
    ],
)
def test_changed_records_are_named(whole: Handed, what: Callable[[list[str]], None], named: str) -> None:
    whole.change_lines(what)
    assert whole.wrong()[0] == named


def test_a_line_that_is_no_record_any_more_is_named(whole: Handed) -> None:
    whole.change_lines(lambda lines: lines.__setitem__(4320, lines[4320][:-1]))
    assert whole.wrong()[0] == "Record 4321 was changed: it is no record any more."


# Somebody makes every number and hash fit, and takes away what speaks against it.


@pytest.mark.parametrize("what", [change, delete, insert, reorder])
def test_a_chain_rewritten_from_a_record_on_is_found_between_two_checkpoints(
    whole: Handed, what: Callable[[list[str]], None]
) -> None:
    whole.rechain(what)
    (wrong,) = whole.wrong()
    assert "Records 4003 to 6003 were rewritten: they are not those that were signed at 2026-11-03T19:30:00Z." in wrong


def test_a_tail_cut_off_with_its_checkpoint_leaves_records_under_none(whole: Handed) -> None:
    whole.change_lines(cut_off)
    whole.note(10005).unlink()
    assert whole.wrong()[0].startswith("Records 8005 to 9000 are under no checkpoint")


def test_a_tail_cut_off_right_behind_a_checkpoint_is_an_older_export_until_it_is_compared(
    whole: Handed, table: Path
) -> None:
    whole.change_lines(lambda lines: lines.__delitem__(slice(8004, None)))
    whole.note(10005).unlink()
    about = whole.records.with_name("export.json")
    said = json.loads(about.read_text(encoding="utf-8"))
    assert any("export.json tells of 10005 records" in each for each in whole.wrong()), "as long as that was left"
    about.write_text(json.dumps(said | {"records": 8004, "tree_size": 8004}))
    assert "the last one signed at 2026-11-04T19:30:00Z" in whole.says().out
    (wrong,) = whole.wrong("--against", table)
    assert "has checkpoint 10005 (2026-11-05T19:30:00Z), which is younger than this export" in wrong


def rewrite_everything(handed: Handed, key: SigningKey) -> None:
    """Records, checkpoints, and what the records say of them, as of that key; and the key among the public ones."""
    tree, previous, lines = MerkleTree(), GENESIS, []
    for seq, line in enumerate(handed.records.read_text(encoding="utf-8").splitlines(), start=1):
        record = json.loads(line)["record"]
        if record["kind"] == "outcome":
            record["body"]["rows"] += 1
        elif record["kind"] == "key":
            record["body"] = as_body(KeyBody(KeyEvent.CREATED, key.public.vkey))
        if seq - 1 in SIZES:
            record["body"] = as_body(CheckpointBody.of(signed_anew(handed, tree, key), Stamp.NONE))
        link = forge(seq, previous, record)
        tree.append(link.text.encode())
        lines.append(link.text)
        previous = link.hash
    signed_anew(handed, tree, key)
    handed.records.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (handed.folder / "keys.txt").write_text(f"{key.public.vkey}\n")


def signed_anew(handed: Handed, tree: MerkleTree, key: SigningKey) -> SignedCheckpoint:
    at = FIRST_NIGHT + timedelta(days=SIZES.index(tree.size), hours=1)
    note = SignedCheckpoint.sign(Checkpoint(key.name, tree.size, tree.root(), at), key)
    handed.note(tree.size).write_bytes(note.content)
    return note


def test_a_whole_chain_rewritten_with_a_fresh_key_is_not_the_key_that_came_by_letter(
    whole: Handed, table: Path
) -> None:
    fresh = SigningKey.fresh(whole.vkey.partition("+")[0])
    rewrite_everything(whole, fresh)
    alone = whole.says(key=False)
    assert alone.code == 0, "it agrees with itself"
    assert fresh.public.fingerprint in alone.out
    wrong = whole.wrong()
    assert wrong == [
        f"Checkpoint {size} is signed by a key that is not trusted ({fresh.public.short})." for size in SIZES
    ]
    compared = whole.says("--against", table, key=False)
    assert compared.code == 1
    assert "Checkpoint 2001 in" in compared.wrong[0] and "is signed by another key" in compared.wrong[0]


def test_with_the_true_key_stolen_the_checkpoints_on_the_portal_tell(
    whole: Handed, honest: Notarised, table: Path
) -> None:
    stolen = honest.keys.in_use()
    assert stolen
    rewrite_everything(whole, stolen)
    assert whole.says().code == 0, "nothing in the folder can tell"
    (wrong,) = whole.wrong("--against", table)
    assert wrong.startswith("Checkpoint 2001 is another one in") and wrong.endswith("up to 2001 were rewritten.")


def test_a_signature_of_ones_own_beside_the_true_one_gains_no_trust(whole: Handed) -> None:
    fresh = SigningKey.fresh(whole.vkey.partition("+")[0])
    for size in SIZES[:-1]:
        note = SignedCheckpoint.parse(whole.note(size).read_bytes())
        both = SignedCheckpoint.sign(note.checkpoint, fresh)
        whole.note(size).write_text(str(note.note) + str(both.note).partition("\n\n")[2], encoding="utf-8")
    last = SignedCheckpoint.parse(whole.note(SIZES[-1]).read_bytes())
    whole.note(SIZES[-1]).write_bytes(SignedCheckpoint.sign(last.checkpoint, fresh).content)
    with (whole.folder / "keys.txt").open("a") as keys:
        keys.write(f"{fresh.public.vkey}\n")
    assert f"Checkpoint 10005 is signed by a key that is not trusted ({fresh.public.short})." in whole.wrong()


# Somebody touches the checkpoints.


def test_two_checkpoints_in_each_others_place_are_named(whole: Handed) -> None:
    first, second = whole.note(4002).read_bytes(), whole.note(6003).read_bytes()
    whole.note(4002).write_bytes(second)
    whole.note(6003).write_bytes(first)
    assert whole.wrong() == [
        "000000004002.note holds checkpoint 6003: checkpoints were swapped.",
        "000000006003.note holds checkpoint 4002: checkpoints were swapped.",
    ]


def test_a_removed_checkpoint_is_named(whole: Handed) -> None:
    whole.note(6003).unlink()
    assert whole.wrong() == ["Checkpoint 6003 was removed: record 6004 says that it was signed."]


def test_the_last_checkpoint_removed_is_noticed(whole: Handed) -> None:
    whole.note(10005).unlink()
    assert whole.wrong()[0].startswith("Records 8005 to 10005 are under no checkpoint: it was removed")


def test_no_checkpoint_at_all_shows_nothing(whole: Handed) -> None:
    shutil.rmtree(whole.folder / "checkpoints")
    assert "There is no checkpoint at all." in whole.wrong()


def test_checkpoints_of_another_ledger_are_named(whole: Handed, foreign: Path) -> None:
    shutil.rmtree(whole.folder / "checkpoints")
    shutil.copytree(foreign / "checkpoints", whole.folder / "checkpoints")
    wrong = whole.wrong()
    assert sum("is a checkpoint of another ledger" in sentence for sentence in wrong) == NIGHTS


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            lambda note: note.replace(b"signed-at 2026-11-03", b"signed-at 2026-11-02"),
            "Checkpoint 6003 was changed after it was signed: its signature does not fit.",
        ),
        (lambda note: note[:-9], "000000006003.note was changed: it is no checkpoint any more."),
    ],
)
def test_a_changed_checkpoint_is_named(whole: Handed, change: Callable[[bytes], bytes], named: str) -> None:
    whole.note(6003).write_bytes(change(whole.note(6003).read_bytes()))
    assert named in whole.wrong()


# A part of the records: each has its proof.


def test_an_honest_part_verifies_and_says_what_it_cannot_show(part: Handed) -> None:
    said = part.says()
    assert said.code == 0, said.out
    assert "it is shown that each is genuine, not that none was left out" in said.out


@pytest.mark.parametrize(
    ("what", "named"),
    [
        (
            lambda lines: lines.__setitem__(100, lines[100].replace('"rows":', '"rows":1')),
            "Line 101 (record {seq}) was changed or inserted: it is not what was signed.",
        ),
        (lambda lines: lines.__delitem__(100), "Record {seq} was deleted: only its proof is there."),
        (
            lambda lines: lines.insert(100, lines[100].replace('"seq":', '"seq":1')),
            "Line 101 (record 1{seq}) was changed or inserted: it is not what was signed.",
        ),
        (
            lambda lines: lines.__setitem__(slice(100, 102), [lines[101], lines[100]]),
            "The order was changed at record {seq}",
        ),
    ],
)
def test_a_changed_part_is_named(part: Handed, what: Callable[[list[str]], None], named: str) -> None:
    seq = json.loads(part.records.read_text(encoding="utf-8").splitlines()[100])["seq"]
    part.change_lines(what)
    assert named.format(seq=seq) in " ".join(part.wrong())


def test_a_checkpoint_swapped_in_a_part_is_not_what_the_next_one_goes_on_from(part: Handed, honest: Notarised) -> None:
    """By somebody who has the key."""
    key = honest.keys.in_use()
    assert key
    point = SignedCheckpoint.parse(part.note(6003).read_bytes()).checkpoint
    forged = SignedCheckpoint.sign(Checkpoint(point.origin, point.size, bytes(32), point.signed_at), key)
    part.note(6003).write_bytes(forged.content)
    wrong = part.wrong()
    assert wrong[0].startswith("Checkpoint 8004 does not go on from checkpoint 6003")
    assert "Checkpoint 6003 was swapped: it is not the one that record 6004 tells of." in wrong


def test_a_part_of_another_ledger_by_the_true_key_is_told_by_the_checkpoints_on_the_portal(
    honest: Notarised, tmp_path: Path, table: Path
) -> None:
    """Only the last checkpoint was made anew, over more records than the portal knows: no size is there twice."""
    stolen = honest.keys.in_use()
    assert stolen
    (tmp_path / "ledger").mkdir()
    forged = Notarised(tmp_path / "ledger")
    forged.keys.signing.write_text(stolen.skey)
    forged.keys.trusted.write_text(stolen.public.vkey)
    created = as_body(KeyBody(KeyEvent.CREATED, stolen.public.vkey))
    forged.replace([Record(Kind.KEY, "first-night", WHOLE, FIRST_NIGHT, created).as_json()])
    forged.write_at_once(SIZES[-1], NIGHTS)
    assert forged.sign(NIGHTS).problems == ()
    handed = Handed(handed_out(forged, tmp_path / "export", Part(agency="diw")), stolen.public.vkey)
    assert handed.says().code == 0, "nothing in the folder can tell"
    (wrong,) = handed.wrong("--against", table)
    assert wrong.startswith("Checkpoint 2001 of") and "is not in this export, which has to hold all" in wrong


def test_an_honest_part_holds_every_checkpoint_on_the_portal(part: Handed, table: Path) -> None:
    assert part.says("--against", table).code == 0


def test_a_part_made_of_a_whole_by_taking_records_away_has_no_proofs(whole: Handed) -> None:
    whole.change_lines(delete)
    (whole.folder / "proofs.jsonl").write_text("")
    (whole.folder / "consistency.jsonl").write_text("")
    assert whole.wrong()[0].startswith("Line 1 (record 1) was changed or inserted")


def test_another_letters_key_vouches_for_none_of_it(whole: Handed) -> None:
    other = SigningKey.fresh(whole.vkey.partition("+")[0]).public
    said = bare_python(whole.folder / "verify.py", "--key", other.vkey)
    assert said.code == 1
    assert len(said.wrong) == NIGHTS
