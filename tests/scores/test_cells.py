"""Cells without data, on real files."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.domain.tidied import Column, RowMap, Tidied
from flows.scores import CellCounts, count_cells
from flows.scores.cells import SAYS_NOTHING


def tidied(path: Path, columns: int, rows: int) -> Tidied:
    names = tuple(Column(f"c{nth}", f"c{nth}", nth) for nth in range(1, columns + 1))
    return Tidied(path, "", path.stat().st_size, rows, names, RowMap(2), (), "utf-8", path)


def table(folder: Path, content: str, columns: int, rows: int) -> Tidied:
    path = folder / "table.csv"
    path.write_bytes(content.encode())
    return tidied(path, columns, rows)


@pytest.mark.parametrize("word", ["", "-", "ไม่มีข้อมูล", "null", "n/a", "na", "none", "nan", "N/A", "NULL", " - ", "NaN"])
def test_each_word_of_the_list_is_missing_in_any_case_and_with_blanks(tmp_path: Path, word: str) -> None:
    counts = count_cells(table(tmp_path, f"a,b\r\n{word},x\r\n", 2, 1))
    assert counts == CellCounts(cells=2, missing=1)


@pytest.mark.parametrize("word", ["0", "--", "ไม่มี", "nano", "no", "."])
def test_what_is_not_on_the_list_is_data(tmp_path: Path, word: str) -> None:
    assert count_cells(table(tmp_path, f"a,b\r\n{word},x\r\n", 2, 1)).missing == 0


def test_wholly_blank_rows_are_left_out_and_rows_of_dashes_are_not(tmp_path: Path) -> None:
    counts = count_cells(table(tmp_path, "a,b\r\n1,2\r\n,\r\n-,-\r\n", 2, 3))
    assert counts == CellCounts(cells=4, missing=2)


def test_short_rows_are_filled_up_and_long_ones_cut(tmp_path: Path) -> None:
    counts = count_cells(table(tmp_path, "a,b,c\r\n1\r\n1,2,3,4\r\n", 3, 2))
    assert counts == CellCounts(cells=6, missing=2)


def test_line_breaks_and_commas_in_cells_make_no_cells(tmp_path: Path) -> None:
    counts = count_cells(table(tmp_path, 'a,b\r\n"x\r\ny","1,2"\r\n"""",-\r\n', 2, 2))
    assert counts == CellCounts(cells=4, missing=1)


def test_a_blank_line_of_a_table_with_one_column_is_a_blank_row(tmp_path: Path) -> None:
    assert count_cells(table(tmp_path, 'a\r\n1\r\n\r\n""\r\n-\r\n', 1, 4)) == CellCounts(cells=2, missing=1)


def test_a_table_without_rows_has_no_cells(tmp_path: Path) -> None:
    assert count_cells(table(tmp_path, "a,b\r\n", 2, 0)) == CellCounts(cells=0, missing=0)


def test_more_than_one_piece(tmp_path: Path) -> None:
    rows = 100_007
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["a", "b"])
        writer.writerows(["x", "-" if nth % 10 == 0 else "y"] for nth in range(rows))
    assert count_cells(tidied(path, 2, rows)) == CellCounts(cells=2 * rows, missing=-(-rows // 10))


def test_a_count_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be missing"):
        CellCounts(cells=1, missing=2)


cell = st.sampled_from((*SAYS_NOTHING, "x", 'say "no"', "a\nb", "a,b", " NA\u00a0", "ไม่มี", "\u00a0"))


@given(st.integers(1, 3), st.lists(st.lists(cell, max_size=4), max_size=6))
@settings(max_examples=60)
def test_any_table_is_counted_as_a_reader_of_csv_would(width: int, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([[f"c{nth}" for nth in range(width)], *rows])
    read = list(csv.reader(io.StringIO(text.getvalue(), newline="")))[1:]
    full = [(row + [""] * width)[:width] for row in read]
    filled = [row for row in full if any(value.strip() for value in row)]
    missing = sum(value.strip().lower() in SAYS_NOTHING for row in filled for value in row)
    with tempfile.TemporaryDirectory() as folder:
        counts = count_cells(table(Path(folder), text.getvalue(), width, len(read)))
    assert counts == CellCounts(cells=width * len(filled), missing=missing)


def test_a_line_break_in_a_header_is_no_row(tmp_path: Path) -> None:
    counts = count_cells(table(tmp_path, '"a\r\n(baht)",b\r\n1,-\r\n', 2, 1))
    assert counts == CellCounts(cells=2, missing=1)
