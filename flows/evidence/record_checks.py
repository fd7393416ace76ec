"""Are the records still those that were signed? One recomputed root for each checkpoint says so."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.domain.text import Text
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.note_checks import when
from flows.evidence.problems import Problem, What
from flows.evidence.reading import Reading


def compared(signed: Sequence[SignedCheckpoint], reading: Reading, kept: Text) -> Iterator[Problem]:
    """Every problem once: who rewrote a record changed every later root too.

    `signed` by size; `kept` says where, as part of a sentence.
    """
    good = 0
    for each in signed:
        size, records = each.checkpoint.size, reading.tree.size
        if size > records:
            if not reading.gap:
                yield _cut_off(each, records, kept)
            return
        if reading.tree.root(size) != each.checkpoint.root:
            yield _rewritten(good, each, kept)
            return
        good = size


def in_order(signed: Sequence[SignedCheckpoint]) -> Iterator[Problem]:
    """Whether the larger ones were signed later."""
    for before, each in pairwise(signed):
        if each.checkpoint.signed_at < before.checkpoint.signed_at:
            a, b = before.checkpoint.size, each.checkpoint.size
            yield Problem(
                What.DISORDER,
                Text(
                    th=f"จุดลงนาม {b} ระบุเวลาลงนาม {when(each).th} ก่อนจุดลงนาม {a} ({when(before).th}):"
                    " นาฬิกาของเครื่องถูกตั้งถอยหลัง หรือมีผู้ลงนามย้อนหลัง",
                    en=f"Checkpoint {b} says that it was signed at {when(each).en}, before checkpoint {a}"
                    f" ({when(before).en}): a clock was set back, or somebody signed with an earlier date.",
                ),
                b,
            )


def _rewritten(good: int, bad: SignedCheckpoint, kept: Text) -> Problem:
    size, at = bad.checkpoint.size, when(bad)
    fits = Text(th=f"ถึงจุดลงนาม {good} ยังตรงกัน", en=f"up to checkpoint {good} they still are")
    if not good:
        fits = Text(th="ไม่มีจุดลงนามก่อนหน้าที่ตรงกัน", en="no smaller checkpoint says more")
    return Problem(
        What.REWRITTEN,
        Text(
            th=f"บันทึกที่ {good + 1} ถึง {size} ถูกเขียนใหม่: ไม่ใช่บันทึกที่ลงนามไว้ในจุดลงนาม {size} เมื่อ {at.th}"
            f" ({kept.th}) โดย{fits.th} โปรดหยุดเผยแพร่ เก็บฐานข้อมูลไว้ตามสภาพ และหาผู้แก้ไข",
            en=f"Records {good + 1} to {size} were rewritten: they are not those that checkpoint {size} was signed over"
            f" at {at.en} ({kept.en}); {fits.en}. Stop publishing, keep the database as it is, and find out who changed"
            " it.",
        ),
        size,
    )


def _cut_off(beyond: SignedCheckpoint, records: int, kept: Text) -> Problem:
    size, at = beyond.checkpoint.size, when(beyond)
    return Problem(
        What.CUT_OFF,
        Text(
            th=f"บันทึกท้ายสุดถูกตัดออก: จุดลงนาม {size} ลงนามเมื่อ {at.th} ({kept.th}) ครอบคลุม {size} รายการ"
            f" แต่บันทึกมีเพียง {records} รายการ โปรดกู้คืนฐานข้อมูลจากสำเนาสำรอง หากเพิ่งกู้คืน โปรดใช้สำเนาที่ใหม่กว่า",
            en=f"The ledger's end after record {records} was cut off: checkpoint {size} was signed over {size} records"
            f" at {at.en} ({kept.en}). Restore the database from a backup; if that was just done, from a younger one.",
        ),
        size,
    )
