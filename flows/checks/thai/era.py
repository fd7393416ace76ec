"""thai/common-era-left: years of the common era in a column that is declared to be Buddhist.

Tidy leaves such a cell as it is, so that the published year may even be right. But a column in which some years are
2567 and others 2024 was written by two hands, and whoever declared it has not seen both: a year 2400 of the common era
would be taken for 1857. That a year was not converted is seen in tidy's own counts, and only then the agency's cells
are read again.
"""

from collections.abc import Iterator
from itertools import islice

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, look_through, seen_in
from flows.checks.tables.faults import Fault, capped, findings
from flows.checks.thai.cells import Told, common_era_left
from flows.domain.finding import Finding

MOST = 100_000
"""Findings of one table."""
CHANGED = "tidy/buddhist-year"

_CE = r"^(?:1[0-9]{3}|2[0-3][0-9]{2})(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ].+)?)?)?$"


def check_common_era(table: Table) -> Iterator[Finding]:
    """Findings from the top down, at most MOST. What is no day or year at all is told by Frictionless."""
    tidied = table.tidied
    converted = {change.column: change.count for change in tidied.changes if change.rule == CHANGED}
    counts = look_through(table, common_years)
    suspects = [nth for nth, count in counts.items() if count > converted.get(tidied.columns[nth].name, 0)]
    if suspects:
        yield from findings(capped(seen_in(tidied, lambda: _left(suspects, table)), MOST), table)


def common_years(table: Table) -> Look[dict[int, int]]:
    """How many years of the common era stand in each column that is declared to be Buddhist, by its place from 0."""
    columns = {column.name: nth for nth, column in reversed(list(enumerate(table.tidied.columns)))}
    counts = {columns[name]: 0 for name in table.resource.tidy.calendar if name in columns}
    while counts and (block := (yield)) is not None:
        for nth in counts:
            if nth < len(block.columns):
                counts[nth] += _count(block.columns[nth])
    return counts


def _count(cells: pl.Series) -> int:
    # A column of dates has few distinct values: each is looked at once.
    distinct = cells.value_counts(name="times")
    return int(distinct.filter(_common(distinct[cells.name]))["times"].sum())


def _left(suspects: list[int], table: Table) -> Look[list[Fault]]:
    """The first of these cells, from the top down: one more than are told."""
    found: list[Fault] = []
    while len(found) <= MOST and (block := (yield)) is not None:
        found += islice(_faults(block, suspects, table), MOST + 1 - len(found))
    return found


def _common(cells: pl.Series) -> pl.Series:
    return (cells.str.contains(_CE) & _days(cells)).fill_null(False)


def _days(cells: pl.Series) -> pl.Series:
    """Whether what looks like a day is one; months and years are."""
    day = cells.str.slice(0, 10)
    return (day.str.len_bytes() < 10) | day.str.to_date("%Y-%m-%d", strict=False).is_not_null()


def _faults(block: Block, suspects: list[int], table: Table) -> Iterator[Fault]:
    """The cells that the agency itself wrote so."""
    tidied, rules, columns = table.tidied, table.resource.tidy, table.tidied.columns
    here = sorted(
        (tidied.row_map.source_row(block.first + int(row)), nth)
        for nth in suspects
        if nth < len(block.columns)
        for row in _common(block.columns[nth]).arg_true()
    )
    raw = table.raw_cells([(row, columns[nth].position) for row, nth in here])
    judged: dict[tuple[int, str], Told | None] = {}
    for row, nth in here:
        column = columns[nth]
        cell = raw.get((row, column.position), "")
        if (nth, cell) not in judged:
            judged[nth, cell] = common_era_left(cell, {"name": column.name}, rules)
        told = judged[nth, cell]
        if told is not None:
            yield Fault(told.slug, row, (column,), told.words)
