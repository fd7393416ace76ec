"""Thai digits, lost zeros, house numbers that became dates, and long numbers that were rounded away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.checks.tables.by_frictionless import check_table
from flows.domain.errors import DeclarationError
from flows.domain.rule import RuleBook
from flows.domain.tidied import Tidied
from tests.checks.agency_files import AgencyFile
from tests.checks.conftest import a_table, table_schema

NAME = {"name": "name", "title": "ชื่อ"}


@pytest.fixture
def file(tmp_path: Path, rules: RuleBook) -> AgencyFile:
    return AgencyFile(tmp_path, rules)


def column(**field: Any) -> Any:
    return table_schema(NAME, {"name": "value", "title": "ค่า", **field})


@pytest.mark.parametrize(
    ("field", "cell", "mended"),
    [
        ({"type": "integer"}, "๑๒", "12"),
        ({"type": "integer", "constraints": {"maximum": 5}}, "๑๒", "12"),
        ({"type": "integer"}, "๑,๒๓๔", "1,234"),
        ({"type": "number"}, "๑.๕", "1.5"),
        ({"type": "number"}, "๑,๒๓๔.๕", "1,234.5"),
        ({"type": "year"}, "๒๐๒๔", "2024"),
        ({"type": "year"}, "๒๕๖๗", "2567"),
        ({"type": "yearmonth"}, "๒๐๒๔-๐๑", "2024-01"),
        ({"type": "date"}, "๒๐๒๔-01-31", "2024-01-31"),
        ({"type": "datetime"}, "๒๐๒๔-๐๑-๓๑T๐๙:๓๐:๐๐", "2024-01-31T09:30:00"),
        ({"constraints": {"pattern": r"\d{5}"}}, "๑๐๑๑๐", "10110"),
        ({"constraints": {"pattern": "[0-9]{5}"}}, "๑๐๑๑๐", "10110"),
        ({"constraints": {"enum": ["1", "2"]}}, "๑", "1"),
    ],
)
def test_thai_digits_where_arabic_ones_are_needed(
    file: AgencyFile, field: dict[str, Any], cell: str, mended: str
) -> None:
    (found,) = file.findings(column(**field), [("ก", cell)])
    assert (found.rule, found.place.cell, found.value) == ("thai/thai-digits", "B2", cell)
    assert f"คือ “{mended}”" in found.message.th


def test_thai_digits_of_a_declared_date_format(file: AgencyFile) -> None:
    declared = {"date_formats": {"value": "%d %b %Y"}, "calendar": {"value": "buddhist"}}
    assert file.told(column(type="date"), [("ก", "๓๑ ม.ค. ๒๕๖๗")], **declared) == [("thai/thai-digits", "B2")]


@pytest.mark.parametrize(
    "field", [{}, {"constraints": {"pattern": ".+"}}, {"constraints": {"pattern": r"เลขที่ .*\d.*"}}]
)
def test_thai_digits_in_running_text_are_fine(file: AgencyFile, field: dict[str, Any]) -> None:
    assert file.told(column(**field), [("ก", "เลขที่ ๑๒ หมู่ ๓")]) == []


def test_declared_thai_digits_are_converted_and_no_finding(file: AgencyFile) -> None:
    assert file.told(column(type="integer"), [("ก", "๑๒")], thai_digits=["value"]) == []


def test_what_would_be_no_number_in_arabic_digits_either_is_of_the_wrong_type(file: AgencyFile) -> None:
    assert file.told(column(type="integer"), [("ก", "ห้า ๕")]) == [("table/type-error", "B2")]


@pytest.mark.parametrize(
    ("constraints", "cell", "whole"),
    [
        ({"pattern": r"\d{5}"}, "403", "00403"),
        ({"pattern": r"\d{2}00"}, "100", "0100"),
        ({"pattern": r"0\d{8,9}"}, "812345678", "0812345678"),
        ({"minLength": 4, "maxLength": 4}, "12", "0012"),
        ({"pattern": r"\d{5}", "minLength": 5}, "403", "00403"),
        ({"enum": ["01", "02"]}, "1", "01"),
    ],
)
def test_a_code_that_lost_its_zeros(file: AgencyFile, constraints: dict[str, Any], cell: str, whole: str) -> None:
    (found,) = file.findings(column(constraints=constraints), [("ก", cell)])
    assert (found.rule, found.place.cell) == ("thai/leading-zero-lost", "B2")
    assert f"“{whole}”" in found.message.th


@pytest.mark.parametrize(
    ("constraints", "cell"),
    [
        ({"pattern": r"\d{5}"}, "40x"),
        ({"pattern": r"\d{5}"}, "123456"),
        ({"pattern": r"[1-9]\d{4}"}, "1011"),
        ({"pattern": "0.*"}, "21234567"),
        ({"minLength": 3}, "5"),
    ],
)
def test_another_wrong_code_is_told_as_before(file: AgencyFile, constraints: dict[str, Any], cell: str) -> None:
    assert file.told(column(constraints=constraints), [("ก", cell)]) == [("table/constraint-error", "B2")]


HOUSES = ["12/5", "99", "46154", "2026-05-12", "12-May", "7 ม.ค.", "2878", "1895 - 1897"]


@pytest.mark.parametrize("title", ["บ้านเลขที่", "เลขที่", "ที่อยู่", "ที่ตั้งโรงงาน", "House no.", "address"])
def test_house_numbers_that_became_days(file: AgencyFile, title: str) -> None:
    schema = table_schema(NAME, {"name": "value", "title": title})
    found = file.findings(schema, [("ก", house) for house in HOUSES])
    assert [(each.rule, each.place.cell) for each in found] == [("thai/excel-serial", f"B{row}") for row in range(4, 8)]
    assert "12 พฤษภาคม 2569 เลขเดิมอาจเป็น 12/5 หรือ 5/12" in found[0].message.th
    assert "7/1 หรือ 1/7" in found[3].message.th


@pytest.mark.parametrize("title", ["เลขที่ใบอนุญาต", "รหัสที่ตั้ง", "ที่อยู่เว็บไซต์", "E-mail address", "Households", "จำนวน"])
def test_other_columns_may_hold_such_numbers(file: AgencyFile, title: str) -> None:
    schema = table_schema(NAME, {"name": "value", "title": title})
    assert file.told(schema, [("ก", house) for house in HOUSES]) == []


def test_a_column_in_which_all_are_whole_numbers_is_not_judged(file: AgencyFile) -> None:
    schema = table_schema(NAME, {"name": "value", "title": "เลขที่"})
    assert file.told(schema, [("ก", "46154"), ("ข", "35000")]) == []


def test_a_serial_that_the_pattern_refuses_is_told_once(file: AgencyFile) -> None:
    pattern = r"(?!46\d{3}$).+"
    schema = table_schema(NAME, {"name": "value", "title": "เลขที่", "constraints": {"pattern": pattern}})
    assert file.told(schema, [("ก", "12/5"), ("ข", "7"), ("ค", "46154")]) == [("thai/excel-serial", "B4")]


@pytest.mark.parametrize("constraints", [{}, {"pattern": r"\d{14}"}])
def test_scientific_notation_is_told_cell_by_cell(file: AgencyFile, constraints: dict[str, Any]) -> None:
    rows = [("ก", "1.01E+13"), ("ข", "10100000000001"), ("ค", "1E+10")]
    told = file.told(column(constraints=constraints), rows)
    assert told == [("thai/destroyed-id", "B2"), ("thai/destroyed-id", "B4")]
    assert file.told(column(type="number"), rows) == []


def test_a_column_of_rounded_ids_is_one_finding(file: AgencyFile) -> None:
    rows = [(f"{nth}", "100000000000") for nth in range(30)] + [("x", "10100000000001")]
    (found,) = file.findings(column(constraints={"pattern": r"\d{12}|\d{14}"}), rows)
    assert (found.rule, found.place.column, found.blocks) == ("thai/destroyed-id", 2, True)
    assert "30 จาก 31 ช่องลงท้ายด้วย 00000000" in found.message.th
    told = file.told(column(constraints={"pattern": r"\d{14}"}), rows)
    assert told == [("thai/destroyed-id", "B1")]


def test_an_id_that_all_rows_share_may_be_the_agencys_own(file: AgencyFile) -> None:
    rows = [(f"{nth}", "0994000158378") for nth in range(30)]
    assert file.told(column(), rows) == []


def test_ids_of_any_kind_are_fine(file: AgencyFile) -> None:
    rows = [(f"{nth}", f"{10100000000000 + 37 * nth}") for nth in range(1, 50)]
    assert file.told(column(constraints={"pattern": r"\d{14}"}), rows) == []


def test_a_pattern_that_is_none_is_its_authors_mistake(table: Callable[..., Tidied], rules: RuleBook) -> None:
    tidied = table(("name", "value"), [("ก", "1")])
    with pytest.raises(DeclarationError, match="factories"):
        list(check_table(a_table(tidied, column(constraints={"pattern": "("}), rules)))
