"""Put checkpoints that were removed from the archive back from a copy: only those that the ledger tells of.

Nothing is put over a file that is there, be it damaged or another checkpoint: it may be the only trace of who did that.
"""

from flows.domain.errors import PipelineError
from flows.domain.text import Text
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.copies import Copies
from flows.evidence.ledger import Ledger
from flows.evidence.notary import Notary
from flows.evidence.reading import read_through


def restore(ledger: Ledger, notary: Notary, copies: Copies) -> list[int]:
    """Sizes of those that were put back. What the ledger says of a note, its digest, leaves no doubt which one it is.

    Raises PipelineError where other content bears the name of some of them, when all others are back: it has to be
    looked at first.
    """
    said = read_through(ledger.links()).signed
    told = {body.note_sha256: size for size, body in said.items()}
    restored, taken = [], []
    for content in copies.notes:
        try:
            signed = SignedCheckpoint.parse(content)
        except ValueError:
            continue
        size = told.get(signed.note.sha256)
        if size is None or notary.archive.file(signed.file_name) == content:
            continue
        try:
            notary.archive.keep(signed.file_name, content)
            restored.append(size)
        except FileExistsError:
            taken.append(signed.file_name)
    if taken:
        raise _taken(taken, restored, notary.archive.where)
    return restored


def _taken(names: list[str], restored: list[int], where: str) -> PipelineError:
    listed, back = ", ".join(names), ", ".join(map(str, restored)) or "-"
    return PipelineError(
        Text(
            th=f"ในคลัง {where} มีไฟล์ชื่อ {listed} อยู่แล้ว แต่เนื้อหาไม่ใช่จุดลงนามที่บันทึกหลักฐานระบุ (เสียหายหรือถูกสลับ) จึงไม่ได้เขียนทับ"
            f" โปรดย้ายไฟล์เหล่านั้นออกไปเก็บเป็นหลักฐาน แล้วสั่งกู้คืนอีกครั้ง (จุดลงนามที่กู้คืนแล้ว: {back})",
            en=f"The archive {where} has files of the names {listed} already, which are not the checkpoints that the"
            " ledger tells of: they are damaged, or were exchanged, and nothing was put over them. Move them away, keep"
            f" them as evidence, and restore again. (Checkpoints restored: {back}.)",
        )
    )
