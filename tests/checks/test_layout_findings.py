"""From a file that is laid out wrongly to the sentence that its steward reads."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from flows.checks import Table
from flows.checks.tables.delivery import check_delivery
from flows.domain.finding import Finding, Severity
from flows.domain.tidy import Tidy
from flows.tidy import tidy
from tests.checks.conftest import table_schema

ROWS = [["จังหวัด", "ปริมาณ"], ["ลำปาง", "10"], ["ตาก", "20"]]
SCHEMA = table_schema({"name": "province", "title": "จังหวัด"}, {"name": "tonnes", "title": "ปริมาณ"})


@pytest.fixture
def found(tmp_path: Path, delivered: Callable[..., Table]) -> Callable[[openpyxl.Workbook], list[Finding]]:
    def look(book: openpyxl.Workbook) -> list[Finding]:
        book.save(tmp_path / "received.xlsx")
        tidied = tidy(tmp_path / "received.xlsx", Tidy(), SCHEMA, tmp_path)
        return list(check_delivery(delivered(tidied, SCHEMA)))

    return look


def book_of(rows: list[list[str]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


Found = Callable[[openpyxl.Workbook], list[Finding]]


def test_a_second_table_below_is_told_with_its_row(found: Found) -> None:
    (finding,) = found(book_of([*ROWS, [], ["สรุปรายปี"], ["ปี", "ยอด"], ["2567", "30"]]))
    assert (finding.rule, finding.severity, finding.place.row) == ("format/two-tables", Severity.BLOCK, 6)
    assert finding.message.th == "พบตารางที่สองอยู่ด้านล่าง ตั้งแต่แถวที่ 6"


def test_a_second_table_beside_is_told_with_its_column(found: Found) -> None:
    rows = [[*row, "", *more] for row, more in zip(ROWS, (["ปี", "ยอด"], ["2567", "30"], ["2568", "31"]), strict=True)]
    (finding,) = found(book_of(rows))
    assert (finding.rule, finding.place.column) == ("format/two-tables", 4)
    assert "ทางขวา ตั้งแต่คอลัมน์ D" in finding.message.th
    assert "from column D on" in finding.message.en


def test_merged_headers_name_their_cells(found: Found) -> None:
    book = book_of([["รายงาน"], *ROWS])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("B2:C2")
    (finding,) = found(book)
    assert (finding.rule, finding.severity, finding.place.row) == ("format/merged-header", Severity.BLOCK, 2)
    assert "แถวที่ 2" in finding.message.th and "B2:C2" in finding.message.th


def test_merged_data_name_their_cells_and_no_value(found: Found) -> None:
    book = book_of(ROWS)
    book.active.merge_cells("A2:A3")
    (finding,) = found(book)
    assert (finding.rule, finding.severity, finding.value) == ("format/merged-cells", Severity.BLOCK, None)
    assert "1 ช่วง (A2:A3)" in finding.message.th and "ลำปาง" not in repr(finding)


def test_further_worksheets_are_information(found: Found) -> None:
    book = book_of(ROWS)
    book.create_sheet("ปี 2566")["A1"] = "จังหวัด"
    (finding,) = found(book)
    assert (finding.rule, finding.severity) == ("format/other-sheets", Severity.INFO)
    assert "“Sheet”" in finding.message.th and "ปี 2566" in finding.message.th
