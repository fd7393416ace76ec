"""Is a file a checkpoint of this ledger, and signed by the key whose turn it was? What it says of the records is not
looked at here."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.domain.text import Text
from flows.domain.thai_calendar import thai_datetime
from flows.evidence.checkpoint import SignedCheckpoint, iso
from flows.evidence.note_keys import PublicKey
from flows.evidence.own_records import KeyEvent
from flows.evidence.problems import Problem, What
from flows.evidence.reading import Reading


@dataclass(frozen=True, slots=True)
class NoteChecks:
    """By what checkpoints are believed."""

    reading: Reading
    trusted: tuple[PublicKey, ...]

    @property
    def origin(self) -> str | None:
        """The ledger's name; None where neither a trusted key nor a record says it."""
        keys = [*self.trusted, *(body.public for body in self.reading.keys.values())]
        return keys[0].name if keys else None

    def believed(self, content: bytes, where: str) -> SignedCheckpoint | Problem:
        """A checkpoint of this ledger that a trusted key signed, or what is wrong with it."""
        try:
            signed = SignedCheckpoint.parse(content)
        except ValueError as error:
            return Problem(
                What.DAMAGED,
                Text(
                    th=f"{where} ไม่ใช่จุดลงนามที่อ่านได้อีกต่อไป (ไฟล์ถูกแก้ไขหรือเสียหาย) โปรดกู้คืนจากสำเนา",
                    en=f"{where} holds no checkpoint any more ({error}): it was changed or damaged; restore it from a"
                    " copy.",
                ),
            )
        size, origin = signed.checkpoint.size, signed.checkpoint.origin
        if self.origin and origin != self.origin:
            return Problem(
                What.FOREIGN,
                Text(
                    th=f"{where} เป็นจุดลงนามของบันทึกหลักฐานอื่น ({origin}) ไม่ใช่ของบันทึกนี้ ({self.origin}):"
                    " ถูกสลับไฟล์ โปรดกู้คืนจากสำเนา",
                    en=f"{where} holds a checkpoint of another ledger ({origin}), not of this one ({self.origin}): it"
                    " was exchanged; restore it from a copy.",
                ),
                size,
            )
        if not self.trusted:
            return signed  # that there are no keys is said once for all
        try:
            signers = list(signed.note.signers(self.trusted))
        except ValueError as error:
            return Problem(
                What.UNTRUSTED,
                Text(
                    th=f"จุดลงนาม {size} ({where}) ถูกแก้ไขหลังลงนาม: ลายมือชื่อไม่ตรงกับข้อความ โปรดกู้คืนจากสำเนา",
                    en=f"Checkpoint {size} ({where}) was changed after it was signed: {error}; restore it from a copy.",
                ),
                size,
            )
        if not signers:
            return self._untrusted(signed, where)
        return signed

    def turn(self, signed: SignedCheckpoint) -> Iterator[Problem]:
        """Whether it is signed by the key that the ledger says signs at that size, and a rotation by both."""
        size, signers = signed.checkpoint.size, {each.short for each in signed.note.signatures}
        due = self.reading.key_at(size)
        if due is None or size > self.reading.tree.size:
            return
        if due.public.short not in signers:
            yield Problem(
                What.UNTRUSTED,
                Text(
                    th=f"จุดลงนาม {size} ลงนามด้วยกุญแจ {_listed(signers)} แต่ตามบันทึกต้องลงนามด้วย"
                    f" {due.public.short}: มีผู้ลงนามด้วยกุญแจที่เลิกใช้แล้วหรือกุญแจอื่น",
                    en=f"Checkpoint {size} is signed by {_listed(signers)}, but the ledger says that {due.public.short}"
                    " signs there: somebody signed with a key that was not, or no longer, in use.",
                ),
                size,
            )
        if due.event is KeyEvent.ROTATED and size == self._first_by(due.key) and due.replaces not in signers:
            yield Problem(
                What.UNTRUSTED,
                Text(
                    th=f"จุดลงนาม {size} เป็นจุดแรกหลังเปลี่ยนกุญแจเป็น {due.public.short} แต่กุญแจเดิม"
                    f" {due.replaces} ไม่ได้ร่วมลงนาม: ไม่มีสิ่งใดแสดงว่าผู้ถือกุญแจเดิมเห็นชอบ",
                    en=f"Checkpoint {size} is the first since the key {due.public.short} took the place of"
                    f" {due.replaces}, which did not sign it too: nothing shows that whoever held the old key wanted"
                    " the new one.",
                ),
                size,
            )

    def _first_by(self, key: str) -> int | None:
        """Size of the first checkpoint that was signed since that key is in use."""
        since = next(seq for seq, body in self.reading.keys.items() if body.key == key)
        return min((size for size in self.reading.signed if size >= since), default=None)

    def _untrusted(self, signed: SignedCheckpoint, where: str) -> Problem:
        size, signers = signed.checkpoint.size, {each.short for each in signed.note.signatures}
        return Problem(
            What.UNTRUSTED,
            Text(
                th=f"จุดลงนาม {size} ({where}) ลงนามด้วยกุญแจ {_listed(signers)} ซึ่งไม่ใช่กุญแจที่เชื่อถือ:"
                " มีผู้สร้างขึ้นใหม่ด้วยกุญแจอื่น หรือไฟล์กุญแจที่เชื่อถือไม่ใช่ของบันทึกนี้",
                en=f"Checkpoint {size} ({where}) is signed by {_listed(signers)}, which is no trusted key: somebody"
                " made it anew with a key of their own, or the file of trusted keys is not this ledger's.",
            ),
            size,
        )


def when(signed: SignedCheckpoint) -> Text:
    """Its time as people read it."""
    at = signed.checkpoint.signed_at
    return Text(th=thai_datetime(at), en=iso(at))


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
