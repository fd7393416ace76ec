"""Back to the cells as the agency wrote them."""

from collections.abc import Iterable

from flows.domain.tidied import Tidied
from flows.tidy.records import records


def received_cells(tidied: Tidied, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """(row, column) of the agency's file, both from 1 -> the cell before any conversion; absent where there is none.

    One pass over `tidied.received`, which ends behind the last row that is wanted.
    """
    columns: dict[int, set[int]] = {}
    for row, column in wanted:
        columns.setdefault(row, set()).add(column)
    found: dict[tuple[int, int], str] = {}
    if not columns:
        return found
    last = max(columns)
    with tidied.received.open("rb") as file:
        for row, (cells, _) in enumerate(records(file, tidied.delimiter), start=1):
            for column in columns.get(row, ()):
                if 1 <= column <= len(cells):
                    found[row, column] = cells[column - 1]
            if row >= last:
                break
    return found
