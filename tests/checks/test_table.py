"""table/*: Frictionless' errors as findings in the agency's own coordinates."""

from collections.abc import Callable, Sequence
from typing import Any

import frictionless
import pytest

from flows.checks.tables.by_frictionless import check_table
from flows.checks.tables.validation import GENERAL, OUR_FAULT, rule_of
from flows.domain.dataset import Tidy
from flows.domain.errors import DeclarationError
from flows.domain.finding import Finding
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import AgencyCells, a_table, table_schema

MakeTable = Callable[..., Tidied]

FACTORIES = table_schema(
    {"name": "id", "title": "เลขทะเบียน", "type": "string", "constraints": {"required": True}},
    {"name": "name", "title": "ชื่อโรงงาน", "type": "string", "aliases": ["โรงงาน"], "unit": None},
    {"name": "workers", "title": "คนงาน", "type": "integer", "unit": "คน", "constraints": {"minimum": 0}},
    {"name": "opened", "title": "วันที่เปิด", "type": "date"},
)
NAMES = ("id", "name", "workers", "opened")
HEADERS = ("เลขทะเบียน", "ชื่อโรงงาน", "คนงาน", "วันที่เปิด")
GOOD = ("3-1", "โรงงาน ก", "5", "2020-01-31")


def looked_at(
    tidied: Tidied,
    rules: RuleBook,
    schema: TableSchema = FACTORIES,
    cells: AgencyCells | None = None,
    limit: int = 1000,
    **more: Any,
) -> tuple[Finding, ...]:
    return tuple(check_table(a_table(tidied, schema, rules, "factories", cells, **more), limit))


