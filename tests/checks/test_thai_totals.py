"""Rows that sum up others."""

from pathlib import Path
from typing import Any

import pytest

from flows.domain.finding import Severity
from flows.domain.rule import RuleBook
from tests.checks.agency_files import AgencyFile
from tests.checks.conftest import table_schema

PROVINCE = {"name": "province", "title": "จังหวัด"}
CARS = {"name": "cars", "title": "รถยนต์", "type": "integer"}
TONS = {"name": "tons", "title": "ปริมาณ", "type": "number", "unit": "ตัน"}
SCHEMA = table_schema(PROVINCE, CARS)
BOTH = table_schema(PROVINCE, CARS, TONS)


@pytest.fixture
def file(tmp_path: Path, rules: RuleBook) -> AgencyFile:
    return AgencyFile(tmp_path, rules)


@pytest.mark.parametrize(
    "label",
    [
        "รวม", "รวมทั้งสิ้น", "ทั้งหมด", "ยอดรวม", "Total", "TOTAL", "Grand Total", "รวม 3 จังหวัด", "รวมทุกจังหวัด",
        "รวมภาคเหนือ", "รวมทั้งประเทศ", "รวม (คัน)", "ผลรวม",
    ],
)  # fmt: skip
def test_a_total_is_warned_about(file: AgencyFile, label: str) -> None:
    (found,) = file.findings(SCHEMA, [("ก", 1), ("ข", 2), (label, 3)])
    assert (found.rule, found.place.cell, found.severity) == ("thai/total-row", "A4", Severity.WARN)
    assert found.value == label


@pytest.mark.parametrize(
    "name",
    ["รวมใจ", "บริษัท รวมเกษตร", "รวมเกษตร จำกัด", "ยางพารา (รวม)", "ทั้งหมดนี้", "Totalenergies", "Total Oil", "รวมภาคี"],
)
def test_names_that_begin_alike_are_no_totals(file: AgencyFile, name: str) -> None:
    assert file.told(SCHEMA, [("ก", 1), ("ข", 2), (name, 3)]) == []


def test_a_category_that_the_schema_declares_is_no_total(file: AgencyFile) -> None:
    sex = {"name": "sex", "title": "เพศ", "constraints": {"enum": ["ชาย", "หญิง", "รวม"]}}
    assert file.told(table_schema(sex, CARS), [("ชาย", 1), ("หญิง", 2), ("รวม", 3)]) == []


def test_a_declared_total_is_left_out_by_tidy(file: AgencyFile) -> None:
    assert file.told(SCHEMA, [("ก", 1), ("ข", 2), ("รวม", 9)], drop_rows_starting=["รวม"]) == []


def test_a_total_that_is_not_the_sum_holds(file: AgencyFile) -> None:
    rows = [("ก", "1,000"), ("ข", "2,000"), ("ค", "3,000"), ("รวม", "6,001")]
    found = file.findings(SCHEMA, rows, thousands=["cars"])
    assert [(each.rule, each.place.cell) for each in found] == [("thai/total-row", "A5"), ("thai/total-mismatch", "B5")]
    assert "“6,001” แต่รวม 3 แถวได้ 6,000" in found[1].message.th
    assert found[1].blocks


