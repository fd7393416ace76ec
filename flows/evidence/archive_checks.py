"""Does the archive hold the checkpoints that were signed, each under its own name, and none else?"""

import re
from collections.abc import Iterator, Mapping

from flows.domain.text import Text
from flows.evidence.archive import NOTE
from flows.evidence.checkpoint import DIGITS, SignedCheckpoint
from flows.evidence.note_checks import NoteChecks
from flows.evidence.own_records import CheckpointBody
from flows.evidence.problems import Problem, What
from flows.evidence.record_checks import compared, in_order


def believed_notes(
    notes: Mapping[str, bytes],
    where: str,
    checks: NoteChecks,
    found: dict[int, SignedCheckpoint],
    remarks: list[Text],
) -> Iterator[Problem]:
    """What is wrong with single files; the good ones are put into `found`, by size and in its order.

    Of several of one size the one that bears its own name counts.
    """
    good: dict[int, SignedCheckpoint] = {}
    misplaced: list[tuple[str, SignedCheckpoint]] = []
    for name, content in notes.items():
        signed = checks.believed(content, f"{where}/{name}")
        if isinstance(signed, Problem):
            yield signed
        elif name == signed.file_name:
            good[signed.checkpoint.size] = signed
        else:
            misplaced.append((name, signed))
    for name, signed in misplaced:
        ours = good.setdefault(signed.checkpoint.size, signed)
        in_anothers_place = re.fullmatch(rf"\d{{{DIGITS}}}{re.escape(NOTE)}", name)
        if ours.note == signed.note and ours is not signed and not in_anothers_place:
            remarks.append(_once_more(name, signed))
        elif ours.note == signed.note:
            yield _misplaced(name, signed)
        else:
            yield _second(name, signed)
    found |= dict(sorted(good.items()))


def against_the_ledger(where: str, checks: NoteChecks, found: Mapping[int, SignedCheckpoint]) -> Iterator[Problem]:
    """Whether ledger and archive tell the same: keys, roots, times, and which checkpoints there are."""
    signed = list(found.values())
    for each in signed:
        yield from checks.turn(each)
        said = checks.reading.signed.get(each.checkpoint.size)
        if said and said.note_sha256 != each.note.sha256:
            yield _exchanged(each)
    yield from compared(signed, checks.reading, Text(th="ในคลัง", en="in the archive"))
    yield from in_order([each for each in signed if each.checkpoint.size not in checks.reading.wrong_clocks])
    for size, body in checks.reading.signed.items():
        if size not in found:
            yield _missing(body, where)


def _missing(body: CheckpointBody, where: str) -> Problem:
    size, at = body.size, body.signed_at
    return Problem(
        What.MISSING,
        Text(
            th=f"จุดลงนาม {size} ลงนามเมื่อ {at} ตามบันทึก แต่ไม่อยู่ในคลัง {where}: ถูกลบ"
            " โปรดกู้คืนจากสำเนาที่เก็บไว้ที่อื่น (เช่น ชุดข้อมูลหลักฐานบนพอร์ทัล) ด้วย `perd evidence restore`",
            en=f"Checkpoint {size} was signed at {at}, as the ledger tells, and is not in the archive {where}: it was"
            " removed. Put it back with `perd evidence restore` from a copy that was kept elsewhere, such as the"
            " evidence dataset on the portal.",
        ),
        size,
    )


def _once_more(name: str, found: SignedCheckpoint) -> Text:
    size = found.checkpoint.size
    return Text(
        th=f"ไฟล์ {name} เป็นสำเนาของจุดลงนาม {size} อีกไฟล์หนึ่ง ({found.file_name}) ลบได้",
        en=f"The file {name} is checkpoint {size} once more, as {found.file_name} holds it: it can be removed.",
    )


def _second(name: str, found: SignedCheckpoint) -> Problem:
    size = found.checkpoint.size
    return Problem(
        What.SWAPPED,
        Text(
            th=f"ไฟล์ {name} มีจุดลงนาม {size} อีกฉบับที่ไม่เหมือนกับฉบับอื่นในคลัง: ฉบับหนึ่งลงนามขึ้นภายหลัง โปรดเก็บไว้เป็นหลักฐานนอกคลัง",
            en=f"The file {name} holds another checkpoint {size} than the archive has already: one of the two was"
            " signed later. Keep it as evidence, outside the archive, and find out who signed it.",
        ),
        size,
    )


def _misplaced(name: str, found: SignedCheckpoint) -> Problem:
    size = found.checkpoint.size
    return Problem(
        What.SWAPPED,
        Text(
            th=f"ไฟล์ {name} มีจุดลงนาม {size} ซึ่งควรอยู่ใน {found.file_name}: ไฟล์ถูกสลับกัน โปรดกู้คืนจากสำเนา",
            en=f"The file {name} holds checkpoint {size}, which belongs into {found.file_name}: checkpoints were"
            " swapped; restore them from a copy.",
        ),
        size,
    )


def _exchanged(found: SignedCheckpoint) -> Problem:
    size = found.checkpoint.size
    return Problem(
        What.SWAPPED,
        Text(
            th=f"จุดลงนาม {size} ในคลังไม่ใช่ฉบับที่บันทึกหลักฐานระบุว่าลงนามไว้: ถูกสลับด้วยฉบับอื่น โปรดกู้คืนจากสำเนา",
            en=f"Checkpoint {size} in the archive is not the note that the ledger says was signed: it was swapped for"
            " another one; restore it from a copy.",
        ),
        size,
    )
