"""From errors at places of the canonical table to findings at places of the agency's own file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.checks.table_words import constraint_words, found_words, shortened, visible
from flows.domain.finding import Finding, Place, column_letter
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Column, Tidied

Cell = tuple[int, int]
"""(row, column) of the agency's file, both from 1."""
RawCells = Callable[[Iterable[Cell]], dict[Cell, str]]
"""The texts of cells as the agency wrote them; a cell that the file does not have is left out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of the canonical table, placed in the agency's file but not yet worded."""

    slug: str
    row: int | None = None
    """Of the agency's file."""
    columns: tuple[Column, ...] = ()
    """Those whose cells are at fault: one for a cell, several for a key, none for a whole row."""
    words: Mapping[str, object] = field(default_factory=dict)
    constraint: str | None = None
    text: str | None = None
    """A text at fault that has no cell of its own in a column, such as a surplus cell."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        return () if self.row is None else tuple((self.row, column.position) for column in self.columns)


def column_words(column: Column) -> str:
    """The column as a spreadsheet and the agency call it: C “ชื่อโรงงาน”."""
    header = shortened(column.header)
    return f"{column_letter(column.position)} “{header}”" if header else column_letter(column.position)


def findings(
    faults: Sequence[Fault],
    tidied: Tidied,
    schema: TableSchema,
    rules: RuleBook,
    resource_name: str,
    raw_cells: RawCells,
) -> tuple[Finding, ...]:
    """The faults in words. The agency's cells are asked for once, all together."""
    wanted = sorted({cell for fault in faults for cell in fault.cells})
    raw = raw_cells(wanted) if wanted else {}
    descriptors = {descriptor["name"]: descriptor for descriptor in schema.descriptor["fields"]}
    return tuple(_worded(fault, raw, descriptors, tidied, rules, resource_name) for fault in faults)


def _worded(
    fault: Fault,
    raw: Mapping[Cell, str],
    descriptors: Mapping[str, Mapping[str, object]],
    tidied: Tidied,
    rules: RuleBook,
    resource_name: str,
) -> Finding:
    texts = [raw.get(cell, "") for cell in fault.cells]
    joined = " / ".join(texts) if any(text.strip() for text in texts) else ""
    value = visible(fault.text if fault.text is not None else joined)
    only = fault.columns[0] if len(fault.columns) == 1 else None
    place = Place(
        resource=resource_name,
        sheet=tidied.sheet,
        row=fault.row,
        column=only.position if only else None,
        header=only.header if only else None,
        field=only.name if only else None,
    )
    words: dict[str, object] = {"shown": shortened(value), "row": fault.row, "cell": place.cell}
    if only:
        words["column"] = column_words(only)
    if fault.constraint and only:
        words["expected"] = constraint_words(fault.constraint, descriptors[only.name])
        words["found"] = found_words(value, empty_means_none=fault.constraint == "required")
    words |= fault.words
    return rules.finding(fault.slug, place, value if value.strip() else None, **words)
