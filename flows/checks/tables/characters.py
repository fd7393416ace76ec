"""table/invisible-character: what stands in a cell and nobody sees, so that two equal words are not equal.

NUL is not among them: a database cannot even keep it (storable.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Look, look_through
from flows.checks.tables.faults import column_words
from flows.checks.thai import mojibake
from flows.domain.finding import Finding, Place, column_letter

SHOWN_CELLS = 5

RANGES = (
    (0x01, 0x08),  # control characters, except tab and line ends
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x200B, 0x200F),  # zero-width blanks and joiners, marks of direction
    (0x2028, 0x202E),  # line and paragraph separators, embeddings
    (0x2060, 0x2064),
    (0x2066, 0x2069),
    (0xFEFF, 0xFEFF),  # a byte-order mark within the text
)
"""Code points, first and last."""
_CLASS = "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in RANGES) + "]"


@dataclass(slots=True)
class _Count:
    cells: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)
    """(canonical row, cell) of the first ones."""


def check_characters(table: Table) -> Iterator[Finding]:
    """One finding per column that has such characters: how many cells, and the first of them by name and code point.

    Warned about; in a column of the primary key (table/invisible-character-in-key) the dataset is held. Reads the whole
    canonical file in blocks.
    """
    for nth, count in sorted(look_through(table, invisible_characters).items()):
        if nth < len(table.tidied.columns):
            yield _told(nth, count, table)


def invisible_characters(table: Table) -> Look[dict[int, _Count]]:
    """What is found of them, by column from 0."""
    counts: dict[int, _Count] = {}
    while (block := (yield)) is not None:
        for nth, cells in enumerate(block.columns):
            rows = cells.str.contains(_CLASS).fill_null(False).arg_true()
            # Of text that was read with a wrong encoding they are a part, and told with it.
            seen = pl.Series([mojibake.mended(cells[int(row)]) is None for row in rows], dtype=pl.Boolean)
            rows = rows.filter(seen)
            if len(rows):
                count = counts.setdefault(nth, _Count())
                count.cells += len(rows)
                wanted = rows.head(SHOWN_CELLS - len(count.first))
                count.first += [(block.first + int(row), cells[int(row)]) for row in wanted]
    return counts


def _told(nth: int, count: _Count, table: Table) -> Finding:
    tidied = table.tidied
    column = tidied.columns[nth]
    letter = column_letter(column.position)
    shown = [f"{letter}{tidied.row_map.source_row(row)} ({_code_points(cell)})" for row, cell in count.first]
    return table.rules.finding(
        "table/invisible-character" + ("-in-key" if column.name in table.schema.primary_key else ""),
        Place(
            resource=table.resource.name,
            sheet=tidied.sheet,
            column=column.position,
            header=column.header,
            field=column.name,
        ),
        column=column_words(column),
        count=f"{count.cells:,}",
        cells=", ".join(shown) + (" …" if count.cells > len(shown) else ""),
    )


def _code_points(cell: str) -> str:
    return " ".join(dict.fromkeys(f"U+{ord(letter):04X}" for letter in re.findall(_CLASS, cell)))
