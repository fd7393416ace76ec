"""The rows around a finding: the right window of the agency's file, and nothing personal in it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from flows.domain.finding import Finding, Place
from flows.domain.tidied import Column
from flows.reports.around import Around, rows_around
from flows.reports.data import ReportData

WIDTH = 12


def sheet(height: int = 40, width: int = WIDTH) -> list[list[str]]:
    """Every cell says where it is."""
    return [[f"r{row}c{column}" for column in range(1, width + 1)] for row in range(1, height + 1)]


def windows(report: ReportData, findings: Sequence[Finding], rows: Callable[[], Iterator[list[str]]]) -> list:
    table = report.tables[0]
    assert table.tidied
    columns = tuple(Column(f"c{n}", f"หัว {n}", n) for n in range(1, WIDTH + 1))
    wide = replace(table.tidied, columns=columns, header_row=3)
    return list(rows_around(replace(report, tables=(replace(table, tidied=wide, rows=rows),)), findings))


def texts(around: Around) -> dict[int, list[str | None]]:
    return {line.row: [cell.text for cell in line.cells] for line in around.lines}


def meant(around: Around) -> list[tuple[int, str]]:
    return [
        (line.row, letter)
        for line in around.lines
        for letter, cell in zip(around.letters, line.cells, strict=True)
        if cell.meant
    ]


def at(finding: Finding, row: int | None, column: int | None) -> Finding:
    return replace(finding, place=Place("factories", row=row, column=column))


def test_two_rows_above_and_below_three_columns_beside_and_the_header_row(make_report, type_error) -> None:
    found = at(type_error, 20, 6)
    (around,) = windows(make_report((found,)), (found,), lambda: iter(sheet()))
    assert around.letters == ("C", "D", "E", "F", "G", "H", "I")
    assert list(texts(around)) == [3, 18, 19, 20, 21, 22]
    assert texts(around)[3][0] == "หัว 3"
    assert texts(around)[20] == [f"r20c{column}" for column in range(3, 10)]
    assert meant(around) == [(20, "F")]
    assert [line.row for line in around.lines if line.after_gap] == [18]
    assert [line.row for line in around.lines if line.header] == [3]


def test_at_the_edges_the_window_moves_inwards(make_report, type_error) -> None:
    first, last, beyond = at(type_error, 1, 1), at(type_error, 40, 12), at(type_error, 10, 13)
    top, bottom, outside = windows(make_report((first,)), (first, last, beyond), lambda: iter(sheet()))
    assert list(texts(top)) == [1, 2, 3]
    assert top.letters == ("A", "B", "C", "D", "E", "F", "G")
    assert list(texts(bottom)) == [3, 38, 39, 40]
    assert bottom.letters[-1] == "L"
    assert outside.letters[-1] == "M", "a cell beyond the last declared column"
    assert meant(outside) == [(10, "M")]


def test_a_finding_about_a_whole_row_means_all_its_cells(make_report, type_error) -> None:
    found = at(type_error, 10, None)
    (around,) = windows(make_report((found,)), (found,), lambda: iter(sheet()))
    assert meant(around) == [(10, letter) for letter in "ABCDEFG"]


def test_other_findings_in_the_window_are_marked_as_such(make_report, type_error) -> None:
    one, other = at(type_error, 10, 2), at(type_error, 11, 3)
    (around,) = windows(make_report((one, other)), (one,), lambda: iter(sheet()))
    also = [(line.row, n) for line in around.lines for n, c in enumerate(line.cells) if c.found_too and not c.meant]
    assert also == [(11, 2)]


def test_no_window_without_a_row_or_beyond_the_end_of_the_file(make_report, type_error) -> None:
    findings = (at(type_error, None, 2), at(type_error, 999, 2), replace(type_error, place=Place()))
    assert windows(make_report(findings), findings, lambda: iter(sheet())) == [None, None, None]


def test_a_ragged_row_shows_empty_cells_and_not_hidden_ones(make_report, type_error) -> None:
    found = at(type_error, 2, 2)
    (around,) = windows(make_report((found,)), (found,), lambda: iter([["a"], [], ["b", "c"]]))
    assert texts(around)[2] == [""] * 7


def test_the_table_is_read_once_and_no_further_than_needed(make_report, type_error) -> None:
    read: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number, cells in enumerate(sheet(1000), start=1):
            read.append(number)
            yield cells

    findings = tuple(at(type_error, row, column) for row in (50, 7, 20) for column in (2, 9))
    assert all(windows(make_report(findings), findings, rows))
    assert read == list(range(1, 53))


def test_what_may_be_personal_is_not_even_kept(make_report, type_error, rules) -> None:
    column = rules.finding("privacy/national-id", Place("factories", row=20, column=5, field="c5"))
    whole_row = rules.finding("privacy/national-id", Place("factories", row=21))
    beside = at(type_error, 20, 6)
    report = make_report((beside, column, whole_row))
    around, own, _ = windows(report, (beside, column, whole_row), lambda: iter(sheet()))
    assert [row[2] for row in texts(around).values()] == ["หัว 5", None, None, None, None, None]
    assert texts(around)[21] == [None] * 7
    assert texts(around)[20][3] == "r20c6"
    assert meant(own) == [(20, "E")]
    assert "r20c5" not in repr((around, own))