def slugs_of(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def error_types() -> set[str]:
    def below(kind: type[frictionless.Error]) -> set[type[frictionless.Error]]:
        return {kind}.union(*(below(sub) for sub in kind.__subclasses__()))

    return {kind.type for kind in below(frictionless.Error)}


def test_every_error_that_frictionless_knows_has_a_rule_or_is_our_fault(rules: RuleBook) -> None:
    every = error_types()
    assert len(every) > 50
    for error_type in every:
        slug = rule_of(error_type)
        assert slug is None or rules[slug].slug == slug
    assert every >= GENERAL | OUR_FAULT, "a type that Frictionless no longer has"


def test_a_sound_table_has_no_findings_and_asks_for_no_cells(table: MakeTable, rules: RuleBook) -> None:
    cells = AgencyCells()
    assert looked_at(table(NAMES, [GOOD, ("3-2", "", "", "")], headers=HEADERS), rules, cells=cells) == ()
    assert cells.asked == 0


def test_a_finding_stands_where_the_agency_sees_it(table: MakeTable, rules: RuleBook) -> None:
    tidied = table(
        NAMES,
        [GOOD, ("3-2", "ข", "ห้า", "2020-01-31"), ("3-3", "ค", "-1", "2020-02-30")],
        headers=HEADERS,
        positions=(2, 3, 28, 5),
        row_map=RowMap(first=4, dropped=(5,)),
        sheet="ข้อมูล",
    )
    cells = AgencyCells({(6, 28): "ห้า คน", (7, 28): "-๑", (7, 5): "30 ก.พ. 63"})
    found = looked_at(tidied, rules, cells=cells)
    assert slugs_of(found) == ["table/type-error", "table/constraint-error", "table/type-error"]
    first, second, third = found
    assert (first.place.cell, first.place.sheet, first.place.header) == ("AB6", "ข้อมูล", "คนงาน")
    assert (first.place.resource, first.place.field) == ("factories", "workers")
    assert first.value == "ห้า คน"
    assert first.message.th.startswith("ช่อง AB6 (คอลัมน์ AB “คนงาน”) มีค่า “ห้า คน” ซึ่งไม่ใช่จำนวนเต็ม")
    assert "whole number" in first.fix.en
    assert (second.place.cell, second.value) == ("AB7", "-๑")
    assert "ต้องไม่น้อยกว่า 0" in second.message.th
    assert (third.place.cell, third.value) == ("E7", "30 ก.พ. 63")
    assert "ซึ่งเป็นวันที่ที่ไม่มีอยู่จริงในปฏิทิน" in third.message.th
    assert "ปี-เดือน-วัน ค.ศ. เช่น 2024-01-31" in third.fix.th
    assert cells.asked == 1


def test_a_vanished_middle_column_is_one_finding_and_shifts_nothing(table: MakeTable, rules: RuleBook) -> None:
    rows = [("3-1", "5", "2020-01-31"), ("3-2", "ห้า", "2020-01-31"), ("3-3", "7", "2020-01-31")]
    tidied = table(("id", "workers", "opened"), rows, headers=("เลขทะเบียน", "คนงาน", "วันที่เปิด"))
    found = looked_at(tidied, rules)
    assert slugs_of(found) == ["table/missing-label", "table/type-error"]
    assert "ชื่อโรงงาน" in found[0].message.th
    assert found[0].place.row == 1
    assert found[1].place.cell == "B3"


def test_a_vanished_key_column_is_one_finding(table: MakeTable, rules: RuleBook) -> None:
    schema = table_schema(*FACTORIES.descriptor["fields"], primaryKey=["id"])
    tidied = table(NAMES[1:], [GOOD[1:], GOOD[1:]], headers=HEADERS[1:])
    assert slugs_of(looked_at(tidied, rules, schema)) == ["table/missing-label"]


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        (("หมายเหตุ",), ["table/extra-label"]),
        (("",), ["table/blank-label"]),
        (("", ""), ["table/blank-label", "table/blank-label"]),
        (("ชื่อโรงงาน",), ["table/duplicate-label"]),
        (("หมายเหตุ", "หมายเหตุ"), ["table/duplicate-label", "table/duplicate-label"]),
    ],
)
def test_columns_that_nobody_declared(
    table: MakeTable, rules: RuleBook, extra: tuple[str, ...], found: list[str]
) -> None:
    rows = [(*GOOD, *("x" for _ in extra)), (*GOOD, *("" for _ in extra))]
    told = looked_at(table((*NAMES, *extra), rows, headers=(*HEADERS, *extra)), rules)
    assert slugs_of(told) == found
    assert told[0].place.column == 5


def test_a_table_of_other_columns_is_one_finding(table: MakeTable, rules: RuleBook) -> None:
    tidied = table(("2014", "1", "ข้าวขาว"), [("2014", "1", "x")] * 50)
    (found,) = looked_at(tidied, rules)
    assert found.rule == "table/unmatched-header"
    assert "“เลขทะเบียน”" in found.message.th
    assert "พบคอลัมน์อื่น 3 คอลัมน์" in found.message.th
    assert "2014" not in f"{found}"  # it may be a record of a person


def test_a_table_without_rows_is_no_sound_table(table: MakeTable, rules: RuleBook) -> None:
    assert slugs_of(looked_at(table(NAMES, [], headers=HEADERS), rules)) == ["table/no-rows"]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ((), ["table/blank-row"]),
        (("", "", "", ""), ["table/blank-row"]),
        (("3-2",), ["table/missing-cell"]),
        (("3-2", "ข", "5", "2020-01-31", "x", "y"), ["table/extra-cell"]),
        (("", "ข", "5", "2020-01-31"), ["table/constraint-error"]),
        (("3-2", "ข", "1,234", "2020-01-31"), ["table/type-error"]),
        (("3-2", "ข", "1.0", "31/01/2563"), ["table/type-error", "table/type-error"]),
    ],
)
def test_one_bad_row_among_good_ones(table: MakeTable, rules: RuleBook, row: Sequence[str], found: list[str]) -> None:
    told = looked_at(table(NAMES, [GOOD, row, GOOD], headers=HEADERS), rules)
    assert slugs_of(told) == found
    assert {finding.place.row for finding in told} == {3}


