"""The words of the reports, in one place: outcomes, severities, sources of rules, tidy rules, encodings, dates."""

from dataclasses import dataclass

from flows.domain.finding import Severity, Standing
from flows.domain.text import Text
from flows.pages.words import OUTCOME_BADGES


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """How an outcome, or what a check says, is named."""

    badge: Text
    """One or two words, shown beside the icon."""
    sentence: Text
    """The verdict. Placeholders: {rows}, {blocking}, {person}."""
    tells: Text
    """What it means for the public, in one sentence."""


NOTHING_SENT = Text(
    th="ยังไม่ได้ส่งและไม่ได้เผยแพร่สิ่งใด และไม่ได้เทียบกับฉบับที่อยู่บนพอร์ทัล กฎเรื่องการเปลี่ยนแปลงจากฉบับก่อนจะตรวจเมื่อส่งแฟ้มแล้ว",
    en="Nothing was sent or published, nor compared with the version on the portal: rules about changes against the"
    " last release are looked at only when the file is sent.",
)
"""What a check before sending means for the public."""

OUTCOMES: dict[str, OutcomeWords] = {
    "published": OutcomeWords(
        badge=OUTCOME_BADGES["published"],
        sentence=Text(
            th="ข้อมูลผ่านการตรวจสอบและเผยแพร่แล้ว จำนวน {rows} แถว",
            en="The data passed the checks and are published: {rows} rows.",
        ),
        tells=Text(
            th="ประชาชนเห็นข้อมูลรุ่นใหม่บนพอร์ทัลแล้ว ระบบได้ดาวน์โหลดกลับมาเทียบว่าตรงกันทุกไบต์",
            en="The public sees the new version; it was downloaded again and is the same byte for byte.",
        ),
    ),
    "fit": OutcomeWords(
        badge=Text(th="พร้อมเผยแพร่", en="Fit to publish"),
        sentence=Text(
            th="ข้อมูลผ่านการตรวจสอบ พร้อมเผยแพร่ จำนวน {rows} แถว",
            en="The data passed the checks and are fit to publish: {rows} rows.",
        ),
        tells=Text(th="รอบนี้เป็นการตรวจเท่านั้น ยังไม่ได้เผยแพร่", en="This was a check only: nothing has been published yet."),
    ),
    "unchanged": OutcomeWords(
        badge=OUTCOME_BADGES["unchanged"],
        sentence=Text(
            th="ข้อมูลต้นทางไม่มีการเปลี่ยนแปลง รุ่นที่เผยแพร่อยู่เป็นรุ่นล่าสุดแล้ว",
            en="The source has not changed: the published version is the latest one.",
        ),
        tells=Text(th="รอบนี้ระบบไม่ได้เขียนสิ่งใดลงบนพอร์ทัล", en="Nothing was written to the portal in this run."),
    ),
    "held": OutcomeWords(
        badge=OUTCOME_BADGES["held"],
        sentence=Text(
            th="ข้อมูลรุ่นนี้ยังเผยแพร่ไม่ได้ มี {blocking} จุดที่ต้องแก้ไขก่อน",
            en="This version cannot be published yet. Points that must be put right first: {blocking}.",
        ),
        tells=Text(th="ข้อมูลรุ่นก่อนหน้ายังเผยแพร่อยู่ตามเดิม", en="The public still sees the last good version."),
    ),
    "failed": OutcomeWords(
        badge=OUTCOME_BADGES["failed"],
        sentence=Text(
            th="ระบบเผยแพร่ทำงานไม่สำเร็จ ผู้ดูแลระบบต้องเป็นผู้แก้ไข",
            en="The publishing system did not finish its work: its operators have to act.",
        ),
        tells=Text(
            th="รอบนี้ระบบยังยืนยันไม่ได้ว่าข้อมูลรุ่นใหม่ขึ้นพอร์ทัลครบถ้วน",
            en="It is not confirmed that the new version is complete on the portal.",
        ),
    ),
    "unreachable": OutcomeWords(
        badge=OUTCOME_BADGES["unreachable"],
        sentence=Text(
            th="ระบบรับข้อมูลจากแหล่งข้อมูลของหน่วยงานไม่ได้",
            en="The data could not be fetched from the agency's source.",
        ),
        tells=Text(
            th="รอบนี้จึงยังไม่ได้ตรวจข้อมูล และไม่มีการเปลี่ยนแปลงบนพอร์ทัล",
            en="So nothing was checked, and nothing changed on the portal.",
        ),
    ),
    "waiting": OutcomeWords(
        badge=OUTCOME_BADGES["waiting"],
        sentence=Text(
            th="ข้อมูลรุ่นนี้รอผู้มีอำนาจอนุมัติ มี {person} จุดที่ระบบตัดสินแทนไม่ได้",
            en="This version waits for a person's approval. Points that a person has to decide: {person}.",
        ),
        tells=Text(
            th="จะยังไม่มีการเปลี่ยนแปลงบนพอร์ทัลจนกว่าจะได้รับอนุมัติ",
            en="Nothing changes on the portal until it is given.",
        ),
    ),
}

