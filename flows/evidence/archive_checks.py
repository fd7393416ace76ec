"""Does the archive hold the checkpoints that were signed, each under its own name, and none else?"""

from collections.abc import Iterator, Mapping

from flows.domain.text import Text
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.note_checks import NoteChecks
from flows.evidence.own_records import CheckpointBody
from flows.evidence.problems import Problem, What
from flows.evidence.record_checks import compared, in_order


def believed_notes(
    notes: Mapping[str, bytes], where: str, checks: NoteChecks, found: dict[int, SignedCheckpoint]
) -> Iterator[Problem]:
    """What is wrong with single files; the good ones are put into `found`, by size and in its order."""
    good = []
    for name, content in notes.items():
        signed = checks.believed(content, f"{where}/{name}")
        if isinstance(signed, Problem):
            yield signed
            continue
        good.append(signed)
        if name != signed.file_name:
            yield _misplaced(name, signed)
    found |= {signed.checkpoint.size: signed for signed in sorted(good, key=lambda each: each.checkpoint.size)}


def against_the_ledger(where: str, checks: NoteChecks, found: Mapping[int, SignedCheckpoint]) -> Iterator[Problem]:
    """Whether ledger and archive tell the same: keys, roots, times, and which checkpoints there are."""
    signed = list(found.values())
    for each in signed:
        yield from checks.turn(each)
        said = checks.reading.signed.get(each.checkpoint.size)
        if said and said.note_sha256 != each.note.sha256:
            yield _exchanged(each)
    yield from compared(signed, checks.reading, Text(th="ในคลัง", en="in the archive"))
    yield from in_order(signed)
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
