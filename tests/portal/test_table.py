import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.domain.draft import Fresh
from flows.domain.errors import PortalRefused
from flows.domain.table_schema import TableSchema
from flows.portal.table import Table
from flows.portal.table_rows import CHUNK_BYTES, CHUNK_ROWS, chunks, records


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


def test_cells_become_values(part: Fresh) -> None:
    assert list(records(part.tidied.path, Table(part.schema))) == [
        {"code": "0001", "workers": "12", "active": True},
        {"code": "0002", "workers": None, "active": None},
    ]


def test_words_for_a_missing_value_become_null(part: Fresh, schema: TableSchema, tmp_path: Path) -> None:
    path = tmp_path / "dashes.csv"
    path.write_text("code,workers,active\r\n0001,-,false\r\n", encoding="utf-8")
    dashes = replace(schema, descriptor={**schema.descriptor, "missingValues": ["-"]})
    assert list(records(path, Table(dashes))) == [{"code": "0001", "workers": None, "active": False}]


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
