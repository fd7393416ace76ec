"""XLSX: cells as a spreadsheet shows them, rows as it counts them."""

import datetime
import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from flows.tidy import Untidy, received_cells, workbook


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
    assert received_cells(tidied, wanted) == wanted
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
