"""thai/destroyed-id of a whole column: long numbers of which a spreadsheet has kept the first digits only.

One number may well end in zeros, and so nothing is told of less than nearly all of a column.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Look, look_through
from flows.checks.tables.faults import Fault, findings
from flows.domain.finding import Finding
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text

LEAST_IDS = 5
ENOUGH = 10_000
"""Filled cells after which a column is known for what it is."""
SHARE = 0.9
ZEROS = "00000000"
FEW_ZEROS = "0000"
"""What an id that all rows share must end in: an agency's own tax number may well be the same in all of them."""

_LONG = "^[0-9]{10,}$"


@dataclass(slots=True)
class Ids:
    """What one column of texts holds."""

    filled: int = 0
    long: int = 0
    ends: int = 0
    common: str = ""
    """The most frequent long number of the first block that has any."""
    times: int = 0

    @property
    def likely(self) -> bool:
        """Whether it may still turn out to be a column of long numbers: most columns are no such thing from the top."""
        return self.filled < ENOUGH or self.long >= self.filled / 4

    def told(self, cell: str) -> bool:
        """Whether the cell is one of those that the finding about the column speaks of."""
        return cell.endswith(ZEROS) or cell == self.common

    def destroyed(self, one_per_row: bool) -> bool:
        if self.long < LEAST_IDS or self.long < self.filled / 2:
            return False
        equal = self.times >= SHARE * self.long and (self.common.endswith(FEW_ZEROS) or one_per_row)
        return self.ends >= SHARE * self.long or equal


def check_rounded_ids(table: Table) -> Iterator[Finding]:
    """One finding per column of destroyed ids. Reads the whole canonical file in blocks."""
    for nth, ids in rounded_ids(table).items():
        yield from _destroyed(nth, ids, table)


def rounded_ids(table: Table) -> Mapping[int, Ids]:
    """The columns of texts, from 0, whose long numbers were destroyed."""
    unique, columns = _one_per_row(table.schema), table.tidied.columns
    counted = look_through(table, long_numbers)
    return {nth: ids for nth, ids in counted.items() if ids.destroyed(columns[nth].name in unique)}


def _one_per_row(schema: TableSchema) -> frozenset[str]:
    names = {field["name"] for field in schema.descriptor["fields"] if field.get("constraints", {}).get("unique")}
    return frozenset(names | (set(schema.primary_key) if len(schema.primary_key) == 1 else set()))


def long_numbers(table: Table) -> Look[dict[int, Ids]]:
    """What the columns of texts hold of them, by column from 0."""
    types = {field.name: field.type for field in table.schema.fields}
    names = [column.name for column in table.tidied.columns]
    counted = {nth: Ids() for nth, name in enumerate(names) if types.get(name, "string") == "string"}
    while (block := (yield)) is not None:
        for nth, ids in counted.items():
            if nth < len(block.columns) and ids.likely:
                _count(block.columns[nth], ids)
    return counted


def _count(cells: pl.Series, ids: Ids) -> None:
    ids.filled += int((cells != "").sum())
    long = cells.filter(cells.str.contains(_LONG))
    if len(long):
        ids.long += len(long)
        ids.ends += int(long.str.ends_with(ZEROS).sum())
        ids.common = ids.common or long.value_counts(name="times").top_k(1, by="times")[0, 0]
        ids.times += int((long == ids.common).sum())


def _destroyed(nth: int, ids: Ids, table: Table) -> Iterator[Finding]:
    if ids.ends >= SHARE * ids.long:
        how = Text(th=f"ลงท้ายด้วย {ZEROS}", en=f"end in {ZEROS}")
        count = ids.ends
    else:
        how, count = Text(th="เป็นเลขเดียวกัน", en="are the same number"), ids.times
    problem = Text(
        th=f"{count:,} จาก {ids.long:,} ช่อง{how.th} เช่น “{ids.common}”",
        en=f"{count:,} of {ids.long:,} cells {how.en}, such as “{ids.common}”",
    )
    columns = (table.tidied.columns[nth],)
    row = table.tidied.header_row
    yield from findings([Fault("thai/destroyed-id", row, columns, {"problem": problem}, text=ids.common)], table)
