"""A clock that was ahead: what it signed says a time that has not come, and nothing is signed with an earlier one.

Until a person says that it was wrong. That stays in the ledger, and every verification tells it: what such a checkpoint
shows is the same, but for its time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from flows.domain.errors import DeclarationError, EvidenceError
from flows.domain.record import WHOLE, Kind, Record
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_datetime
from flows.evidence.checkpoint import SignedCheckpoint, iso
from flows.evidence.ledger import Ledger
from flows.evidence.note_checks import when
from flows.evidence.own_records import as_body
from flows.evidence.reading import Reading
from flows.evidence.reasons import kept_reason


def refuse_if_behind(at: datetime, checkpoints: Iterable[SignedCheckpoint], reading: Reading) -> None:
    """EvidenceError if one was signed later than now, by a clock of which nobody said that it was wrong."""
    later = max(_later(at, checkpoints, reading), key=lambda each: each.checkpoint.signed_at, default=None)
    if later is None:
        return
    size, then = later.checkpoint.size, when(later)
    raise EvidenceError(
        Text(
            th=f"นาฬิกาของเครื่องนี้บอกเวลา {thai_datetime(at)} แต่จุดลงนาม {size} ระบุว่าลงนามเมื่อ {then.th} ซึ่งยังมาไม่ถึง"
            " จึงยังไม่ลงนาม หากนาฬิกาของเครื่องนี้ผิด โปรดตั้งให้ถูกต้อง หากนาฬิกาที่ใช้ลงนามครั้งนั้นเดินเร็วไป โปรดสั่ง"
            ' `perd evidence sign --wrong-clock "เหตุผล"` ซึ่งจะบันทึกไว้เป็นหลักฐาน แล้วลงนามต่อได้',
            en=f"This machine's clock says {iso(at)}, and checkpoint {size} says that it was signed at {then.en}, which"
            " has not come yet: nothing is signed. If this clock is wrong, set it right. If the one that signed was"
            ' ahead, say so with `perd evidence sign --wrong-clock "REASON"`, which stays in the ledger; signing'
            " then goes on.",
        )
    )


def say_it_was_wrong(
    reason: str, ledger: Ledger, checkpoints: Iterable[SignedCheckpoint], reading: Reading, run: str, at: datetime
) -> None:
    """Write down, of each checkpoint that says a later time than now, that the clock was wrong.

    Raises DeclarationError if there is none, EvidenceError for a reason that no ledger may hold.
    """
    reason = kept_reason(reason, Text(th="นาฬิกาที่ผิด", en="A wrong clock"))
    later = list(_later(at, checkpoints, reading))
    if not later:
        raise DeclarationError(
            f"No checkpoint says a later time than this machine's clock ({iso(at)}): there is no wrong clock to tell"
            " of, give `perd evidence sign` without --wrong-clock."
        )
    for each in later:
        body = replace(reading.signed[each.checkpoint.size], wrong_clock=reason)
        ledger.append(Record(Kind.CHECKPOINT, run, WHOLE, at, as_body(body)))


def told_of_wrong_clocks(reading: Reading) -> Iterator[Text]:
    """Each one, every time."""
    for size, reason in reading.wrong_clocks.items():
        at = reading.signed[size].signed_at
        thai_at = thai_datetime(datetime.fromisoformat(at))
        yield Text(
            th=f"จุดลงนาม {size} ระบุเวลาลงนาม {thai_at} ซึ่งผิด เพราะนาฬิกาของเครื่องผิด ({reason}):"
            " เวลาจริงทราบได้จากจุดลงนามก่อนและหลัง หรือจากการประทับเวลาเท่านั้น",
            en=f"Checkpoint {size} says that it was signed at {at}, which is wrong: the clock was ({reason}). When it"
            " was signed is known only from the checkpoints before and behind it, or from a time stamp.",
        )


def _later(at: datetime, checkpoints: Iterable[SignedCheckpoint], reading: Reading) -> Iterator[SignedCheckpoint]:
    for each in checkpoints:
        if each.checkpoint.size not in reading.wrong_clocks and iso(each.checkpoint.signed_at) > iso(at):
            yield each
