"""Keys come and go in the open: created, rotated with the old one's signature, or lost by somebody's word."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from flows.domain.errors import EvidenceError
from flows.evidence import Part, Signed, export
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.keys import begin_rotation, make_first, replace_lost
from flows.evidence.note_keys import PublicKey, SigningKey
from flows.evidence.own_records import KeyBody, KeyEvent, key_body
from flows.evidence.reading import Reading, read_through
from tests.evidence.bare_python import bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised

REASON = "The disk broke and there was no backup"


@pytest.fixture
def ours(tmp_path: Path) -> Notarised:
    (tmp_path / "ledger").mkdir()
    return Notarised(tmp_path / "ledger")


def reading(ledger: Notarised) -> Reading:
    return read_through(ledger.links())


def begun(ledger: Notarised, night: int) -> None:
    """A rotation, before the checkpoint by both keys."""
    with ledger.ledger() as opened:
        begin_rotation(opened, ledger.keys, reading(ledger), "by hand", FIRST_NIGHT + timedelta(days=night))


def rotated(ledger: Notarised, night: int) -> Signed:
    begun(ledger, night)
    return ledger.sign(night)


def lost(ledger: Notarised, night: int, reason: str = REASON) -> PublicKey:
    at = FIRST_NIGHT + timedelta(days=night)
    with ledger.ledger() as opened:
        return replace_lost(opened, ledger.keys, reading(ledger), reason, "by hand", at)


def said(ledger: Notarised) -> list[KeyBody]:
    records = [json.loads(link.text)["record"] for link in ledger.links()]
    return [key_body(record["body"]) for record in records if record["kind"] == "key"]


def shorts(signed: Signed) -> list[str]:
    return [each.short for each in signed.checkpoint.note.signatures]


def test_a_key_made_before_anything_else_names_the_ledger(ours: Notarised) -> None:
    with ours.ledger() as opened:
        key = make_first(opened, ours.keys, "by hand", FIRST_NIGHT)
    assert ours.keys.trusted_keys() == (key,)
    assert said(ours) == [KeyBody(KeyEvent.CREATED, key.vkey)]
    assert "# since 2026-11-01T18:30:00Z (created)" in ours.keys.trusted.read_text()
    assert shorts(ours.night(5, 0)) == [key.short]
    assert not ours.keys.next.exists()


def test_a_rotation_is_signed_by_both_keys_and_then_by_the_new_one_alone(ours: Notarised) -> None:
    (old,) = (each.short for each in ours.night(5, 0).checkpoint.note.signatures)
    secret = ours.keys.signing.read_text()
    both = rotated(ours, 1)
    new = ours.keys.trusted_keys()[1]
    assert shorts(both) == [old, new.short]
    assert shorts(ours.night(5, 2)) == [new.short]
    assert [(body.event, body.replaces) for body in said(ours)] == [(KeyEvent.CREATED, None), (KeyEvent.ROTATED, old)]
    assert new.name == both.checkpoint.checkpoint.origin == ours.keys.trusted_keys()[0].name
    assert ours.sentences() == []
    assert secret not in [
        path.read_text() for path in ours.folder.iterdir() if path.suffix != ".sqlite" and path.is_file()
    ]
    assert not ours.keys.next.exists()


def test_a_rotation_that_was_interrupted_goes_on_with_the_next_night(ours: Notarised, tmp_path: Path) -> None:
    ours.night(5, 0)
    begun(ours, 1)
    assert ours.keys.next.exists()
    begun(ours, 1)
    assert len(said(ours)) == 2, "begun twice, recorded once"
    assert ours.sentences() == []
    assert len(shorts(ours.night(5, 2))) == 2
    assert not ours.keys.next.exists()
    assert len(shorts(ours.night(5, 3))) == 1
    assert ours.sentences() == []


def test_a_rotation_whose_new_key_was_made_and_not_recorded_uses_it(ours: Notarised) -> None:
    ours.night(5, 0)
    new = SigningKey.fresh(ours.keys.trusted_keys()[0].name)
    ours.keys.begin(new, "rotated", FIRST_NIGHT)
    assert shorts(ours.night(5, 1)) == [ours.keys.trusted_keys()[0].short], "it is not recorded yet"
    assert new.public.short in shorts(rotated(ours, 2))
    assert ours.sentences() == []


def test_a_secret_that_somebody_laid_beside_is_never_used(ours: Notarised) -> None:
    ours.night(5, 0)
    planted = SigningKey.fresh(ours.keys.trusted_keys()[0].name)
    ours.keys.next.write_text(planted.skey)
    assert planted.public.short not in shorts(rotated(ours, 1))
    assert planted.public not in ours.keys.trusted_keys()


def test_a_first_key_that_was_made_and_not_recorded_is_used(ours: Notarised) -> None:
    ours.write(3)
    key = SigningKey.fresh("perd-ledger-1")
    ours.keys.begin(key, "created", FIRST_NIGHT)
    assert ours.sentences() == []
    assert shorts(ours.sign(0)) == [key.public.short]
    assert ours.sentences() == []


def test_a_lost_key_is_replaced_by_somebodys_word_and_every_verification_says_so(ours: Notarised) -> None:
    (old,) = (each.short for each in ours.night(5, 0).checkpoint.note.signatures)
    ours.keys.signing.unlink()
    ours.write(5, 1)
    with pytest.raises(EvidenceError, match=rf"key {old.replace('+', '.')}.*is not in .*signing\.key.*key new --lost"):
        ours.sign(1)
    new = lost(ours, 1)
    assert shorts(ours.sign(1)) == [new.short]
    assert said(ours)[1] == KeyBody(KeyEvent.LOST, new.vkey, old, REASON)
    examined = ours.examined()
    assert examined.problems == []
    assert f"the key {old} was lost ({REASON})" in examined.remarks[-1].en
    assert new.fingerprint in examined.remarks[-1].en


@pytest.mark.parametrize("content", ["", "PRIVATE+KEY+perd", "\ufeff"])
def test_a_damaged_key_is_lost(ours: Notarised, content: str) -> None:
    ours.night(5, 0)
    ours.keys.signing.write_text(content)
    new = lost(ours, 1)
    assert shorts(ours.sign(2)) == [new.short]
    assert ours.sentences() == []


def test_an_old_key_that_was_stolen_signs_no_other_past(ours: Notarised) -> None:
    """The thief rewrites the ledger from its beginning, as if it had never been rotated."""
    ours.night(5, 0)
    thief = Path(shutil.copytree(ours.folder, ours.folder.parent / "thief"))
    rotated(ours, 1)
    forged = Notarised(thief)
    forged.night(9, 1)
    shutil.copy(ours.keys.trusted, forged.keys.trusted)  # which the thief cannot change
    new = ours.keys.trusted_keys()[1].short
    assert any(f"trusts {new}, and no record of the ledger tells of it" in each for each in forged.sentences())
    forged.keys.next.write_text("PRIVATE+KEY+")
    assert forged.sentences(), "nor does a file in the place of the next key help"
    with pytest.raises(EvidenceError):
        forged.night(1, 2)


@pytest.mark.parametrize("seq", [3, 7])
def test_a_record_deleted_before_that_of_a_key_is_not_taken_for_another_ledger(ours: Notarised, seq: int) -> None:
    """Before the first key's, and between the two."""
    ours.night(5, 0)
    rotated(ours, 1)
    ours.tamper(f"DELETE FROM ledger WHERE seq = {seq}")
    (sentence,) = ours.sentences()
    assert f"record {seq} is missing, it was deleted" in sentence


