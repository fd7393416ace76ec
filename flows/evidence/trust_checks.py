"""Do the trusted keys and the ledger speak of the same keys?"""

from collections.abc import Iterator

from flows.domain.text import Text
from flows.evidence.key_files import KeyFiles
from flows.evidence.note_keys import PublicKey
from flows.evidence.own_records import KeyEvent
from flows.evidence.problems import Problem, What
from flows.evidence.reading import Reading


def about_keys(keys: KeyFiles, trusted: tuple[PublicKey, ...], reading: Reading, any_note: bool) -> Iterator[Problem]:
    """What is wrong with them; `any_note` says whether the archive holds anything that was signed."""
    if not trusted:
        if any_note or reading.keys or reading.checkpoints:
            yield _gone(keys)
        return
    for seq, body in reading.keys.items():
        if body.public not in trusted:
            yield _other(seq, body.public, keys)
    if reading.gap:
        return  # what the records behind it tell of keys was not read
    if not reading.keys:
        if not keys.next.exists():  # else the first key was being made when the machine stopped
            yield _no_record(trusted)
        return
    named = [body.public for body in reading.keys.values()]
    if set(named) <= set(trusted) and named != list(trusted):
        begun = keys.to_follow()  # trusted before the ledger tells of it
        if begun is None or [*named, begun.public] != list(trusted):
            yield _not_the_ledgers([key for key in trusted if key not in named], keys)


def lost_keys(reading: Reading) -> Iterator[Text]:
    """A key that nobody vouched for is named, every time."""
    for seq, body in reading.keys.items():
        if body.event is KeyEvent.LOST:
            yield Text(
                th=f"บันทึกที่ {seq}: กุญแจ {body.replaces} สูญหาย ({body.reason}) กุญแจ {body.public.short} ลงนามแทน"
                f" โดยกุญแจเดิมไม่ได้รับรอง โปรดเทียบลายนิ้วมือ {body.public.fingerprint} กับผู้ดูแลระบบ",
                en=f"Record {seq}: the key {body.replaces} was lost ({body.reason}), and {body.public.short} signs in"
                f" its place, which the old key did not vouch for: compare its fingerprint {body.public.fingerprint}"
                " with whoever runs the ledger.",
            )


def _not_the_ledgers(more: list[PublicKey], keys: KeyFiles) -> Problem:
    """A key that was in use once, and of which the ledger no longer tells, could sign all of it anew."""
    listed = ", ".join(key.short for key in more)
    if not more:
        return Problem(
            What.KEYS,
            Text(
                th=f"กุญแจใน {keys.trusted} ไม่เรียงตามลำดับที่บันทึกหลักฐานระบุ: ไฟล์หรือบันทึกถูกเขียนใหม่ โปรดกู้คืนจากสำเนา",
                en=f"The keys in {keys.trusted} do not stand in the order in which the ledger tells of them: the file"
                " or the ledger was rewritten. Restore it from a copy.",
            ),
        )
    return Problem(
        What.KEYS,
        Text(
            th=f"ไฟล์ {keys.trusted} เชื่อถือกุญแจ {listed} แต่บันทึกหลักฐานไม่กล่าวถึง: บันทึกถูกตัดท้าย"
            " ถูกเขียนใหม่ด้วยกุญแจเดิมที่ถูกขโมย หรือมีผู้เติมกุญแจลงในไฟล์ โปรดกู้คืนจากสำเนา",
            en=f"{keys.trusted} trusts {listed}, and no record of the ledger tells of it: the ledger's end was cut off,"
            " it was rewritten by somebody who holds an older key, or the key was put into the file. Restore what was"
            " changed from a backup.",
        ),
    )


def _gone(keys: KeyFiles) -> Problem:
    return Problem(
        What.KEYS,
        Text(
            th=f"ไฟล์กุญแจที่เชื่อถือ {keys.trusted} หายไปหรือว่างเปล่า ทั้งที่มีการลงนามแล้ว จึงไม่มีสิ่งใดแสดงว่าใครลงนาม โปรดกู้คืนจากสำเนา",
            en=f"The file of trusted keys {keys.trusted} is gone or empty, although checkpoints were signed: nothing"
            " shows by whom. Restore it from a copy.",
        ),
    )


def _no_record(trusted: tuple[PublicKey, ...]) -> Problem:
    return Problem(
        What.KEYS,
        Text(
            th=f"มีกุญแจที่เชื่อถือ {trusted[-1].short} แต่บันทึกหลักฐานไม่กล่าวถึงกุญแจใดเลย: เป็นบันทึกอื่น หรือถูกเขียนใหม่ทั้งหมด",
            en=f"The key {trusted[-1].short} is trusted, but no record of the ledger tells of any key: it is another"
            " ledger, or it was rewritten from its beginning. Restore the database from a backup.",
        ),
    )


def _other(seq: int, key: PublicKey, keys: KeyFiles) -> Problem:
    return Problem(
        What.KEYS,
        Text(
            th=f"บันทึกที่ {seq} ระบุว่ากุญแจ {key.short} เป็นผู้ลงนาม แต่ไฟล์ {keys.trusted} ไม่เชื่อถือกุญแจนี้:"
            " มีผู้ใช้กุญแจของตนแทน หรือไฟล์เป็นสำเนาเก่า",
            en=f"Record {seq} says that the key {key.short} signs from there on, and {keys.trusted} does not trust it:"
            " somebody put a key of their own in place, or the file is an old copy.",
        ),
    )
