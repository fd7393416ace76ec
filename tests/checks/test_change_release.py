"""change/*: what changed against the file that the public gets now, exactly, and what of it is told."""

import csv
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.checks.release.changes import changes
from flows.checks.release.size import check_size
from flows.checks.subject import Table
from flows.domain.dataset import Expect
from flows.domain.finding import Finding, Severity, Standing
from flows.domain.personal import PersonalGuard
from flows.domain.release import ReleaseDiff, Sums
from flows.domain.rule import RuleBook
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import AgencyCells, table_schema

MakeTable = Callable[..., Tidied]
Deliver = Callable[..., Table]
Rows = Sequence[Sequence[str]]
KEY = {"name": "id", "title": "รหัส"}
AMOUNT = {"name": "amount", "title": "มูลค่า (บาท)", "type": "number"}
NAME = {"name": "name", "title": "ชื่อ"}
FIELDS = (KEY, AMOUNT, NAME)
BEFORE = [["a", "1.50", "ก"], ["b", "2", "ข"], ["c", "3", "ค"]]


def diff_of(table):
    return changes(table)[0]


def found_in(table):
    return changes(table)[1]


def written(path: Path, names: Sequence[str], rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([names, *rows])
    return path


@pytest.fixture
def released(table: MakeTable, delivered: Deliver, tmp_path: Path) -> Callable[..., Table]:
    """The rows that stand and those that are to replace them; columns of either may be given."""

    def make(
        before: Rows,
        now: Rows,
        fields: Sequence[dict[str, Any]] = FIELDS,
        key: Sequence[str] = ("id",),
        *,
        old: Sequence[str] | None = None,
        new: Sequence[str] | None = None,
        row_map: RowMap | None = None,
        cells: AgencyCells | None = None,
        **more: Any,
    ) -> Table:
        names = [field["name"] for field in fields]
        titles = {field["name"]: field["title"] for field in fields}
        published = written(tmp_path / "published.csv", old or names, before)
        columns = new or names
        tidied = table(columns, now, headers=[titles.get(name, name) for name in columns], row_map=row_map)
        schema = table_schema(*fields, **({"primaryKey": list(key)} if key else {}))
        return delivered(tidied, schema, cells=cells, published=published, published_rows=len(before), **more)

    return make


def told(table: Table) -> list[str]:
    return [finding.rule.removeprefix("change/") for finding in found_in(table)]


def test_rows_and_cells_are_counted_by_key(released: Callable[..., Table]) -> None:
    now = [["c", "3", "ค"], ["a", "1.5", "ก"], ["d", "4", "ง"], ["b", "2.25", "ข*"]]
    assert diff_of(released(BEFORE, now)) == ReleaseDiff(
        resource="things",
        rows_before=3,
        rows_now=4,
        rows_added=1,
        rows_removed=0,
        rows_changed=2,
        cells_changed={"amount": 2, "name": 1},
        columns_new=(),
        columns_gone=(),
        sums={"amount": Sums("6.5", "10.75")},
    )


def test_the_same_file_is_the_same(released: Callable[..., Table]) -> None:
    diff, found = changes(released(BEFORE, BEFORE))
    assert diff is not None
    assert diff.same
    assert found == ()


def test_nothing_is_said_when_nothing_is_published(table: MakeTable, delivered: Deliver) -> None:
    fresh = delivered(table(("id", "amount", "name"), BEFORE), table_schema(*FIELDS, primaryKey="id"))
    assert diff_of(fresh) is None
    assert changes(fresh) == (None, ())


@pytest.mark.parametrize(
    ("now", "key"),
    [(BEFORE, ()), ([*BEFORE, BEFORE[0]], ("id",)), (BEFORE, ("other",))],
    ids=["no key declared", "a key that is not unique", "a key that is not there"],
)
def test_rows_without_a_sound_key_are_not_compared(
    released: Callable[..., Table], now: Rows, key: Sequence[str]
) -> None:
    diff = diff_of(released(BEFORE, now, key=key))
    assert diff is not None
    assert (diff.rows_added, diff.rows_removed, diff.rows_changed, diff.cells_changed) == (None, None, None, None)
    assert diff.rows_now == len(now)
    assert not diff.same


def test_a_key_of_several_columns_is_a_key_of_all_of_them(released: Callable[..., Table]) -> None:
    fields = ({"name": "a", "title": "ก"}, {"name": "b", "title": "ข"})
    diff = diff_of(released([["1", "23"], ["12", "3"]], [["12", "3"], ["1", "24"]], fields, ("a", "b")))
    assert diff is not None
    assert (diff.rows_added, diff.rows_removed, diff.rows_changed) == (1, 1, 0)


def test_an_empty_cell_is_the_same_however_it_is_quoted(released: Callable[..., Table]) -> None:
    table = released([["a", "", ""]], [["a", "", ""]])
    assert table.published is not None
    table.published.write_text('id,amount,name\r\n"a","",""\r\n', encoding="utf-8")
    diff = diff_of(table)
    assert diff is not None and diff.same


def test_rows_that_are_too_long_or_short_are_compared_all_the_same(released: Callable[..., Table]) -> None:
    diff = diff_of(released(BEFORE, [["a", "1.50", "ก", "more"], ["b", "2"], ["c", "3", "ค"]]))
    assert diff is not None
    assert (diff.rows_now, diff.rows_changed, diff.cells_changed) == (3, 1, {"name": 1})


def test_blocks_make_one_table(released: Callable[..., Table], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.checks.tables.canonical.BLOCK", 100)
    before = [[str(nth), str(nth), "x"] for nth in range(50)]
    now = [[str(nth), str(nth + (nth == 30)), "x"] for nth in range(40, 9, -1)]
    diff = diff_of(released(before, now))
    assert diff is not None
    assert (diff.rows_added, diff.rows_removed, diff.rows_changed) == (0, 19, 1)
    assert diff.sums == {"amount": Sums("1225", "776")}


@pytest.mark.parametrize("seed", range(10))
def test_counts_are_those_of_a_slow_comparison(
    released: Callable[..., Table], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.checks.tables.canonical.BLOCK", 150)
    chance = random.Random(seed)

    def version() -> list[list[str]]:
        keys = chance.sample(range(60), chance.randrange(60))
        return [[f"k{key}", str(chance.randrange(3)), chance.choice(["ก", "ข", "", "ก,\n"])] for key in keys]

    before, now = version(), version()
    old, new = ({row[0]: row for row in rows} for rows in (before, now))
    both = [(old[key], new[key]) for key in new if key in old]
    cells = {name: sum(a[nth] != b[nth] for a, b in both) for nth, name in ((1, "amount"), (2, "name"))}
    diff = diff_of(released(before, now))
    assert diff is not None
    assert (diff.rows_added, diff.rows_removed) == (len(now) - len(both), len(before) - len(both))
    assert diff.rows_changed == sum(a != b for a, b in both)
    assert diff.cells_changed == {name: count for name, count in cells.items() if count}
    totals = [str(sum(int(row[1]) for row in rows)) for rows in (before, now)]
    assert diff.sums == {"amount": Sums(*totals)}


def test_sums_are_exact(released: Callable[..., Table]) -> None:
    numbers = [
        "0.1",
        "0.2",
        "0.1234567890123456789",
        "99999999999999999999",
        "1e3",
        "-0.3",
        "",
        "x",
        "NaN",
        "inf",
        "1e999",
    ]
    rows = [[str(nth), number, ""] for nth, number in enumerate(numbers)]
    diff = diff_of(released([["0", "1", ""]], rows))
    assert diff is not None
    assert diff.sums == {"amount": Sums("1", "100000000000000000999.1234567890123456789")}


def test_at_most_thirty_columns_are_compared(released: Callable[..., Table]) -> None:
    fields = [KEY, *({"name": f"c{nth}", "title": f"c{nth}", "type": "integer"} for nth in range(40))]
    diff = diff_of(released([["a", *["1"] * 40]], [["a", *["2"] * 40]], fields))
    assert diff is not None and diff.cells_changed is not None
    assert list(diff.cells_changed) == [f"c{nth}" for nth in range(29)]
    assert len(diff.sums) == 29


def test_columns_that_come_and_go_are_told_by_name(released: Callable[..., Table]) -> None:
    diff, found = changes(released([["a", "x"]], [["a", "1", "n"]], old=("id", "note")))
    assert diff is not None
    assert (diff.columns_new, diff.columns_gone) == (("amount", "name"), ("note",))
    gone, new = found
    assert (gone.rule, gone.severity) == ("change/columns-gone", Severity.WARN)
    assert gone.message.th.endswith("คือ note")
    assert (new.rule, new.severity) == ("change/columns-new", Severity.INFO)
    assert "มูลค่า (บาท) (amount), ชื่อ (name)" in new.message.th


def test_what_the_table_schema_says_is_not_said_twice(released: Callable[..., Table]) -> None:
    table = released(BEFORE, [["a", "1"]], new=("id", "undeclared"))
    diff, found = changes(table)
    assert diff is not None
    assert (diff.columns_new, diff.columns_gone) == (("undeclared",), ("amount", "name"))
    assert found == ()  # table/missing-label and table/extra-label say so


CODES = [[f"R{nth:03}", str(nth + 1), "ก"] for nth in range(20)]


@pytest.mark.parametrize(
    ("before", "now", "fields", "key", "count"),
    [
        (CODES, [*CODES, CODES[0], CODES[0], CODES[1]], FIELDS, (), 3),
        (CODES, CODES, FIELDS, (), 0),
        (CODES, [*CODES, CODES[0]], FIELDS, ("id",), 0),  # table/primary-key says so
        (CODES, [*CODES, CODES[0]], (KEY | {"constraints": {"unique": True}}, AMOUNT, NAME), (), 0),
        (CODES[:19], [*CODES, CODES[0]], FIELDS, (), 0),  # too few to be taken for a key
        ([*CODES, CODES[0]], [*CODES, CODES[0]], FIELDS, (), 0),  # never was one
        ([*CODES, ["", "1", ""]], [*CODES, CODES[0]], FIELDS, (), 0),
        (CODES, [*CODES, ["", "1", "ก"], ["", "2", "ก"]], FIELDS, (), 0),
        (CODES, [*CODES, CODES[0]], (KEY | {"type": "integer"}, AMOUNT, NAME), (), 0),  # a count, not a code
        (CODES, [*CODES, CODES[0]], (KEY | {"name": "crop", "title": "ชนิดพืช"}, AMOUNT, NAME), (), 0),
    ],
)
def test_codes_that_used_to_be_unique(
    released: Callable[..., Table],
    before: Rows,
    now: Rows,
    fields: Sequence[dict[str, Any]],
    key: Sequence[str],
    count: int,
) -> None:
    found = list(found_in(released(before, now, fields, key)))
    assert [finding.rule for finding in found] == ["change/key-duplicated"] * bool(count)
    assert all(f"ซ้ำ {count} แถว" in finding.message.th and finding.place.header == "รหัส" for finding in found)


def amounts(*numbers: object) -> list[list[str]]:
    return [[f"k{nth}", str(number), "ก"] for nth, number in enumerate(numbers)]


USUAL = (1200, 3400, 560, 7800, 91000, 150)


def scaled(factor: str) -> list[list[str]]:
    return amounts(*(Decimal(number) * Decimal(factor) for number in USUAL))


@pytest.mark.parametrize(
    ("factor", "jumped"),
    [("0.000001", True), ("0.1", True), ("0.11", False), ("1", False), ("9.9", False), ("10", True), ("1000", True)],
)
def test_a_column_that_moves_as_a_whole_waits_for_a_person(
    released: Callable[..., Table], factor: str, jumped: bool
) -> None:
    found = list(found_in(released(amounts(*USUAL), scaled(factor))))
    assert [finding.rule for finding in found] == ["change/value-jumped"] * jumped  # and no cell of it is told as well
    assert all(finding.standing is Standing.PERSON for finding in found)


def test_baht_that_became_million_baht_is_said_in_numbers(released: Callable[..., Table]) -> None:
    (found,) = found_in(released(amounts(*USUAL), scaled("0.000001")))
    assert "ผลรวมของคอลัมน์ B “มูลค่า (บาท)” เปลี่ยนจาก 104,110 เป็น 0.10411" in found.message.th
    assert "เหลือประมาณ 1 ใน 1,000,000 ของเดิม" in found.message.th
    assert "about 1/1,000,000 of it" in found.message.en


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (amounts(*USUAL), amounts(*USUAL, *USUAL)[:10]),  # more than half as many rows again: another set of rows
        (amounts(1, 2, 3, 4), amounts(100, 200, 300, 400)[:4]),  # fewer than five numbers
        (amounts(0, 0, 0, 0, 0, 0), amounts(*USUAL)),
        (amounts(-2, 1, -1, 2, 0.5, -0.5), amounts(-3, 1, -1, 2, 0.5, 4)),  # rates around 0
        (amounts(*"abcdef"), amounts(*USUAL)),
    ],
)
def test_what_is_no_move_of_a_column(released: Callable[..., Table], before: Rows, now: Rows) -> None:
    assert "value-jumped" not in told(released(before, now))


def test_codes_are_no_amounts(released: Callable[..., Table]) -> None:
    fields = (KEY, AMOUNT | {"type": "string"}, NAME)
    assert told(released(amounts(*USUAL), scaled("1000"), fields)) == []


def test_the_median_tells_what_one_large_number_hides(released: Callable[..., Table]) -> None:
    before, now = amounts(1, 2, 3, 4, 5, 10**9), amounts(10, 20, 30, 40, 50, 10**9)
    (found,) = found_in(released(before, now))
    assert "ค่ากลาง (มัธยฐาน)ของคอลัมน์ B" in found.message.th


def changed(**cells: object) -> list[list[str]]:
    return [[key, str(cells.get(key, number)), name] for key, number, name in amounts(*USUAL)]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ({"k5": 15000}, [7]),
        ({"k5": 14999}, []),
        ({"k5": 1.5, "k2": 5.6}, [4, 7]),
        ({"k5": 1.51}, []),
        ({"k5": -15000}, [7]),
        ({"k5": 0, "k2": ""}, []),
        ({"k5": "x"}, []),
    ],
)
def test_single_numbers_of_the_same_record(
    released: Callable[..., Table], cells: dict[str, object], rows: list[int]
) -> None:
    now = [["new", "1", "ก"], *changed(**cells)]
    found = list(found_in(released(amounts(*USUAL), now[1:])))
    assert [(finding.rule, finding.place.row) for finding in found] == [("change/cell-jumped", row) for row in rows]