def test_trusted_keys_in_another_order_are_named(ours: Notarised) -> None:
    ours.night(5, 0)
    rotated(ours, 1)
    lines = ours.keys.trusted.read_text().splitlines()
    ours.keys.trusted.write_text("\ufeff" + "\n".join(reversed(lines)), encoding="utf-8")
    (sentence,) = ours.sentences()
    assert "do not stand in the order" in sentence


def test_a_key_that_is_there_is_not_lost(ours: Notarised) -> None:
    ours.night(5, 0)
    with pytest.raises(EvidenceError, match="is not lost, it lies in"):
        lost(ours, 1)


def test_a_loss_needs_a_reason(ours: Notarised) -> None:
    ours.night(5, 0)
    ours.keys.signing.unlink()
    with pytest.raises(EvidenceError, match="needs a reason of at least 10 characters"):
        lost(ours, 1, "lost")
    assert len(ours.keys.trusted_keys()) == 1


def test_nothing_is_lost_where_no_key_ever_was(ours: Notarised) -> None:
    ours.write(3)
    with pytest.raises(EvidenceError, match="No key was ever made"):
        lost(ours, 1)


# The file of trusted keys.


def test_trusted_keys_that_are_gone_are_an_error_that_says_so(ours: Notarised) -> None:
    ours.night(5, 0)
    ours.keys.trusted.unlink()
    ours.write(5, 1)
    assert "is gone or empty, although checkpoints were signed" in ours.sentences()[0]
    with pytest.raises(EvidenceError, match="is gone or empty, although checkpoints were signed"):
        ours.sign(1)
    assert not ours.keys.trusted.exists()


def test_everything_gone_but_the_archive_makes_no_new_key(ours: Notarised) -> None:
    ours.night(5, 0)
    ours.keys.trusted.unlink()
    ours.keys.signing.unlink()
    ours.forge(lambda records: records.__delitem__(slice(5, None)))
    with pytest.raises(EvidenceError, match="is gone or empty, although checkpoints were signed"):
        ours.sign(1)


