"""A table that is looked through once for all checks has the findings that each check makes by itself."""

import csv
from collections.abc import Callable, Sequence

import pytest

from flows.checks import LOOKS, PERSONAL_CHECKS, TABLE_CHECKS, Table, looked_through, newest_period
from flows.checks.tables import canonical
from flows.checks.tables.canonical import Look, look_through
from flows.domain.tidied import Tidied
from tests.checks.conftest import table_schema

SCHEMA = table_schema(
    {"name": "name", "title": "ชื่อ-นามสกุล"},
    {"name": "phone", "title": "โทรศัพท์มือถือ"},
    {"name": "mail", "title": "อีเมล"},
    {"name": "house", "title": "บ้านเลขที่"},
    {"name": "id", "title": "เลขประจำตัว"},
    {"name": "count", "title": "จำนวน", "type": "integer"},
    {"name": "day", "title": "วันที่", "type": "date"},
)
ROW = ("นายสมชาย ใจดี", "081-234-5678", "a@gmail.com", "12/5", "1101700230708", "1", "2024-01-31")
ROWS: Sequence[Sequence[str]] = (
    *[ROW] * 30,
    ("รวม", "", "", "46154", "", "30", "2039-12-31"),
    ("¡ÃØ§à·¾", "02-123-4567", "info@dip.go.th", "1.2E+13", "1101700230\u200b705", "๑๒", "2567-01-31"),
    (*ROW[:5], "99999999999999999999", ""),
)
RAGGED = (*ROWS, (*ROW, "นายมานะ อดทน"), ROW[:3], ())


@pytest.mark.parametrize("rows", [ROWS, RAGGED], ids=["regular", "ragged"])
@pytest.mark.parametrize("block", [700, 8 << 20])
def test_once_for_all_or_one_by_one(
    table: Callable[..., Tidied],
    delivered: Callable[..., Table],
    rows: Sequence[Sequence[str]],
    block: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(canonical, "BLOCK", block)
    headers = [field.title for field in SCHEMA.fields]
    alone = delivered(table([field.name for field in SCHEMA.fields], rows, headers=headers), SCHEMA)
    together = looked_through(alone)
    for check in (*PERSONAL_CHECKS, *TABLE_CHECKS):
        assert list(check(together)) == list(check(alone)), check
    assert newest_period(together) == newest_period(alone)
    rules = {finding.rule for check in (*PERSONAL_CHECKS, *TABLE_CHECKS) for finding in check(together)}
    assert rules >= {
        *("privacy/person-name", "privacy/phone", "privacy/email", "privacy/house-address", "privacy/national-id"),
        *("table/invisible-character", "table/not-storable", "thai/mojibake", "thai/excel-serial", "thai/thai-digits"),
        *("thai/buddhist-year-left", "freshness/future-period"),
    }


def test_the_file_is_read_once(table: Callable[..., Tidied], delivered: Callable[..., Table]) -> None:
    """What has been looked through need not be there any more; a look of another kind reads it by itself."""
    tidied = table(["id", "name"], [("1", "a"), ("2", "b")])
    together = looked_through(delivered(tidied, table_schema({"name": "id"}, {"name": "name"})))
    with tidied.path.open("w", newline="") as file:
        csv.writer(file).writerows([("id", "name"), ("1", "¡ÃØ§à·¾"), ("2", "b")])
    assert [finding for check in TABLE_CHECKS for finding in check(together)] == []
    assert set(together.seen) == set(LOOKS)
    assert look_through(together, names) == ["¡ÃØ§à·¾", "b"]


def test_a_look_that_ends_early_lets_the_others_go_on(
    table: Callable[..., Tidied], delivered: Callable[..., Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canonical, "BLOCK", 16)
    rows = [(str(nth), f"n{nth}") for nth in range(9)]
    for more in ([], [("9", "n9", "surplus")]):
        tidied = table(["id", "name"], [*rows, *more])
        looked_at = delivered(tidied, table_schema({"name": "id"}, {"name": "name"}))
        seen = canonical.all_looked_through(looked_at, [first, names])
        assert seen == {first: "n0", names: [f"n{nth}" for nth in range(9 + len(more))]}


def names(table: Table) -> Look[list[str]]:
    found: list[str] = []
    while (block := (yield)) is not None:
        found += block.columns[1].to_list()
    return found


def first(table: Table) -> Look[str]:
    block = yield
    assert block is not None
    return str(block.columns[1][0])
