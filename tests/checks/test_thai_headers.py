"""Headers that drift from period to period, units hidden in them, and years that became columns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.checks.thai.alike import nearly_same
from flows.checks.thai.units import unit_in, unit_of
from flows.domain.rule import RuleBook
from tests.checks.agency_files import AgencyFile
from tests.checks.conftest import table_schema

FIELDS: list[dict[str, Any]] = [
    {"name": "name", "title": "ชื่อโรงงาน"},
    {"name": "capital", "title": "เงินทุนรวม", "type": "number", "unit": "บาท"},
    {"name": "workers", "title": "คนงาน", "type": "integer", "unit": "คน"},
    {"name": "postcode", "title": "ไปรษณีย์", "constraints": {"pattern": r"[1-9]\d{4}"}},
    {"name": "district", "title": "อำเภอ"},
    {"name": "province", "title": "จังหวัด"},
    {"name": "road", "title": "ถนน"},
]
SCHEMA = table_schema(*FIELDS)
TITLES = [field["title"] for field in FIELDS]
ROW = ("ก", "1", "2", "10110", "ข", "ค", "ง")


@pytest.fixture
def file(tmp_path: Path, rules: RuleBook) -> AgencyFile:
    return AgencyFile(tmp_path, rules)


def renamed(title: str, header: str) -> Sequence[str]:
    return [header if each == title else each for each in TITLES]


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("คนงาน", "คนงานรวม"),
        ("คนงาน", "คน งาน"),
        ("คนงาน", "จำนวนคนงาน"),
        ("คนงาน", "คนงาน (คน)"),
        ("คนงาน", "คนงาน\n(ราย)"),
        ("เงินทุนรวม", "เงินทุน"),
        ("เงินทุนรวม", "เงินทุนรวม (บาท)"),
        ("ไปรษณีย์", "รหัสไปรษณีย์"),
        ("ไปรษณีย์", "ไปรษณี่ย์"),
        ("ชื่อโรงงาน", "โรงงาน"),
        ("ชื่อโรงงาน", "ชื่อ-โรงงาน"),
        ("จังหวัด", "จังหวัด *"),
    ],
)
def test_a_header_that_drifted_is_one_finding(file: AgencyFile, title: str, header: str) -> None:
    (found,) = file.findings(SCHEMA, [ROW], renamed(title, header))
    assert (found.rule, found.blocks, found.place.row) == ("thai/header-drift", True, 1)
    assert found.place.column == TITLES.index(title) + 1
    assert f"“{title}”" in found.message.th
    assert " ".join(header.split()) in found.message.th


@pytest.mark.parametrize(
    ("title", "header"), [("จังหวัด", "รหัสจังหวัด"), ("ถนน", "ตรอก"), ("อำเภอ", "อำเภอ 2"), ("ชื่อโรงงาน", "หมายเหตุ")]
)
def test_another_column_is_told_as_before(file: AgencyFile, title: str, header: str) -> None:
    rules = [rule for rule, _ in file.told(SCHEMA, [ROW], renamed(title, header))]
    assert rules == ["table/missing-label", "table/extra-label"]


def test_a_declared_alias_is_no_drift(file: AgencyFile) -> None:
    fields = [field | ({"aliases": ["คนงานรวม"]} if field["name"] == "workers" else {}) for field in FIELDS]
    assert file.told(table_schema(*fields), [ROW], renamed("คนงาน", "คนงานรวม")) == []


def test_each_drift_finds_its_own_column(file: AgencyFile) -> None:
    header = ["โรงงาน", "เงินทุน", "คนงานรวม", "ไปรษณีย์", "อำเภอ", "จังหวัด", "ถนน"]
    found = file.findings(SCHEMA, [ROW], header)
    assert [(each.rule, each.place.cell) for each in found] == [
        ("thai/header-drift", cell) for cell in ("A1", "B1", "C1")
    ]
    assert "“คนงาน” (workers)" in found[2].message.th


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ชื่อ (ไทย)", "ชื่อ (อังกฤษ)", False),
        ("province_th", "province_en", False),
        ("ปริมาณ ปี 2566", "ปริมาณ ปี 2567", False),
        ("Factory Name", "factory_name", True),
        ("มูลค่า (ล้านบาท)", "มูลค่า [ล้าน บาท]", True),
        ("รวม", "จำนวน", False),
    ],
)
def test_what_counts_as_nearly_the_same(one: str, other: str, same: bool) -> None:
    assert bool(nearly_same(one, other)) is same
    assert bool(nearly_same(other, one)) is same


@pytest.mark.parametrize(
    "header", ["เงินทุนรวม(ล้านบาท)", "เงินทุนรวม (พันบาท)", "เงินทุนรวม\n(หน่วย: ล้านบาท)", "เงินทุนรวม ล้านบาท"]
)
def test_a_unit_that_changed_in_the_header(file: AgencyFile, header: str) -> None:
    (only,) = file.findings(SCHEMA, [ROW], renamed("เงินทุนรวม", header))
    assert (only.rule, only.place.cell, only.blocks) == ("thai/unit-in-header", "B1", True)
    assert "ประกาศหน่วยเป็น “บาท”" in only.message.th


@pytest.mark.parametrize(("header", "told"), [("เงินทุน (ล้านบาท)", True), ("เงินทุน (บาท)", False)])
def test_an_alias_with_another_unit(file: AgencyFile, header: str, told: bool) -> None:
    fields = [field | ({"aliases": [header]} if field["name"] == "capital" else {}) for field in FIELDS]
    found = file.told(table_schema(*fields), [ROW], renamed("เงินทุนรวม", header))
    assert found == ([("thai/unit-in-header", "B1")] if told else [])


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("กก.", "กิโลกรัม", False),
        ("ตัน", "เมตริกตัน", False),
        ("ตัน", "พันตัน", True),
        ("ตัน", "กก.", True),
        ("พันกิโลกรัม", "ตัน", False),
        ("ลบ.ม.", "ลูกบาศก์เมตร", False),
        ("ตร.ม.", "ไร่", True),
        ("คน", "ราย", False),
        ("คน", "แห่ง", True),
        ("หน่วย", "kWh", False),
        ("ล้านหน่วย", "กิโลวัตต์-ชั่วโมง", True),
        ("บาท/กก.", "บาทต่อกิโลกรัม", False),
        ("บาท/ตัน", "บาทต่อกิโลกรัม", True),
        ("ร้อยละ", "%", False),
        ("million baht", "ล้านบาท", False),
    ],
)
def test_units_that_mean_the_same(one: str, other: str, differ: bool) -> None:
    first, second = unit_of(one), unit_of(other)
    assert first is not None
    assert second is not None
    assert first.differs(second) is differ


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("มูลค่า (ล้านบาท)", "ล้านบาท"),
        ("มูลค่า (หน่วย: ล้านบาท)", "ล้านบาท"),
        ("มูลค่า_ล้านบาท", "ล้านบาท"),
        ("ไฟฟ้า (หน่วย)", "หน่วย"),
        ("จำนวน คน", None),
        ("ชื่อ (ไทย)", None),
        ("เงินทุนรวม", None),
    ],
)
def test_where_a_unit_stands_in_a_header(header: str, unit: str | None) -> None:
    found = unit_in(header)
    assert (found.words if found else None) == unit


YEARLY = table_schema(
    {"name": "kind", "title": "ประเภท"},
    {"name": "group", "title": "กลุ่ม"},
    {"name": "year", "title": "ปี", "type": "year"},
    {"name": "count", "title": "จำนวน", "type": "integer"},
)


def test_years_as_columns_are_one_finding(file: AgencyFile) -> None:
    header = ["ประเภท", "กลุ่ม", "2560", "ปี 2561", "พ.ศ. 2562", "๒๕๖๓", "2021"]
    (found,) = file.findings(YEARLY, [("ก", "ข", 1, 2, 3, 4, 5)], header)
    assert (found.rule, found.blocks) == ("thai/wide-years", True)
    assert "5 คอลัมน์ ได้แก่ C “2560”, D “ปี 2561”, E “พ.ศ. 2562” …" in found.message.th


def test_two_years_are_two_undeclared_columns(file: AgencyFile) -> None:
    header = ["ประเภท", "กลุ่ม", "ปี", "จำนวน", "2560", "2561"]
    told = file.told(YEARLY, [("ก", "ข", 2024, 2, 3, 4)], header)
    assert [rule for rule, _ in told] == ["table/extra-label", "table/extra-label"]


def test_declared_years_are_fine(file: AgencyFile) -> None:
    years = [{"name": f"count_{year}", "title": str(year), "type": "integer"} for year in range(2559, 2568)]
    assert file.told(table_schema({"name": "kind", "title": "ประเภท"}, *years), [("ก", *range(9))]) == []
