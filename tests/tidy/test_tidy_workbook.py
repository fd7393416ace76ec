"""XLSX: cells as a spreadsheet shows them, rows as it counts them."""

import datetime
import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from flows.tidy import ReceivedCells, Untidy, workbook


def saved(desk, book):
    path = desk.folder / "snapshot"
    book.save(path)
    return path


def sheet_of(desk, rows, **more):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return desk.tidy(saved(desk, book), **more)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (1.5, "1.5"),
        (-3.0, "-3"),
        (1e-7, "0.0000001"),
        (100000000000, "100000000000"),
        ("007", "007"),
        ("1.0", "1.0"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29, 13, 5), "2024-02-29T13:05:00"),
        (datetime.datetime(2024, 2, 29), "2024-02-29"),
        (datetime.time(9, 30), "09:30:00"),
        (datetime.timedelta(hours=36, minutes=5), "36:05:00"),
        (None, ""),
        ("บรรทัด\nสอง", "บรรทัด\nสอง"),
        ('ก "ข", ค', 'ก "ข", ค'),
    ],
)
def test_each_kind_of_cell(desk, value, text):
    tidied = sheet_of(desk, [["ก", "ข"], [value, "x"]], trim=False)
    assert desk.rows(tidied) == [[text, "x"]]
    assert (tidied.encoding, tidied.sheet, tidied.delimiter) == ("xlsx", "Sheet", ",")


def test_error_cells_stay_visible(desk):
    tidied = sheet_of(desk, [["ก", "ข"], [1, "#DIV/0!"], ["#N/A", 2], [3, "#NAME?"]])
    assert desk.rows(tidied) == [["1", "#DIV/0!"], ["#N/A", "2"], ["3", "#NAME?"]]


def test_rows_and_columns_are_those_of_the_sheet(desk):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B1"] = "ทะเบียน"
    sheet["C4"], sheet["D4"] = "ข", "ก"
    sheet["C6"], sheet["D6"] = "ข1", "ก1"
    sheet["D8"] = "#REF!"
    sheet["J40"].fill = PatternFill("solid", fgColor="FF0000")  # coloured, and empty: not part of the table
    tidied = desk.tidy(saved(desk, book))
    assert tidied.header_row == 4
    assert [(column.name, column.position) for column in tidied.columns][:2] == [("a", 4), ("b", 3)]
    assert [row[:2] for row in desk.rows(tidied)] == [["", ""], ["ก1", "ข1"], ["", ""], ["#REF!", ""]]
    assert tidied.row_map.source_row(2) == 6
    wanted = {(1, 2): "ทะเบียน", (6, 4): "ก1", (8, 4): "#REF!"}
    assert ReceivedCells(tidied)(wanted) == wanted
    assert desk.changes(tidied)["tidy/title-rows", None] == 3


def test_the_first_visible_sheet_or_the_declared_one(desk):
    book = openpyxl.Workbook()
    book.active.title = "ซ่อน"
    book.active.append(["ก", "ข"])
    book.active.sheet_state = "hidden"
    for name in ("2566", "2567"):
        sheet = book.create_sheet(name)
        sheet.append(["ก", "ข"])
        sheet.append([name, "#N/A"])
    path = saved(desk, book)
    assert desk.tidy(path).sheet == "2566"
    assert desk.rows(desk.tidy(path, sheet="2567")) == [["2567", "#N/A"]]
    with pytest.raises(Untidy) as caught:
        desk.tidy(path, sheet="2568")
    assert caught.value.slug == "format/no-such-sheet"
    assert caught.value.words == {"sheet": "2568", "sheets": "ซ่อน, 2566, 2567"}


def test_an_empty_sheet(desk):
    with pytest.raises(Untidy) as caught:
        desk.tidy(saved(desk, openpyxl.Workbook()))
    assert caught.value.slug == "format/empty-file"


def test_real_dates_in_a_column_of_buddhist_texts(desk):
    # A spreadsheet keeps CE however it shows a date; only what was typed as text is B.E.
    rows = [["ก", "ข"], [datetime.date(2024, 1, 31), 1], ["31/01/2567", 2]]
    tidied = sheet_of(
        desk, rows, fields=["a=ก=date", "b=ข"], calendar={"a": "buddhist"}, date_formats={"a": "%d/%m/%Y"}
    )
    assert desk.rows(tidied) == [["2024-01-31", "1"], ["2024-01-31", "2"]]
    assert desk.changes(tidied)["tidy/buddhist-year", "a"] == 1


def test_a_damaged_workbook(desk):
    path = desk.folder / "snapshot"
    book = openpyxl.Workbook()
    book.active.append(["ก", "ข"])
    book.save(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Untidy) as caught:
        desk.tidy(path)
    assert caught.value.slug == "format/bad-workbook"


def test_a_workbook_whose_parts_are_not_what_they_should_be(desk):
    path = desk.folder / "snapshot"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(Untidy) as caught:
        desk.tidy(path)
    assert caught.value.slug == "format/bad-workbook"


def test_a_zip_bomb_is_not_unpacked(desk, monkeypatch):
    monkeypatch.setattr(workbook, "HARMLESS_BYTES", 1_000_000)
    path = desk.folder / "snapshot"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 5_000_000)
    with pytest.raises(Untidy) as caught:
        desk.tidy(path)
    assert caught.value.slug == "format/bad-workbook"
    assert "5,000,000 bytes when unzipped" in caught.value.words["why"]


