"""Which cells of a table nobody may see: asked for each of millions of cells, so settled column by column."""

from flows.domain.finding import Place
from flows.reports.data import ReportData, ReportTable

_NO_ROW = 0
"""Rows are counted from 1: what is hidden here is hidden in every row."""


class Withheld:
    """Of one table; a column is asked about once where that settles it."""

    def __init__(self, table: ReportTable, report: ReportData) -> None:
        self._report = report
        self._resource = table.name
        self._fields = {column.position: column.name for column in table.tidied.columns} if table.tidied else {}
        self._column: dict[int, bool | None] = {}
        self._row: tuple[int, bool] = (_NO_ROW, False)
        self.any = report.has_personal_data(table.name)

    def __call__(self, row: int, column: int) -> bool:
        if column not in self._column:
            self._column[column] = self._settled(column)
        settled = self._column[column]
        if settled is not None:
            return settled
        if self._row[0] != row:  # only a row's own finding is left, and it covers the whole row
            self._row = (row, self._hides(row, column))
        return self._row[1]

    def _settled(self, column: int) -> bool | None:
        if not self._hides(None, column):
            return False
        return True if self._hides(_NO_ROW, column) else None

    def _hides(self, row: int | None, column: int) -> bool:
        return self._report.hides(Place(self._resource, row=row, column=column, field=self._fields.get(column)))