def test_ragged_rows_say_how_many_cells(table: MakeTable, rules: RuleBook) -> None:
    rows = [("3-2",), (*GOOD, "x", "y")]
    short, long = looked_at(table(NAMES, rows, headers=HEADERS), rules)
    assert "ขาดไป 3 ช่อง ตั้งแต่คอลัมน์ B “ชื่อโรงงาน”" in short.message.th
    assert "อยู่ 2 ช่อง" in long.message.th
    assert long.value == "x, y"


def test_a_cell_with_a_line_break_does_not_move_the_rows_below(table: MakeTable, rules: RuleBook) -> None:
    rows = [("3-1", "บรรทัดหนึ่ง\nบรรทัดสอง", "5", ""), ("3-2", "ข", "x", "")]
    (found,) = looked_at(table(NAMES, rows, headers=HEADERS), rules)
    assert found.place.row == 3


def test_a_null_word_in_a_required_column_is_said_to_be_none(table: MakeTable, rules: RuleBook) -> None:
    tidied = table(NAMES, [("", "ก", "5", "")], headers=HEADERS)
    (found,) = looked_at(tidied, rules, cells=AgencyCells({(2, 1): "-"}))
    assert "มี “-” ซึ่งนับว่าไม่มีข้อมูล แต่คอลัมน์นี้ต้องไม่เว้นว่าง" in found.message.th
    (found,) = looked_at(tidied, rules)
    assert "เว้นว่าง แต่คอลัมน์นี้ต้องไม่เว้นว่าง" in found.message.th
    assert found.value is None


def test_repeated_values_name_the_agencys_earlier_row(table: MakeTable, rules: RuleBook) -> None:
    schema = table_schema(
        {"name": "id", "title": "เลข", "constraints": {"unique": True}}, {"name": "name", "title": "ชื่อ"}
    )
    rows = [("1", "ก"), ("2", "ข"), ("1", "ค")]
    tidied = table(("id", "name"), rows, headers=("เลข", "ชื่อ"), row_map=RowMap(first=10))
    (found,) = looked_at(tidied, rules, schema, AgencyCells({(12, 1): "1"}))
    assert found.rule == "table/unique-error"
    assert found.place.cell == "A12"
    assert "“1” ซ้ำกับแถวที่ 10" in found.message.th


def test_keys_of_several_columns(table: MakeTable, rules: RuleBook) -> None:
    schema = table_schema(
        {"name": "a", "title": "ก"}, {"name": "b", "title": "ข"}, {"name": "c"}, primaryKey=["a", "b"]
    )
    rows = [("1", "x", "."), ("1", "y", "."), ("1", "x", "."), ("", "", ".")]
    cells = AgencyCells({(4, 1): "1", (4, 2): "x"})
    repeated, empty = looked_at(table(("a", "b", "c"), rows, headers=("ก", "ข", "c")), rules, schema, cells)
    assert repeated.rule == empty.rule == "table/primary-key"
    assert (repeated.place.row, repeated.place.column, repeated.value) == (4, None, "1 / x")
    assert "A “ก”, B “ข” เป็นรหัสประจำแถว แต่รหัสซ้ำกับแถวที่ 2" in repeated.message.th
    assert "รหัสว่าง" in empty.message.th
    assert empty.value is None


def test_a_reference_within_the_table(table: MakeTable, rules: RuleBook) -> None:
    key = {"fields": "parent", "reference": {"resource": "", "fields": "id"}}
    schema = table_schema({"name": "id", "title": "รหัส"}, {"name": "parent", "title": "สังกัด"}, foreignKeys=[key])
    rows = [("1", ""), ("2", "1"), ("3", "9")]
    tidied = table(("id", "parent"), rows, headers=("รหัส", "สังกัด"))
    (found,) = looked_at(tidied, rules, schema, AgencyCells({(4, 2): "9"}))
    assert (found.rule, found.place.cell, found.value) == ("table/foreign-key", "B4", "9")
    assert "ไม่มีในคอลัมน์ A “รหัส”" in found.message.th