BEFORE_SENDING: dict[str, OutcomeWords] = {
    "fit": OutcomeWords(
        badge=Text(th="พร้อมส่ง", en="Fit to send"),
        sentence=Text(
            th="แฟ้มนี้ผ่านการตรวจก่อนส่ง จำนวน {rows} แถว",
            en="The file passed the check before sending: {rows} rows.",
        ),
        tells=NOTHING_SENT,
    ),
    "held": OutcomeWords(
        badge=Text(th="ต้องแก้ก่อนส่ง", en="Correct before sending"),
        sentence=OUTCOMES["held"].sentence,
        tells=NOTHING_SENT,
    ),
    "waiting": OutcomeWords(
        badge=Text(th="ต้องขออนุมัติหลังส่ง", en="Needs approval once sent"),
        sentence=Text(
            th="หากส่งแฟ้มนี้ จะต้องมีผู้มีอำนาจอนุมัติ มี {person} จุดที่ระบบตัดสินแทนไม่ได้",
            en="If this file is sent, a person has to approve it. Points that a person has to decide: {person}.",
        ),
        tells=NOTHING_SENT,
    ),
}
"""The ends that the check of a file has before it is sent."""

REPORT = Text(th="รายงานผลการตรวจสอบชุดข้อมูล", en="Dataset validation report")
REPORT_BEFORE_SENDING = Text(
    th="ตรวจก่อนส่ง (ยังไม่ได้ส่งและไม่ได้เผยแพร่)", en="Check before sending (not sent, not published)"
)

HELD_BY_A_PERSON = Text(th="ข้อมูลรุ่นนี้ยังไม่ได้เผยแพร่", en="This version has not been published.")
"""The verdict of a held dataset in which no finding blocks."""
WAITS = Text(th="ข้อมูลรุ่นนี้รอผู้มีอำนาจอนุมัติให้เผยแพร่", en="This version waits for a person's approval.")
"""The verdict of a waiting dataset in which nothing was found that a person has to decide."""
NEVER_PUBLISHED = Text(th="ชุดข้อมูลนี้ยังไม่เคยเผยแพร่บนพอร์ทัล", en="This dataset has not been on the portal before.")

SEVERITIES: dict[Severity, Text] = {
    Severity.BLOCK: Text(th="ต้องแก้ก่อนเผยแพร่", en="Must be fixed"),
    Severity.WARN: Text(th="ควรแก้ไข", en="Should be fixed"),
    Severity.INFO: Text(th="ข้อสังเกต", en="For information"),
}
WAIVED = Text(th="ได้รับยกเว้น", en="Waived")
STANDINGS: dict[Standing, Text] = {
    Standing.BLOCK: SEVERITIES[Severity.BLOCK],
    Standing.PERSON: Text(th="ต้องมีผู้ตัดสินใจ", en="A person decides"),
    Standing.WARN: SEVERITIES[Severity.WARN],
    Standing.INFO: SEVERITIES[Severity.INFO],
    Standing.APPROVED: Text(th="มีผู้อนุมัติแล้ว", en="Approved"),
    Standing.WAIVED: WAIVED,
}
"""What a finding amounts to, the gravest first."""

SOURCE_MARKS: dict[str, Text] = {
    "official": Text(
        th="ข้อกำหนดทางการ (กฎหมาย มาตรฐาน หรือคู่มือของพอร์ทัล)",
        en="Official (law, standard or portal's guide)",
    ),
    "own": Text(th="เกณฑ์ของระบบนี้เอง (ไม่ใช่ข้อกำหนดทางการ)", en="Our own indicator (not an official requirement)"),
    "technical": Text(th="ข้อกำหนดทางเทคนิคของรูปแบบแฟ้ม", en="Technical definition of the format"),
}

