"""thai/total-row and thai/total-mismatch: rows that sum up others, left among the data.

A row is taken for a total by its label alone: a word such as รวม that stands by itself, in one of the first columns.
Whether its numbers are the sum is said only where the rows that it totals are known: most of what looks wrong is a
total of a part, an average, or a share.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, look_through
from flows.checks.tables.faults import Fault, capped, findings
from flows.checks.thai.cells import allowed
from flows.checks.thai.sums import Group, Mismatch, Note, mismatches
from flows.domain.finding import Finding
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Tidied

MOST = 100_000
"""Findings of one table."""
MOST_SUMMED = 200
"""Totals of one table that are recalculated: more of them are a category of the data."""
FIRST_COLUMNS = 3

_WHAT = "ทั้งสิ้น|ทั้งหมด|ทั้งประเทศ|ทั่วประเทศ|สุทธิ|ยอด"
LABEL = (
    f"^(?:รวม(?:{_WHAT})?|ร\\s+ว\\s+ม|ยอดรวม(?:{_WHAT})?|ผลรวม(?:{_WHAT})?|ทั้งหมด|ทั้งสิ้น)(?:$|[\\s0-9๐-๙(:=])"
    "|^รวม\\S{1,12}(?:ทั้งสิ้น|ทั้งหมด)$"
    "|^รวม(?:ทุก|ราย)?(?:จังหวัด|ภาค(?:$|[^ี])|อำเภอ|ทั้งปี|ทั้งเดือน)"
    r"|^(?i:(?:grand |sub[- ]?)?total)(?:$|\s*[:(0-9])"
)
"""In Rust's and Python's syntax. Names such as รวมใจ begin with the word and are none."""
_LABEL = re.compile(LABEL)


@dataclass(frozen=True, slots=True)
class Labels:
    """Where the labels of total rows may stand, and what the schema asks of such a row."""

    columns: tuple[int, ...]
    """Canonical columns, from 0, in the agency's order."""
    fields: tuple[Mapping[str, Any], ...]
    """Descriptor of each canonical column; empty where it has none."""

    def label(self, cells: Sequence[str]) -> int | None:
        """The column of the row that says it is a total."""
        return next((nth for nth in self.columns if nth < len(cells) and self.is_label(nth, cells[nth])), None)

    def is_label(self, nth: int, cell: str) -> bool:
        choices = self.fields[nth].get("constraints", {}).get("enum", ())
        return bool(_LABEL.match(cell.strip())) and cell not in choices

    def misfit(self, cells: Sequence[str]) -> bool:
        """Whether the row is a total that cannot be a record: its label is no value, or it lacks what all must have."""
        nth = self.label(cells)
        if nth is None:
            return False
        field = self.fields[nth]
        if field.get("type", "string") not in ("string", "any") or not allowed(
            cells[nth], field.get("constraints", {})
        ):
            return True
        return any(
            not cell.strip() and each.get("constraints", {}).get("required")
            for cell, each in zip(cells, self.fields, strict=False)
        )


def labels_of(tidied: Tidied, schema: TableSchema) -> Labels:
    """The first columns of the agency's file, and its first columns of texts."""
    fields = {field["name"]: field for field in schema.descriptor["fields"]}
    every = tuple(fields.get(column.name, {}) for column in tidied.columns)
    order = sorted(range(len(tidied.columns)), key=lambda nth: tidied.columns[nth].position)
    texts = [nth for nth in order if every[nth].get("type", "string") == "string"]
    chosen = {*order[:FIRST_COLUMNS], *texts[:FIRST_COLUMNS]}
    return Labels(tuple(nth for nth in order if nth in chosen), every)


@dataclass(frozen=True, slots=True)
class _Total:
    row: int
    """Canonical data row, from 1."""
    label: int
    """Canonical column, from 0."""
    misfit: bool


def check_totals(table: Table) -> Iterator[Finding]:
    """One finding per total row, and one per number of it that is not the sum; from the top down."""
    totals = look_through(table, total_rows)
    if not totals:
        return
    said: dict[int, list[Mismatch | Note]] = {}
    if len(totals) <= MOST_SUMMED:
        rows = [Group(total.row, total.label) for total in totals]
        for each in mismatches(rows, table):
            said.setdefault(each.row, []).append(each)
    yield from findings(capped(_faults(totals, said, table.tidied), MOST), table)


def total_rows(table: Table) -> Look[list[_Total]]:
    """The first of them, from the top down: one more than are told."""
    labels = labels_of(table.tidied, table.schema)
    found: list[_Total] = []
    while len(found) <= MOST and (block := (yield)) is not None:
        found += islice(_totals(block, labels), MOST + 1 - len(found))
    return found


def _totals(block: Block, labels: Labels) -> Iterator[_Total]:
    hits: set[int] = set()
    for nth in labels.columns:
        if nth < len(block.columns):
            hits |= {int(row) for row in block.columns[nth].str.contains(LABEL).fill_null(False).arg_true()}
    for row in sorted(hits):
        cells = [series[row] or "" for series in block.columns]
        label = labels.label(cells)
        if label is not None:
            yield _Total(block.first + row, label, labels.misfit(cells))


def _faults(totals: Sequence[_Total], said: Mapping[int, Sequence[Mismatch | Note]], tidied: Tidied) -> Iterator[Fault]:
    for total in totals:
        row, more = tidied.row_map.source_row(total.row), said.get(total.row, ())
        notes = [each.words for each in more if isinstance(each, Note)]
        note = Text(th="".join(words.th for words in notes), en="".join(words.en for words in notes))
        slug = "thai/total-row-misfit" if total.misfit else "thai/total-row"
        yield Fault(slug, row, (tidied.columns[total.label],), {"note": note})
        for each in more:
            if isinstance(each, Mismatch):
                words = {"sum": each.sum, "rows": f"{each.rows:,}"}
                yield Fault("thai/total-mismatch", row, (tidied.columns[each.column],), words)