@pytest.mark.parametrize(
    ("field", "cell", "thai"),
    [
        ({"constraints": {"enum": ["ก", "ข", "ค"]}}, "ง", "ใช้ได้เฉพาะค่า “ก”, “ข” หรือ “ค”"),
        ({"constraints": {"pattern": "[0-9]{5}"}, "example": "10110"}, "1011x", "แบบเดียวกับตัวอย่าง “10110”"),
        ({"constraints": {"pattern": "[0-9]{5}"}}, "1011x", "pattern = [0-9]{5}"),
        ({"constraints": {"minLength": 3}}, "กข", "อย่างน้อย 3 ตัวอักษร"),
        ({"constraints": {"maxLength": 3}}, "กขคง", "ไม่เกิน 3 ตัวอักษร"),
        ({"type": "number", "constraints": {"maximum": 10}}, "10.5", "ต้องไม่เกิน 10"),
        (
            {"type": "date", "constraints": {"maximum": "2024-12-31"}},
            "2025-01-01",
            "ไม่หลัง 2024-12-31 (พ.ศ. 2567)",
        ),
        ({"type": "number"}, "12 บาท", "ไม่ใช่ตัวเลข"),
        ({"type": "boolean", "trueValues": ["ใช่"], "falseValues": ["ไม่ใช่"]}, "Y", "“ใช่” หรือ “ไม่ใช่”"),
        ({"type": "year"}, "๖๗", "ปี ค.ศ. สี่หลัก"),
        ({"type": "yearmonth"}, "ม.ค. 67", "ปีและเดือน"),
        ({"type": "time"}, "บ่ายโมง", "เวลา (ชั่วโมง:นาที:วินาที"),
        ({"type": "datetime"}, "วันนี้", "วันที่และเวลา"),
        ({"format": "email"}, "ไม่มี", "อีเมล"),
        ({"format": "uri"}, "ไม่ มี", "ที่อยู่เว็บ"),
    ],
)
def test_what_ought_to_stand_there_in_words(
    table: MakeTable, rules: RuleBook, field: dict[str, Any], cell: str, thai: str
) -> None:
    schema = table_schema({"name": "a", "title": "ก", **field}, {"name": "b"})
    (found,) = looked_at(table(("a", "b"), [(cell, "x")]), rules, schema, AgencyCells({(2, 1): cell}))
    assert thai in found.message.th
    assert found.value == cell


def test_beyond_the_limit_it_is_said_that_there_is_more(table: MakeTable, rules: RuleBook) -> None:
    rows = [("3-1", "ก", "x", "")] * 30
    found = looked_at(table(NAMES, rows, headers=HEADERS), rules, limit=10)
    assert slugs_of(found) == ["table/type-error"] * 10 + ["table/more-findings"]
    assert "แสดง 10 ข้อแรก และหยุดตรวจที่แถวที่ 11" in found[-1].message.th
    assert slugs_of(looked_at(table(NAMES, rows[:10], headers=HEADERS), rules, limit=10)) == ["table/type-error"] * 10


def test_a_long_value_is_shortened_in_the_sentence_only(table: MakeTable, rules: RuleBook) -> None:
    long = "ยาว\n" * 100
    (found,) = looked_at(
        table(NAMES, [("3-1", "ก", "x", "")], headers=HEADERS), rules, cells=AgencyCells({(2, 3): long})
    )
    assert found.value == long
    assert "…" in found.message.th
    assert "\n" not in found.message.th


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "a", "type": "integer", "constraints": {"pattern": "x"}},
        {"name": "a", "type": "nonsense"},
        {"name": "a", "constraints": {"minimum": 3}},
    ],
)
def test_a_wrong_schema_is_its_authors_fault(table: MakeTable, rules: RuleBook, wrong: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError, match=r"schemas/tables/diw/factories\.yaml"):
        looked_at(table(("a",), [("1",)]), rules, table_schema(wrong))


