"""Where polars is said to read a piece as csv.reader does, it does."""

import csv
import io
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flows.canonical.doubt import Doubt
from flows.canonical.pieces import pieces, pieces_of, whole_rows
from flows.canonical.structure import proven_cells, read_rows
from tests.checks.proof.rooms import REAL, Room

LONGEST = 7 if "PROOF_EXAMPLES" in os.environ else 5


def by_csv_reader(raw: bytes) -> list[list[str]]:
    """As Frictionless reads them."""
    return list(csv.reader(io.TextIOWrapper(io.BytesIO(raw), "utf-8", newline=None)))


def misread(longest: int, room: Room = REAL) -> list[bytes]:
    """Of all pieces of these five characters, those whose cells are said to be proven and are others."""
    wrong = []
    for length in range(1, longest + 1):
        for letters in product('a,"\r\n', repeat=length):
            raw = "".join(letters).encode()
            for width in (1, 2, 3):
                frame = room.structure.proven_cells(raw, width)
                if frame is not None and [list(row) for row in frame.rows()] != by_csv_reader(raw):
                    wrong.append(raw)
    return wrong


def test_no_piece_is_misread() -> None:
    assert misread(LONGEST) == []


def test_cells_as_they_are_written_are_those_of_csv_reader() -> None:
    for letters in (letters for length in range(1, 6) for letters in product('a,"\r\n', repeat=length)):
        raw = "".join(letters)
        frame = proven_cells(raw.encode(), 2, as_written=True)
        if frame is not None:
            assert [list(row) for row in frame.rows()] == list(csv.reader(io.StringIO(raw, newline="")))


def test_a_line_end_within_a_cell_is_kept_or_not_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes(b'a,b\r\n"x\r\ny",1\r\nragged\r\n"x\r\ny",2\r\n' + b"z,3\r\n" * 20)
    for as_written, cell in ((True, "x\r\ny"), (False, "x\ny")):
        for block in (16, 1 << 20):
            rows = [row for piece in pieces_of(path, 2, block, 8, as_written) for row in piece.every_row.rows()]
            assert rows[:4] == [(cell, "1"), ("ragged", None), (cell, "2"), ("z", "3")]


@pytest.mark.parametrize(
    ("raw", "width", "rows"),
    [
        (b"1,2\n3,4\n", 2, [("1", "2"), ("3", "4")]),
        (b"1,2\r\n3,4", 2, [("1", "2"), ("3", "4")]),
        (b"1,2\r\n3,4\n", 2, [("1", "2"), ("3", "4")]),
        (b'"1,5","a\r\nb"\r\n"""x""",\r\n', 2, [("1,5", "a\nb"), ('"x"', "")]),
        ("ก\n".encode(), 1, [("ก",)]),
        (b'""\n', 1, None),
        (b"1,2\n\n3,4\n", 2, None),
        (b"1,2\n3\n4,5,6\n", 2, None),
        (b'1,"2"3\n', 2, None),
        (b'1,"2\n', 2, None),
        (b"1,2\r3,4\n", 2, None),
        (b"\xef\xbb\xbf1,2\n", 2, None),
        (b"1,\xff\n", 2, None),
    ],
)
def test_what_is_proven(raw: bytes, width: int, rows: Any) -> None:
    frame = proven_cells(raw, width)
    assert (frame.rows() if frame is not None else None) == rows


def damaged(some: Random) -> bytes:
    cells = ["a", "1,5", 'x"y', "two\nlines", "", "ก ข", "two\r\nlines", "x" * 50]
    lines = []
    for _ in range(some.randrange(1, 300)):
        row = some.choices(cells, k=3)
        if some.random() < 0.02:
            row = row[: some.randrange(3)]
        line = io.StringIO()
        csv.writer(line, lineterminator=some.choice(["\r\n", "\n"])).writerow(row)
        lines.append(line.getvalue())
    text = "".join(lines)
    for _ in range(some.choice([0, 0, 1, 3])):
        at = some.randrange(len(text) + 1)
        text = text[:at] + some.choice(['"', "\r", "\n", ",", '""', "\ufeff", "\x00"]) + text[at:]
    return text.encode()


@pytest.mark.parametrize("seed", range(60))
def test_the_pieces_of_a_damaged_file_have_its_rows_and_bytes(seed: int, tmp_path: Path) -> None:
    some = Random(seed)
    raw = damaged(some)
    path = tmp_path / "damaged.csv"
    path.write_bytes(raw)
    rows: list[list[str]] = []
    end = 0
    with path.open("rb") as file:
        for piece in pieces(file, 0, len(raw), 3, some.choice([64, 500, 1 << 20]), 32):
            assert piece.start == end
            assert not piece.raw or piece.raw == raw[piece.start : piece.end]
            assert len(piece.every_row) == piece.height
            end = piece.end
            rows += piece.odd if piece.odd is not None else [list(row) for row in piece.frame.rows()]
    assert (rows, end) == (by_csv_reader(raw), len(raw))


def test_rows_end_where_quoting_is_sound() -> None:
    assert whole_rows(b'1,2\n3,"4\n5') == 4
    assert whole_rows(b'1,2\n3,"4\n5"\n6') == len(b'1,2\n3,"4\n5"\n')
    assert whole_rows(b"1,2") == 0


@pytest.fixture
def short_fields() -> Iterator[int]:
    """What csv.reader takes in one cell, made small: other parts of Perd make it large."""
    before = csv.field_size_limit(1_000)
    yield 1_000
    csv.field_size_limit(before)


def test_a_cell_that_csv_reader_refuses_is_not_proven(short_fields: int) -> None:
    assert proven_cells(b"1," + b"x" * short_fields + b"\n", 2) is not None
    assert proven_cells(b"1," + b"x" * (short_fields + 1) + b"\n", 2) is None


def test_a_whole_file_is_read_however_long_a_cell_is(short_fields: int, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\r\n1," + b"x" * (3 * short_fields) + b"\r\n2\r\n")
    assert [piece.height for piece in pieces_of(path, 2, as_written=True)] == [2]


def test_what_frictionless_refuses_to_read_is_doubted(short_fields: int, tmp_path: Path) -> None:
    for raw in (b"1,\xff\n", b"1," + b"x" * (short_fields + 1) + b"\n"):
        path = tmp_path / "refused.csv"
        path.write_bytes(raw)
        with path.open("rb") as file, pytest.raises(Doubt):
            read_rows(file, 0, len(raw))
