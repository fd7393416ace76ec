"""All findings as a list, one in a row: to be filtered, sorted, and handed to whoever mends them."""

from collections.abc import Mapping

from flows.domain.finding import Finding, column_letter
from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.workbook_looks import LOOKS, Styles
from flows.reports.workbook_marks import Comments
from flows.reports.workbook_table import TableSheet
from flows.workbooks.safety import storable
from flows.workbooks.sheet import MOST_COLUMNS, MOST_ROWS, Sheet

MOST_LINKS = 10_000
"""Findings with a link to their cell, and with wrapped lines: more of either make the workbook slow to open."""
LONGEST_QUOTE = 1_000
"""Characters of a value, or of a sentence that may quote one."""

COLUMNS: tuple[tuple[str, Text, int], ...] = (
    ("number", Text(th="ลำดับ", en="No."), 8),
    ("level", Text(th="ระดับ", en="Level"), 20),
    ("file", Text(th="แฟ้ม", en="File"), 24),
    ("sheet", Text(th="แผ่นงาน", en="Sheet"), 18),
    ("cell", Text(th="เซลล์", en="Cell"), 10),
    ("row", Text(th="แถว", en="Row"), 9),
    ("column", Text(th="คอลัมน์", en="Column"), 9),
    ("header", Text(th="หัวคอลัมน์", en="Header"), 22),
    ("value", Text(th="ค่าที่พบ", en="Value found"), 28),
    ("message", Text(th="สิ่งที่พบ", en="What was found"), 50),
    ("fix", Text(th="วิธีแก้", en="How to fix, in Thai"), 50),
    ("rule", Text(th="กฎ", en="Rule"), 24),
    ("english", Text(th="ข้อความภาษาอังกฤษ", en="In English"), 50),
)
_AT = {name: number for number, (name, _, _) in enumerate(COLUMNS, start=1)}
NOTHING_FOUND = Text(th="ไม่พบสิ่งที่ต้องแจ้ง", en="Nothing was found.")
NOT_CHECKED = Text(th="รอบนี้ไม่ได้ตรวจข้อมูล", en="Nothing was checked in this run.")


def write_findings(sheet: Sheet, report: ReportData, tables: Mapping[str, TableSheet], styles: Styles) -> int:
    """Write the list, marking each finding in its table on the way: the findings are read once.

    Returns how many there was no room for: those behind the 1,048,575th.
    """
    for column, (_, title, _) in enumerate(COLUMNS, start=1):
        sheet.text(1, column, f"{title.th}\n({title.en})", styles.list_header)
    sheet.widths({column: width for column, (_, _, width) in enumerate(COLUMNS, start=1)})
    sheet.freeze(1)
    titles = {resource.name: resource.title for resource in report.dataset.resources}
    comments = Comments()
    row = 1
    for row, finding in enumerate(report.findings, start=2):
        made = tables.get(finding.place.resource or "")
        shown = made is not None and made.marks.add(finding)
        if made is not None and shown:
            comments.add(finding, made.marks)
        if row <= MOST_ROWS:
            target = made if shown and row <= MOST_LINKS + 1 else None
            _write(sheet, row, finding, titles.get(finding.place.resource or "", ""), made, target, styles)
    comments.choose(made.marks for made in tables.values())
    if row == 1:
        words = NOTHING_FOUND if report.checked else NOT_CHECKED
        sheet.text(2, _AT["message"], words.th, styles.wrapped)
        sheet.text(2, _AT["english"], words.en, styles.wrapped)
    sheet.filter(min(max(row, 2), MOST_ROWS), len(COLUMNS))
    return max(0, row - MOST_ROWS)


def _write(
    sheet: Sheet,
    row: int,
    finding: Finding,
    title: str,
    made: TableSheet | None,
    target: TableSheet | None,
    styles: Styles,
) -> None:
    place, wrapped = finding.place, styles.wrapped if row <= MOST_LINKS + 1 else styles.plain
    look = LOOKS[finding.standing]
    sheet.number(row, _AT["number"], row - 1, styles.row_number)
    sheet.text(row, _AT["level"], look.word.th, styles.of_standing[finding.standing])
    texts = {
        "file": title or place.resource or "",
        "sheet": made.sheet.name if made else place.sheet or "",
        "column": column_letter(place.column) if place.column else "",
        "header": place.header or "",
        "value": finding.value or "",
        "message": finding.message.th,
        "fix": finding.fix.th,
        "rule": finding.rule,
        "english": finding.message.en,
    }
    for name, text in texts.items():
        if text:
            sheet.text(row, _AT[name], storable(text, LONGEST_QUOTE), wrapped)
    if place.row:
        sheet.number(row, _AT["row"], place.row, styles.row_number)
    if target is not None:
        cell = _cell(target, finding)
        sheet.link(row, _AT["cell"], target.sheet.name, cell, place.cell or cell, styles.link)
    elif place.cell:
        sheet.text(row, _AT["cell"], place.cell)


def _cell(target: TableSheet, finding: Finding) -> str:
    """The coloured cell that the finding's link leads to."""
    row, column = target.marks.spot(finding)
    return f"{column_letter(min(column or 1, MOST_COLUMNS))}{row}"
