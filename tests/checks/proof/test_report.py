"""Larger tables: more than one block, more than one chunk of bytes, and what is not worth a proof."""

import json
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from flows.checks.tables.proof import column
from flows.checks.tables.proof.known import Tuning
from tests.checks.proof.alike import alone, by_proof, proof_of
from tests.checks.proof.tables import Case

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "code", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]{2}-[0-9]{6}"}},
        {"name": "number", "type": "integer", "constraints": {"unique": True, "minimum": 0}},
        {"name": "amount", "type": "number", "decimalChar": ",", "groupChar": "."},
        {"name": "day", "type": "date", "format": "%d/%m/%Y"},
        {"name": "parent", "type": "string"},
    ],
    "primaryKey": ["code"],
    "missingValues": ["", "-"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}}],
}
SMALL = Tuning(block=1 << 14, smallest=1 << 10, sampled=50)


def rows(count: int, bad: float, seed: int = 1) -> list[list[str]]:
    some = Random(seed)
    made = []
    for nth in range(count):
        row = [f"TH-{nth:06}", str(nth), f"{some.randrange(9000):,},5".replace(",", ".", 1)]
        row[2] = f'"{some.randrange(1, 9)}.{some.randrange(100, 999)},{some.randrange(99)}"'
        row += [f"{some.randrange(1, 28):02}/{some.randrange(1, 13):02}/2020", f"TH-{some.randrange(count):06}"]
        for place, texts in enumerate((["", "th-1"], ["x", "-5", "7"], ["abc"], ["31/02/2020"], ["TH-x", ""])):
            if some.random() < bad:
                row[place] = some.choice(texts)
        if some.random() < bad / 5:
            row = row[:-1]
        made.append(row)
    return made


def case(made: list[list[str]], limit: int, tuning: Tuning = SMALL, **more: Any) -> Case:
    lines = ["code,number,amount,day,parent", *(",".join(row) for row in made)]
    schema = json.loads(json.dumps(SCHEMA)) | more
    return Case(schema, "".join(f"{line}\r\n" for line in lines).encode(), limit, tuning)


@pytest.mark.slow
@pytest.mark.parametrize("bad", [0, 0.001, 0.02])
@pytest.mark.parametrize("limit", [0, 1, 7, 40, 1000])
def test_a_table_of_many_blocks(bad: float, limit: int, tmp_path: Path) -> None:
    made = case(rows(3000, bad, limit), limit)
    said = alone(made, tmp_path)
    proof = proof_of(made, tmp_path)
    assert (proof.rows, proof.disagreement, len(proof.stretches) > 5) == (3000, None, True)
    assert by_proof(made, tmp_path, proof) == said
    if not bad:
        assert proof.chosen == 1, "the first row alone"


def test_what_is_read_until_the_limit_is_counted_as_frictionless_counts(tmp_path: Path) -> None:
    for limit, ended in ((1, ""), (1, "\r\n"), (2, ""), (2, "\r\n")):
        made = rows(900, 0)
        made[500][3] = made[-1][3] = "31/02/2020"
        table = case(made, limit)
        table = Case(table.schema, table.content.removesuffix(b"\r\n") + ended.encode(), limit, SMALL)
        said = alone(table, tmp_path)
        assert by_proof(table, tmp_path, proof_of(table, tmp_path)) == said


def test_where_most_rows_have_faults_of_their_own_frictionless_is_asked_at_once(tmp_path: Path) -> None:
    made = rows(3000, 0)
    for nth, row in enumerate(made):
        row[3] = f"day {nth}"
    table = case(made, 10)
    table.written(tmp_path)
    assert proof_of(table, tmp_path) is None
    for row in made:
        row[3] = "a day"
    table = case(made, 10)
    table.written(tmp_path)
    assert proof_of(table, tmp_path).chosen == 3000, "one fault, said of every row"


@pytest.mark.parametrize("more", ["", ",1,01/01/2020,TH-000000,a sixth"])
def test_where_most_rows_are_ragged_frictionless_is_asked_at_once(more: str, tmp_path: Path) -> None:
    table = case([[f"TH-{nth:06},{nth}{more}"] for nth in range(3000)], 10)
    table.written(tmp_path)
    assert proof_of(table, tmp_path) is None


def test_rows_that_are_all_alike_are_not_worth_it(tmp_path: Path) -> None:
    table = case(rows(1, 0) * 3000, 10)
    table.written(tmp_path)
    assert proof_of(table, tmp_path) is None


@pytest.mark.parametrize("text", ["-", "9" * 30])
def test_where_polars_breaks_off_frictionless_is_asked_about_all(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column, "predicate", lambda field, cell: pl.lit(text).cast(pl.Int64) > cell.len())
    table = case(rows(300, 0), 10)
    table.written(tmp_path)
    assert proof_of(table, tmp_path) is None


def test_a_foreign_key_into_another_table_is_left_to_frictionless(tmp_path: Path) -> None:
    key = {"fields": ["parent"], "reference": {"resource": "others", "fields": ["code"]}}
    table = case(rows(10, 0), 10, foreignKeys=[key])
    table.written(tmp_path)
    assert proof_of(table, tmp_path) is None


def test_a_file_that_has_changed_meanwhile_is_a_bug(tmp_path: Path) -> None:
    table = case(rows(200, 0.05), 0)
    table.written(tmp_path)
    proof = proof_of(table, tmp_path)
    table.path(tmp_path).write_bytes(table.content[:500])
    assert by_proof(table, tmp_path, proof).errors == (
        "RuntimeError: the canonical file has changed while it was being checked"
    )
