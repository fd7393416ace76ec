"""table/not-storable and thai/buddhist-year-left: what passes Frictionless and fails, or is wrong, in the database."""

from collections.abc import Callable

import pytest

from flows.checks.tables.by_frictionless import check_table
from flows.checks.tables.storable import check_storable
from flows.domain.finding import Finding
from flows.domain.rule import RuleBook
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import AgencyCells, a_table, table_schema

MakeTable = Callable[..., Tidied]
FIELDS = [
    {"name": "id", "title": "รหัส"},
    {"name": "count", "title": "จำนวน", "type": "integer"},
    {"name": "rate", "title": "อัตรา", "type": "number"},
    {"name": "year", "title": "ปี", "type": "year"},
    {"name": "month", "title": "เดือน", "type": "yearmonth"},
    {"name": "day", "title": "วันที่", "type": "date"},
    {"name": "moment", "title": "เวลา", "type": "datetime"},
]
SCHEMA = table_schema(*FIELDS)
NAMES = tuple(field["name"] for field in FIELDS)
GOOD = {
    "id": "๑-001",
    "count": "-9223372036854775808",
    "rate": "1234567890123456789.5e-3",
    "year": "2024",
    "month": "2024-02",
    "day": "9999-12-31",
    "moment": "2024-01-31T09:30:00.25+07:00",
}


def told(table: MakeTable, rules: RuleBook, *rows: dict[str, str], limit: int = 1000) -> tuple[Finding, ...]:
    cells = [tuple((GOOD | row).values()) for row in rows]
    tidied = table(NAMES, cells, headers=[field["title"] for field in FIELDS], row_map=RowMap(first=5, dropped=(6,)))
    return tuple(check_storable(a_table(tidied, SCHEMA, rules), limit=limit))


def frictionless(table: MakeTable, rules: RuleBook, row: dict[str, str]) -> list[str]:
    tidied = table(NAMES, [tuple((GOOD | row).values())])
    return [found.rule for found in check_table(a_table(tidied, SCHEMA, rules))]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("count", "9223372036854775808"),
        ("count", "-9223372036854775809"),
        ("count", "123456789012345678901234567890"),
        ("count", "1_000"),
        ("count", "１２"),
        ("rate", "NaN"),
        ("rate", "-Infinity"),
        ("rate", "1e400"),
        ("rate", "1_0.5"),
        ("year", "２０１０"),
        ("day", "２０２４-01-31"),
        ("id", "ก\0ข"),
        ("id", "\0"),
    ],
)
def test_what_frictionless_lets_pass_and_the_database_does_not_take(
    table: MakeTable, rules: RuleBook, column: str, cell: str
) -> None:
    assert frictionless(table, rules, {column: cell}) == []
    (found,) = told(table, rules, {}, {column: cell})
    position = NAMES.index(column) + 1
    assert (found.rule, found.blocks) == ("table/not-storable", True)
    assert (found.place.row, found.place.column, found.place.field) == (7, position, column)
    assert (found.place.resource, found.place.header) == ("things", FIELDS[position - 1]["title"])


@pytest.mark.parametrize(
    ("column", "cell", "year"),
    [
        ("year", "2567", 2567),
        ("month", "2567-02", 2567),
        ("day", "2568-02-29", 2568),
        ("day", "2400-01-01", 2400),
        ("moment", "2567-01-31T09:30:00", 2567),
    ],
)
def test_a_buddhist_year_that_is_a_year_of_the_common_era_too(
    table: MakeTable, rules: RuleBook, column: str, cell: str, year: int
) -> None:
    (found,) = told(table, rules, {column: cell})
    assert (found.rule, found.blocks, found.place.row) == ("thai/buddhist-year-left", True, 5)
    assert f"พ.ศ. {year} (ค.ศ. {year - 543})" in found.message.th


@pytest.mark.parametrize(
    "row",
    [
        {},
        dict.fromkeys(NAMES, ""),
        {"count": "+5", "rate": "-.5", "year": "2399", "day": "0001-01-01", "month": "2399-12"},
        {"count": "9223372036854775807", "rate": "1e308", "year": "9999"},
        {"id": "2567", "moment": "2399-12-31T00:00:00"},
    ],
)
def test_what_the_database_takes_is_no_finding(table: MakeTable, rules: RuleBook, row: dict[str, str]) -> None:
    assert told(table, rules, row) == ()
    assert frictionless(table, rules, row) in ([], ["table/blank-row"])


@pytest.mark.parametrize(
    "row",
    [{"count": "x"}, {"count": "1.5"}, {"rate": "1,5"}, {"year": "67"}, {"day": "0000-00-00"}, {"day": "10000-01-01"}],
)
def test_what_frictionless_refuses_is_told_once(table: MakeTable, rules: RuleBook, row: dict[str, str]) -> None:
    assert told(table, rules, row) == ()
    assert frictionless(table, rules, row) == ["table/type-error"]


def test_findings_come_from_the_top_down_with_the_agencys_own_texts(table: MakeTable, rules: RuleBook) -> None:
    tidied = table(("id", "day"), [("x", "2568-02-29"), ("\0", "2567-01-01")], positions=(3, 1))
    cells = AgencyCells({(2, 1): "29/02/68", (3, 3): "ก\0", (3, 1): "1/1/67"})
    found = list(check_storable(a_table(tidied, SCHEMA, rules, "things", cells)))
    assert [(one.place.cell, one.value) for one in found] == [("A2", "29/02/68"), ("C3", "ก␀"), ("A3", "1/1/67")]
    assert cells.asked == 1


def test_nul_is_found_anywhere_in_the_file_and_in_columns_that_nobody_declared(
    table: MakeTable, rules: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.checks.tables.canonical.BLOCK", 1 << 14)
    rows = [(f"{number}", "x") for number in range(30_000)]
    rows[29_998] = ("29998", "x\0")
    (found,) = check_storable(a_table(table(("id", "หมายเหตุ"), rows), SCHEMA, rules))
    assert (found.rule, found.place.cell) == ("table/not-storable", "B30000")


def test_a_table_with_rows_of_any_length_is_looked_at_to_its_end(table: MakeTable, rules: RuleBook) -> None:
    rows = [("1", "5"), ("1", "5", "surplus"), (), ("1",), ("1", "1_0")]
    (found,) = check_storable(a_table(table(("id", "count"), rows), SCHEMA, rules))
    assert found.place.cell == "B6"


def test_beyond_the_limit_it_is_said_that_there_is_more(table: MakeTable, rules: RuleBook) -> None:
    found = told(table, rules, *[{"year": "2567", "count": "1_0"}] * 10, limit=7)
    assert [one.rule for one in found] == ["table/not-storable", "thai/buddhist-year-left"] * 3 + [
        "table/not-storable",
        "table/more-findings",
    ]
    assert "แสดง 7 ข้อแรก และหยุดตรวจที่แถวที่ 9" in found[-1].message.th
    assert len(told(table, rules, *[{"year": "2567"}] * 7, limit=7)) == 7
