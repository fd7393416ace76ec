"""Proven rows that Frictionless reads as well."""

import polars as pl
from frictionless import Schema

from flows.checks.tables.proof.sample import Sample

SCHEMA = {"fields": [{"name": "code", "type": "string"}, {"name": "born", "type": "date"}], "missingValues": ["", "-"]}
RAW = b"a,2020-01-31\nb,2020-02-31\n-,\nd,2020-03-31\n"
FRAME = pl.DataFrame({"c0": ["a", "b", "-", "d"], "c1": ["2020-01-31", "2020-02-31", "", "2020-03-31"]})


def disagreement(raw: bytes, proven: list[bool]) -> tuple[int, str] | None:
    sample = Sample(Schema.from_descriptor(SCHEMA).fields, len(raw))
    found = sample.disagreement(raw, FRAME, pl.Series(proven), 2)
    return (found.row, found.reason) if found else None


def test_what_is_rightly_proven_is_agreed_on() -> None:
    assert disagreement(RAW, [True, False, False, True]) is None


def test_a_row_with_a_fault_is_not() -> None:
    assert disagreement(RAW, [True, True, False, True]) == (3, 'born: type is "date/default"')


def test_a_blank_row_is_not() -> None:
    assert disagreement(RAW, [True, False, True, True]) == (4, "a blank row")


def test_cells_that_csv_reader_sees_otherwise_are_not() -> None:
    assert disagreement(RAW.replace(b"d,", b'"d",x,'), [True, False, False, True]) == (
        2,
        "csv.reader sees other cells from here on",
    )


def test_of_a_large_file_only_a_part_is_drawn() -> None:
    sample = Sample(Schema.from_descriptor(SCHEMA).fields, 10_000 * len(RAW), rows=10)
    drawn = [sample.disagreement(RAW, FRAME, pl.Series([True] * 4), 2) for _ in range(200)]
    assert None in drawn and any(drawn), "one row of each piece, another each time"
