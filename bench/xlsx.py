"""A workbook of 100,000 rows, tidied and validated, and the same by `frictionless validate`: `python -m bench.xlsx`."""

import sys
import tempfile
from pathlib import Path

from bench.agency_file import SCHEMA, TIDY
from bench.figures import hand_over, taking_turns
from bench.one_dataset import made
from bench.plain_frictionless import validated
from flows.checks.tables.validation import proven
from flows.checks.tables.validation import validated as by_proof
from flows.domain.table_schema import TableSchema
from flows.domain.tidy import Tidy
from flows.tidy import tidy

AS_CELLS = TIDY | {"calendar": {}, "date_formats": {}, "thousands": []}
"""Numbers are numbers in a workbook, and days are dates."""


def bench(rows: int, rounds: int, folder: Path) -> dict[str, float]:
    book = folder / "delivered.xlsx"
    made(book, rows)
    schema = TableSchema(name="bench/book", version="1", descriptor=SCHEMA)

    def ours() -> None:
        tidied = tidy(book, Tidy.model_validate(AS_CELLS), schema, folder / "tidied")
        assert by_proof(tidied, schema, 1_000, proven(tidied, schema)).valid

    plain, took = taking_turns(rounds, lambda: validated(book), ours)
    return {"xlsx_100k_frictionless_seconds": round(plain, 2), "xlsx_100k_seconds": round(took, 2)}


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    rows, rounds = words + [100_000, 3][len(words) :]
    with tempfile.TemporaryDirectory() as given:
        hand_over(bench(rows, rounds, Path(given)))
