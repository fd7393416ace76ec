"""The report as a workbook, read back by another program than the one that wrote it."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.domain.finding import Finding, Place, Severity, Standing
from flows.domain.findings import Findings
from flows.domain.outcome import Unreachable
from flows.domain.text import Text
from flows.domain.tidied import Column, RowMap
from flows.reports.curtain import PERSONAL
from flows.reports.data import ReportData, ReportTable
from flows.reports.workbook import FINDINGS, HOWTO, write_workbook
from flows.reports.workbook_findings import LONGEST_QUOTE, MOST_LINKS
from flows.reports.workbook_limits import limits_of
from flows.reports.workbook_looks import LOOKS
from flows.reports.workbook_marks import LONGEST_COMMENT, MOST_COMMENTS, WHOLE_TABLE
from flows.reports.workbook_table import MOST_BLANKS
from flows.workbooks.safety import sheet_names, storable

TITLE = ["ทะเบียนโรงงานอุตสาหกรรม ปี 2569"]
HEADER = ["วันจดทะเบียน", "รหัส", "ทุน"]
ROWS = [
    TITLE,
    [],
    HEADER,
    ["20/11/2569", "00123", "1000"],
    ["เมื่อวาน", "00124", "หนึ่งล้าน"],
    [],
    ["21/11/2569", "00125"],
]
NUMBER = "1101700230708"


@pytest.fixture
def table(tidied, dataset) -> Callable[..., ReportTable]:
    """A table whose header is in row 3, as `conftest.tidied` has it, or elsewhere; all its columns are published."""

    def make(rows: Sequence[Sequence[str]], **changes: object) -> ReportTable:
        known = {column.position: column for column in tidied.columns}
        width = max(len(cells) for cells in rows)
        columns = tuple(known.get(nth, Column(f"c{nth}", f"หัว {nth}", nth)) for nth in range(1, width + 1))
        made = replace(tidied, **{"rows": 10, "columns": columns, **changes})
        return ReportTable(dataset.resources[0], made, lambda: iter(rows))

    return make


@pytest.fixture
def opened(tmp_path) -> Callable[[ReportData], Workbook]:
    """The workbook of a report, after each of its parts has been found to be well-formed XML."""

    def make(report: ReportData) -> Workbook:
        path = tmp_path / "report.xlsx"
        write_workbook(report, path)
        for _, part in _parts(path):
            ElementTree.fromstring(part)
        return load_workbook(path)

    return make


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _filled(sheet: Worksheet, cell: str) -> str:
    fill = sheet[cell].fill
    return f"#{fill.fgColor.rgb[2:]}" if fill.fill_type == "solid" else ""


def _marked(sheet: Worksheet, standing: Standing) -> set[str]:
    """The cells that look so."""
    look = LOOKS[standing].fill
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if _filled(sheet, cell.coordinate) == look}


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


# --- The agency's own table ---


def test_every_cell_stands_where_the_agency_has_it(make_report, table, opened) -> None:
    sheet = opened(replace(make_report(), tables=(table(ROWS),))).worksheets[0]
    read = [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_col=3)]
    assert read == [[*cells, "", "", ""][:3] for cells in ROWS]
    assert sheet["B4"].value == "00123"
    assert sheet["B4"].number_format == "@"
    assert sheet.title == "ทะเบียนโรงงาน (CSV)"


def test_the_header_is_bold_and_frozen_and_there_is_no_filter_on_the_table(make_report, table, opened) -> None:
    sheet = opened(replace(make_report(), tables=(table(ROWS),))).worksheets[0]
    assert [sheet["A3"].font.bold, sheet["A1"].font.bold, sheet["A4"].font.bold] == [True, False, False]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref is None
    assert not sheet.merged_cells.ranges
    assert all(12 <= sheet.column_dimensions[letter].width <= 41 for letter in "ABC")


def test_a_table_without_a_header_has_neither_bold_nor_frozen_rows(make_report, table, opened) -> None:
    rows = [["1", "2"], ["3", "4"]]
    sheet = opened(replace(make_report(), tables=(table(rows, header_row=None, row_map=RowMap(1)),))).worksheets[0]
    assert not sheet["A1"].font.bold
    assert sheet.freeze_panes is None


def test_the_bad_cell_is_coloured_and_says_what_is_wrong_and_how_to_fix_it(make_report, table, opened, rules) -> None:
    bad = rules.finding("table/type-error", Place("factories", row=5, column=3), "หนึ่งล้าน")
    sheet = opened(replace(make_report([bad]), tables=(table(ROWS),))).worksheets[0]
    assert _marked(sheet, Standing.BLOCK) == {"C5"}
    comment = sheet["C5"].comment
    assert comment.text == "[ต้องแก้ก่อนเผยแพร่] “หนึ่งล้าน” ไม่ถูกต้อง\nวิธีแก้: วิธีแก้ table/type-error"
    assert comment.author == "None"  # openpyxl's word for no author
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["C5"]


@pytest.mark.parametrize(
    ("place", "cells", "commented"),
    [
        pytest.param(Place("factories", row=5), {"A5", "B5", "C5"}, "A5", id="a row"),
        pytest.param(Place("factories", row=6), {"A6", "B6", "C6"}, "A6", id="a blank row"),
        pytest.param(Place("factories", row=7, column=3), {"C7"}, "C7", id="a cell that is missing"),
        pytest.param(Place("factories", row=4, column=9), {"I4"}, "I4", id="a cell far behind the last one"),
        pytest.param(Place("factories", row=4, field="capital"), {"C4"}, "C4", id="a cell by its field"),
        pytest.param(Place("factories", column=2), {"B3"}, "B3", id="a column"),
        pytest.param(Place("factories", field="registered_on"), {"A3"}, "A3", id="a column by its field"),
        pytest.param(Place("factories"), {"A3", "B3", "C3"}, "A3", id="the table"),
    ],
)
def test_what_is_known_of_the_place_is_marked(place, cells, commented, make_report, table, opened, rules) -> None:
    sheet = opened(replace(make_report([rules.finding("table/type-error", place)]), tables=(table(ROWS),))).worksheets[
        0
    ]
    assert _marked(sheet, Standing.BLOCK) == cells
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {commented}


def test_what_concerns_the_dataset_or_another_table_marks_nothing(make_report, table, opened, rules) -> None:
    found = [rules.finding("licence/not-open"), rules.finding("table/type-error", Place("elsewhere", row=4, column=1))]
    book = opened(replace(make_report(found), tables=(table(ROWS),)))
    assert _marked(book.worksheets[0], Standing.BLOCK) == set()
    assert book[FINDINGS].max_row == 3


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_has_its_own_look_and_says_its_name(standing, make_report, table, opened, rules) -> None:
    block = rules.finding("table/type-error", Place("factories", row=4, column=1))
    finding = {
        Standing.BLOCK: block,
        Standing.PERSON: replace(block, person_decides=True),
        Standing.WARN: replace(block, severity=Severity.WARN),
        Standing.INFO: replace(block, severity=Severity.INFO),
        Standing.APPROVED: replace(block, approved="หัวหน้าศูนย์ข้อมูล"),
        Standing.WAIVED: replace(block, waived="ข้อมูลเก่า แก้ไขไม่ได้"),
    }[standing]
    book = opened(replace(make_report([finding]), tables=(table(ROWS),)))
    assert "A4" in _marked(book.worksheets[0], standing)
    assert LOOKS[standing].word.th in book.worksheets[0]["A4"].comment.text
    assert book.worksheets[0]["A4"].border.left.style is not None
    assert book[FINDINGS]["B2"].value == LOOKS[standing].word.th


def test_looks_differ_in_more_than_their_colour() -> None:
    counting = [standing for standing in Standing if standing not in (Standing.APPROVED, Standing.WAIVED)]
    assert len({LOOKS[standing].border for standing in counting}) == len(counting)


def test_several_findings_of_one_cell_are_one_comment_and_the_gravest_colours_it(
    make_report, table, opened, rules
) -> None:
    place = Place("factories", row=4, column=1)
    found = [rules.finding(slug, place, "x" * 200) for slug in ("table/blank-row", "table/type-error")]
    found += [rules.finding("change/row-count", Place("factories", row=4), f"y{n}" * 20) for n in range(20)]
    sheet = opened(replace(make_report(found), tables=(table(ROWS),))).worksheets[0]
    assert _marked(sheet, Standing.BLOCK) == {"A4"}
    assert _marked(sheet, Standing.INFO) == {"B4", "C4"}
    said = sheet["A4"].comment.text
    assert "[ต้องแก้ก่อนเผยแพร่]" in said
    assert "[ควรแก้ไข]" in said
    assert said.rstrip().endswith("รายการ")
    assert len(said) <= LONGEST_COMMENT


@pytest.mark.slow
def test_there_is_room_for_so_many_comments_and_what_blocks_has_one(make_report, table, opened, rules) -> None:
    rows = [HEADER, *([f"{n}", "a", "b"] for n in range(MOST_COMMENTS + 500))]
    found = [rules.finding("table/blank-row", Place("factories", row=n + 2, column=1)) for n in range(len(rows) - 1)]
    found.append(rules.finding("table/type-error", Place("factories", row=len(rows), column=3)))
    part = table(rows, header_row=1, row_map=RowMap(2))
    book = opened(replace(make_report(found), tables=(part,)))
    sheet = book.worksheets[0]
    commented = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(commented) == MOST_COMMENTS
    assert f"C{len(rows)}" in commented
    assert len(_marked(sheet, Standing.WARN)) == MOST_COMMENTS + 500
    assert any("ไม่มีคำอธิบายกำกับ" in text and "501 ตำแหน่ง" in text for text in _texts(book[HOWTO]))


# --- Texts that would like to be something else ---

FORMULAS = [
    '=HYPERLINK("https://evil.example","คลิก")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "\t=1+1",
    " =1+1",
    "=1",
    "'quoted",
    "＝1+1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_the_text_that_the_agency_wrote(text, make_report, table, opened, rules, tmp_path) -> None:
    found = [rules.finding("table/type-error", Place("factories", row=4, column=2, header=text), text)]
    book = opened(replace(make_report(found), tables=(table([*ROWS[:3], [text, text, text]]),)))
    sheet = book.worksheets[0]
    assert [sheet[cell].value for cell in ("A4", "B4", "C4")] == [text] * 3
    assert all(sheet[cell].data_type == "s" and sheet[cell].quotePrefix for cell in ("A4", "B4", "C4"))
    assert [book[FINDINGS][cell].quotePrefix for cell in ("H2", "I2")] == [True, True]
    for name, part in _parts(tmp_path / "report.xlsx"):
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in part and b"<f " not in part
        assert b"relationships/hyperlink" not in part


@pytest.mark.parametrize(
    "text", ["https://evil.example/", "mailto:a@example.go.th", "internal:Sheet1!A1", "1E5", "TRUE"]
)
def test_addresses_and_numbers_are_plain_text(text, make_report, table, opened) -> None:
    sheet = opened(replace(make_report(), tables=(table([HEADER, [], HEADER, [text]]),))).worksheets[0]
    assert sheet["A4"].value == text
    assert sheet["A4"].data_type == "s"
    assert sheet["A4"].hyperlink is None
    assert not sheet["A4"].quotePrefix


@pytest.mark.parametrize("text", ["<r>", "<r><t>x</t></r>", "<r></t></is></c><c><f>1+1</f></c></r>", "<r>&</r>"])
def test_markup_of_the_workbook_itself_is_plain_text(text, make_report, table, opened, rules) -> None:
    found = [rules.finding("table/type-error", Place("factories", row=4, column=1), text)]
    book = opened(replace(make_report(found), tables=(table([*ROWS[:3], [text]]),)))
    assert book.worksheets[0]["A4"].value == text
    assert book[FINDINGS]["I2"].value == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1b\x7f", "a␀b␛␡"),
        ("a\rb", "a␍b"),
        ("a\r\nb\nc\td", "a\nb\nc\td"),
        ("a\x85b", "a[U+0085]b"),
        ("\u202eexe.fdp\u200f", "[U+202E]exe.fdp[U+200F]"),
        ("\ufeff๑\u200b", "[U+FEFF]๑[U+200B]"),
        ("\ud800 \udfff \uffff", "\ufffd \ufffd \ufffd"),
        ("กำ\u200d🏭", "กำ\u200d🏭"),
    ],
)
def test_what_cannot_be_seen_or_stored_is_shown_by_a_sign(text, shown, make_report, table, opened, rules) -> None:
    assert storable(text) == shown
    found = [rules.finding("table/type-error", Place("factories", sheet=text, row=4, column=1, header=text), text)]
    book = opened(replace(make_report(found), tables=(table([*ROWS[:3], [text]]),)))
    assert book.worksheets[0]["A4"].value == shown
    assert book[FINDINGS]["I2"].value == shown
    assert f"“{shown}”" in book.worksheets[0]["A4"].comment.text


def test_there_is_no_character_that_spoils_the_workbook(make_report, table, opened, rules) -> None:
    texts = ["".join(map(chr, range(first, first + 1_024))) for first in range(0, 0x20000, 1_024)]
    found = [
        rules.finding("table/type-error", Place("factories", row=n, column=1, header=t), t)
        for n, t in enumerate(texts, 4)
    ]
    book = opened(replace(make_report(found), tables=(table([*ROWS[:3], *([text] for text in texts)]),)))
    assert book.worksheets[0].max_row == 3 + len(texts)
    assert all(cell.value for cell in book.worksheets[0]["A"][3:])


def test_long_cells_are_kept_or_cut_and_the_cut_ones_are_counted(make_report, table, opened, rules) -> None:
    cells = ["ก" * 10_000, "ข" * 40_000, "🏭" * 20_000]
    found = [rules.finding("table/type-error", Place("factories", row=4, column=2), cells[1])]
    book = opened(replace(make_report(found), tables=(table([*ROWS[:3], cells]),)))
    sheet = book.worksheets[0]
    assert sheet["A4"].value == cells[0]
    assert sheet["B4"].value == "ข" * 31_999 + "…"
    assert sheet["C4"].value == "🏭" * 15_999 + "…"
    assert len(sheet["B4"].comment.text) <= LONGEST_COMMENT
    assert len(book[FINDINGS]["I2"].value) == LONGEST_QUOTE
    assert any("ถูกตัดท้าย" in text and "2 เซลล์" in text for text in _texts(book[HOWTO]))
    assert any("ให้แก้ในแฟ้มต้นฉบับเท่านั้น" in text for text in _texts(book[HOWTO]))


def test_a_table_of_5000_columns(make_report, table, opened, rules) -> None:
    found = [rules.finding("table/type-error", Place("factories", row=4, column=5_000))]
    rows = [TITLE, [], [f"c{n}" for n in range(5_000)], [f"{n}" for n in range(5_000)]]
    sheet = opened(replace(make_report(found), tables=(table(rows),))).worksheets[0]
    assert sheet["GJH4"].value == "4999"
    assert _marked(sheet, Standing.BLOCK) == {"GJH4"}


def test_a_blank_row_of_a_wide_table_is_not_made_long(make_report, table, opened, rules) -> None:
    found = [rules.finding("table/type-error", Place("factories", row=4))]
    rows = [[], [], [f"c{n}" for n in range(5_000)], []]
    sheet = opened(replace(make_report(found), tables=(table(rows),))).worksheets[0]
    assert len(_marked(sheet, Standing.BLOCK)) == MOST_BLANKS


def test_columns_that_a_sheet_does_not_have_are_left_out_and_said(make_report, table, opened, rules) -> None:
    found = [rules.finding("table/type-error", Place("factories", row=4, column=16_390))]
    rows = [TITLE, [], ["a"], ["x"] * 16_390]
    book = opened(replace(make_report(found), tables=(table(rows),)))
    assert book.worksheets[0].max_column == 16_384
    assert any("6 คอลัมน์" in text for text in _texts(book[HOWTO]))
    assert book[FINDINGS]["E2"].hyperlink.location.endswith("!XFD4")


# --- Personal data ---


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(Place("factories", column=2, header="ผู้ประกอบการ"), id="the column"),
        pytest.param(Place("factories", field="operator"), id="the column by its field"),
        pytest.param(Place("factories", row=4, column=2), id="one of its cells"),
        pytest.param(Place("factories"), id="the table"),
        pytest.param(Place(), id="the dataset"),
    ],
)
def test_personal_data_are_in_no_part_of_the_workbook(
    place, make_report, table, opened, rules, tidied, tmp_path
) -> None:
    rows = [["", NUMBER], [], HEADER, ["1", NUMBER, "3"], ["1", f"บัตร {NUMBER}", "3"], ["1", NUMBER, "3"]]
    leaking = rules.finding("privacy/national-id", place)
    leaking = replace(leaking, value=NUMBER, message=Text(th=NUMBER, en=NUMBER), fix=Text(th=NUMBER, en=NUMBER))
    quoting = rules.finding("table/type-error", Place("factories", row=5, column=2, field="operator"), NUMBER)
    columns = (*tidied.columns, Column("operator", "รหัส", 2))
    book = opened(replace(make_report([leaking, quoting]), tables=(table(rows, columns=columns),)))
    assert [book.worksheets[0][cell].value for cell in ("B1", "B4", "B5", "B6")] == [PERSONAL] * 4
    for name, part in _parts(tmp_path / "report.xlsx"):
        assert NUMBER.encode() not in part, name
    assert any("ข้อมูลส่วนบุคคล" in text and "เซลล์" in text for text in _texts(book[HOWTO]))


def test_only_what_may_be_personal_is_hidden(make_report, table, opened, rules) -> None:
    rows = [[], [], HEADER, ["1", NUMBER, "3"], ["4", "5", "6", NUMBER]]
    by_column = rules.finding("privacy/national-id", Place("factories", column=2))
    sheet = opened(replace(make_report([by_column]), tables=(table(rows),))).worksheets[0]
    assert [sheet[cell].value for cell in ("A4", "B4", "C4")] == ["1", PERSONAL, "3"]
    by_row = rules.finding("privacy/national-id", Place("factories", row=5))
    sheet = opened(replace(make_report([by_row]), tables=(table(rows),))).worksheets[0]
    assert [sheet[cell].value for cell in ("A4", "B4", "C4")] == ["1", NUMBER, "3"]
    assert [sheet[cell].value for cell in ("A5", "B5", "C5", "D5")] == [PERSONAL] * 4
    beyond = rules.finding("privacy/national-id", Place("factories", column=4))
    sheet = opened(replace(make_report([beyond]), tables=(table(rows),))).worksheets[0]
    assert [sheet[cell].value for cell in ("C5", "D5")] == ["6", PERSONAL]


# --- Sheets ---


def test_names_of_sheets_are_legal_and_unique() -> None:
    nasty = [
        "a/b:c*?[d]\\",
        "'quoted'",
        "",
        "A B C D",
        "a b c d",
        "History",
        "=SUM(A1)",
        "ก" * 60,
        "ก" * 50,
        "\u202ex\ud800",
    ]
    names = sheet_names([*nasty, FINDINGS, "🏭" * 20], taken=(FINDINGS, HOWTO))
    assert names[0] == "a b c d"
    assert names[1] == "quoted"
    assert names[6] == "SUM(A1)"
    assert names[9] == "x"
    folded = [name.casefold() for name in (*names, FINDINGS, HOWTO, "history")]
    assert len(set(folded)) == len(folded)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") or name[0] in "'=+-@" or name[-1] == "'" for name in names)


def test_sheets_bear_the_agencys_own_names(make_report, table, opened, dataset, rules) -> None:
    same = ReportTable(
        dataset.resources[0].model_copy(update={"name": "types"}), table(ROWS).tidied, lambda: iter(ROWS)
    )
    own = table(ROWS, sheet="ข้อมูล 'ดิบ' ปี 69")
    third = ReportTable(dataset.resources[0].model_copy(update={"name": "third"}), table(ROWS).tidied)
    found = [rules.finding("table/type-error", Place(each, row=5, column=1)) for each in ("types", "factories")]
    book = opened(replace(make_report(found), tables=(same, own, third)))
    assert book.sheetnames == ["ทะเบียนโรงงาน (CSV)", "ข้อมูล 'ดิบ' ปี 69", "ทะเบียนโรงงาน (CSV) (2)", FINDINGS, HOWTO]
    assert book[FINDINGS]["E2"].hyperlink.location == "'ทะเบียนโรงงาน (CSV)'!A5"
    assert book[FINDINGS]["E3"].hyperlink.location == "'ข้อมูล ''ดิบ'' ปี 69'!A5"
    assert _marked(book.worksheets[0], Standing.BLOCK) == _marked(book.worksheets[1], Standing.BLOCK) == {"A5"}


def test_where_no_table_was_made_the_other_sheets_still_come(make_report, dataset, opened) -> None:
    outcome = Unreachable(dataset.id, Text(th="แหล่งข้อมูลไม่ตอบ", en="It does not answer"), "SourceUnavailable")
    report = replace(make_report(), outcome=outcome, tables=(ReportTable(dataset.resources[0]),))
    book = opened(report)
    assert book.sheetnames == [FINDINGS, HOWTO]
    assert "แหล่งข้อมูลไม่ตอบ" in _texts(book[HOWTO])
    assert "รอบนี้ไม่ได้ตรวจข้อมูล" in _texts(book[HOWTO])
    assert "รอบนี้ไม่ได้ตรวจข้อมูล" in _texts(book[FINDINGS])


@pytest.mark.slow
def test_of_a_large_table_only_the_rows_that_are_needed_are_shown(make_report, table, opened, rules) -> None:
    rows = [TITLE, [], HEADER, *([f"{n}", "a", "b"] for n in range(4, WHOLE_TABLE + 10_001))]
    found = [rules.finding("table/type-error", Place("factories", row=n, column=2)) for n in (4, 30_000, 60_000)]
    part = table(rows)
    assert part.tidied
    part = replace(part, tidied=replace(part.tidied, rows=len(rows) - 3))
    book = opened(replace(make_report(found), tables=(part,)))
    sheet = book.worksheets[0]
    written = {row: cells[0].value for row, cells in enumerate(sheet.iter_rows(), start=1) if cells[0].value}
    wanted = [*range(4, 7), *range(29_998, 30_003), *range(59_998, 60_001)]
    assert written == {1: TITLE[0], 3: HEADER[0]} | {row: f"{row}" for row in wanted}
    assert _marked(sheet, Standing.BLOCK) == {"B4", "B30000", "B60000"}
    assert sheet.sheet_format.zeroHeight
    hidden = len(rows) - len(wanted) - 3
    assert any(f"ไม่ได้แสดง {hidden:,} แถว" in text for text in _texts(book[HOWTO]))


def test_of_too_many_bad_rows_those_that_block_are_shown(make_report, table, opened, rules, monkeypatch) -> None:
    monkeypatch.setattr("flows.reports.workbook_marks.WHOLE_TABLE", 5)
    rows = [HEADER, *([f"{n}"] for n in range(2, 41))]
    found = [rules.finding("table/blank-row", Place("factories", row=n)) for n in range(2, 31)]
    found.append(rules.finding("table/type-error", Place("factories", row=40, column=1)))
    part = table(rows, header_row=1, row_map=RowMap(2, dropped=(40,)))
    book = opened(replace(make_report(found), tables=(part,)))
    sheet = book.worksheets[0]
    assert _marked(sheet, Standing.BLOCK) == {"A40"}
    assert _marked(sheet, Standing.WARN) == {f"{c}{row}" for row in range(2, 7) for c in "ABC"}
    assert any("แถวที่ตรวจพบแต่ไม่ได้แสดงหรือไม่ได้ระบายสี 24 แถว" in text for text in _texts(book[HOWTO]))


# --- The list, and what to do ---


def test_the_list_has_every_finding_with_a_link_to_its_cell(make_report, table, opened, rules) -> None:
    bad = Place("factories", row=5, column=3, header="ทุน", field="capital")
    found = [rules.finding("table/type-error", bad, "หนึ่งล้าน"), rules.finding("licence/not-open")]
    sheet = opened(replace(make_report(found), tables=(table(ROWS),)))[FINDINGS]
    read = [cell.value for cell in sheet[2]]
    assert read[:9] == [1, "ต้องแก้ก่อนเผยแพร่", *["ทะเบียนโรงงาน (CSV)"] * 2, "C5", 5, "C", "ทุน", "หนึ่งล้าน"]
    assert read[9:] == [
        "“หนึ่งล้าน” ไม่ถูกต้อง",
        "วิธีแก้ table/type-error",
        "table/type-error",
        "“หนึ่งล้าน” is not right",
    ]
    assert sheet["E2"].hyperlink.location == "'ทะเบียนโรงงาน (CSV)'!C5"
    assert sheet["E3"].hyperlink is None
    assert sheet["L3"].value == "licence/not-open"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:M3"
    assert sheet["J2"].alignment.wrap_text


@pytest.mark.slow
def test_findings_are_read_once_and_all_of_them_are_listed(make_report, table, opened, rules) -> None:
    times: list[int] = []
    place = Place("factories", row=4, column=1)

    def every() -> Iterator[Finding]:
        times.append(1)
        return (rules.finding("table/type-error", place, f"{n}") for n in range(MOST_LINKS + 5))

    first = Findings.of(rules.finding("table/type-error", place, f"{n}") for n in range(3))
    many = Findings(dict.fromkeys(first.tallies, MOST_LINKS + 5), first.at_hand, every)
    report = replace(make_report(first), findings=many, tables=(table(ROWS),))
    times.clear()
    book = opened(report)
    assert len(times) == 1
    sheet = book[FINDINGS]
    assert sheet.max_row == MOST_LINKS + 6
    assert sheet[f"I{MOST_LINKS + 6}"].value == f"{MOST_LINKS + 4}"
    assert sheet[f"E{MOST_LINKS + 1}"].hyperlink is not None
    assert sheet[f"E{MOST_LINKS + 2}"].hyperlink is None
    assert sheet[f"E{MOST_LINKS + 2}"].value == "A4"
    assert any("10,005 จุด" in text for text in _texts(book[HOWTO]))
    assert any("10,000 รายการแรก" in text for text in _texts(book[HOWTO]))


def test_the_last_sheet_says_the_verdict_and_what_to_do(make_report, table, opened, rules, type_error) -> None:
    texts = _texts(opened(replace(make_report([type_error]), tables=(table(ROWS),)))[HOWTO])
    for said in (
        "ทะเบียนโรงงานอุตสาหกรรม",
        "กรมโรงงานอุตสาหกรรม",
        "20 พฤศจิกายน 2569 เวลา 01:30 น.",
        "ชนิดข้อมูลไม่ตรง",
        "เหตุผลของ table/type-error",
        "วิธีแก้ table/type-error",
        "20/11/2569",
    ):
        assert said in texts
    assert any("1 จุดที่ต้องแก้ไขก่อน" in text for text in texts)
    assert any("ข้อกำหนดทางเทคนิคของรูปแบบแฟ้ม: ที่มา table/type-error" in text for text in texts)
    assert {look.word.th for look in LOOKS.values()} <= set(texts)
    assert not any("ไม่แสดง" in text for text in texts)


def test_nothing_is_said_of_limits_that_did_not_apply(make_report, table, opened, type_error) -> None:
    texts = _texts(opened(replace(make_report([type_error]), tables=(table(ROWS),)))[HOWTO])
    assert "สิ่งที่ไม่ได้แสดงในสมุดงานนี้" not in texts
    assert limits_of((), 1, 0) == []
    assert "5" in limits_of((), 1, 5)[0].th


def test_the_properties_name_no_person_and_the_day_is_that_of_the_run(make_report, table, opened) -> None:
    properties = opened(replace(make_report(), tables=(table(ROWS),))).properties
    assert properties.title == "ทะเบียนโรงงานอุตสาหกรรม: รายงานผลการตรวจสอบข้อมูล"
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == datetime(2026, 11, 19, 18, 30)


def test_the_same_report_gives_the_same_parts(make_report, table, type_error, tmp_path) -> None:
    report = replace(make_report([type_error]), tables=(table(ROWS),))
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(report, tmp_path / name)
    assert dict(_parts(tmp_path / "one.xlsx")) == dict(_parts(tmp_path / "two.xlsx"))


# --- A broken world ---


def test_a_path_that_cannot_be_written_is_an_os_error(make_report, table, tmp_path) -> None:
    report = replace(make_report(), tables=(table(ROWS),))
    with pytest.raises(OSError, match="nowhere"):
        write_workbook(report, tmp_path / "nowhere" / "report.xlsx")


def test_a_table_that_cannot_be_read_to_its_end_leaves_no_workbook(make_report, table, tmp_path) -> None:
    def broken() -> Iterator[Sequence[str]]:
        yield from ROWS
        raise OSError("the disk is gone")

    report = replace(make_report(), tables=(replace(table(ROWS), rows=broken),))
    with pytest.raises(OSError, match="the disk is gone"):
        write_workbook(report, tmp_path / "report.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_rows_behind_the_end_of_the_table_do_no_harm(make_report, table, opened, rules) -> None:
    found = [rules.finding("table/type-error", Place("factories", row=row, column=1)) for row in (900, 2_000_000)]
    book = opened(replace(make_report(found), tables=(table(ROWS),)))
    assert book[FINDINGS]["E3"].hyperlink is None
    assert book[FINDINGS]["F3"].value == 2_000_000
    assert set(chain.from_iterable(_marked(book.worksheets[0], each) for each in Standing)) == set()