def test_a_ledger_that_tells_of_no_key_is_not_the_one_that_the_trusted_key_signed(ours: Notarised) -> None:
    ours.night(5, 0)
    shutil.rmtree(ours.folder / "archive")
    ours.forge(lambda records: records.__delitem__(slice(5, None)))
    (sentence,) = ours.sentences()
    assert "is trusted, but no record of the ledger tells of any key" in sentence


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: text + "garbage\n", "holds a line that is no key"),
        (lambda text: text + f"{SigningKey.fresh('perd-ledger-other').public.vkey}\n", "holds keys of several ledgers"),
        (lambda text: "", "is gone or empty"),
    ],
)
def test_trusted_keys_that_are_not_a_ledgers_are_named(
    ours: Notarised, change: Callable[[str], str], named: str
) -> None:
    ours.night(5, 0)
    ours.keys.trusted.write_text(change(ours.keys.trusted.read_text()))
    assert named in ours.sentences()[0]


@pytest.mark.parametrize("content", ["", "PRIVATE+KEY+x", "\udcff"])
def test_a_damaged_secret_is_named_and_not_quoted(ours: Notarised, content: str) -> None:
    ours.night(5, 0)
    ours.keys.signing.write_bytes(content.encode(errors="surrogateescape"))
    ours.write(1, 1)
    with pytest.raises(EvidenceError, match=r"The signing key .*signing\.key is none any more") as told:
        ours.sign(1)
    assert "PRIVATE" not in told.value.sentence


# Whose turn it was.


def test_a_key_that_is_no_longer_in_use_signs_nothing(ours: Notarised) -> None:
    ours.night(5, 0)
    old = ours.keys.signing.read_text()
    rotated(ours, 1)
    ours.keys.signing.write_text(old)
    ours.write(5, 2)
    with pytest.raises(EvidenceError, match=r"which the ledger says signs now, is not in"):
        ours.sign(2)


def test_a_checkpoint_by_a_key_that_is_no_longer_in_use_is_named(ours: Notarised) -> None:
    """Somebody found the old key."""
    ours.night(5, 0)
    old = ours.keys.in_use()
    assert old
    rotated(ours, 1)
    point = ours.night(5, 2).checkpoint.checkpoint
    (ours.notes / f"{point.size:012}.note").write_bytes(SignedCheckpoint.sign(point, old).content)
    assert f"Checkpoint {point.size} is signed by {old.public.short}, but the ledger says that" in ours.sentences()[0]


def test_a_rotation_that_the_old_key_did_not_sign_is_named(ours: Notarised) -> None:
    """Somebody who may write everywhere, and has not the old key."""
    ours.night(5, 0)
    both = rotated(ours, 1).checkpoint
    new = ours.keys.in_use()
    assert new
    alone = SignedCheckpoint.sign(both.checkpoint, new)
    (ours.notes / alone.file_name).write_bytes(alone.content)
    ours.forge(lambda records: records[-1]["body"].update(note_sha256=alone.note.sha256))
    (sentence,) = ours.sentences()
    assert (
        f"Checkpoint {alone.checkpoint.size} is the first since the key {new.public.short} took the place of"
        in sentence
    )


# The same by verify.py.


@pytest.fixture
def handed(ours: Notarised, tmp_path: Path) -> Path:
    """Created, rotated, then lost."""
    ours.night(5, 0)
    rotated(ours, 1)
    ours.night(5, 2)
    ours.keys.signing.unlink()
    lost(ours, 3)
    ours.night(5, 3)
    with ours.ledger() as opened:
        export(opened, ours.notary, tmp_path / "export", Part(), FIRST_NIGHT)
    return tmp_path / "export" / "verify.py"


def test_who_knows_the_last_key_knows_them_all(ours: Notarised, handed: Path) -> None:
    said = bare_python(handed, "--key", ours.keys.trusted_keys()[2].vkey)
    assert said.code == 0, said.out
    assert f"the key {ours.keys.trusted_keys()[1].short} was lost" in said.out


def test_who_knows_the_first_key_comes_to_trust_the_second_and_not_the_third(ours: Notarised, handed: Path) -> None:
    said = bare_python(handed, "--key", ours.keys.trusted_keys()[0].vkey)
    assert said.code == 1
    third = ours.keys.trusted_keys()[2].short
    assert said.wrong == [f"Checkpoint {ours.sizes()[-1]} is signed by a key that is not trusted ({third})."]


def test_both_letters_together_vouch_for_all(ours: Notarised, handed: Path) -> None:
    first, _, third = (key.vkey for key in ours.keys.trusted_keys())
    assert bare_python(handed, "--key", first, "--key", third).code == 0
