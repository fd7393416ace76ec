"""A night's end: the ledger is verified and signed, once, whatever was interrupted before; and stamped if it can be."""

import json
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.domain.errors import EvidenceError
from flows.domain.record import Kind
from flows.evidence import as_csv, copies_in, sign_checkpoint
from flows.evidence.checkpoint import Checkpoint, SignedCheckpoint
from flows.evidence.own_records import CheckpointBody, Stamp, checkpoint_body
from flows.evidence.problems import What
from flows.evidence.reading import read_through
from tests.evidence.conftest import Place
from tests.evidence.notarised import FIRST_NIGHT, Notarised, outcome
from tests.evidence.time_stamping import Tsa, certified, serving


@pytest.fixture
def ours(tmp_path: Path) -> Notarised:
    (tmp_path / "ledger").mkdir()
    return Notarised(tmp_path / "ledger")


def said(ledger: Notarised) -> list[CheckpointBody]:
    """What the ledger tells of checkpoints."""
    records = [json.loads(link.text)["record"] for link in ledger.links()]
    return [checkpoint_body(record["body"]) for record in records if record["kind"] == "checkpoint"]


def what(ledger: Notarised) -> list[What]:
    return [problem.what for problem in ledger.examined().problems]


def test_the_first_night_makes_a_key_and_signs_all_records(ours: Notarised) -> None:
    signed = ours.night(10, 0)
    assert signed.fresh and not signed.problems
    assert signed.checkpoint.checkpoint.size == 11, "with the record of the key"
    assert ours.sizes() == [11]
    assert stat.S_IMODE(ours.keys.signing.stat().st_mode) == 0o600
    (key,) = ours.keys.trusted_keys()
    assert key.name == signed.checkpoint.checkpoint.origin
    assert key.name.startswith("perd-ledger-")
    assert (ours.notes / "000000000011.note").read_text(encoding="utf-8") == str(signed.checkpoint.note)
    (body,) = said(ours)
    assert (body.size, body.key, body.timestamp) == (11, key.short, Stamp.NONE)
    assert body.note_sha256 == signed.checkpoint.note.sha256
    examined = ours.examined()
    assert examined.problems == [] and list(examined.checkpoints) == [11]


def test_a_night_without_news_signs_nothing_and_gives_the_last_one(ours: Notarised) -> None:
    first = ours.night(10, 0)
    again = ours.sign(1)
    assert not again.fresh
    assert again.checkpoint == first.checkpoint
    assert len(said(ours)) == 1


def test_each_night_covers_the_record_of_the_one_before(ours: Notarised) -> None:
    for night in range(3):
        assert ours.night(5, night).fresh
    assert ours.sizes() == [6, 12, 18]
    assert list(ours.sign(3).checkpoints) == list(ours.examined().checkpoints.values())
    assert what(ours) == []


def test_on_every_database_it_is_the_same(place: Place, tmp_path: Path) -> None:
    notary = Notarised(tmp_path).notary
    ledger = place.opened()
    for number in range(20):
        ledger.append(outcome(number, FIRST_NIGHT))
    signed = sign_checkpoint(ledger, notary, "night", FIRST_NIGHT)
    assert signed.checkpoint.checkpoint.size == 21
    place.tamper("UPDATE ledger SET text = replace(text, 'published', 'held') WHERE seq = 7")
    with pytest.raises(EvidenceError, match="record 7"):
        sign_checkpoint(ledger, notary, "night", FIRST_NIGHT)


# Interrupted.


def test_a_checkpoint_that_was_kept_and_not_recorded_is_recorded_the_next_time(ours: Notarised, tmp_path: Path) -> None:
    ours.night(5, 0)
    ours.write(5, 1)
    before = Notarised(Path(shutil.copytree(ours.folder, tmp_path / "before")))
    lost = ours.sign(1)
    shutil.copy(ours.notes / lost.checkpoint.file_name, before.notes)  # and there the machine stopped
    assert "signing was interrupted" in before.examined().remarks[-1].en
    assert what(before) == []
    again = before.sign(2)
    assert not again.fresh, "it is signed already"
    assert again.checkpoint == lost.checkpoint
    assert [body.size for body in said(before)] == before.sizes() == [6, 12]
    assert what(before) == []


