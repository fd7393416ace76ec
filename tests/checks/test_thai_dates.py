"""Years of two eras, and a day that some years do not have: each is one finding, in either direction."""

from pathlib import Path
from typing import Any

import pytest

from flows.domain.finding import Severity
from flows.domain.rule import RuleBook
from tests.checks.agency_files import AgencyFile
from tests.checks.conftest import table_schema

NAME = {"name": "name", "title": "ชื่อ"}
SLASHES = {"date_formats": {"day": "%d/%m/%Y"}}
BUDDHIST = {"calendar": {"day": "buddhist"}}


@pytest.fixture
def file(tmp_path: Path, rules: RuleBook) -> AgencyFile:
    return AgencyFile(tmp_path, rules)


def dated(kind: str) -> Any:
    return table_schema(NAME, {"name": "day", "title": "วันที่", "type": kind})


@pytest.mark.parametrize(
    ("kind", "declared", "cells", "left"),
    [
        ("year", {}, ["2567", "2024", "2568"], "B3"),
        ("integer", {}, ["2567", "2024", ""], "B3"),
        ("yearmonth", {}, ["2567-02", "2024-02"], "B3"),
        ("date", {}, ["2567-02-29", "2024-02-29", "2568-01-01"], "B3"),
        ("date", {}, ["2567-02-29", "2024-02-30"], "B3"),
        ("date", SLASHES, ["29/02/2567", "29/02/2024"], "B3"),
        ("date", {"date_formats": {"day": "%d %b %Y"}}, ["29 ก.พ. 2567", "29 กุมภาพันธ์ 2024"], "B3"),
        ("datetime", {}, ["2567-02-29T08:00:00", "2024-02-29T08:00:00"], "B3"),
    ],
)
def test_a_common_year_in_a_buddhist_column(
    file: AgencyFile, kind: str, declared: dict[str, Any], cells: list[str], left: str
) -> None:
    rows = [("ก", cell) for cell in cells]
    (found,) = file.findings(dated(kind), rows, **declared, **BUDDHIST)
    assert (found.rule, found.place.cell, found.severity) == ("thai/common-era-left", left, Severity.BLOCK)
    assert "ค.ศ. 2024 (พ.ศ. 2567)" in found.message.th
    assert "1481" in found.message.en
    assert found.value == cells[1]


def test_a_year_of_thai_digits_is_read_before_its_era(file: AgencyFile) -> None:
    rows = [("ก", "๒๕๖๗"), ("ข", "๒๐๒๔")]
    assert file.told(dated("year"), rows, thai_digits=["day"], **BUDDHIST) == [("thai/common-era-left", "B3")]


def test_a_whole_column_of_the_other_era_is_told_cell_by_cell(file: AgencyFile) -> None:
    rows = [("ก", str(2000 + nth)) for nth in range(20)]
    told = file.told(dated("year"), rows, **BUDDHIST)
    assert told == [("thai/common-era-left", f"B{row}") for row in range(2, 22)]


def test_a_column_in_one_era_is_fine(file: AgencyFile) -> None:
    rows = [("ก", "29/02/2567"), ("ข", ""), ("ค", "31/12/2400")]
    assert file.told(dated("date"), rows, **SLASHES, **BUDDHIST) == []
    assert file.told(dated("date"), [("ก", "29/02/2024")], **SLASHES) == []


@pytest.mark.parametrize(
    ("declared", "cell", "year"),
    [
        (SLASHES | BUDDHIST, "29/02/2568", "พ.ศ. 2568 (ค.ศ. 2025)"),
        (BUDDHIST, "2568-02-29", "พ.ศ. 2568 (ค.ศ. 2025)"),
        ({"date_formats": {"day": "%d %b %y"}} | BUDDHIST, "29 ก.พ. 68", "พ.ศ. 2568 (ค.ศ. 2025)"),
        (SLASHES, "29/2/2025", "ค.ศ. 2025 (พ.ศ. 2568)"),
        ({}, "2025-02-29", "ค.ศ. 2025 (พ.ศ. 2568)"),
        (BUDDHIST, "2443-02-29", "พ.ศ. 2443 (ค.ศ. 1900)"),
    ],
)
def test_a_leap_day_of_a_common_year(file: AgencyFile, declared: dict[str, Any], cell: str, year: str) -> None:
    (found,) = file.findings(dated("date"), [("ก", cell)], **declared)
    assert (found.rule, found.place.cell, found.blocks) == ("thai/no-such-leap-day", "B2", True)
    assert f"เดือนกุมภาพันธ์ {year} มีเพียง 28 วัน" in found.message.th


def test_the_leap_day_of_2567_is_a_day(file: AgencyFile) -> None:
    assert file.told(dated("date"), [("ก", "29/02/2567"), ("ข", "29/02/2543")], **SLASHES, **BUDDHIST) == []


def test_other_days_that_do_not_exist_are_told_as_before(file: AgencyFile) -> None:
    rows = [("ก", "31/04/2568"), ("ข", "30/02/2568")]
    assert file.told(dated("date"), rows, **SLASHES, **BUDDHIST) == [("table/type-error", f"B{row}") for row in (2, 3)]


def test_an_undeclared_buddhist_date_is_one_finding_though_it_is_no_day_of_the_common_era(file: AgencyFile) -> None:
    rows = [("ก", "2567-02-29"), ("ข", "2568-02-29")]
    assert file.told(dated("date"), rows) == [("thai/buddhist-year-left", f"B{row}") for row in (2, 3)]
