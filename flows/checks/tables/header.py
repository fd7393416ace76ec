"""What the header says: which declared columns are there or gone, which are nameless or too many."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from flows.checks.tables.faults import Fault, column_words
from flows.domain.table_schema import Field, TableSchema
from flows.domain.tidied import Column, Tidied

MOST_UNDECLARED = 200
"""Undeclared columns that are told one by one: each of Frictionless' errors about a header repeats the whole of it."""
NAMED = 8
"""Columns listed by name where none of the declared ones is there."""


def present_fields(tidied: Tidied, schema: TableSchema) -> tuple[Field, ...]:
    """The schema's fields that the canonical table has: its first columns, by the contract of tidy."""
    by_name = {field.name: field for field in schema.fields}
    names = dict.fromkeys(column.name for column in tidied.columns)
    return tuple(by_name[name] for name in names if name in by_name)


def missing_columns(tidied: Tidied, schema: TableSchema, explained: Collection[str] = frozenset()) -> Iterator[Fault]:
    """One fault per declared column that is gone, but for the explained ones; a single one where all of them are."""
    there = {field.name for field in present_fields(tidied, schema)}
    if not there:
        wanted = _listed([field.title for field in schema.fields])
        # What stands in their place may be a record instead of headers: it is counted, not quoted.
        words: dict[str, object] = {"wanted": wanted, "count": len(tidied.columns)}
        yield Fault("table/unmatched-header", row=tidied.header_row, words=words)
        return
    for field in schema.fields:
        if field.name not in there and field.name not in explained:
            words = {"title": field.title, "field": field.name}
            yield Fault("table/missing-label", row=tidied.header_row, words=words)


def columns_left_out(tidied: Tidied, schema: TableSchema) -> int:
    """How many undeclared columns are not looked at, because there are too many of them."""
    return max(0, len(tidied.columns) - len(present_fields(tidied, schema)) - MOST_UNDECLARED)


def many_columns(tidied: Tidied, schema: TableSchema) -> Iterator[Fault]:
    """table/many-columns where some are left out."""
    if left_out := columns_left_out(tidied, schema):
        words = {"count": f"{left_out + MOST_UNDECLARED:,}", "shown": MOST_UNDECLARED}
        yield Fault("table/many-columns", row=tidied.header_row, words=words)


Twins = Mapping[str, Sequence[Column]]
"""The columns by their bare header."""


def twins(tidied: Tidied) -> Twins:
    """Which columns bear which header: found once, since a hostile file has thousands of them."""
    found: dict[str, list[Column]] = {}
    for column in tidied.columns:
        found.setdefault(bare(column.header), []).append(column)
    return found


def undeclared_column(number: int, tidied: Tidied, alike: Twins) -> Fault:
    """The fault of canonical column `number` (from 1), which no field bears: nameless, repeated, too many."""
    column = tidied.columns[number - 1]
    words: dict[str, object] = {"column": column_words(column)}
    slug = "table/extra-label"
    twin = next((other for other in alike[bare(column.header)] if other is not column), None)
    if not column.header.strip():
        slug = "table/blank-label"
    elif twin is not None:
        slug = "table/duplicate-label"
        words["other"] = column_words(twin)
    # The row says where the header is; the words name the column, so no cell has to be looked up.
    return Fault(slug, row=tidied.header_row, columns=(column,), words=words, text=column.header)


def bare(header: str) -> str:
    """The header on one line, without blanks at its ends."""
    return " ".join(header.split())


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{' '.join(name.split())}”" for name in names[:NAMED])
    return f"{shown} … ({len(names)})" if len(names) > NAMED else shown
