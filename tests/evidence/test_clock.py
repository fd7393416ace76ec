"""A clock that was ahead keeps later nights from signing until a person says that it was; that stays, and is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.domain.errors import DeclarationError, EvidenceError
from flows.domain.record import Kind
from flows.evidence import Part, Signed, export, sign_checkpoint
from flows.evidence.own_records import Stamp
from flows.evidence.problems import What
from tests.evidence.bare_python import bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised
from tests.evidence.time_stamping import certified, serving

A_CENTURY = 36_500
"""Nights."""
REASON = "The battery of the machine's clock was empty"


@pytest.fixture
def ours(tmp_path: Path) -> Notarised:
    """Signed once as it should be, and once more by a clock that was a hundred years ahead."""
    (tmp_path / "ledger").mkdir()
    ledger = Notarised(tmp_path / "ledger")
    ledger.night(5, 0)
    ledger.night(5, A_CENTURY)
    ledger.write(5, 1)
    return ledger


def signed_with(ledger: Notarised, reason: str, night: int = 1) -> Signed:
    at = FIRST_NIGHT + timedelta(days=night, hours=1)
    with ledger.ledger() as opened:
        return sign_checkpoint(opened, ledger.notary, "by-hand", at, wrong_clock=reason)


def test_an_officer_is_told_which_clocks_differ_and_both_ways_on(ours: Notarised) -> None:
    with pytest.raises(EvidenceError) as told:
        ours.sign(1)
    assert told.value.sentence == (
        "This machine's clock says 2026-11-02T19:30:00Z, and checkpoint 12 says that it was signed at"
        " 2126-10-08T19:30:00Z, which has not come yet: nothing is signed. If this clock is wrong, set it right. If the"
        ' one that signed was ahead, say so with `perd evidence sign --wrong-clock "REASON"`, which stays in the'
        " ledger; signing then goes on."
    )
    assert "9 ตุลาคม 2669" in told.value.text.th and "--wrong-clock" in told.value.text.th
    assert ours.sizes() == [6, 12]


def test_once_a_person_says_so_signing_goes_on_and_every_verification_tells(ours: Notarised, tmp_path: Path) -> None:
    assert signed_with(ours, REASON).fresh
    examined = ours.examined()
    assert examined.problems == [] and list(examined.checkpoints) == [6, 12, 19]
    said = "Checkpoint 12 says that it was signed at 2126-10-08T19:30:00Z, which is wrong: the clock was"
    assert [remark.en for remark in examined.remarks if f"{said} ({REASON})" in remark.en]
    with ours.ledger() as opened:
        export(opened, ours.notary, tmp_path / "export", Part(), FIRST_NIGHT)
    verified = bare_python(tmp_path / "export" / "verify.py", "--key", ours.keys.trusted_keys()[0].vkey)
    assert verified.code == 0, verified.out
    assert f"checkpoint 12 was not signed at 2126-10-08T19:30:00Z, the clock was wrong ({REASON})" in verified.out
    assert ours.night(5, 2).fresh


def test_of_the_checkpoints_in_time_nothing_is_said(ours: Notarised) -> None:
    signed_with(ours, REASON)
    assert list(ours.examined().reading.wrong_clocks) == [12]


def test_another_checkpoint_in_the_wrong_order_is_named_all_the_same(ours: Notarised) -> None:
    signed_with(ours, REASON, night=3)
    ours.write(5, 3)
    with pytest.raises(EvidenceError, match="checkpoint 19 says that it was signed at 2026-11-04"):
        ours.sign(2)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("battery", "needs a reason of at least 10 characters"),
        ("the battery\nwas empty", "give it in one line"),
        ("นายสมชาย ใจดี ตั้งนาฬิกาผิด", "seems to hold personal data"),
    ],
)
def test_a_reason_that_may_not_be_kept_is_refused(ours: Notarised, reason: str, said: str) -> None:
    before = ours.links()
    with pytest.raises(EvidenceError, match=said):
        signed_with(ours, reason)
    assert ours.links() == before


def test_where_no_checkpoint_is_ahead_there_is_nothing_to_tell(ours: Notarised) -> None:
    with pytest.raises(DeclarationError, match="there is no wrong clock to tell of"):
        signed_with(ours, REASON, night=A_CENTURY + 1)
    assert ours.examined().reading.wrong_clocks == {}


def test_its_time_stamp_is_believed_and_a_later_one_takes_nothing_back(tmp_path: Path) -> None:
    with serving(certified(tmp_path / "tsa")) as tsa:
        ours = replace(Notarised(tmp_path), authority=tsa.authority)
        tsa.answers.append(503)
        ours.night(5, A_CENTURY)
        with ours.ledger() as opened:
            assert sign_checkpoint(opened, ours.notary, "again", FIRST_NIGHT + timedelta(days=A_CENTURY + 1))
        assert [problem.what for problem in ours.examined().problems] == [What.TIMESTAMP], "it bears another time"
        ours.write(5, 1)
        signed_with(ours, REASON)
        (ours.notes / "000000000006.tsr").unlink()
        ours.night(5, 2)
        examined = ours.examined()
    assert examined.problems == [] and examined.stamps == 3
    assert [body.timestamp for body in examined.reading.checkpoints.values() if body.size == 6] == [
        Stamp.FAILED,
        Stamp.CONFIRMED,
        Stamp.CONFIRMED,
        Stamp.CONFIRMED,
    ]
    assert examined.reading.wrong_clocks == {6: REASON}


def test_what_is_said_of_a_clock_is_about_no_dataset(ours: Notarised) -> None:
    signed_with(ours, REASON)
    with ours.ledger() as opened:
        told = [entry for entry in opened.entries() if entry.body.get("wrong_clock")]
    assert [(entry.kind, entry.dataset, entry.run) for entry in told] == [(Kind.CHECKPOINT, "-", "by-hand")]
