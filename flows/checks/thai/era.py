"""thai/common-era-left: years of the common era in a column that is declared to be Buddhist.

Tidy leaves such a cell as it is, so that the published year may even be right. But a column in which some years are
2567 and others 2024 was written by two hands, and whoever declared it has not seen both: a year 2400 of the common era
would be taken for 1857. That a year was not converted is seen in tidy's own counts, and only then the agency's cells
are read again.
"""

from collections.abc import Iterator

import polars as pl

from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, look_through
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
    columns = {column.name: nth for nth, column in reversed(list(enumerate(tidied.columns)))}
    dated = [columns[name] for name in table.resource.tidy.calendar if name in columns]
    if not dated:
        return
    converted = {change.column: change.count for change in tidied.changes if change.rule == CHANGED}
    counts = look_through(tidied, lambda blocks: _counted(blocks, dated))
    suspects = [nth for nth in dated if counts[nth] > converted.get(tidied.columns[nth].name, 0)]
    if suspects:
        faults = look_through(tidied, lambda blocks: capped(_faults(blocks, suspects, table), MOST))
        yield from findings(faults, table)


def _counted(blocks: Iterator[Block], dated: list[int]) -> dict[int, int]:
    counts = dict.fromkeys(dated, 0)
    for _, series in blocks:
        for nth in dated:
            if nth < len(series):
                counts[nth] += int(_common(series[nth]).sum())
    return counts


def _common(cells: pl.Series) -> pl.Series:
    return (cells.str.contains(_CE) & _days(cells)).fill_null(False)


def _days(cells: pl.Series) -> pl.Series:
    """Whether what looks like a day is one; months and years are."""
    day = cells.str.slice(0, 10)
    return (day.str.len_bytes() < 10) | day.str.to_date("%Y-%m-%d", strict=False).is_not_null()


def _faults(blocks: Iterator[Block], suspects: list[int], table: Table) -> Iterator[Fault]:
    """The cells that the agency itself wrote so."""
    tidied, rules = table.tidied, table.resource.tidy
    judged: dict[tuple[int, str], Told | None] = {}
    for first, series in blocks:
        here = sorted(
            (tidied.row_map.source_row(first + int(row)), nth)
            for nth in suspects
            if nth < len(series)
            for row in _common(series[nth]).arg_true()
        )
        columns = tidied.columns
        raw = table.raw_cells([(row, columns[nth].position) for row, nth in here])
        for row, nth in here:
            column = columns[nth]
            cell = raw.get((row, column.position), "")
            # A column of dates has few distinct values: each is judged once.
            if (nth, cell) not in judged:
                judged[nth, cell] = common_era_left(cell, {"name": column.name}, rules)
            told = judged[nth, cell]
            if told is not None:
                yield Fault(told.slug, row, (column,), told.words)