def test_a_cell_is_told_with_the_agencys_place_and_words(released: Callable[..., Table]) -> None:
    cells = AgencyCells({(9, 2): "15,000"})
    table = released(amounts(*USUAL), changed(k5=15000), row_map=RowMap(first=4), cells=cells)
    (found,) = found_in(table)
    assert (found.severity, found.place.cell, found.value) == (Severity.WARN, "B9", "15,000")
    assert "B9 (คอลัมน์ B “มูลค่า (บาท)”) มีค่า “15,000”" in found.message.th
    assert "เป็น 150 (ประมาณ 100 เท่าของเดิม)" in found.message.th


def test_a_guarded_column_repeats_neither_number(released: Callable[..., Table], rules: RuleBook) -> None:
    cells = AgencyCells({(7, 2): "15,000"})
    (found,) = found_in(released(amounts(*USUAL), changed(k5=15000), cells=cells))
    guarded: Finding = PersonalGuard([found.place], rules)(found)
    assert "15,000" not in f"{guarded}" and "150" not in f"{guarded}"


def test_only_the_first_hundred_cells_are_told(released: Callable[..., Table]) -> None:
    large = 10**9
    before = amounts(*[1] * 150, *[large] * 400)
    found = list(found_in(released(before, amounts(*[100] * 150, *[large] * 400))))
    assert [finding.rule for finding in found] == ["change/cell-jumped"] * 100 + ["change/more-cells-jumped"]
    assert "ทั้งหมด 150 ช่อง" in found[-1].message.th


@pytest.mark.parametrize(
    ("published", "rows", "expect", "found"),
    [
        (100, 50, {}, []),
        (100, 49, {}, ["change/many-rows-dropped"]),
        (100, 0, {}, ["change/many-rows-dropped"]),
        (100, 49, {"max_drop": "60%"}, []),
        (100, 39, {"max_drop": "60%"}, ["change/rows-dropped"]),
        (None, 0, {}, []),
        (0, 0, {}, []),
    ],
)
def test_more_than_half_of_the_rows(
    table: MakeTable,
    delivered: Deliver,
    published: int | None,
    rows: int,
    expect: dict[str, str],
    found: list[str],
) -> None:
    tidied = table(("id",), [[str(nth)] for nth in range(rows)])
    subject = delivered(tidied, table_schema(KEY), published_rows=published, expect=Expect(**expect))
    assert [finding.rule for finding in check_size(subject)] == found
    assert all("ลดลงร้อยละ 50 " not in finding.message.th for finding in check_size(subject))
