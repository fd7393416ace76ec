"""What tidy has said of the file's structure already: what follows from it need not be told as faults of their own.

The rows and columns of a second table are no records and columns of this one; a row that an unclosed quotation mark has
swallowed has not the cells that it seems to have. Where a waiver is in force, a person has said that tidy was wrong,
and everything is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.checks.subject import Table

SECOND_TABLE = "format/two-tables"
SWALLOWED = "table/line-break-in-cell"


@dataclass(frozen=True, slots=True)
class SaidByTidy:
    """Rows and columns of the agency's file, from 1, that tidy has spoken of."""

    below: int | None
    """Row of the headers of a second table further below."""
    beside: int | None
    """First column of a second table to the right."""
    swallowed: Mapping[int, int]
    """Row -> column of the cell that holds rows of the table."""

    def explains(self, row: int | None, column: int | None, is_blank: bool) -> bool:
        """Whether a fault there is no fault of its own: of a header (no row), a whole row (no column), or a cell.

        To a second table belong its title, and the blank rows or the blank column before it.
        """
        if row is None:
            first = self.beside
            if first is None or column is None:
                return False
            return column >= first or (is_blank and column == first - 1)
        if self.below is not None and (row >= self.below - 1 or (is_blank and row == self.below - 2)):
            return True
        return column is not None and column >= self.swallowed.get(row, column + 1)


def said_by_tidy(table: Table) -> SaidByTidy:
    """What tidy said of this table and counts today."""
    waived = {waiver.rule for waiver in table.dataset.declared.waivers if waiver.until >= table.today}
    remarks = [remark for remark in table.tidied.remarks if remark.rule not in waived]
    second = [remark for remark in remarks if remark.rule == SECOND_TABLE]
    swallowed: dict[int, int] = {}
    for remark in remarks:
        if remark.rule == SWALLOWED and remark.row is not None and remark.column is not None:
            swallowed[remark.row] = min(remark.column, swallowed.get(remark.row, remark.column))
    return SaidByTidy(
        below=next((remark.row for remark in second if remark.row is not None), None),
        beside=next((remark.column for remark in second if remark.column is not None), None),
        swallowed=swallowed,
    )
