"""Where a proof is worth nothing, and where it is not worth beginning: tables that are all wrong, and small ones.

`python -m bench.worst [ROWS] [ROUNDS]`: all rows wrong, each way in which they can be; by proof and by Frictionless
alone, as in bench.validate. Then small files, as the gate has them checked, which decides by itself whether to prove.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

from bench import agency_file
from bench.both_ways import alone, by_proof
from bench.figures import counts_and_seconds, hand_over, taking_turns, tell
from bench.wrong_table import HEADER, sound_row, write_rows
from flows.checks.tables.proof.known import Proof
from flows.checks.tables.validation import proven, validated
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Tidied
from flows.domain.tidy import Tidy
from flows.tidy import tidy

SMALL = {"small": 1_000, "least": 3_000}
"""Rows of ten columns: one that is checked the plain way, and the smallest that is proven."""
SMALL_ROUNDS = 51
"""They are soon done."""
BLANK_ROWS = 0.2
"""Of the others': Frictionless takes many times as long for a blank row."""
AT_FIRST = 1_001
"""Errors asked for, as the gate does."""


def wrong_cells(rows: int) -> Iterator[list[str]]:
    """Each with a text of its own, so that no two errors say the same."""
    some = random.Random(1)
    for nth in range(rows):
        yield [*sound_row(nth, some)[:4], f"ไม่ทราบ {nth}", *sound_row(nth, some)[5:]]


def too_short(rows: int) -> Iterator[list[str]]:
    some = random.Random(1)
    return (sound_row(nth, some)[:-1] for nth in range(rows))


def blank(rows: int) -> Iterator[list[str]]:
    return repeat([""] * len(HEADER), int(BLANK_ROWS * rows))


def same_key(rows: int) -> Iterator[list[str]]:
    some = random.Random(1)
    return (["TH-00000001", *sound_row(nth, some)[1:]] for nth in range(rows))


def late(rows: int) -> Iterator[list[str]]:
    """Sound to the middle: when it shows, half of the proof is done."""
    some = random.Random(1)
    for nth, wrong in enumerate(wrong_cells(rows)):
        yield wrong if nth >= rows // 2 else sound_row(nth, some)


WORST: dict[str, Callable[[int], Iterator[list[str]]]] = {
    "cells": wrong_cells,
    "short": too_short,
    "blank": blank,
    "keys": same_key,
    "late": late,
}


def worst(rows: int, rounds: int, table: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    for word, made in WORST.items():
        write_rows(table, made(rows))
        by_proof(table)
        count, [plain, ours] = counts_and_seconds(rounds, partial(alone, table), partial(by_proof, table))
        figures |= {f"validate_worst_{word}_frictionless_seconds": round(plain, 2)}
        figures |= {f"validate_worst_{word}_seconds": round(ours, 2)}
        tell(f"all wrong, {word}: {count:,} errors, Frictionless {plain:.2f} s, by proof {ours:.2f} s")
    return figures


def small(folder: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    schema = TableSchema(name="bench/small", version="1", descriptor=agency_file.SCHEMA)
    for word, rows in SMALL.items():
        delivered = folder / "delivered.csv"
        agency_file.write_csv(delivered, rows)
        tidied = tidy(delivered, Tidy.model_validate(agency_file.TIDY), schema, folder / "tidied")

        def checked(by: Callable[..., Proof | None], tidied: Tidied = tidied) -> None:
            assert validated(tidied, schema, AT_FIRST, by(tidied, schema)).valid

        plain, ours = taking_turns(SMALL_ROUNDS, partial(checked, nothing), partial(checked, proven))
        figures |= {
            f"validate_{word}_frictionless_seconds": round(plain, 4),
            f"validate_{word}_seconds": round(ours, 4),
        }
        tell(f"{rows:,} rows: Frictionless {plain:.4f} s, as the gate has it {ours:.4f} s")
    return figures


def nothing(*_: object) -> None:
    """Is proven."""


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    rows, rounds = words + [50_000, 5][len(words) :]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        hand_over({**worst(rows, rounds, folder / "table.csv"), **small(folder)})