def test_a_reference_to_another_table_is_refused_rather_than_passed_over(table: MakeTable, rules: RuleBook) -> None:
    key = {"fields": "a", "reference": {"resource": "others", "fields": "id"}}
    with pytest.raises(DeclarationError, match="another table is not checked"):
        looked_at(table(("a",), [("1",)]), rules, table_schema({"name": "a"}, foreignKeys=[key]))


def test_nothing_is_guessed_from_the_first_rows(table: MakeTable, rules: RuleBook) -> None:
    # A sniffer would take | for the delimiter, and the third row for the header.
    schema = table_schema({"name": "a"}, {"name": "b"})
    rows = [("x|y|z", "'q'"), (), ("x|y|z", " 'q, r'"), ("x|y|z", '"')] * 5
    assert slugs_of(looked_at(table(("a", "b"), rows), rules, schema)) == ["table/blank-row"] * 5


def test_one_column(table: MakeTable, rules: RuleBook) -> None:
    found = looked_at(table(("a",), [("1",), (), ("x",)]), rules, table_schema({"name": "a", "type": "integer"}))
    assert [(finding.rule, finding.place.row) for finding in found] == [
        ("table/blank-row", 3),
        ("table/type-error", 4),
    ]


def test_bytes_that_are_no_utf8_are_told(table: MakeTable, rules: RuleBook) -> None:
    tidied = table(NAMES, [GOOD], headers=HEADERS)
    with tidied.path.open("ab") as file:
        file.write("3-2,ข,5,\r\n".encode("cp874"))
    assert slugs_of(looked_at(tidied, rules)) == ["table/encoding-error"]


def test_a_required_cell_that_is_not_there_is_told_as_missing_only(table: MakeTable, rules: RuleBook) -> None:
    schema = table_schema({"name": "a"}, {"name": "b", "title": "ข", "constraints": {"required": True}})
    found = looked_at(table(("a", "b"), [("1",), ("1", "")]), rules, schema)
    assert slugs_of(found) == ["table/missing-cell", "table/constraint-error"]


def test_the_delimiter_is_said_and_not_sniffed(table: MakeTable, rules: RuleBook) -> None:
    schema = table_schema({"name": "a|x|y", "title": "a"}, {"name": "b", "type": "integer"})
    assert looked_at(table(("a|x|y", "b"), [("1|2|3", "4")] * 20), rules, schema) == ()


