"""privacy/*: national identity numbers are found and never repeated; other numbers are left alone."""

import random
from collections.abc import Callable, Sequence

import polars as pl
import pytest
from stdnum.th import pin

from flows.checks.personal.identity_numbers import check_personal_data
from flows.checks.personal.national_id import compact, in_text, passes
from flows.domain.finding import Finding, Severity
from flows.domain.rule import RuleBook
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import a_table, table_schema

SCHEMA = table_schema({"name": "id"})
MakeTable = Callable[..., Tidied]


def numbers(count: int, seed: int = 7, first: str = "12345678") -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(first) + "".join(chance.choices("0123456789", k=12)) for _ in range(count)]


def ids(count: int, seed: int = 11) -> list[str]:
    return [number[:12] + pin.calc_check_digit(number) for number in numbers(count, seed)]


def column(table: MakeTable, rules: RuleBook, cells: Sequence[str]) -> tuple[Finding, ...]:
    tidied = table(("id", "note"), [(cell, "x") for cell in cells], headers=("เลข", "หมายเหตุ"))
    return tuple(check_personal_data(a_table(tidied, SCHEMA, rules)))


def test_the_check_digit_is_that_of_stdnum() -> None:
    every = numbers(20_000)
    assert passes(pl.Series(every)).to_list() == [pin.is_valid(number) for number in every]
    assert all(passes(pl.Series(ids(500))))


def test_random_numbers_pass_one_time_in_ten() -> None:
    assert passes(pl.Series(numbers(20_000))).mean() == pytest.approx(0.1, abs=0.01)


def test_a_column_of_ids_is_held_by_name_and_letter_and_without_any_value(table: MakeTable, rules: RuleBook) -> None:
    cells = ids(20)
    (found,) = column(table, rules, cells)
    assert (found.rule, found.severity, found.value) == ("privacy/national-id", Severity.BLOCK, None)
    assert "A “เลข” มีตัวเลขที่เป็นเลขประจำตัวประชาชน 20 ช่อง" in found.message.th
    assert (found.place.column, found.place.header, found.place.row) == (1, "เลข", None)
    assert not any(number in f"{found}" for number in cells)


def grouped(number: str, joint: str = "-") -> str:
    return joint.join((number[0], number[1:5], number[5:10], number[10:12], number[12]))


def thai(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


@pytest.mark.parametrize(
    "spelt",
    [
        lambda number: number,
        grouped,
        lambda number: grouped(number, " "),
        lambda number: grouped(number, "–"),
        lambda number: grouped(number, "\u00a0"),
        thai,
        lambda number: thai(grouped(number)),
        lambda number: f" {number} ",
        lambda number: " ".join(number),
    ],
    ids=range(9),
)
def test_spellings_of_a_column_of_ids(table: MakeTable, rules: RuleBook, spelt: Callable[[str], str]) -> None:
    assert [found.rule for found in column(table, rules, [spelt(number) for number in ids(5)])] == [
        "privacy/national-id"
    ]


FAILING = [number for number in numbers(20) if not pin.is_valid(number)]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (numbers(1_000), []),  # random codes: 1 in 10 passes, as chance has it
        (numbers(12, seed=3), []),
        (["0107536000315", "0994000158378", "0105536000000"] * 50, []),  # juristic persons
        (["9" + number[1:] for number in ids(50)], []),
        (["0812345678", "02-181-0036-45", "3511123-24", "12345"] * 20, []),
        (["20231231235959", "100000000000", "123456789012345"] * 20, []),
        (ids(1), ["privacy/national-id"]),
        (["", "-", *ids(2), ""], ["privacy/national-id"]),
        (["0107536000315"] * 100 + ids(3), ["privacy/national-id"]),  # persons among juristic persons
        (numbers(300) + ids(300), ["privacy/national-id"]),
        (numbers(1_000) + ids(100), ["privacy/national-id-in-text"]),  # more than chance explains
        ([f"นาย ก เลขบัตร {number} โทร 0812345678" for number in ids(1)], ["privacy/national-id-in-text"]),
        ([f"เลขบัตร {grouped(number)}" for number in ids(1)], ["privacy/national-id"]),
        ([f"บัตร {grouped(thai(ids(1)[0]), ' ')}"] + [f"อ้างอิง {code}" for code in FAILING], ["privacy/national-id"]),
        ([f"บัตร {ids(1)[0]}"] + [f"อ้างอิง {code}" for code in FAILING], ["privacy/national-id-in-text"]),
        ([f"แบบ {grouped(code)}" for code in FAILING], []),
        ([f"เลขบัตร {number}" for number in ids(3)], ["privacy/national-id"]),
        ([f"เลข{thai(number)}ครับ" for number in ids(3)], ["privacy/national-id"]),
        ([f"อ้างอิง {number}" for number in numbers(4, seed=5)], []),
        ([f"ABC{number}" for number in ids(5)], []),
        ([f"{number}.50 บาท" for number in ids(5)], []),
        ([f"{number}99 ก" for number in ids(5)], []),
    ],
    ids=range(22),
)
def test_what_a_column_holds(table: MakeTable, rules: RuleBook, cells: list[str], found: list[str]) -> None:
    told = column(table, rules, cells)
    assert [finding.rule for finding in told] == found
    assert all(finding.value is None for finding in told)
    assert all(finding.blocks for finding in told), "nothing that may be a person's number goes out unseen"


