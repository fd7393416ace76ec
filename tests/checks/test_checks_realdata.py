"""The checks on real files: no storms of findings, and no personal data seen where there is none."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.checks.personal.identity_numbers import check_personal_data
from flows.checks.tables.by_frictionless import check_table
from flows.checks.tables.characters import check_characters
from flows.domain.dataset import Tidy
from flows.domain.finding import Severity
from flows.domain.rule import RuleBook
from flows.domain.tidied import Tidied
from flows.tidy import tidy
from tests.checks.conftest import AgencyCells, a_table, table_schema

MakeTable = Callable[..., Tidied]
pytestmark = pytest.mark.realdata


def records(path: Path, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def agency(rows: list[list[str]]) -> AgencyCells:
    return AgencyCells({(r, c): cell for r, row in enumerate(rows, start=1) for c, cell in enumerate(row, start=1)})


def test_zero_padded_codes_are_sound_as_strings(realdata: Path, table: MakeTable, rules: RuleBook) -> None:
    header, *rows = records(realdata / "bot_location_code_administrative.csv")
    digits = {"province_code": 2, "district_code": 2, "subdistrict_code": 4}
    fields = [
        {"name": name, "title": name, "constraints": {"required": True, "pattern": rf"\d{{{digits[name]}}}"}}
        if name in digits
        else {"name": name, "title": name}
        for name in header
    ]
    schema = table_schema(*fields, primaryKey=list(digits))
    tidied = table(header, rows)
    areas = a_table(tidied, schema, rules, "areas", agency([header, *rows]))
    assert [*check_table(areas), *check_personal_data(areas)] == []


def test_blanks_instead_of_a_last_row_are_one_finding(realdata: Path, table: MakeTable, rules: RuleBook) -> None:
    header, *rows = records(realdata / "province_tis620.csv", "cp874")
    schema = table_schema(*({"name": name, "title": name} for name in header), primaryKey="abbr")
    found = list(check_table(a_table(table(header, rows), schema, rules, "provinces", agency([header, *rows]))))
    assert [(finding.rule, finding.place.row) for finding in found] == [("table/missing-cell", 79)]


def test_a_file_without_a_header_is_one_finding(realdata: Path, table: MakeTable, rules: RuleBook) -> None:
    header, *rows = records(realdata / "dft_rice_export_2557.csv")
    names = ("year", "month", "rice", "region", "kilograms", "baht")
    schema = table_schema(*({"name": name, "title": name, "type": "integer"} for name in names))
    found = list(check_table(a_table(table(header, rows), schema, rules, "rice", agency([header, *rows]))))
    assert [finding.rule for finding in found] == ["table/unmatched-header"]


def test_untidied_thousands_are_told_cell_by_cell_with_the_agencys_text(
    realdata: Path, table: MakeTable, rules: RuleBook
) -> None:
    header, *rows = records(realdata / "oae_cashcrop1_2564.csv")
    names = ("planted", "harvestable", "crop", "row", "farmers", "yield", "year", "harvested")
    kinds = {"crop": "string", "planted": "integer"}
    schema = table_schema(
        *(
            {"name": name, "title": title, "type": kinds.get(name, "any")}
            for name, title in zip(names, header, strict=True)
        )
    )
    found = list(
        check_table(a_table(table(names, rows, headers=header), schema, rules, "crops", agency([header, *rows])))
    )
    assert {finding.rule for finding in found} == {"table/type-error"}
    expected = [row[0] for row in rows if "," in row[0]]
    assert [finding.value for finding in found][: len(expected)] == expected
    assert all(finding.place.column == 1 for finding in found)


@pytest.mark.parametrize(
    "name",
    [
        "diw_101_105_106_2560-07_head.csv",
        "diw_factype31_head30.csv",
        "dft_rice_export_2557.csv",
        "ref_provinces.csv",
        "dlt_vehicles_wide_2559-2567.csv",
    ],
)
def test_no_personal_data_is_seen_where_there_is_none(
    realdata: Path, table: MakeTable, rules: RuleBook, name: str
) -> None:
    header, *rows = records(realdata / name)
    assert list(check_personal_data(a_table(table(header, rows), table_schema({"name": "x"}), rules))) == []


def test_control_characters_in_a_real_workbook_are_warned_about(
    realdata: Path, tmp_path: Path, rules: RuleBook
) -> None:
    schema = table_schema({"name": "symbol", "title": "หลักทรัพย์"}, {"name": "address", "title": "ที่อยู่"})
    tidied = tidy(realdata / "set_listed_companies_2561.xlsx", Tidy(), schema, tmp_path)
    (found,) = check_characters(a_table(tidied, schema, rules))
    assert (found.rule, found.severity, found.place.header) == ("table/invisible-character", Severity.WARN, "ที่อยู่")
    assert "5 ช่อง คือ F85 (U+001A)" in found.message.th
