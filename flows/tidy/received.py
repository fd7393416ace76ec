"""Back to the cells as the agency wrote them."""

from collections.abc import Iterable, Iterator

from flows.domain.tidied import Tidied
from flows.tidy.records import records


class ReceivedCells:
    """The cells of one agency's table, before any conversion.

    Whoever asks for rows from the top down reads the file once, however often it asks; a row that has been passed is
    read again from the top.
    """

    def __init__(self, tidied: Tidied) -> None:
        self._tidied = tidied
        self._next_row = 1
        self._offset = 0

    def __call__(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """(row, column) of the agency's file, both from 1 -> the cell; absent where there is none.

        Reads up to the last row that is wanted.
        """
        columns: dict[int, set[int]] = {}
        for row, column in wanted:
            columns.setdefault(row, set()).add(column)
        found: dict[tuple[int, int], str] = {}
        if not columns:
            return found
        if min(columns) < self._next_row:
            self._next_row, self._offset = 1, 0
        last = max(columns)
        with self._tidied.received.open("rb") as file:
            rows = records(file, self._tidied.delimiter, self._offset, self._next_row)
            for row, (cells, end) in enumerate(rows, start=self._next_row):
                for column in columns.get(row, ()):
                    if 1 <= column <= len(cells):
                        found[row, column] = cells[column - 1]
                if row >= last:
                    self._next_row, self._offset = row + 1, end
                    break
        return found


def received_rows(tidied: Tidied) -> Iterator[list[str]]:
    """The agency's table row by row from its top, title rows and header included; a blank line is a row without cells.

    Row n of a spreadsheet is the n-th one, from 1.
    """
    with tidied.received.open("rb") as file:
        for cells, _ in records(file, tidied.delimiter):
            yield cells