@pytest.mark.parametrize(
    ("kind", "tidy", "cell", "problem", "fix"),
    [
        (
            "date",
            {"date_formats": {"a": "%d/%m/%Y"}, "calendar": {"a": "buddhist"}},
            "31-01-67",
            "ซึ่งไม่ใช่วันที่ที่มีจริง เขียนแบบ วัน/เดือน/ปี พ.ศ. เช่น 31/01/2567",
            "วัน/เดือน/ปี พ.ศ. เช่น 31/01/2567",
        ),
        (
            "date",
            {"date_formats": {"a": "%d/%m/%Y"}, "calendar": {"a": "buddhist"}},
            "30/02/2568",
            "ซึ่งเป็นวันที่ที่ไม่มีอยู่จริงในปฏิทิน",
            "วัน/เดือน/ปี พ.ศ. เช่น 31/01/2567",
        ),
        (
            "date",
            {"date_formats": {"a": "%d %b %y"}, "calendar": {"a": "buddhist"}},
            "31 เม.ย. 67",
            "ซึ่งเป็นวันที่ที่ไม่มีอยู่จริงในปฏิทิน",
            "วัน ชื่อเดือน ปีสองหลัก พ.ศ. เช่น 31 ม.ค. 67",
        ),
        ("date", {"date_formats": {"a": "%d/%m/%Y"}}, "31/04/2024", "ไม่มีอยู่จริง", "วัน/เดือน/ปี ค.ศ. เช่น 31/01/2024"),
        ("date", {"calendar": {"a": "buddhist"}}, "เร็วๆ นี้", "ซึ่งไม่ใช่วันที่", "ปี-เดือน-วัน พ.ศ. เช่น 2567-01-31"),
        ("date", {"calendar": {"a": "buddhist"}}, "2568-02-29", "ไม่มีอยู่จริง", "ปี-เดือน-วัน พ.ศ. เช่น 2567-01-31"),
        ("year", {"calendar": {"a": "buddhist"}}, "ปี 67", "ไม่ใช่ปี พ.ศ. สี่หลัก เช่น 2567", "ปี พ.ศ. สี่หลัก เช่น 2567"),
        ("yearmonth", {"date_formats": {"a": "%m/%Y"}}, "ม.ค.", "เดือน/ปี ค.ศ. เช่น 01/2024", "เดือน/ปี ค.ศ."),
        ("integer", {"calendar": {"a": "buddhist"}}, "x", "ไม่ใช่ปี พ.ศ. สี่หลัก", "เช่น 2567"),
        ("integer", {"thousands": ("a",)}, "1.5", "คั่นหลักพันด้วยจุลภาคได้ เช่น 1,234", "คั่นหลักพันด้วยจุลภาคได้"),
        ("integer", {}, "1.5", "จำนวนเต็ม (ไม่มีจุดทศนิยม เครื่องหมายจุลภาค หรือหน่วย)", "จำนวนเต็ม"),
    ],
)
def test_advice_is_given_in_the_agencys_own_way_of_writing(
    table: MakeTable, rules: RuleBook, kind: str, tidy: dict[str, Any], cell: str, problem: str, fix: str
) -> None:
    schema = table_schema({"name": "a", "title": "ก", "type": kind}, {"name": "b"})
    tidied = table(("a", "b"), [(cell, "x")] if cell != "2568-02-29" else [(cell.replace("-29", "-30"), "x")])
    cells = AgencyCells({(2, 1): cell})
    found = [
        one for one in looked_at(tidied, rules, schema, cells, tidy=Tidy(**tidy)) if one.rule == "table/type-error"
    ]
    (one,) = found
    assert problem in one.message.th
    assert fix in one.fix.th


def test_control_characters_are_shown_as_pictures(table: MakeTable, rules: RuleBook) -> None:
    (found,) = looked_at(
        table(NAMES, [("3-1", "ก", "x", "")], headers=HEADERS), rules, cells=AgencyCells({(2, 3): "5\0\x1b"})
    )
    assert found.value == "5␀␛"
    assert "“5␀␛”" in found.message.th


def test_thousands_of_undeclared_columns_are_counted_and_the_first_ones_told(table: MakeTable, rules: RuleBook) -> None:
    more = [f"x{number}" for number in range(1, 2_001)]
    rows = [(*GOOD, *("1" for _ in more)), (*GOOD[:2], "many", GOOD[3], *("1" for _ in more))]
    found = looked_at(table((*NAMES, *more), rows, headers=(*HEADERS, *more)), rules)
    assert slugs_of(found).count("table/extra-label") == 200
    (many,) = (one for one in found if one.rule == "table/many-columns")
    assert "2,000 คอลัมน์" in many.message.th
    assert [(one.rule, one.place.cell) for one in found if one.place.cell and one.place.row != 1] == [
        ("table/type-error", "C3")
    ]


def test_two_hundred_undeclared_columns_are_told_one_by_one(table: MakeTable, rules: RuleBook) -> None:
    more = [f"x{number}" for number in range(1, 201)]
    found = looked_at(table((*NAMES, *more), [(*GOOD, *more)], headers=(*HEADERS, *more)), rules)
    assert slugs_of(found) == ["table/extra-label"] * 200
