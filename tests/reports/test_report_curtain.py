"""What no check has judged is in no part of a report: left-out columns and rows, titles, headers, names of files."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.domain.finding import Finding, Place
from flows.domain.findings import Findings
from flows.domain.personal_headers import PERSONAL_HEADER, UNNAMED_SHEET, without_personal_headers
from flows.domain.rule import RuleBook
from flows.domain.snapshot import Snapshot
from flows.domain.tidied import Change, Column, Remark, RowMap
from flows.reports.around import rows_around
from flows.reports.curtain import PERSONAL, UNPUBLISHED, Curtain
from flows.reports.data import ReportData, ReportTable
from flows.reports.html import report_page
from flows.reports.json_report import json_bytes
from flows.reports.workbook import write_workbook
from tests.checked_report import HELD
from tests.house import ROOT

TEXTS = {".html", ".json"}
NUMBER = "1101700230708"
PERSON = "นายสมชาย ใจดี"
PHONE = "080-000-0000"
HEADER = ["เลขบัตร", "วันจดทะเบียน", "ทุน"]
ROWS = [
    ["ทะเบียนโรงงาน", f"จัดทำโดย {PERSON}"],
    [NUMBER, "ปี 2569"],
    HEADER,
    [NUMBER, "20/11/2569", "1000"],
    [NUMBER, "เมื่อวาน", "หนึ่งล้าน"],
    [NUMBER, "รวม", f"โทร {PHONE}"],
    [NUMBER, "21/11/2569", "9", "ข้อความเกิน", f"โทร {PHONE}"],
    [NUMBER, "21/11/2569", "9", "ข้อความเกิน"],
]
"""Column A is not published; row 6 is left out as declared; rows 7 and 8 have more cells than there are headers."""


@pytest.fixture
def report_on(make_report, tidied):
    def make(cells: Sequence[Sequence[str]], findings: Sequence[Finding], **changes: object) -> ReportData:
        columns = (Column("registered_on", HEADER[1], 2), Column("capital", HEADER[2], 3))
        made = {
            "rows": 4,
            "columns": columns,
            "row_map": RowMap(4, (6,)),
            "changes": (Change("tidy/dropped-column", None, 1),),
            **changes,
        }
        report = make_report(findings)
        table = replace(report.tables[0], tidied=replace(tidied, **made), rows=lambda: iter(cells))
        return replace(report, tables=(table,))

    return make


def parts(report: ReportData, folder: Path) -> dict[str, str]:
    """Every form of the report, and every part of its workbook, as text."""
    write_workbook(report, folder / "report.xlsx")
    with zipfile.ZipFile(folder / "report.xlsx") as archive:
        every = {name: archive.read(name).decode() for name in archive.namelist()}
    return every | {"page": report_page(report), "json": json_bytes(report).decode()}


def found_on_each_row(rules) -> list[Finding]:
    return [rules.finding("table/type-error", Place("factories", row=row, column=3), "?") for row in range(1, 9)]


def test_what_nobody_has_looked_at_is_in_no_form_of_the_report(report_on, rules, tmp_path) -> None:
    for name, text in parts(report_on(ROWS, found_on_each_row(rules)), tmp_path).items():
        for secret in (NUMBER, PERSON, PHONE, "ข้อความเกิน"):
            assert secret not in text, (name, secret)
    sheet = load_workbook(tmp_path / "report.xlsx").worksheets[0]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=5)]
    assert shown[:2] == [["ทะเบียนโรงงาน", PERSONAL, None, None, None], [PERSONAL, "ปี 2569", None, None, None]]
    assert shown[2][:3] == HEADER
    assert shown[4] == [UNPUBLISHED, "เมื่อวาน", "หนึ่งล้าน", None, None]
    assert shown[5] == [UNPUBLISHED, "รวม", PERSONAL, None, None]
    assert shown[7] == [UNPUBLISHED, "21/11/2569", "9", UNPUBLISHED, None]


def test_the_windows_of_the_page_say_that_the_column_is_not_published(report_on, rules) -> None:
    findings = found_on_each_row(rules)
    around = rows_around(report_on(ROWS, findings), findings)[4]
    assert around
    cells = {line.row: [cell.text for cell in line.cells] for line in around.lines}
    assert cells[5] == [UNPUBLISHED, "เมื่อวาน", "หนึ่งล้าน"]
    assert cells[3] == HEADER
    assert cells[6] == [UNPUBLISHED, "รวม", None]


def test_surplus_cells_are_shown_where_they_are_what_is_found_and_nobody_s(report_on, rules) -> None:
    extra = rules.finding("table/type-error", Place("factories", row=7), "ข้อความเกิน")
    book = RuleBook({"table/extra-cell": rules["table/type-error"]}, "1")
    report = replace(report_on(ROWS, []), rules=book, findings=Findings.of([replace(extra, rule="table/extra-cell")]))
    curtain = Curtain(report.tables[0], report)
    assert curtain.over(7, ROWS[6]) == {1: UNPUBLISHED, 5: PERSONAL}
    assert curtain.over(8, ROWS[7]) == {1: UNPUBLISHED, 4: UNPUBLISHED}


def test_a_name_in_the_cell_beside_its_title_hides_the_row(report_on) -> None:
    report = report_on(ROWS, [])
    assert set(Curtain(report.tables[0], report).over(1, ["ผู้รับรอง", "", "นาย", "สมชาย", "ใจดี"])) == {1, 3, 4, 5}


def test_a_table_of_published_columns_is_shown_as_it_is(report_on) -> None:
    report = report_on(ROWS, [], columns=tuple(Column(f"c{n}", f"หัว {n}", n) for n in (1, 2, 3)), changes=())
    curtain = Curtain(report.tables[0], report)
    assert [dict(curtain.over(row, ROWS[row - 1])) for row in (3, 4, 5)] == [{}, {}, {}]


def test_headers_and_sheets_that_name_a_person_are_in_no_form_of_the_report(report_on, rules, tmp_path) -> None:
    header = f"ผู้รับผิดชอบ {PERSON} {PHONE}"
    columns = (Column("registered_on", HEADER[1], 2), Column(header, header, 3))
    rows = [[], [], ["", HEADER[1], header], ["", "20/11/2569", "x"]]
    frictionless = {"tasks": [{"labels": ["registered_on", header], "errors": [{"label": header, "note": header}]}]}
    report = report_on(rows, found_on_each_row(rules)[3:4], columns=columns, sheet=PERSON, row_map=RowMap(4), rows=1)
    report = replace(report, tables=(replace(report.tables[0], frictionless=frictionless),))
    for name, text in parts(report, tmp_path).items():
        assert PERSON not in text and PHONE not in text, name
    told = json.loads(json_bytes(report))["tables"][0]
    assert told["table"]["sheet"] == UNNAMED_SHEET
    assert told["table"]["columns"][1] == {"name": "คอลัมน์ C", "header": "คอลัมน์ C", "position": 3}
    assert told["frictionless"]["tasks"][0]["labels"] == ["registered_on", None]


def test_a_header_is_taken_out_once_and_other_tables_are_left_as_they_are(tidied) -> None:
    assert without_personal_headers(tidied) is tidied
    named = replace(tidied, columns=(*tidied.columns, Column("owner", PERSON, 4)))
    quotable = without_personal_headers(named)
    assert quotable.columns == (*tidied.columns, Column("owner", "คอลัมน์ D", 4))
    assert quotable.remarks == (Remark(PERSONAL_HEADER, row=3, column=4),)
    assert without_personal_headers(quotable) is quotable


@pytest.mark.parametrize(("source", "told"), [(f"{PERSON}.csv", "แฟ้มที่นำมาตรวจ"), ("fac.csv", "fac.csv")])
def test_the_name_of_the_file_is_not_a_person_s(source, told, make_report) -> None:
    report = make_report()
    snapshot = Snapshot(Path("/nowhere"), "ab" * 32, 1, source, datetime(2026, 11, 20, tzinfo=UTC))
    report = replace(report, tables=(ReportTable(report.tables[0].resource, snapshot=snapshot),))
    assert json.loads(json_bytes(report))["tables"][0]["received"]["source"] == told


@pytest.mark.slow
def test_the_command_tells_nobody_s_name_of_a_file_that_is_full_of_them(tmp_path) -> None:
    sample = (ROOT / "datasets/diw/samples/factories_2567_01.csv").read_text(encoding="utf-8-sig")
    first, *records = csv.reader(io.StringIO(sample))
    lines = [[f"จัดทำโดย {PERSON} {PHONE}"], [*first, f"ผู้รับผิดชอบ {PERSON} {PHONE}"]]
    lines += [[NUMBER, *record[1:], "x"] for record in records]
    lines += [[NUMBER, *[""] * len(first)]]
    with (tmp_path / f"{PERSON}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PERD_")}
    command = [str(Path(sys.executable).parent / "perd"), "check", str(tmp_path / f"{PERSON}.csv")]
    command += ["--as", "diw-factories-monthly", "--resource", "factories_2567_01"]
    home = tmp_path / "home"
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"PERD_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == HELD, done.stdout + done.stderr
    folder = home / "checked/diw-factories-monthly"
    told = {"terminal": done.stdout + done.stderr}
    told |= {str(path): path.read_text(encoding="utf-8") for path in folder.rglob("*.*") if path.suffix in TEXTS}
    with zipfile.ZipFile(folder / "report.xlsx") as archive:
        told |= {name: archive.read(name).decode() for name in archive.namelist()}
    assert {Path(name).suffix for name in told} >= {".html", ".json", ".xml"}
    for name, text in told.items():
        for secret in (NUMBER, PERSON, PHONE):
            assert secret not in text, (name, secret)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    rules = {finding["rule"]: finding for finding in report["findings"]}
    assert rules[PERSONAL_HEADER]["place"]["header"] == "คอลัมน์ Q"
    assert "table/blank-row" in rules
    received = [table["received"]["source"] for table in report["tables"] if table["received"]]
    assert received == ["แฟ้มที่นำมาตรวจ"]
