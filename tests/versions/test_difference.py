"""How two versions differ: as their manifests tell, and row by row, without a cell of a person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.checks import load_rules
from flows.comparing import HIDDEN, compared, personal_columns
from flows.domain.draft import Draft, Fresh
from flows.domain.table_schema import TableSchema
from flows.domain.version import Version
from flows.domain.version_diff import Rows, VersionDiff
from flows.versions import Versions, difference, in_words
from tests.versions.sample_draft import AT, PRICES, STOCK, STOCK_ROWS, draft

ROOT = Path(__file__).resolve().parents[2]


def between(folder: Path, before: Draft, now: Draft) -> VersionDiff:
    versions = Versions.of((folder / "archive").as_uri())
    kept: list[Version] = [
        versions.keep(each, "run", AT, lambda part: Path(part.published.url)) for each in (before, now)
    ]
    return difference(*kept)


def rows(before: Draft, now: Draft, table: int = 0, **how: Any) -> Rows:
    old, new = before.parts[table], now.parts[table]
    assert isinstance(old, Fresh) and isinstance(new, Fresh)
    return compared(old, new, **how)


def with_field(schema: TableSchema, *fields: dict[str, Any]) -> TableSchema:
    return TableSchema(schema.name, "2.0.0", {**schema.descriptor, "fields": list(fields)})


def test_the_same_version_differs_in_nothing(tmp_path: Path) -> None:
    found = between(tmp_path, draft(tmp_path), draft(tmp_path))
    assert found.same
    assert in_words(found) == "เนื้อหาเหมือนเดิม / the same content"
    assert in_words(None).endswith("first version")


def test_rows_columns_and_what_is_declared_are_told_in_one_line(tmp_path: Path) -> None:
    code, amount = STOCK.descriptor["fields"]
    wider = with_field(STOCK, code, {**amount, "type": "number"}, {"name": "unit", "title": "หน่วย", "type": "string"})
    day, price = PRICES.descriptor["fields"]
    labelled = with_field(PRICES, day, {**price, "title": "ราคาเฉลี่ย"})
    now = draft(
        tmp_path,
        stock=[(code, amount, "ตัน") for code, amount in STOCK_ROWS[:2]],
        schemas=(wider, labelled),
        title="คลังสินค้าใหม่",
        tags=("ราคา", "คลังสินค้า"),
    )
    found = between(tmp_path, draft(tmp_path), now)
    assert found.declared == ("title",), "the order of keywords is no change"
    assert in_words(found) == (
        "แถว/rows stock 3 → 2 · คอลัมน์/columns stock +unit, amount: integer → number"
        " · คอลัมน์/columns prices price (คำอธิบาย/description) · คำประกาศ/declaration title"
    )
    back = between(tmp_path, now, draft(tmp_path))
    assert "−unit" in in_words(back)
    stricter = with_field(PRICES, day, {**price, "constraints": {"minimum": 0}})
    assert in_words(between(tmp_path, draft(tmp_path), draft(tmp_path, schemas=(STOCK, stricter)))) == (
        "โครงสร้าง/schema prices"
    )


def test_a_resource_that_comes_or_goes_is_named(tmp_path: Path) -> None:
    whole, alone = draft(tmp_path), one_table(tmp_path)
    assert "new resource prices" in in_words(between(tmp_path, alone, whole))
    assert "resource gone prices" in in_words(between(tmp_path, whole, alone))


def one_table(folder: Path) -> Draft:
    whole = draft(folder)
    declared = whole.dataset.declared.model_copy(update={"resources": whole.dataset.resources[:1]})
    return Draft(whole.dataset.model_copy(update={"declared": declared}), whole.parts[:1], whole.verdict, None)


def test_rows_are_told_apart_by_the_key(tmp_path: Path) -> None:
    now = draft(tmp_path, stock=(("A03", ""), ("A01", "11"), ("A04", "4"), ("A05", "5")))
    found = rows(draft(tmp_path), now, show=1)
    assert (found.added, found.removed, found.changed) == (2, 1, 1)
    assert [(row.sign, row.row, dict(row.cells)) for row in found.shown] == [
        ("+", 3, {"code": ("A04",), "amount": ("4",)}),
        ("-", 2, {"code": ("A02",), "amount": ("20",)}),
        ("~", 2, {"code": ("A01",), "amount": ("10", "11")}),
    ]
    assert rows(draft(tmp_path), now).shown == ()


def test_without_a_key_whole_rows_count_as_often_as_they_stand(tmp_path: Path) -> None:
    before = draft(tmp_path, prices=(("2026-01-31", "1.50"), ("2026-01-31", "1.50"), ("2026-02-28", "2")))
    now = draft(tmp_path, prices=(("2026-02-28", "2"), ("2026-01-31", "1.50"), ("2026-03-31", "3")))
    found = rows(before, now, table=1, show=5)
    assert (found.added, found.removed, found.changed) == (1, 1, None)
    assert [(row.sign, row.row) for row in found.shown] == [("+", 3), ("-", 2)]


def test_only_columns_that_both_have_are_compared(tmp_path: Path) -> None:
    code, amount = STOCK.descriptor["fields"]
    wider = with_field(STOCK, code, amount, {"name": "unit", "title": "หน่วย", "type": "string"})
    now = draft(tmp_path, stock=[(*row, "ตัน") for row in STOCK_ROWS], schemas=(wider, PRICES))
    found = rows(draft(tmp_path), now)
    assert (found.added, found.removed, found.changed) == (0, 0, 0)
    keyless = TableSchema(wider.name, "3.0.0", {**wider.descriptor, "primaryKey": ["code", "unit"]})
    again = rows(
        draft(tmp_path), draft(tmp_path, stock=[(*row, "ตัน") for row in STOCK_ROWS], schemas=(keyless, PRICES))
    )
    assert (again.added, again.removed, again.changed) == (0, 0, None)


def test_tables_without_a_common_column_have_no_row_in_common(tmp_path: Path) -> None:
    other = TableSchema("tst/stock", "2.0.0", {"fields": [{"name": "x", "title": "x", "type": "string"}]})
    found = rows(draft(tmp_path), draft(tmp_path, stock=(("1",),), schemas=(other, PRICES)), show=1)
    assert (found.added, found.removed, found.changed, found.shown) == (1, 3, None, ())


def test_no_cell_of_a_person_is_shown(tmp_path: Path) -> None:
    fields = ({"name": "code", "title": "รหัส", "type": "string"}, {"name": "owner", "title": "ผู้ถือ", "type": "string"})
    schema = with_field(STOCK, *fields, {"name": "remark", "title": "หมายเหตุ", "type": "string"})
    before = draft(tmp_path, stock=[("A01", "บริษัท ก จำกัด", "เดิม")], schemas=(schema, PRICES))
    people = [(f"A{nth:02}", "นายสมชาย ใจดี", "โทร 081-234-5678 นายสมปอง ดีใจ") for nth in range(1, 30)]
    now = draft(tmp_path, stock=people, schemas=(schema, PRICES))
    part = now.parts[0]
    assert isinstance(part, Fresh)
    hidden = personal_columns(part, now.dataset, load_rules(ROOT / "schemas/rules"), date(2026, 11, 20))
    assert "owner" in hidden and "code" not in hidden
    for columns in (hidden, set[str]()):
        shown = rows(before, now, show=3, hidden=columns).shown
        assert len(shown) == 4
        assert "สม" not in repr(shown)
        assert HIDDEN in repr(shown)
        assert dict(shown[0].cells)["code"] == ("A02",)


@pytest.mark.parametrize("table", [0, 1])
def test_another_spelling_of_the_same_number_is_no_change(tmp_path: Path, table: int) -> None:
    before = draft(tmp_path, stock=(("A01", "10"),), prices=(("2026-01-31", "1e2"),))
    now = draft(tmp_path, stock=(("A01", "+10"),), prices=(("2026-01-31", "100"),))
    found = rows(before, now, table)
    assert (found.added, found.removed, found.changed or 0) == (0, 0, 0)
