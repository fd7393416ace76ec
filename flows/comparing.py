"""The rows in which two kept versions of a table differ, counted, and some of them shown.

Rows are told apart by the primary key, where both versions have the same one, or else by all their cells, as often as
they stand. Cells are compared as values: another spelling of the same number is no change.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import chain

import polars as pl

from flows.checks import PERSONAL_CHECKS
from flows.checks import Table as CheckedTable
from flows.domain.dataset import Dataset
from flows.domain.draft import Fresh
from flows.domain.finding import Place
from flows.domain.personal import PersonalGuard
from flows.domain.personal_text import looks_personal
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.domain.version_diff import RowChange, Rows
from flows.portal import stored_rows
from flows.portal.table import Table
from flows.portal.table_delta import AT, delta
from flows.tidy import ReceivedCells

HIDDEN = "•••"
"""Instead of a cell that may be personal data."""


def compared(before: Fresh, now: Fresh, show: int = 0, hidden: Set[str] = frozenset()) -> Rows:
    """From the earlier file to the later one, in the columns that both have; at most `show` rows of each sign.

    Cells of `hidden` columns are shown as HIDDEN, and so is every other that looks like a person's. Tables without a
    column in common have no row in common, and none is shown.
    """
    columns = [field.name for field in now.schema.fields if field.name in _names(before.schema)]
    if not columns:
        return Rows(now.rows, before.rows, None, ())
    same_key = before.schema.primary_key == now.schema.primary_key
    key = list(now.schema.primary_key) if same_key and set(now.schema.primary_key) <= set(columns) else []
    old, new = _rows(before, columns), _rows(now, columns)
    forth, back = delta(old, new, key), delta(new, old, key)
    shown: Iterable[RowChange] = ()
    if show:
        shown = chain(
            _single("+", forth.inserted.head(show), hidden),
            _single("-", back.inserted.head(show), hidden),
            _pairs(back.changed, forth.changed.head(show), key, hidden),
        )
    return Rows(forth.inserted.height, back.inserted.height, forth.changed.height if key else None, tuple(shown))


def personal_columns(part: Fresh, dataset: Dataset, rules: RuleBook, today: date) -> set[str]:
    """Machine names of the columns in which a check finds anything personal, be it let pass or not."""
    table = CheckedTable(
        dataset=dataset,
        resource=part.resource,
        schema=part.schema,
        tidied=part.tidied,
        rules=rules,
        today=today,
        raw_cells=ReceivedCells(part.tidied),
    )
    guard = PersonalGuard.against(chain.from_iterable(check(table) for check in PERSONAL_CHECKS), rules)
    return {
        column.name
        for column in part.tidied.columns
        if guard.hides(Place(part.resource.name, column=column.position, field=column.name))
    }


def _names(schema: TableSchema) -> set[str]:
    return {field.name for field in schema.fields}


def _rows(part: Fresh, columns: Sequence[str]) -> pl.LazyFrame:
    return stored_rows.of_file(part.tidied.path, Table(part.schema)).select(columns)


def _single(sign: str, rows: pl.DataFrame, hidden: Set[str]) -> Iterator[RowChange]:
    for row in rows.iter_rows(named=True):
        cells = {name: (_cell(name, value, hidden),) for name, value in row.items() if name != AT}
        yield RowChange(sign, row[AT] + 1, cells)


def _pairs(before: pl.DataFrame, now: pl.DataFrame, key: Sequence[str], hidden: Set[str]) -> Iterator[RowChange]:
    if not key:
        return
    met = now.join(before, on=key, how="left", suffix="\x1f", nulls_equal=True, maintain_order="left")
    for row in met.iter_rows(named=True):
        cells: dict[str, tuple[str | None, ...]] = {}
        for name in now.columns:
            if name in key:
                cells[name] = (_cell(name, row[name], hidden),)
            elif name != AT and row[name] != row[f"{name}\x1f"]:
                cells[name] = (_cell(name, row[f"{name}\x1f"], hidden), _cell(name, row[name], hidden))
        yield RowChange("~", row[AT] + 1, cells)


def _cell(name: str, value: str | None, hidden: Set[str]) -> str | None:
    return HIDDEN if name in hidden or (value is not None and looks_personal(value)) else value
