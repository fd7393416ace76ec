"""The declared conversions of cells, as Polars expressions, each with the number of cells it changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from flows.domain.table_schema import TableSchema
from flows.domain.thai_digits import ARABIC_DIGITS
from flows.domain.tidied import Column
from flows.domain.tidy import Tidy
from flows.tidy.dates import converted
from flows.tidy.grammar import column_name

# Only what is well-formed: 1,23 may be a decimal comma, and 12,34,567 a slip.
GROUPED_NUMBER = r"\A[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\z"

Counts = Counter[tuple[str, str | None]]
"""(rule, machine name of the column) -> cells changed."""


@dataclass(frozen=True, slots=True)
class _Step:
    rule: str
    columns: Mapping[str, str]
    """Name in the frame -> machine name."""
    change: Callable[[pl.Expr], pl.Expr]


class Conversions:
    """What the rules do to the cells of the given columns, in this order: blanks, empty words, digits, dates."""

    def __init__(self, rules: Tidy, schema: TableSchema, columns: Iterable[Column]) -> None:
        names = {column_name(column.position): column.name for column in columns}
        fields = {field.name: field for field in schema.fields}
        # A header that is no field of the schema may still look like one: rules are for fields only.
        of_field = {column.name: column_name(column.position) for column in reversed(tuple(columns))}
        self._steps: list[_Step] = []
        if rules.trim:
            self._steps.append(_Step("tidy/trim", names, lambda cell: cell.str.strip_chars()))
        if rules.null_words:
            words = [word.strip() for word in rules.null_words]
            self._steps.append(_Step("tidy/null-word", names, lambda cell: _emptied(cell, words, rules.trim)))
        for rule, declared, change in (
            ("tidy/thai-digits", rules.thai_digits, _in_arabic_digits),
            ("tidy/thousands", rules.thousands, _ungrouped),
        ):
            chosen = {of_field[name]: name for name in declared if name in fields and name in of_field}
            if chosen:
                self._steps.append(_Step(rule, chosen, change))
        dated = [name for name in fields if name in rules.calendar or name in rules.date_formats]
        self._dates = [
            (of_field[name], name, rules.date_formats.get(name), name in rules.calendar, fields[name].type)
            for name in dated
            if name in of_field
        ]

    def applied(self, frame: pl.DataFrame, counts: Counts) -> pl.DataFrame:
        """The frame with its cells converted; `counts` grows by the cells changed."""
        for step in self._steps:
            new = frame.with_columns(step.change(pl.col(column)).alias(column) for column in step.columns)
            for column, name in step.columns.items():
                counts[step.rule, name] += int((new[column] != frame[column]).sum())
            frame = new
        for column, name, date_format, buddhist, field_type in self._dates:
            frame = _with_dates(frame, column, name, date_format, buddhist, field_type, counts)
        return frame


def _emptied(cell: pl.Expr, words: list[str], stripped: bool) -> pl.Expr:
    core = cell if stripped else cell.str.strip_chars()
    return pl.when(core.is_in(words)).then(pl.lit("")).otherwise(cell)


def _in_arabic_digits(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace_many(ARABIC_DIGITS)


def _ungrouped(cell: pl.Expr) -> pl.Expr:
    without = cell.str.replace_all(",", "", literal=True)
    return pl.when(cell.str.contains(GROUPED_NUMBER)).then(without).otherwise(cell)


def _with_dates(
    frame: pl.DataFrame,
    column: str,
    name: str,
    date_format: str | None,
    buddhist: bool,
    field_type: str,
    counts: Counts,
) -> pl.DataFrame:
    # A column of dates has few distinct values: each is looked at once.
    distinct = frame[column].value_counts(name="times")
    table = converted(distinct[column], date_format, buddhist, field_type).with_columns(distinct["times"])
    for rule, done in (("tidy/date-format", "by_format"), ("tidy/buddhist-year", "by_era")):
        counts[rule, name] += int(table.filter(pl.col(done))["times"].sum())
    changed = table.filter(pl.col("new") != pl.col("old"))
    return frame.with_columns(pl.col(column).replace(changed["old"], changed["new"]))
