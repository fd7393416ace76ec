"""table/invisible-character: control characters and characters without width, per column."""

from collections.abc import Callable

import pytest

from flows.checks.tables.characters import check_characters
from flows.domain.finding import Severity
from flows.domain.rule import RuleBook
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import a_table, table_schema

MakeTable = Callable[..., Tidied]
SCHEMA = table_schema({"name": "id", "title": "รหัส"}, {"name": "name", "title": "ชื่อ"}, primaryKey="id")


@pytest.mark.parametrize("code", [0x01, 0x0B, 0x1F, 0x7F, 0x200B, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xAD, 0x202E])
def test_each_of_them_is_warned_about_by_its_code_point(table: MakeTable, rules: RuleBook, code: int) -> None:
    tidied = table(("id", "name"), [("1", "ก"), ("2", f"ข{chr(code)}ค")], headers=("รหัส", "ชื่อ"), positions=(2, 5))
    (found,) = check_characters(a_table(tidied, SCHEMA, rules))
    assert (found.rule, found.severity) == ("table/invisible-character", Severity.WARN)
    assert f"คอลัมน์ E “ชื่อ” มีอักขระที่มองไม่เห็น 1 ช่อง คือ E3 (U+{code:04X})" in found.message.th
    assert (found.place.column, found.place.field, found.value) == (5, "name", None)


@pytest.mark.parametrize("cell", ["", "ก\tข", "บรรทัด\r\nสอง", "น้ำ เก่ง ก\u0e3a", "\u00a0", "é–“”", "\0", "😀"])
def test_what_people_see_or_what_is_told_elsewhere_is_no_finding(table: MakeTable, rules: RuleBook, cell: str) -> None:
    assert list(check_characters(a_table(table(("id", "name"), [("1", cell)]), SCHEMA, rules))) == []


def test_in_a_key_the_dataset_is_held(table: MakeTable, rules: RuleBook) -> None:
    (found,) = check_characters(a_table(table(("id", "name"), [("1\u200b", "ก")]), SCHEMA, rules))
    assert (found.rule, found.blocks) == ("table/invisible-character-in-key", True)


def test_cells_are_counted_and_the_first_ones_named(
    table: MakeTable, rules: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.checks.tables.canonical.BLOCK", 40)
    rows = [(f"{number}", "ก\u200bข\x02\u200b" if number % 3 == 0 else "ก") for number in range(30)]
    tidied = table(("id", "name"), rows, row_map=RowMap(first=2, dropped=(4,)))
    (found,) = check_characters(a_table(tidied, SCHEMA, rules))
    assert "10 ช่อง คือ B2 (U+200B U+0002), B6 (U+200B U+0002), B9" in found.message.th
    assert found.message.th.endswith("B15 (U+200B U+0002) …")


def test_ragged_rows_are_looked_at_too(table: MakeTable, rules: RuleBook) -> None:
    rows = [("1", "ก", "เกิน\u200b"), (), ("2", "ข\u200b")]
    (found,) = check_characters(a_table(table(("id", "name"), rows), SCHEMA, rules))
    assert "B4 (U+200B)" in found.message.th