def test_hits_in_text_name_the_agencys_rows(table: MakeTable, rules: RuleBook) -> None:
    cells = ["ก"] * 5 + [f"บัตร {ids(1)[0]}"] + ["ข"] * 3 + [f"บัตร {ids(2)[1]}"]
    tidied = table(("note",), [(cell,) for cell in cells], row_map=RowMap(first=4, dropped=(6,)))
    (found,) = check_personal_data(a_table(tidied, SCHEMA, rules))
    assert found.rule == "privacy/national-id-in-text"
    assert "2 ช่องที่อาจมีเลขประจำตัวประชาชน ที่แถวที่ 10, 14" in found.message.th
    assert "rows 10, 14" in found.message.en


def test_many_hits_name_the_first_rows_only(table: MakeTable, rules: RuleBook) -> None:
    (found,) = column(table, rules, numbers(1_000) + ids(100))
    assert "และแถวอื่นอีก" in found.message.th


def test_surplus_cells_of_a_ragged_row_are_looked_at_too(table: MakeTable, rules: RuleBook) -> None:
    (number,) = ids(1)
    tidied = table(("a", "b"), [("1", "2"), ("1", "2", "3", number), ("1",), ()])
    (found,) = check_personal_data(a_table(tidied, SCHEMA, rules))
    assert found.rule == "privacy/national-id"
    assert found.place.column is None
    assert number not in f"{found}"


def test_blocks_are_counted_together(table: MakeTable, rules: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.checks.tables.canonical.BLOCK", 200)
    cells = ["ก"] * 40 + [f"บัตร {ids(1)[0]}"]
    (found,) = column(table, rules, cells)
    assert "แถวที่ 42" in found.message.th


def test_compact_takes_out_separators_and_thai_digits() -> None:
    assert compact(pl.Series(["๑-2345–6789 0\u00a012 ๓"])).to_list() == ["1234567890123"]


def test_numbers_within_a_text_are_whole_numbers() -> None:
    (number,) = ids(1)
    found = in_text(f"a {number}, ({grouped(number)}) {thai(number)}/x")
    assert [(each.digits, each.grouped) for each in found] == [(number, False), (number, True), (number, False)]
    assert in_text(f"0-{number} {number}-1 {number}7") == []


def test_codes_of_13_digits_do_not_cry_wolf(table: MakeTable, rules: RuleBook) -> None:
    assert [seed for seed in range(30) if column(table, rules, numbers(300, seed))] == []


@pytest.mark.parametrize(("unit", "found"), [("คน", ["privacy/national-id"]), ("บาท", [])])
def test_one_number_among_amounts_of_money_is_chance_and_among_heads_is_not(
    table: MakeTable, rules: RuleBook, unit: str, found: list[str]
) -> None:
    schema = table_schema({"name": "count", "title": "จำนวน", "type": "integer", "unit": unit})
    tidied = table(("count",), [("12",), (ids(1)[0],), ("7",)])
    assert [each.rule for each in check_personal_data(a_table(tidied, schema, rules))] == found
