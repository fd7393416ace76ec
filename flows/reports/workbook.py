"""The validation report as a workbook: the agency's own tables with the bad cells marked, all findings, what to do."""

from datetime import UTC
from pathlib import Path

from flows.reports.data import ReportData, ReportTable
from flows.reports.workbook_findings import write_findings
from flows.reports.workbook_howto import write_howto
from flows.reports.workbook_looks import Styles
from flows.reports.workbook_marks import Marks
from flows.reports.workbook_table import TableSheet, write_table
from flows.workbooks.safety import sheet_names
from flows.workbooks.sheet import new_book

FINDINGS = "รายการที่ตรวจพบ"
HOWTO = "วิธีแก้"


def write_workbook(report: ReportData, path: Path) -> None:
    """Write the report to `path` (.xlsx) in bounded memory, however many rows and findings there are.

    One sheet for each resource of which a table was made, in declared order, then FINDINGS and HOWTO. What a
    `Curtain` covers is not in it. OSError if it cannot be written, or a table cannot be read.
    """
    with_table = [(table, table.tidied) for table in report.tables if table.tidied is not None]
    names = sheet_names((_name_of(table) for table, _ in with_table), taken=(FINDINGS, HOWTO))
    with new_book(
        path, f"{report.dataset.declared.title}: รายงานผลการตรวจสอบข้อมูล", report.run_at.astimezone(UTC)
    ) as book:
        styles = Styles(book)
        tables = [
            TableSheet(table, book.sheet(name), Marks(tidied))
            for (table, tidied), name in zip(with_table, names, strict=True)
        ]
        findings, howto = book.sheet(FINDINGS), book.sheet(HOWTO)
        left_out = write_findings(findings, report, {made.table.name: made for made in tables}, styles)
        for made in tables:
            write_table(made, report, styles)
        write_howto(howto, report, tables, left_out, styles)


def _name_of(table: ReportTable) -> str:
    sheet = table.tidied.sheet if table.tidied else None
    return sheet or table.resource.title or table.name
