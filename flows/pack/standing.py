"""Our own indicator, its history, and how much evidence there is."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from flows.domain.text import Text
from flows.pack.defining import NOTHING_DISCLOSED, RECORDS, own
from flows.pack.number import Number, mean
from flows.pack.scope import Scope

OUT_OF = 100
INDICATOR = own(
    "own-indicator",
    Text(th="ตัวชี้วัดของระบบเปิด", en="Perd's own indicator"),
    Text(
        th="ค่าเฉลี่ยคะแนนตัวชี้วัดของระบบเปิด (เต็ม 100) ของชุดข้อมูลที่เปิดเผยซึ่งวัดได้ครบทุกข้อ ตามบันทึกล่าสุดของแต่ละชุดที่เผยแพร่หรือยืนยัน"
        "รุ่นที่เผยแพร่อยู่ รายเดือนคือ ณ สิ้นเดือน ไม่ใช่คะแนนทางการและไม่เกี่ยวกับคะแนนของ สพร.",
        en="Mean of Perd's own indicator (out of 100) over the disclosed datasets in which all of it was measured, by"
        " the latest record of each that published or confirmed the version; by month, at the month's end. Not"
        " official, and not DGA's score.",
    ),
    Text(th="คะแนน", en="points"),
    Text(th="ตัวชี้วัดของระบบเปิด นิยามอยู่ใน docs/scores.md", en="Perd's own indicator, defined in docs/scores.md"),
)
LEDGER = replace(
    own(
        "verified-records",
        Text(th="บันทึกหลักฐานที่ตรวจสอบได้", en="Verifiable records"),
        Text(
            th="จำนวนบันทึกในช่วงเวลาที่เกี่ยวกับชุดข้อมูลเหล่านี้ ทุกบันทึกอยู่ในสายโซ่แฮชที่ตรวจได้ด้วย verify.py และจำนวนครั้งที่ลงนามรับรอง"
            "บันทึกทั้งหมด (checkpoint) ในช่วงเวลา",
            en="Records of the period about these datasets, each in the hash chain that verify.py checks; and how often"
            " the ledger as a whole was signed (checkpoints) in the period.",
        ),
        RECORDS,
    ),
    parts=(
        ("records", Text(th="บันทึก", en="Records")),
        ("checkpoints", Text(th="การลงนามรับรอง", en="Checkpoints")),
    ),
)
DEFINITIONS = (INDICATOR, LEDGER)


def numbers(scope: Scope) -> Iterator[Number]:
    yield _indicator(scope, None)
    for nth, _ in enumerate(scope.months, start=1):
        yield _indicator(scope, nth)
    records = sorted(seq for story in scope.stories.values() for seq in story.records)
    yield Number(LEDGER, scope.id, len(records), part="records", records=tuple(records))
    signed = sorted(entry.seq for entry in scope.checkpoints)
    yield Number(LEDGER, scope.id, len(signed), part="checkpoints", records=tuple(signed))


def _indicator(scope: Scope, nth: int | None) -> Number:
    disclosed = scope.disclosed(nth)
    scores = {
        each.told_by.seq: Decimal(each.disclosure.scores["perd"])
        for each in disclosed
        if each.told_by and each.disclosure and "perd" in each.disclosure.scores
    }
    month = scope.months[nth - 1].id if nth else None
    note = _note(len(scores), len(disclosed))
    if not scores:
        return Number(INDICATOR, scope.id, None, OUT_OF, month, note=note)
    records = tuple(sorted(scores))
    return Number(INDICATOR, scope.id, mean(list(scores.values())), OUT_OF, month, note=note, records=records)


def _note(measured: int, disclosed: int) -> Text | None:
    if not disclosed:
        return NOTHING_DISCLOSED
    if measured == disclosed:
        return None
    return Text(
        th=f"เฉลี่ยจาก {measured:,} ใน {disclosed:,} ชุดข้อมูลที่เปิดเผย ชุดที่เหลือวัดได้ไม่ครบทุกข้อ",
        en=f"Mean of {measured:,} of {disclosed:,} disclosed datasets; the others were not measured whole.",
    )
