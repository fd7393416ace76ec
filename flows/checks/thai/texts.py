"""thai/mojibake, thai/letters-lost, thai/split-sara-am, thai/mark-order, table/error-value, and in columns of codes
thai/thai-digits and thai/destroyed-id.

All that is seen in the letters of a cell, in one pass: most cells are done with after one regular expression.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, look_through
from flows.checks.tables.faults import Fault, capped, findings
from flows.checks.tables.words import shortened
from flows.checks.thai import mojibake
from flows.checks.thai import spelling as thai_spelling
from flows.checks.thai.cells import Told, allowed, is_code, scientific, thai_digits
from flows.domain.finding import Finding
from flows.domain.tidied import Tidied
from flows.domain.tidy import Tidy

MOST = 100_000
"""Findings of one table."""
BLOCKING = frozenset(
    {"thai/mojibake", "thai/letters-lost", "table/error-value", "thai/destroyed-id", "thai/thai-digits"}
)
"""Rules that hold the dataset: where one of them is told of a cell, its column's constraints need not be told too."""

_LOST = re.compile(r"\ufffd|\?{4}|^\?{3}$")
"""What programs write for letters that they cannot: three question marks and no more are hardly anything else."""
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
"""What a spreadsheet shows for a formula that has failed."""
_TEXT = rf"{mojibake.CANDIDATE}|\?\?\?|^#[A-Z]|{thai_spelling.CANDIDATE}|[0-9][eE][+]"
_CODE = f"{_TEXT}|[๐-๙]"
_NO_FIELD: Mapping[str, Any] = {}


def check_thai_text(table: Table) -> Iterator[Finding]:
    """Findings about the cells of text columns, at most one per cell, from the top down. Reads the file in blocks."""
    yield from findings(capped(look_through(table, damaged_texts), MOST), table)


def damaged_texts(table: Table) -> Look[list[Fault]]:
    """The first faults of this kind, from the top down: one more than are told."""
    fields = {field["name"]: field for field in table.schema.descriptor["fields"]}
    texts = {
        nth: fields.get(column.name, _NO_FIELD)
        for nth, column in enumerate(table.tidied.columns)
        if is_text(fields.get(column.name, _NO_FIELD))
    }
    found: list[Fault] = []
    while len(found) <= MOST and (block := (yield)) is not None:
        found += islice(_faults(block, texts, table.tidied, table.resource.tidy), MOST + 1 - len(found))
    return found


def is_text(descriptor: Mapping[str, Any]) -> bool:
    """Whether the field is looked at here: any other's cells are told by their type."""
    return descriptor.get("type", "string") in ("string", "any")


def told_of_text(cell: str, descriptor: Mapping[str, Any], rules: Tidy) -> Told | None:
    """What this check tells of one cell of a text column."""
    if _ERROR.fullmatch(cell.strip()):
        return Told("table/error-value", {})
    if _LOST.search(cell):
        return Told("thai/letters-lost", {})
    was = mojibake.mended(cell)
    if was is not None:
        return Told("thai/mojibake", {"mended": shortened(was)})
    damaged = scientific(cell, descriptor) or thai_digits(cell, descriptor, rules)
    if damaged is not None:
        return damaged
    spelling = thai_spelling.misspelt(cell)
    # A value that the column does not allow holds the dataset, and is told there (finer.py).
    if spelling is None or not allowed(cell, descriptor.get("constraints", {})):
        return None
    return Told(
        "thai/split-sara-am" if spelling.split_sara_am else "thai/mark-order",
        {"mended": thai_spelling.around(cell, spelling.mended)},
    )


def _faults(block: Block, texts: Mapping[int, Mapping[str, Any]], tidied: Tidied, rules: Tidy) -> Iterator[Fault]:
    found: list[tuple[int, int, Told]] = []
    for nth, descriptor in texts.items():
        if nth < len(block.columns):
            found += [(block.first + row, nth, each) for row, each in _told(block.columns[nth], descriptor, rules)]
    for row, nth, each in sorted(found, key=lambda one: one[:2]):
        yield Fault(each.slug, tidied.row_map.source_row(row), (tidied.columns[nth],), each.words)


def _told(cells: pl.Series, descriptor: Mapping[str, Any], rules: Tidy) -> Iterator[tuple[int, Told]]:
    mask = cells.str.contains(_CODE if is_code(descriptor) or "enum" in descriptor.get("constraints", {}) else _TEXT)
    suspects = mask.fill_null(False).arg_true()
    if not len(suspects):
        return
    texts = cells.gather(suspects)
    told = {cell: told_of_text(cell, descriptor, rules) for cell in texts.unique().to_list() if "\0" not in cell}
    for row, cell in zip(suspects, texts, strict=True):
        each = told.get(cell)
        if each is not None:
            yield int(row), each
