"""The rows around a finding, as a spreadsheet shows them, so that a steward sees at once which cell is meant."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flows.domain.finding import Finding, Place, column_letter
from flows.reports.curtain import PERSONAL, Curtain
from flows.reports.data import ReportData, ReportTable

ROWS_BESIDE = 2
"""Rows above, and rows below."""
COLUMNS = 7
"""Columns at most, the bad one in their middle where there is room on both sides."""
_KEPT = 200
"""Characters of a cell that are kept; far fewer are shown (page.LONGEST_CELL)."""


_Found = AbstractSet[tuple[str | None, int | None, int | None]]
"""(resource, row, column) of findings; the column is None where a whole row is meant."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the agency's file."""

    text: str | None
    """As the agency wrote it, or that its column is not published; None where it may be personal data: then it was not
    even kept."""
    meant: bool = False
    """Whether it is what the finding is about."""
    found_too: bool = False
    """Whether another finding is about it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the agency's file."""

    row: int
    """From 1, as a spreadsheet counts."""
    cells: tuple[Cell, ...]
    header: bool = False
    after_gap: bool = False
    """Whether rows between the line before and this one are left out."""


@dataclass(frozen=True, slots=True)
class Around:
    """A window of the agency's file."""

    letters: tuple[str, ...]
    lines: tuple[Line, ...]


def rows_around(report: ReportData, findings: Sequence[Finding]) -> tuple[Around | None, ...]:
    """A window for each of the findings, in their order; None where it has no row, or its file was not read.

    Each table is read once, from its top to the last row that is needed.
    """
    windows: dict[int, Around] = {}
    found: _Found = {(f.place.resource, f.place.row, f.place.column) for f in report.findings.at_hand if f.place.row}
    for table in report.tables:
        if table.tidied is not None:
            places = {n: f.place for n, f in enumerate(findings) if f.place.resource == table.name and f.place.row}
            windows |= _of_table(report, table, places, found)
    return tuple(windows.get(number) for number in range(len(findings)))


def _of_table(report: ReportData, table: ReportTable, places: dict[int, Place], found: _Found) -> dict[int, Around]:
    assert table.tidied
    width = max((column.position for column in table.tidied.columns), default=1)
    header = table.tidied.header_row
    plans = {number: _plan(place, width, header) for number, place in places.items()}
    read = _read(report, table, plans.values())
    headers = {column.position: column.header[:_KEPT] for column in table.tidied.columns}
    windows = {}
    for number, (rows, columns) in plans.items():
        place, lines, before = places[number], [], None
        for row in rows:
            if row not in read:
                continue
            cells = tuple(
                Cell(
                    headers.get(column) or read[row].get(column, "") if row == header else read[row].get(column, ""),
                    meant=row == place.row and place.column in (None, column),
                    found_too=bool({(table.name, row, column), (table.name, row, None)} & found),
                )
                for column in columns
            )
            gap = before is not None and row != before + 1
            lines.append(Line(row, cells, header=row == header, after_gap=gap))
            before = row
        if place.row in read:
            windows[number] = Around(tuple(column_letter(column) for column in columns), tuple(lines))
    return windows


_Plan = tuple[list[int], range]
"""The rows and the columns of a window."""


def _plan(place: Place, width: int, header: int | None) -> _Plan:
    assert place.row
    rows = {row for row in range(place.row - ROWS_BESIDE, place.row + ROWS_BESIDE + 1) if row >= 1}
    width = max(width, place.column or 1)
    first = max(1, min((place.column or 1) - COLUMNS // 2, width - COLUMNS + 1))
    return sorted(rows | ({header} if header else set())), range(first, min(first + COLUMNS, width + 1))


def _read(report: ReportData, table: ReportTable, plans: Iterable[_Plan]) -> dict[int, dict[int, str | None]]:
    """Row -> column -> text, of what is needed and nothing else."""
    wanted: dict[int, set[int]] = {}
    for rows, columns in plans:
        for row in rows:
            wanted.setdefault(row, set()).update(columns)
    read: dict[int, dict[int, str | None]] = {}
    if not wanted:
        return read
    curtain = Curtain(table, report)
    last = max(wanted)
    for row, cells in enumerate(table.rows(), start=1):
        if row in wanted:
            covered = curtain.over(row, cells)
            read[row] = {
                column: _shown(cells[column - 1], covered.get(column)) for column in wanted[row] if column <= len(cells)
            }
        if row >= last:
            break
    return read


def _shown(cell: str, instead: str | None) -> str | None:
    return None if instead == PERSONAL else (instead or cell[:_KEPT])
