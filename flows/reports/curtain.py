"""Which cells of the agency's own file a report may show: asked for each of millions of cells, so settled row by row.

Shown is what the checks have judged: published columns in rows that are published. Nobody has
looked at columns that are left out as declared, so nobody is shown them. Titles, notes and rows left out as declared
are shown but for cells that look personal.
"""

from collections.abc import Mapping, Sequence

from flows.domain.finding import Place
from flows.domain.personal_text import looks_personal
from flows.reports.data import ReportData, ReportTable

PERSONAL = "ซ่อนไว้ (ข้อมูลส่วนบุคคล)"
UNPUBLISHED = "ไม่แสดง (คอลัมน์นี้ไม่เผยแพร่)"

_EXTRA_CELL = "table/extra-cell"
_DROPPED_COLUMNS = "tidy/dropped-column"
_NO_ROW = 0
"""Rows are counted from 1: what is hidden here is hidden in every row."""
_NOTHING: Mapping[int, str] = {}


class Curtain:
    """Of one table."""

    def __init__(self, table: ReportTable, report: ReportData) -> None:
        tidied = table.tidied
        columns = tidied.columns if tidied else ()
        self._report = report
        self._resource = table.name
        self._personal = report.has_personal_data(table.name)
        self._settled: dict[int, bool | None] = {}
        """By column: whether it is hidden in all rows, in none, or (None) in some."""
        self._fields = {column.position: column.name for column in columns}
        dropped = sum(change.count for change in tidied.changes if change.rule == _DROPPED_COLUMNS) if tidied else 0
        self._width = max((len(columns) + dropped, *self._fields))
        """Columns that have a header."""
        self._first = tidied.row_map.first if tidied else 1
        self._last = tidied.row_map.source_row(tidied.rows) if tidied and tidied.rows else 0
        self._left_out = frozenset(tidied.row_map.dropped if tidied else ())
        self._overfull = {
            finding.place.row
            for finding in report.findings.at_hand
            if finding.rule == _EXTRA_CELL and finding.place.resource == table.name
        }

    def over(self, row: int, cells: Sequence[str]) -> Mapping[int, str]:
        """Column (from 1) -> the words that stand there instead; a column that may be shown is not in it."""
        covered = {} if self._is_judged(row) else self._where_personal(cells)
        if row >= self._first and (len(cells) > len(self._fields) or len(self._fields) < self._width):
            covered |= self._unpublished(row, cells)
        if self._personal:
            covered |= {column: PERSONAL for column in range(1, len(cells) + 1) if self._hides(row, column)}
        return covered or _NOTHING

    def _is_judged(self, row: int) -> bool:
        return self._first <= row <= self._last and row not in self._left_out

    def _where_personal(self, cells: Sequence[str]) -> dict[int, str]:
        found = [column for column, cell in enumerate(cells, start=1) if looks_personal(cell)]
        if not found and looks_personal(" ".join(cell for cell in cells if cell)):
            # A title in one cell and the name in the next.
            found = [column for column, cell in enumerate(cells, start=1) if cell.strip()]
        return dict.fromkeys(found, PERSONAL)

    def _unpublished(self, row: int, cells: Sequence[str]) -> dict[int, str]:
        covered = {}
        for column, cell in enumerate(cells, start=1):
            if column in self._fields or not cell.strip():
                continue
            if column <= self._width or row not in self._overfull:
                covered[column] = UNPUBLISHED
            elif looks_personal(cell):
                covered[column] = PERSONAL
        return covered

    def _hides(self, row: int, column: int) -> bool:
        if column not in self._settled:
            somewhere = self._asked(None, column)
            self._settled[column] = (True if self._asked(_NO_ROW, column) else None) if somewhere else False
        settled = self._settled[column]
        return self._asked(row, column) if settled is None else settled

    def _asked(self, row: int | None, column: int) -> bool:
        return self._report.hides(Place(self._resource, row=row, column=column, field=self._fields.get(column)))