def test_what_is_hidden_is_published_and_remarked_upon(desk):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["ชื่อเรื่อง"], ["ก", "ข", "_id"], ["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]):
        sheet.append(row)
    for row in (1, 3, 5, 30):
        sheet.row_dimensions[row].hidden = True
    for column in ("B", "C", "K"):
        sheet.column_dimensions[column].hidden = True
    tidied = desk.tidy(saved(desk, book), drop_columns=("_id",))
    assert desk.rows(tidied) == [["1", "2"], ["4", "5"], ["7", "8"]]
    (remark,) = tidied.remarks
    assert remark.rule == "format/hidden-rows-or-columns"
    assert remark.words["what"].th == "คอลัมน์ B และแถวที่ 3, 5"
    assert remark.words["what"].en == "columns B and rows 3, 5"


def test_a_hidden_sheet_is_remarked_upon_and_one_beside_it_is_not_published(desk):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("อื่น")):
        sheet.append(["ก", "ข"])
        sheet.append(["1", "2"])
    book.active.sheet_state = "hidden"
    path = saved(desk, book)
    (remark,) = desk.tidy(path, sheet="อื่น").remarks
    assert (remark.rule, remark.words) == ("format/other-sheets", {"sheet": "อื่น", "others": "Sheet"})
    hidden, _ = desk.tidy(path, sheet="Sheet").remarks
    assert hidden.words["what"].en == "the whole worksheet"


def test_only_sheets_that_hold_something_are_told(desk):
    book = openpyxl.Workbook()
    book.active.append(["ก", "ข"])
    book.create_sheet("ว่าง")
    book.create_sheet("สี")["B2"].fill = PatternFill("solid", fgColor="FF0000")
    book.create_sheet("เลข")["C9"] = 0
    book.create_sheet("คำ")["C9"] = "x"
    book.create_chartsheet("แผนภูมิ")
    (remark,) = desk.tidy(saved(desk, book)).remarks
    assert remark.words == {"sheet": "Sheet", "others": "เลข, คำ"}


def merging(desk, rows, *ranges, **more):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in ranges:
        book.active.merge_cells(cells)
    return [
        (remark.rule, remark.words.get("cells"), remark.row) for remark in desk.tidy(saved(desk, book), **more).remarks
    ]


TABLE = [["ชื่อเรื่อง"], ["ก", "ข", "_id"], ["1", "2", "3"], ["4", "5", "6"], ["รวม", "7", "9"]]


@pytest.mark.parametrize(
    ("ranges", "found"),
    [
        ((), []),
        (("A1:C1",), []),  # a title may lie across
        (("A1:A2",), [("format/merged-header", "A1:A2", 2)]),
        (("A2:B2",), [("format/merged-header", "A2:B2", 2)]),
        (("A3:A4",), [("format/merged-cells", "A3:A4", 3)]),
        (("A3:B4",), [("format/merged-cells", "A3:B4", 3)]),
        (("B3:C3",), []),  # its other half is not published
        (("C3:C4",), []),
        (("A5:C5",), []),  # of a row that is left out
        (("A8:B9",), []),  # nothing in it
    ],
)
def test_merged_cells_are_told_where_a_value_would_be_lost(desk, ranges, found):
    assert merging(desk, TABLE, *ranges, drop_columns=("_id",), drop_rows_starting=("รวม",)) == found


def test_merged_cells_of_which_one_is_published_lose_nothing(desk):
    assert merging(desk, TABLE, "A4:A5", drop_columns=("_id",), drop_rows_starting=("ข=7",)) == []


def test_merged_cells_are_told_once_from_the_top_down(desk):
    rows = [["ก", "ข"], *([str(number), "x"] for number in range(60))]
    ranges = [f"A{row}:A{row + 1}" for row in range(2, 50, 2)]
    ((rule, cells, row),) = merging(desk, rows, *reversed(ranges))
    assert (rule, row) == ("format/merged-cells", 2)
    assert cells.startswith("A2:A3, A4:A5, ") and cells.endswith("A20:A21 …")


def test_formulas_without_a_value_are_remarked_upon(desk):
    # openpyxl writes formulas and calculates none of them.
    rows = [["=TODAY()"], ["ก", "ข", "_id"], ["1", "=A3*2", "=1"], ["2", "", ""], ["=A3", "4", ""]]
    tidied = sheet_of(desk, rows, drop_columns=("_id",))
    assert desk.rows(tidied)[:1] == [["1", ""]]
    (remark,) = tidied.remarks
    assert (remark.rule, remark.words) == ("format/formula-without-value", {"cells": "B3, A5", "count": "2"})


@pytest.mark.parametrize(
    ("cell", "calculated"),
    [
        ('<c r="B2"><f>A2*2</f><v>4</v></c>', True),
        ('<c r="B2" t="str"><f>IF(A2="","","x")</f><v></v></c>', True),
        ('<c r="B2"><f>A2*2</f><v></v></c>', False),
        ('<c r="B2"><f t="shared" si="0"/></c>', False),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', True),
    ],
)
def test_a_formula_with_an_empty_text_for_a_value_has_one(desk, cell, calculated):
    book = openpyxl.Workbook()
    for row in (["ก", "ข"], ["1", "4711"]):
        book.active.append(row)
    book.active["B2"] = 4711
    whole = saved(desk, book)
    path = desk.folder / "changed"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b'<c r="B2" t="n"><v>4711</v></c>' in content
                content = content.replace(b'<c r="B2" t="n"><v>4711</v></c>', cell.encode())
            new.writestr(name, content)
    assert [remark.rule for remark in desk.tidy(path).remarks] == (
        [] if calculated else ["format/formula-without-value"]
    )
