"""The rows that a version changes: whoever has the one before gets the new one by them, and nothing else is told."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.domain.table_schema import TableSchema
from flows.domain.version import Receipt, StoredFile, VersionTable
from flows.row_changes import changed_rows

SCHEMA = TableSchema(
    "perd-test/stock",
    "1",
    {
        "fields": [
            {"name": "place", "type": "string"},
            {"name": "code", "type": "string"},
            {"name": "amount", "type": "integer"},
            {"name": "note", "type": "string"},
        ],
        "primaryKey": ["place", "code"],
    },
)
STOOD = VersionTable("stock", SCHEMA, StoredFile("a" * 64, 1, 1), Receipt("", "", 0, None, None, None), "f")
HEADER = ["place", "code", "amount", "note"]
Rows = Sequence[Sequence[str]]


def written(path: Path, rows: Rows, header: Sequence[str] = HEADER) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def changes(folder: Path, before: Rows, now: Rows) -> list[dict[str, str | None]]:
    return changed_rows(written(folder / "a.csv", before), written(folder / "b.csv", now), STOOD, SCHEMA).to_dicts()


def test_each_kind_of_change_is_told_in_the_words_of_the_files(tmp_path: Path) -> None:
    before = [("N", "1", "10", "ก"), ("N", "2", "20", "ข"), ("S", "1", "30", ""), ("S", "2", "5", "same")]
    now = [
        ("S", "1", "30", 'มี "คำพูด"\nสองบรรทัด'),
        ("N", "2", "+20", "ข"),
        ("S", "2", "5", "same"),
        ("W", "1", "", "ใหม่"),
    ]
    assert changes(tmp_path, before, now) == [
        {"_change": "changed", "place": "S", "code": "1", "amount": "30", "note": 'มี "คำพูด"\nสองบรรทัด'},
        {"_change": "added", "place": "W", "code": "1", "amount": None, "note": "ใหม่"},
        {"_change": "removed", "place": "N", "code": "1", "amount": None, "note": None},
    ], "+20 is the number that 20 is, and the order of rows is no change"


def test_of_a_row_that_is_gone_the_key_alone_is_told(tmp_path: Path) -> None:
    told = changes(tmp_path, [("N", "1", "10", "ไม่ควรเผยแพร่")], [("N", "2", "10", "")])
    assert "ไม่ควรเผยแพร่" not in str(told)
    assert [each["_change"] for each in told] == ["added", "removed"]


def test_columns_come_in_the_order_of_the_schema(tmp_path: Path) -> None:
    before = written(tmp_path / "a.csv", [("x", "10", "1", "N")], HEADER[::-1])
    now = written(tmp_path / "b.csv", [("N", "1", "11", "x")])
    (told,) = changed_rows(before, now, STOOD, SCHEMA).to_dicts()
    assert list(told.items()) == [
        ("_change", "changed"),
        ("place", "N"),
        ("code", "1"),
        ("amount", "11"),
        ("note", "x"),
    ]


CELL = st.sampled_from(["", "1", "2", "3", "ก", 'a"b', "a,b", "a\nb"])
KEY = st.tuples(st.sampled_from("NS"), st.sampled_from("123"))
TABLE = st.dictionaries(KEY, st.tuples(st.sampled_from("12"), CELL))
Held = dict[tuple[str, str], tuple[str, str]]


@settings(max_examples=40)
@given(before=TABLE, now=TABLE)
def test_whoever_has_the_version_before_gets_the_new_one_by_them(
    tmp_path_factory: pytest.TempPathFactory, before: Held, now: Held
) -> None:
    had = dict(before)
    tables = ([(*key, *cells) for key, cells in table.items()] for table in (before, now))
    for told in changes(tmp_path_factory.mktemp("changes"), *tables):
        key = (str(told["place"]), str(told["code"]))
        assert (key in had) == (told["_change"] != "added")
        had.pop(key, None)
        if told["_change"] != "removed":
            had[key] = (str(told["amount"]), told["note"] or "")
    assert had == now
