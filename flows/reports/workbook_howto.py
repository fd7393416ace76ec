"""The sheet that says what to do: the verdict, each rule, the colours, how to send the file back, what is left out."""

from collections.abc import Sequence

from flows.domain.finding import Standing
from flows.domain.text import Text
from flows.pages.words import moment
from flows.reports.data import ReportData
from flows.reports.grouping import RuleGroup, by_rule
from flows.reports.verdict_words import verdict
from flows.reports.words import SOURCE_MARKS
from flows.reports.workbook_findings import NOT_CHECKED, NOTHING_FOUND
from flows.reports.workbook_limits import limits_of, may_be_sent
from flows.reports.workbook_looks import LOOKS, Styles
from flows.reports.workbook_table import TableSheet
from flows.workbooks.sheet import Sheet, Style

FEW = 3
"""More distinct fixes of one rule than this are read in the list of findings."""
IN_THE_LIST = Text(th="ดูวิธีแก้ของแต่ละจุดในแผ่นงานรายการที่ตรวจพบ", en="The list of findings says how to fix each of them.")
SEND_BACK = (
    Text(
        th="แก้ไขในแฟ้มต้นฉบับของหน่วยงาน แผ่นงานตารางในสมุดงานนี้วางข้อมูลไว้ที่แถวและคอลัมน์เดียวกับแฟ้มต้นฉบับ",
        en="Correct the agency's original file: in this workbook every row and column stands where it has them.",
    ),
    Text(
        th="เซลล์ที่มีสีมีคำอธิบายกำกับ ชี้ที่เซลล์เพื่ออ่าน รายการทั้งหมดอยู่ในแผ่นงานรายการที่ตรวจพบ กรองตามระดับได้",
        en="Coloured cells bear a comment: point at one to read it. The list has all findings, and can be filtered.",
    ),
    Text(
        th="บันทึกแฟ้มต้นฉบับที่แก้แล้วไว้ที่เดิม โดยใช้ชื่อแฟ้ม รูปแบบแฟ้ม และหัวคอลัมน์เดิม",
        en="Save the corrected original in the same place, with the same name, format and headers.",
    ),
)
CHECKED_AGAIN = Text(
    th="ระบบจะตรวจใหม่เองในรอบถัดไป และเผยแพร่เมื่อผ่านการตรวจสอบ",
    en="It is checked again in the next run, and published once it passes.",
)
CHECK_AGAIN = Text(
    th="แฟ้มนี้ยังไม่ได้ส่ง แก้แล้วตรวจซ้ำด้วยคำสั่งเดิม เมื่อผ่านแล้วจึงนำแฟ้มไปวางที่แหล่งข้อมูลของหน่วยงาน",
    en="This file has not been sent: check it again with the same command, and put it in its place once it passes.",
)


def write_howto(
    sheet: Sheet, report: ReportData, tables: Sequence[TableSheet], findings_left_out: int, styles: Styles
) -> None:
    """Write the sheet; the tables and the list have been written before."""
    page = _Page(sheet, styles)
    _summary(page, report)
    if not len(report.findings):
        page.line("", NOTHING_FOUND if report.checked else NOT_CHECKED)
    for group in by_rule(report):
        _rule(page, group)
    page.section(Text(th="ความหมายของสี", en="What the colours mean"))
    for standing, look in LOOKS.items():
        told = Text(th=f"{look.colour.th}: {look.tells.th}", en=f"{look.word.en} ({look.colour.en}): {look.tells.en}")
        page.line(look.word.th, told, styles.of_standing[standing])
    page.section(Text(th="วิธีส่งแฟ้มที่แก้แล้ว", en="How to send the corrected file"))
    last = CHECK_AGAIN if report.before_sending else CHECKED_AGAIN
    for number, step in enumerate((*SEND_BACK, last), start=1):
        page.line(f"{number}.", step)
    for made in tables:
        page.line(made.sheet.name, may_be_sent(made))
    limits = limits_of(tables, len(report.findings), findings_left_out)
    if limits:
        page.section(Text(th="สิ่งที่ไม่ได้แสดงในสมุดงานนี้", en="What this workbook does not show"))
        for limit in limits:
            page.line("", limit)


class _Page:
    """Three columns: what it is, in Thai, in English."""

    def __init__(self, sheet: Sheet, styles: Styles) -> None:
        self._sheet = sheet
        self.styles = styles
        self._row = 0
        sheet.widths({1: 26, 2: 80, 3: 70})

    def line(self, label: str, text: Text, label_style: Style | None = None, style: Style | None = None) -> None:
        self._row += 1
        if label or label_style:
            self._sheet.text(self._row, 1, label, label_style or self.styles.label)
        self._sheet.text(self._row, 2, text.th, style or self.styles.wrapped)
        self._sheet.text(self._row, 3, text.en, style or self.styles.wrapped)

    def section(self, title: Text) -> None:
        self._row += 1
        heading = self.styles.heading
        self.line("", title, heading, heading)


def _summary(page: _Page, report: ReportData) -> None:
    title = page.styles.title
    page.line("", Text(th="รายงานผลการตรวจสอบข้อมูล", en="Data validation report"), None, title)
    page.line("ผลการตรวจ", verdict(report))
    if report.reason:
        page.line("เหตุผล", report.reason)
    declared = report.dataset.declared.title
    page.line("ชุดข้อมูล", Text(th=declared, en=report.dataset.id))
    page.line("หน่วยงาน", report.dataset.agency.name)
    page.line("ตรวจเมื่อ", moment(report.run_at))
    counts = {standing: report.findings.count(standing) for standing in Standing}
    found = [(LOOKS[standing].word, count) for standing, count in counts.items() if count]
    if found:
        page.line(
            "สิ่งที่ตรวจพบ",
            Text(
                th=", ".join(f"{word.th} {count:,} รายการ" for word, count in found),
                en=", ".join(f"{word.en}: {count:,}" for word, count in found),
            ),
        )


def _rule(page: _Page, group: RuleGroup) -> None:
    rule, look = group.rule, LOOKS[group.standing]
    page.section(rule.title)
    page.line(
        look.word.th,
        Text(th=f"{group.count:,} จุด (กฎ {rule.slug})", en=f"{group.count:,} (rule {rule.slug})"),
        page.styles.of_standing[group.standing],
    )
    page.line("เหตุผล", rule.why)
    for fix in group.fixes if len(group.fixes) <= FEW and (group.one_fix or group.all_at_hand) else (IN_THE_LIST,):
        page.line("วิธีแก้", fix)
    if rule.example:
        page.line("ตัวอย่างที่ถูกต้อง", Text(th=rule.example, en=rule.example))
    mark, source = SOURCE_MARKS[rule.source.mark], rule.source
    named = f"{source.name} {source.url}" if source.url else source.name
    page.line("ที่มา", Text(th=f"{mark.th}: {named}", en=f"{mark.en}: {named}"))
