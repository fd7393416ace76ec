"""Why somebody did what stays in the ledger for ever: in one line, and about nobody."""

from flows.domain.errors import EvidenceError
from flows.domain.personal_text import looks_personal
from flows.domain.text import Text

SHORTEST_REASON = 10
"""Characters: as for a waiver."""


def kept_reason(reason: str, what: Text) -> str:
    """As it is written down; `what` needs it. EvidenceError for one that says too little, or that may not be kept."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise EvidenceError(
            Text(
                th=f"{what.th}ต้องมีเหตุผลอย่างน้อย {SHORTEST_REASON} ตัวอักษร ซึ่งจะเก็บเป็นหลักฐานถาวร",
                en=f"{what.en} needs a reason of at least {SHORTEST_REASON} characters, which stays in the ledger.",
            )
        )
    if not reason.isprintable():
        raise EvidenceError(
            Text(
                th="เหตุผลมีการขึ้นบรรทัดใหม่ หรือมีสิ่งที่ไม่ใช่ตัวอักษร: โปรดเขียนเป็นบรรทัดเดียว",
                en="The reason holds a line break, or something that is no character: give it in one line.",
            )
        )
    if looks_personal(reason):
        raise EvidenceError(
            Text(
                th="เหตุผลมีข้อมูลที่ดูเหมือนข้อมูลส่วนบุคคล (ชื่อ เลขประจำตัว หรือหมายเลขโทรศัพท์) และจะเก็บเป็นหลักฐานถาวร:"
                " โปรดเขียนใหม่โดยไม่ระบุบุคคล",
                en="The reason seems to hold personal data (a name, a number of a person, a telephone), and can never"
                " be removed: write it without.",
            )
        )
    return reason
