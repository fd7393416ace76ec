"""Words that the definitions of many numbers share: units, sources, and out of what a share is."""

from flows.domain.text import Text
from flows.pack.number import Definition

DATASETS = Text(th="ชุดข้อมูล", en="datasets")
TIMES = Text(th="ครั้ง", en="times")
RECORDS = Text(th="บันทึก", en="records")

OURS = Text(th="ตัวชี้วัดของระบบเปิด นับจากบันทึกหลักฐาน", en="Perd's own indicator, counted from its ledger")
BY_THE_AWARD = Text(
    th="ตัวชี้วัดของระบบเปิด ทำตามคุณลักษณะในนิยามของรางวัล วิธีทดสอบเป็นของระบบเปิดเอง",
    en="Perd's own indicator, made after a property in the award's definition; the test is ours",
)

NOTHING_DISCLOSED = Text(th="ไม่มีชุดข้อมูลที่เปิดเผย จึงไม่มีสิ่งที่จะวัด", en="No dataset is disclosed: there is nothing to measure.")
_OF_THE_DISCLOSED = Text(
    th="นับจากชุดข้อมูลที่เปิดเผย ตามบันทึกล่าสุดของแต่ละชุดที่ระบบได้เผยแพร่หรือยืนยันรุ่นที่เผยแพร่อยู่",
    en="Out of the disclosed datasets, by the latest record of each that published or confirmed what the public has.",
)


def own(id: str, title: Text, definition: Text, unit: Text = DATASETS, source: Text = OURS) -> Definition:
    """Counted by Perd."""
    return Definition(id, title, definition, unit, "own", source)


def of_the_disclosed(id: str, title: Text, what: Text, source: Text = OURS) -> Definition:
    """A share of the disclosed datasets; `what` says of which."""
    th, en = f"{what.th} {_OF_THE_DISCLOSED.th}", f"{what.en} {_OF_THE_DISCLOSED.en}"
    return Definition(id, title, Text(th=th, en=en), DATASETS, "own", source)
