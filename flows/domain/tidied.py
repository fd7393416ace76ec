"""One canonical table, and how each of its rows and columns lies in the agency's own file."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the canonical file."""

    name: str
    """The machine header that is published; the agency's own header where no field of the schema bears it."""
    header: str
    """The header as the agency wrote it."""
    position: int
    """1-based column in the agency's file."""


@dataclass(frozen=True, slots=True)
class RowMap:
    """Canonical rows back to rows of the agency's file.

    Rows are *records*, counted from 1 at the top of the agency's file or sheet, as a spreadsheet counts them: a cell
    with a line break in it does not make two rows.
    """

    first: int
    """Row of the agency's file in which the data begin."""
    dropped: tuple[int, ...] = ()
    """Rows of the agency's file at or after `first` that tidy left out as declared, ascending."""
    _kept_before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The canonical row (0-based) at which each dropped row has been passed.
        passed = tuple(row - self.first - nth for nth, row in enumerate(self.dropped))
        object.__setattr__(self, "_kept_before", passed)

    def source_row(self, canonical_row: int) -> int:
        """The agency's row of the given canonical data row (1 = the first row below the header)."""
        index = canonical_row - 1
        return self.first + index + bisect_right(self._kept_before, index)


@dataclass(frozen=True, slots=True)
class Change:
    """What tidy changed in one column, by one declared rule."""

    rule: str
    """Slug, such as tidy/buddhist-year."""
    column: str | None
    """Machine name of the column; None where the rule works on whole rows or the whole file."""
    count: int
    """Cells, or rows where the rule works on rows."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What tidy saw in the agency's file and the canonical table does not show. Checks make a finding of each."""

    rule: str
    """Slug of the rule that it falls under, such as format/hidden-rows-or-columns."""
    words: Mapping[str, object] = field(default_factory=dict)
    """For the placeholders of the rule's texts. Never a cell's value."""
    row: int | None = None
    """Row and column of the agency's file, from 1."""
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Tidied:
    """The canonical CSV (UTF-8 without BOM, RFC 4180) made from one snapshot."""

    path: Path
    sha256: str
    size: int
    """Bytes."""
    rows: int
    """Data rows, the header not counted."""
    columns: tuple[Column, ...]
    row_map: RowMap
    changes: tuple[Change, ...]
    encoding: str
    """What the agency's bytes were read as: utf-8, utf-8-sig, cp874; xlsx for a workbook."""
    received: Path
    """The agency's table as UTF-8 CSV text before any conversion, record by record: the cells as it wrote them."""
    header_row: int | None = None
    """Row of the agency's file that bears the headers; None for a file declared to have none."""
    sheet: str | None = None
    """Name of the worksheet; None for a CSV file."""
    delimiter: str = ","
    remarks: tuple[Remark, ...] = ()