WITHHELD = Text(th="ไม่แสดงค่าในเซลล์นี้ เพราะอาจเป็นข้อมูลส่วนบุคคล", en="Not shown: it may be personal data")

SEE_THE_FINDINGS = Text(th="ดูรายละเอียดในสิ่งที่ตรวจพบ", en="See the findings.")
OUR_BUG = Text(
    th="เกิดข้อผิดพลาดในโปรแกรมเอง ({kind}) รายละเอียดอยู่ในบันทึกการทำงานของผู้ดูแลระบบ",
    en="An error in the program itself ({kind}); the operators' log has the details.",
)
"""Stands in for the text of an error that nobody foresaw."""

TIDY_RULES: dict[str, Text] = {
    "tidy/trim": Text(th="ตัดช่องว่างหัวท้ายเซลล์", en="Blanks at either end of cells removed"),
    "tidy/null-word": Text(
        th="เปลี่ยนคำที่แปลว่าไม่มีข้อมูล (เช่น “-”) เป็นเซลล์ว่าง", en='Words for "no value" (such as "-") emptied'
    ),
    "tidy/thai-digits": Text(th="เปลี่ยนเลขไทยเป็นเลขอารบิก", en="Thai digits turned into Arabic ones"),
    "tidy/thousands": Text(th="ตัดจุลภาคคั่นหลักพันออกจากตัวเลข", en="Thousands separators removed"),
    "tidy/date-format": Text(th="เปลี่ยนวันที่เป็นรูปแบบมาตรฐาน (ปปปป-ดด-วว)", en="Dates written as YYYY-MM-DD"),
    "tidy/buddhist-year": Text(
        th="เปลี่ยนปี พ.ศ. เป็น ค.ศ. (ลบ 543)", en="Buddhist-era years turned into CE (543 taken off)"
    ),
    "tidy/dropped-row": Text(
        th="ไม่นำแถวที่ประกาศไว้มาเผยแพร่ (เช่น แถวผลรวม หมายเหตุ)",
        en="Rows left out as declared (totals, footnotes)",
    ),
    "tidy/blank-row": Text(th="ไม่นำแถวที่ว่างทั้งแถวมาเผยแพร่ ตามที่ประกาศไว้", en="Wholly blank rows left out as declared"),
    "tidy/dropped-column": Text(th="ไม่นำคอลัมน์ที่ประกาศไว้มาเผยแพร่", en="Columns left out as declared"),
    "tidy/encoding": Text(th="แปลงรหัสอักขระเป็น UTF-8", en="Text encoding turned into UTF-8"),
    "tidy/header": Text(th="เปลี่ยนหัวคอลัมน์เป็นชื่อมาตรฐานภาษาอังกฤษ", en="Headers replaced by the published machine names"),
    "tidy/title-rows": Text(th="ไม่นำแถวชื่อเรื่องเหนือหัวตารางมาเผยแพร่", en="Title rows above the header left out"),
}

ENCODINGS: dict[str, Text] = {
    "utf-8": Text(th="UTF-8", en="UTF-8"),
    "utf-8-sig": Text(th="UTF-8 (มี BOM)", en="UTF-8 with BOM"),
    "cp874": Text(th="ภาษาไทยแบบเดิม (Windows-874 / TIS-620)", en="Windows-874 / TIS-620"),
    "xlsx": Text(th="สมุดงาน Excel (XLSX)", en="Excel workbook (XLSX)"),
}


def tidy_rule(slug: str) -> Text:
    """The words for a tidy rule; a rule that has none yet is shown by its slug rather than hidden."""
    return TIDY_RULES.get(slug, Text(th=slug, en=slug))


def encoding(name: str) -> Text:
    return ENCODINGS.get(name, Text(th=name, en=name))


def size(count: int) -> str:
    """Bytes as people say them, in steps of 1,000: 12.3 MB."""
    if count < 1_000:
        return f"{count} B"
    scaled, units = count / 1_000, ["KB", "MB", "GB"]
    while scaled >= 999.95 and len(units) > 1:
        scaled, units = scaled / 1_000, units[1:]
    return f"{scaled:,.1f} {units[0]}"
