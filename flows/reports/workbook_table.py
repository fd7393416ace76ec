"""The agency's own table as a sheet: each cell where the agency has it, the bad ones coloured and commented."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.domain.finding import Standing
from flows.reports.curtain import PERSONAL, UNPUBLISHED, Curtain
from flows.reports.data import ReportData, ReportTable
from flows.reports.workbook_looks import GRAVITY, Styles
from flows.reports.workbook_marks import WHOLE_ROW, Comment, Marks
from flows.workbooks.safety import LONGEST_CELL
from flows.workbooks.sheet import MOST_COLUMNS, MOST_ROWS, Sheet

NARROWEST, WIDEST = 12, 40
"""Letters."""
MEASURED_ROWS = 200
MOST_FROZEN = 12
"""A header further down than this would leave no room to scroll."""
MOST_BLANKS = 100
"""Cells of a row that are coloured though there is nothing in them: a blank line is short, its sheet must be, too."""


@dataclass(slots=True)
class Shortcomings:
    """In what a sheet is not the agency's table, in numbers."""

    rows_hidden: int = 0
    bad_rows_left_out: int = 0
    rows_beyond: int = 0
    columns_beyond: int = 0
    cells_withheld: int = 0
    cells_unpublished: int = 0
    cells_cut: int = 0
    cells_with_signs: int = 0
    not_coloured: int = 0
    places: int = 0
    """Coloured places that a comment could stand at: cells; of a whole row its first one."""
    comments: int = 0

    @property
    def can_be_sent_back(self) -> bool:
        """Whether the sheet holds the agency's whole table, every cell of it as it was."""
        return not (
            self.rows_hidden
            or self.rows_beyond
            or self.columns_beyond
            or self.cells_withheld
            or self.cells_unpublished
            or self.cells_cut
            or self.cells_with_signs
        )


@dataclass(slots=True)
class TableSheet:
    """One resource's table on its way into the workbook."""

    table: ReportTable
    sheet: Sheet
    marks: Marks
    short: Shortcomings = field(default_factory=Shortcomings)


def write_table(made: TableSheet, report: ReportData, styles: Styles) -> None:
    """Write the sheet, and what it lacks into `made.short`; the marks have been gathered before."""
    short, marks, sheet = made.short, made.marks, made.sheet
    shown = marks.shown()
    if shown is not None:
        sheet.hide_other_rows()
        short.bad_rows_left_out = shown.left_out
    short.not_coloured = marks.without_room
    writer = _Rows(made, styles, Curtain(made.table, report))
    for row, cells in enumerate(made.table.rows(), start=1):
        if row > MOST_ROWS:
            short.rows_beyond += 1
        elif shown is not None and row not in shown.rows:
            short.rows_hidden += 1
        else:
            writer.write(row, cells)
    if marks.has_header and marks.header_row <= MOST_FROZEN:
        sheet.freeze(marks.header_row)
    sheet.widths({column: min(max(width, NARROWEST), WIDEST) for column, width in writer.widths.items()})


class _Rows:
    """Writes row after row."""

    def __init__(self, made: TableSheet, styles: Styles, curtain: Curtain) -> None:
        self._sheet = made.sheet
        self._short = made.short
        self._marks = made.marks
        self._styles = styles
        self._curtain = curtain
        self._header_width = 1
        self._written = 0
        self.widths: dict[int, float] = {}

    def write(self, row: int, cells: Sequence[str]) -> None:
        header = row == self._marks.header_row and self._marks.has_header
        if header:
            self._header_width = max(1, min(len(cells), MOST_BLANKS))
        if len(cells) > MOST_COLUMNS:
            self._short.columns_beyond = max(self._short.columns_beyond, len(cells) - MOST_COLUMNS)
            cells = cells[:MOST_COLUMNS]
        marks = self._marks.rows.get(row)
        comments = self._marks.comments.get(row, {})
        covered = self._curtain.over(row, cells)
        if header or marks or comments or covered:
            self._write_with_care(row, cells, marks or {}, comments, covered, header)
        else:
            for column, cell in enumerate(cells, start=1):
                if cell:
                    self._told(cell, self._sheet.text(row, column, cell))
        if row >= self._marks.header_row and self._written < MEASURED_ROWS:
            self._written += 1
            for column, cell in enumerate(cells, start=1):
                self.widths[column] = max(self.widths.get(column, 0), _letters(cell) + 2)

    def _write_with_care(
        self,
        row: int,
        cells: Sequence[str],
        marks: Mapping[int, Standing],
        comments: Mapping[int, Comment],
        covered: Mapping[int, str],
        header: bool,
    ) -> None:
        whole = marks.get(WHOLE_ROW)
        width = max(len(cells), self._header_width) if whole is not None else len(cells)
        outside = sorted(column for column in {*marks, *comments} if width < column <= MOST_COLUMNS)
        for column in (*range(1, width + 1), *outside):
            standing = _gravest(whole if column <= width else None, marks.get(column))
            withheld = column in covered
            cell = covered.get(column) or (cells[column - 1] if column <= len(cells) else "")
            self._short.cells_withheld += withheld and cell == PERSONAL
            self._short.cells_unpublished += withheld and cell == UNPUBLISHED
            if cell or standing is not None or column in comments:
                style = self._styles.cell(standing, header=header, withheld=withheld)
                self._told(cell, self._sheet.text(row, column, cell, style))
            if column in comments:
                self._comment(row, column, comments[column])
        self._short.places += len({column or 1 for column in marks if column <= MOST_COLUMNS})

    def _comment(self, row: int, column: int, comment: Comment) -> None:
        more = f"\n\n… และอีก {comment.more:,} รายการ" if comment.more else ""
        self._sheet.comment(row, column, comment.text + more)
        self._short.comments += 1

    def _told(self, cell: str, shown: str) -> None:
        if shown is not cell and shown != cell and shown != cell.replace("\r\n", "\n"):
            cut = shown.endswith("…") and len(shown) >= LONGEST_CELL // 2
            self._short.cells_cut += cut
            self._short.cells_with_signs += not cut


def _gravest(*standings: Standing | None) -> Standing | None:
    return min((each for each in standings if each is not None), key=GRAVITY.__getitem__, default=None)


def _letters(cell: str) -> int:
    """How wide it is: Thai vowels and tone marks above and below take no room."""
    first_line = cell[: WIDEST * 2].split("\n", 1)[0]
    return sum(unicodedata.category(letter) != "Mn" for letter in first_line)
