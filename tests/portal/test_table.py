import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.domain.draft import Fresh
from flows.domain.errors import PortalRefused
from flows.domain.table_schema import TableSchema
from flows.portal.table import Table
from flows.portal.table_rows import CHUNK_BYTES, CHUNK_ROWS, as_json, chunks, parts


def test_columns_bear_the_schemas_types_and_thai_words(schema: TableSchema) -> None:
    fields = Table(schema).fields
    assert [(field["id"], field["type"]) for field in fields] == [
        ("code", "text"),
        ("workers", "int8"),
        ("active", "bool"),
    ]
    assert fields[1]["info"] == {"label": "คนงาน", "notes": "ณ\nสิ้นปี\nหน่วย (unit): คน"}


def test_the_mark_of_a_load_knows_file_types_labels_and_key(schema: TableSchema) -> None:
    mark = Table(schema).digest("a" * 64)
    unlabelled = [{**field, "title": "x"} for field in schema.descriptor["fields"]]
    others = [
        Table(schema).digest("b" * 64),
        Table(replace(schema, descriptor={**schema.descriptor, "fields": unlabelled})).digest("a" * 64),
        Table(replace(schema, descriptor={**schema.descriptor, "primaryKey": []})).digest("a" * 64),
    ]
    assert len({mark, *others}) == 4
    assert Table(replace(schema, version="9")).digest("a" * 64) == mark


def told(path: Path, table: Table) -> list[dict[str, Any]]:
    """The rows as the portal gets them."""
    return [row for part in parts(path, table) for row in json.loads(as_json(part.rows))]


def test_cells_become_values(part: Fresh) -> None:
    assert told(part.tidied.path, Table(part.schema)) == [
        {"code": "0001", "workers": "12", "active": "true"},
        {"code": "0002", "workers": None, "active": None},
    ]


def test_words_for_a_missing_value_become_null(part: Fresh, schema: TableSchema, tmp_path: Path) -> None:
    path = tmp_path / "dashes.csv"
    path.write_text("code,workers,active\r\n0001,-,false\r\n", encoding="utf-8")
    dashes = replace(schema, descriptor={**schema.descriptor, "missingValues": ["-"]})
    assert told(path, Table(dashes)) == [{"code": "0001", "workers": None, "active": "false"}]


def test_calls_stay_below_the_limits_and_lose_no_row() -> None:
    short = [{"code": str(number)} for number in range(2 * CHUNK_ROWS + 1)]
    assert [(before, len(chunk)) for before, chunk in chunks(short)] == [
        (0, CHUNK_ROWS),
        (CHUNK_ROWS, CHUNK_ROWS),
        (2 * CHUNK_ROWS, 1),
    ]
    long = [{"text": "ก" * 100_000} for _ in range(40)]
    parts = [part for _, part in chunks(long)]
    assert sum(len(part) for part in parts) == 40
    assert all(len(json.dumps(part)) <= CHUNK_BYTES for part in parts)
    assert len(parts) == 4


def test_a_column_that_no_table_can_have_is_told(schema: TableSchema) -> None:
    fields = [{"name": "_id", "type": "string"}]
    table = Table(replace(schema, descriptor={"fields": fields}))
    with pytest.raises(PortalRefused, match=r"'_id' of factories"):
        table.check_names("factories")


TRUTHS = TableSchema(
    "tst/truths",
    "1",
    {
        "fields": [{"name": "code"}, {"name": "name"}, {"name": "active", "type": "boolean", "trueValues": ["ใช่"]}],
        "missingValues": ["", "-"],
    },
)
WHOLE = [("0001", 'ก,"x"\r\ny', "ใช่"), ("0002", "-", "false"), ("", "ไม่มี", "maybe")]
BROKEN: list[list[str]] = [[], ["0003"], ["-", "", "-"], ["", "", ""]]


@pytest.mark.parametrize("broken", [[], *([row] for row in BROKEN), BROKEN], ids=len)
@pytest.mark.parametrize("before", [0, 1, 50_000])
def test_rows_are_those_of_the_csv_reader_whatever_they_are(
    tmp_path: Path, broken: list[list[str]], before: int
) -> None:
    rows: list[Sequence[str]] = [*(WHOLE * before)[:before], *broken, *WHOLE]
    path = tmp_path / "canonical.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "name", "active"), *rows])
    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    words = {"ใช่": "true", "": None, "-": None}
    assert told(path, Table(TRUTHS)) == [{name: words.get(cell, cell) for name, cell in row.items()} for row in read]


def test_a_part_is_as_large_as_a_call_may_be_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "canonical.csv"
    rows = [(f"{nth:04}", '"ก"\n' * nth, "") for nth in range(300)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("code", "name", "active"), *rows])
    cut = list(parts(path, Table(TRUTHS), most_rows=100, most_bytes=20_000))
    assert [part.before for part in cut] == [sum(one.rows.height for one in cut[:nth]) for nth in range(len(cut))]
    assert all(part.rows.height <= 100 and len(as_json(part.rows)) <= 20_000 for part in cut)
    assert [code for part in cut for code in part.rows["code"]] == [code for code, _, _ in rows]