def test_one_number_of_several_is_wrong(file: AgencyFile) -> None:
    rows = [("ก", 10, 1.5), ("ข", 20, 2.5), ("รวม", 33, 4)]
    assert file.told(BOTH, rows) == [("thai/total-row", "A4"), ("thai/total-mismatch", "B4")]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("รวม", 6), ("ก", 1), ("ข", 2), ("ค", 3)], "it stands on top"),
        ([("ก", 1), ("ข", 2), ("รวมภาคใต้", 3), ("ค", 3), ("ง", 4), ("รวมภาคเหนือ", 7), ("รวม", 10)], "subtotals"),
        ([("ก", 10), ("ข", 20), ("ค", 30), ("รวม", 20)], "a mean"),
        ([("ก", 10), ("ข", 20), ("ค", ""), ("รวม", 30)], "an empty cell"),
        ([("ก", 10), ("ข", 20), ("ค", "-"), ("รวม", 31)], "a single total is not told twice"),
        ([("ก", 10), ("- ข", 4), ("- ค", 6), ("ง", 5), ("รวม", 15)], "parts of a row"),
        ([("ก", 10), ("- ข", 4), ("- ค", 6), ("ง", 5), ("รวม", 99)], "in doubt, with parts"),
        ([("เหนือ", 30), ("ก", 10), ("ข", 20), ("รวม", 30)], "counted twice by region and province"),
        ([("ก", 1), ("ข", 2), ("รวม", 100)], "of more than is shown"),
        ([("ก", 10), ("รวม", 99)], "of a single row"),
    ],
)
def test_totals_that_may_be_right_are_only_warned_about(file: AgencyFile, rows: list[Any], why: str) -> None:
    found = {rule for rule, _ in file.told(SCHEMA, rows, null_words=["-"])}
    expected = {"thai/total-row", "thai/total-mismatch"} if why.startswith("a single") else {"thai/total-row"}
    assert found == expected, why


def test_columns_that_are_not_added_up_are_left_alone(file: AgencyFile) -> None:
    share = {"name": "share", "title": "ร้อยละ", "type": "number"}
    rows = [("ก", 10, 33.3), ("ข", 20, 66.6), ("รวม", 30, 300)]
    assert file.told(table_schema(PROVINCE, CARS, share), rows) == [("thai/total-row", "A4")]


def test_rounded_numbers_add_up(file: AgencyFile) -> None:
    rows = [("ก", 1, 10.44), ("ข", 2, 20.44), ("รวม", 3, 30.9)]
    assert file.told(BOTH, rows) == [("thai/total-row", "A4")]


def test_a_subtotal_unlike_the_others(file: AgencyFile) -> None:
    rows = [
        ("ก", 1),
        ("ข", 2),
        ("รวมภาคเหนือ", 3),
        ("ค", 3),
        ("ง", 4),
        ("รวมภาคใต้", 8),
        ("จ", 5),
        ("ฉ", 6),
        ("รวมภาคกลาง", 11),
    ]
    told = file.told(SCHEMA, rows)
    assert [each for each in told if each[0] == "thai/total-mismatch"] == [("thai/total-mismatch", "B7")]


def test_a_total_that_is_no_record_is_one_finding_and_holds(file: AgencyFile) -> None:
    year = {"name": "year", "title": "ปี", "type": "year", "constraints": {"required": True}}
    schema = table_schema(PROVINCE, year, CARS, primaryKey=["province", "year"])
    (found,) = file.findings(schema, [("ก", 2023, 1), ("ข", 2024, 2), ("รวม", "", 3)])
    assert (found.rule, found.place.cell, found.blocks) == ("thai/total-row-misfit", "A4", True)
    (found,) = file.findings(table_schema(year, CARS), [(2023, 1), (2024, 2), ("รวม", 3)])
    assert (found.rule, found.place.cell) == ("thai/total-row-misfit", "A4")


def test_a_row_of_averages_says_so(file: AgencyFile) -> None:
    (found,) = file.findings(BOTH, [("ก", 10, 1.0), ("ข", 20, 2.5), ("ทั้งหมด", 15, 1.75)])
    assert found.rule == "thai/total-row"
    assert "เท่ากับค่าเฉลี่ยของแถวอื่น" in found.message.th


def test_a_sum_of_averages_says_so(file: AgencyFile) -> None:
    mean = {"name": "mean", "title": "ผลผลิตเฉลี่ย", "type": "number"}
    (found,) = file.findings(table_schema(PROVINCE, CARS, mean), [("ก", 10, 1.5), ("ข", 20, 2.5), ("รวม", 30, 4)])
    assert found.rule == "thai/total-row"
    assert "ค่าเฉลี่ยในคอลัมน์ “ผลผลิตเฉลี่ย” มาบวกกัน" in found.message.th