def test_a_checkpoint_that_was_interrupted_is_recorded_and_what_came_since_is_signed(
    ours: Notarised, tmp_path: Path
) -> None:
    ours.write(5, 0)
    ours.sign(0)
    ours.write(5, 1)
    before = Notarised(Path(shutil.copytree(ours.folder, tmp_path / "before")))
    shutil.copy(ours.notes / ours.sign(1).checkpoint.file_name, before.notes)
    before.write(3, 2)
    assert before.sign(2).fresh
    assert [body.size for body in said(before)] == before.sizes() == [6, 12, 15]
    assert what(before) == []


def test_a_checkpoint_that_somebody_else_laid_there_is_not_recorded(ours: Notarised, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Notarised(tmp_path / "other")
    ours.night(5, 0)
    other.night(9, 0)
    shutil.copy(other.notes / "000000000010.note", ours.notes)
    ours.write(3, 1)
    with pytest.raises(EvidenceError, match="holds a checkpoint of another ledger"):
        ours.sign(1)
    assert ours.sizes() == [6, 10] and len(said(ours)) == 1


# Restored from a backup.


def backup(ledger: Notarised, folder: Path) -> Path:
    """Of database and head; archive and keys lie elsewhere."""
    folder.mkdir()
    for name in ("ledger.sqlite", "ledger.head"):
        shutil.copy(ledger.folder / name, folder)
    return folder


def test_a_backup_that_is_too_old_is_told_as_that_and_as_no_interruption(ours: Notarised, tmp_path: Path) -> None:
    ours.night(5, 0)
    old = backup(ours, tmp_path / "old")
    ours.night(5, 1)
    young = backup(ours, tmp_path / "young")
    shutil.copytree(old, ours.folder, dirs_exist_ok=True)
    examined = ours.examined()
    (problem,) = examined.problems
    assert problem.what is What.CUT_OFF
    assert "The ledger's end after record 7 was cut off: checkpoint 12 was signed over 12" in problem.sentence.en
    assert "if that was just done, from a younger one" in problem.sentence.en
    assert "หากเพิ่งกู้คืน โปรดใช้สำเนาที่ใหม่กว่า" in problem.sentence.th
    assert not any("interrupted" in remark.en for remark in examined.remarks)
    with pytest.raises(EvidenceError, match="cut off"):
        ours.sign(2)
    shutil.copytree(young, ours.folder, dirs_exist_ok=True)
    assert what(ours) == []
    assert ours.night(5, 2).fresh


def test_what_was_written_on_top_of_a_backup_takes_no_lost_record_s_place(ours: Notarised, tmp_path: Path) -> None:
    ours.night(5, 0)
    old = backup(ours, tmp_path / "old")
    ours.night(5, 1)
    shutil.copytree(old, ours.folder, dirs_exist_ok=True)
    ours.write(9, 2)
    with pytest.raises(EvidenceError, match="Records 7 to 12 were rewritten"):
        ours.sign(2)


# Nothing is signed that is not what it was.


def test_rewritten_records_are_not_signed(ours: Notarised) -> None:
    ours.night(5, 0)
    ours.forge(lambda records: records[2]["body"].update(rows=99))
    ours.write(5, 1)
    with pytest.raises(EvidenceError, match="Records 1 to 6 were rewritten"):
        ours.sign(1)
    assert ours.sizes() == [6]


def test_a_removed_checkpoint_is_told_and_the_night_is_signed_all_the_same(ours: Notarised) -> None:
    ours.night(5, 0)
    ours.night(5, 1)
    (ours.notes / "000000000006.note").unlink()
    signed = ours.night(5, 2)
    assert signed.fresh
    assert [problem.what for problem in signed.problems] == [What.MISSING]
    assert "Checkpoint 6 was signed at" in signed.problems[0].sentence.en


def as_table(ledger: Notarised, file: Path) -> Path:
    """The table of what is in the archive now, as it is published."""
    file.write_text(as_csv(ledger.examined().checkpoints.values()), encoding="utf-8")
    return file


def test_who_forges_all_but_the_published_table_is_not_helped_by_our_signature(ours: Notarised, tmp_path: Path) -> None:
    """The last note deleted, with the records behind the checkpoint before it, and the head made to fit."""
    ours.night(5, 0)
    ours.night(5, 1)
    table = as_table(ours, tmp_path / "checkpoints.csv")
    (ours.notes / "000000000012.note").unlink()
    ours.forge(lambda records: records.__delitem__(slice(7, None)))
    assert what(ours) == [], "nothing on this machine shows it"
    ours.write(20, 2)
    with ours.ledger() as ledger, pytest.raises(EvidenceError, match=r"Records 7 to 12 were rewritten"):
        sign_checkpoint(ledger, ours.notary, "night", FIRST_NIGHT + timedelta(days=2), copies_in(table, "the portal"))
    assert ours.sizes() == [6]


def test_who_forges_nothing_but_the_last_checkpoints_record_is_found_too(ours: Notarised, tmp_path: Path) -> None:
    ours.night(5, 0)
    ours.night(5, 1)
    table = as_table(ours, tmp_path / "checkpoints.csv")
    (ours.notes / "000000000012.note").unlink()
    ours.forge(lambda records: records.__delitem__(slice(12, None)))
    with ours.ledger() as ledger, pytest.raises(EvidenceError, match="keeps checkpoint 12, which neither the ledger"):
        sign_checkpoint(ledger, ours.notary, "night", FIRST_NIGHT + timedelta(days=2), copies_in(table, "the portal"))


def test_a_new_ledger_takes_no_other_ones_place(ours: Notarised, tmp_path: Path) -> None:
    """All of it deleted, and begun anew: the first key would be as good as the old one to whoever does not look."""
    ours.night(5, 0)
    table = as_table(ours, tmp_path / "checkpoints.csv")
    (tmp_path / "new").mkdir()
    new = Notarised(tmp_path / "new")
    new.write(9)
    with new.ledger() as ledger, pytest.raises(EvidenceError, match="Records 1 to 6 were rewritten"):
        sign_checkpoint(ledger, new.notary, "night", FIRST_NIGHT, copies_in(table, "the portal"))
    assert new.sizes() == [] and not new.keys.signing.exists()


def test_a_copy_that_agrees_keeps_nothing_from_being_signed(ours: Notarised, tmp_path: Path) -> None:
    ours.night(5, 0)
    table = as_table(ours, tmp_path / "checkpoints.csv")
    (ours.notes / "000000000006.note").unlink()  # which is told of, and comes back from there
    ours.write(5, 1)
    with ours.ledger() as ledger:
        at = FIRST_NIGHT + timedelta(days=1)
        signed = sign_checkpoint(ledger, ours.notary, "night", at, copies_in(table, "the portal"))
    assert signed.fresh and [problem.what for problem in signed.problems] == [What.MISSING]
    assert copies_in(tmp_path / "none.csv", "nowhere") == ()


def test_a_clock_that_was_set_back_signs_nothing(ours: Notarised) -> None:
    ours.night(5, 3)
    ours.write(5, 3)
    with pytest.raises(
        EvidenceError, match=r"clock says 2026-11-02T19:30:00Z.*checkpoint 6 says that it was signed at 2026-11-04"
    ):
        ours.sign(1)


def test_checkpoints_in_the_wrong_order_of_time_are_named(ours: Notarised) -> None:
    ours.night(5, 0)
    key = ours.keys.in_use()
    assert key
    with ours.ledger() as ledger:
        tree = read_through(ledger.links()).tree
    early = Checkpoint(key.name, 7, tree.root(7), FIRST_NIGHT - timedelta(days=9))
    (ours.notes / "000000000007.note").write_bytes(SignedCheckpoint.sign(early, key).content)
    (sentence,) = ours.sentences()
    assert "Checkpoint 7 says that it was signed at 2026-10-23T18:30:00Z, before checkpoint 6" in sentence


# Time stamps.


@pytest.fixture(scope="module")
def tsa_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certified(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def tsa(tsa_folder: Path) -> Iterator[Tsa]:
    with serving(tsa_folder) as found:
        yield found


@pytest.fixture
def stamped(ours: Notarised, tsa: Tsa) -> Notarised:
    """A ledger whose checkpoints are stamped. The authority's clock is this machine's: so are the nights."""
    return replace(ours, authority=tsa.authority)


def test_a_checkpoint_is_stamped_and_the_ledger_says_so(stamped: Notarised) -> None:
    signed = stamped.night(5, 0)
    assert signed.timestamp is Stamp.CONFIRMED and signed.reason is None
    (body,) = said(stamped)
    assert body.timestamp is Stamp.CONFIRMED and body.timestamp_sha256
    assert (stamped.notes / "000000000006.tsr").exists()
    assert stamped.examined().stamps == 1


def test_an_authority_that_is_down_loses_no_checkpoint_and_is_asked_again(stamped: Notarised, tsa: Tsa) -> None:
    tsa.answers += [503, 503]
    signed = stamped.night(5, 0)
    assert signed.fresh and signed.timestamp is Stamp.FAILED
    assert signed.reason and "answered 503" in signed.reason
    assert what(stamped) == []
    assert stamped.sign(0).timestamp is Stamp.FAILED, "asked again, though there is nothing new; in vain"
    assert [body.timestamp for body in said(stamped)] == [Stamp.FAILED], "that it failed once more is no news"
    assert stamped.night(5, 1).timestamp is Stamp.CONFIRMED
    assert [(body.size, body.timestamp) for body in said(stamped)] == [
        (6, Stamp.FAILED),
        (12, Stamp.CONFIRMED),
        (6, Stamp.CONFIRMED),
    ]
    assert stamped.examined().stamps == 2
    assert tsa.asked == 4
    assert not stamped.sign(2).fresh, "records of checkpoints alone are no news"


def test_while_an_authority_stays_down_it_is_asked_once_for_the_old_ones(stamped: Notarised, tsa: Tsa) -> None:
    tsa.answers += [503] * 20
    for night in range(4):
        stamped.night(5, night)
    assert tsa.asked == 1 + 2 + 2 + 2
    tsa.answers.clear()
    stamped.sign(5)
    assert stamped.examined().stamps == 4


def test_a_stamp_that_was_kept_and_not_recorded_is_not_asked_for_again(
    stamped: Notarised, tsa: Tsa, tmp_path: Path
) -> None:
    stamped.write(5, 0)
    before = replace(stamped, folder=Path(shutil.copytree(stamped.folder, tmp_path / "before")))
    stamped.sign(0)
    shutil.rmtree(before.folder)
    shutil.copytree(stamped.folder, before.folder)
    before.forge(lambda records: records.__delitem__(slice(6, None)))  # the machine stopped before the last record
    before.sign(0)
    assert tsa.asked == 1
    assert said(before)[0].timestamp is Stamp.CONFIRMED
    assert what(before) == []


def test_a_removed_stamp_is_named(stamped: Notarised) -> None:
    stamped.night(5, 0)
    (stamped.notes / "000000000006.tsr").unlink()
    (sentence,) = stamped.sentences()
    assert sentence.startswith("The time stamp of checkpoint 6 was removed from the archive: restore it from a copy")


def test_a_stamp_that_is_gone_is_asked_for_again(stamped: Notarised, tsa: Tsa) -> None:
    """It would else be missed for ever, since nobody but the authority can make one."""
    stamped.night(5, 0)
    (stamped.notes / "000000000006.tsr").unlink()
    tsa.answers.append(503)
    assert [problem.what for problem in stamped.sign(1).problems] == [What.TIMESTAMP]
    assert [body.timestamp for body in said(stamped)] == [Stamp.CONFIRMED], "it was confirmed, if in vain"
    stamped.sign(2)
    first, again = said(stamped)
    assert again.timestamp is Stamp.CONFIRMED and again.timestamp_sha256 != first.timestamp_sha256
    assert what(stamped) == [] and stamped.examined().stamps == 1


def test_stamps_in_each_others_place_are_named(stamped: Notarised) -> None:
    stamped.night(5, 0)
    stamped.night(5, 1)
    a, b = (stamped.notes / name for name in ("000000000006.tsr", "000000000012.tsr"))
    first, second = a.read_bytes(), b.read_bytes()
    a.write_bytes(second)
    b.write_bytes(first)
    sentences = stamped.sentences()
    assert [sentence[:32] for sentence in sentences[:2]] == [
        "The time stamp of checkpoint 6 i",
        "The time stamp of checkpoint 12 ",
    ]
    assert "was exchanged or changed" in sentences[0]
    assert "Mismatch between messages" in sentences[2]


def test_a_checkpoint_dated_after_its_stamp_is_named(stamped: Notarised) -> None:
    """The nights of these tests lie elsewhere than this machine's clock, except those a hundred years on."""
    stamped.night(5, 36_500)
    (sentence,) = stamped.sentences()
    assert "Checkpoint 6 says that it was signed at 2126" in sentence and "after the time at which it was" in sentence


def test_stamps_that_nobody_can_verify_are_a_remark(stamped: Notarised) -> None:
    stamped.night(5, 0)
    remarks = [remark.en for remark in replace(stamped, authority=None).examined().remarks]
    assert "1 time stamps were not verified" in remarks[-1]


def test_the_record_of_a_checkpoint_is_about_no_single_dataset(ours: Notarised) -> None:
    ours.night(1, 0)
    with ours.ledger() as ledger:
        kinds = {entry.kind: entry.dataset for entry in ledger.entries()}
    assert kinds[Kind.KEY] == kinds[Kind.CHECKPOINT] == "-"
