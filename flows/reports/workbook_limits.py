"""What the workbook does not show, in exact numbers."""

from collections.abc import Iterator, Sequence

from flows.domain.text import Text
from flows.reports.workbook_findings import MOST_LINKS
from flows.reports.workbook_marks import NEIGHBOURS, WHOLE_TABLE
from flows.reports.workbook_table import Shortcomings, TableSheet
from flows.workbooks.sheet import MOST_COLUMNS, MOST_ROWS


def may_be_sent(made: TableSheet) -> Text:
    """Whether the sheet may be copied back into the agency's file."""
    if made.short.can_be_sent_back:
        return Text(
            th="แผ่นงานนี้มีข้อมูลครบทุกเซลล์ จะแก้ในแผ่นงานนี้แล้วคัดลอกกลับไปยังแฟ้มต้นฉบับก็ได้",
            en="This sheet has every cell of the table: you may correct it here and copy it back into the original.",
        )
    return Text(
        th="แผ่นงานนี้แสดงข้อมูลไม่ครบหรือไม่ตรงทุกเซลล์ (ดูด้านล่าง) ให้แก้ในแฟ้มต้นฉบับเท่านั้น",
        en="This sheet does not have every cell as it was (see below): correct only the original file.",
    )


def limits_of(tables: Sequence[TableSheet], findings: int, findings_left_out: int) -> list[Text]:
    """One sentence for each limit that applied; none where everything is shown."""
    said = [
        Text(th=f"“{made.sheet.name}”: {words.th}", en=f"{made.sheet.name}: {words.en}")
        for made in tables
        for words in _limits_of_table(made.short)
    ]
    if findings > MOST_LINKS:
        said.append(
            Text(
                th=f"ในรายการที่ตรวจพบ เฉพาะ {MOST_LINKS:,} รายการแรกมีลิงก์ไปยังเซลล์",
                en=f"In the list of findings the first {MOST_LINKS:,} have a link to their cell.",
            )
        )
    if findings_left_out:
        said.append(
            Text(
                th=f"สิ่งที่ตรวจพบซึ่งเกินจำนวนแถวของ Excel และไม่อยู่ในรายการ {findings_left_out:,} รายการ",
                en=f"Findings that are not in the list, because Excel has no more rows: {findings_left_out:,}",
            )
        )
    return said


def _limits_of_table(short: Shortcomings) -> Iterator[Text]:
    said: list[tuple[int, Text]] = [
        (
            short.rows_hidden,
            Text(
                th=f"ตารางมีมากกว่า {WHOLE_TABLE:,} แถว จึงแสดงเฉพาะหัวตาราง แถวที่ตรวจพบ และแถวข้างเคียง {NEIGHBOURS} แถว"
                f" ไม่ได้แสดง {{n}} แถว",
                en=f"The table has more than {WHOLE_TABLE:,} rows: only the header, the rows with findings and"
                f" {NEIGHBOURS} rows around them are shown. Rows not shown: {{n}}",
            ),
        ),
        (
            short.bad_rows_left_out,
            Text(
                th="แถวที่ตรวจพบแต่ไม่ได้แสดงหรือไม่ได้ระบายสี {n} แถว",
                en="Rows with findings that are not shown, or not coloured: {n}",
            ),
        ),
        (
            short.rows_beyond,
            Text(
                th=f"แถวที่เกินจากแถวที่ {MOST_ROWS:,} ซึ่ง Excel แสดงไม่ได้ {{n}} แถว",
                en=f"Rows beyond row {MOST_ROWS:,}, which Excel cannot hold: {{n}}",
            ),
        ),
        (
            short.columns_beyond,
            Text(
                th=f"คอลัมน์ที่เกินจากคอลัมน์ที่ {MOST_COLUMNS:,} ซึ่ง Excel แสดงไม่ได้ {{n}} คอลัมน์",
                en=f"Columns beyond column {MOST_COLUMNS:,}, which Excel cannot hold: {{n}}",
            ),
        ),
        (
            short.cells_withheld,
            Text(
                th="เซลล์ที่ซ่อนไว้เพราะอาจเป็นข้อมูลส่วนบุคคล {n} เซลล์",
                en="Cells that are hidden because they may be personal data: {n}",
            ),
        ),
        (
            short.cells_unpublished,
            Text(
                th="เซลล์ที่ไม่แสดงเพราะอยู่ในคอลัมน์ที่ไม่เผยแพร่ และยังไม่มีการตรวจ {n} เซลล์",
                en="Cells that are not shown because their columns are not published, and were not checked: {n}",
            ),
        ),
        (
            short.cells_cut,
            Text(
                th="เซลล์ที่ข้อความยาวเกินไปและถูกตัดท้าย (ลงท้ายด้วย …) {n} เซลล์",
                en="Cells whose text is too long and was cut (it ends in …): {n}",
            ),
        ),
        (
            short.cells_with_signs,
            Text(
                th="เซลล์ที่มีอักขระซึ่งมองไม่เห็น แสดงเป็นเครื่องหมายแทน เช่น ␀ หรือ [U+200F] {n} เซลล์",
                en="Cells with invisible characters, shown by signs such as ␀ or [U+200F]: {n}",
            ),
        ),
        (
            short.not_coloured,
            Text(th="สิ่งที่ตรวจพบซึ่งไม่ได้ระบายสีในตาราง {n} รายการ", en="Findings that are not coloured: {n}"),
        ),
        (
            short.places - short.comments,
            Text(
                th="ตำแหน่งที่ระบายสีแต่ไม่มีคำอธิบายกำกับ (อ่านได้ในแผ่นงานรายการที่ตรวจพบ) {n} ตำแหน่ง",
                en="Coloured places without a comment (read them in the list of findings): {n}",
            ),
        ),
    ]
    return (text.filled(n=f"{number:,}") for number, text in said if number > 0)
