"""A table's rows in the text in which the portal gives them back, so that what stands can be held against a file.

PostgreSQL keeps a value, not its spelling: `+5` comes back as 5, `1e3` as 1000, a true word as `t`.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from flows.portal.client import Portal
from flows.portal.table import Table

ID = "_id"
"""The portal's own number of a row."""
PAGE = 32_000
"""Rows that a portal gives at once, unless it was set to fewer."""

CHOSEN = 5_000
"""Values that one question may choose rows by."""

_PLAIN_NUMBER = r"^-?(0|[1-9]\d*)(\.\d+)?$"
_SECOND = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}"


class Ask(Protocol):
    """A reading question to the portal, as an editor (Portal.act) or as the public (Portal.ask)."""

    def __call__(self, action: str, data: Mapping[str, Any], *, of: str) -> Any: ...


def of_file(path: Path, table: Table) -> pl.LazyFrame:
    """The canonical CSV at `path` as the portal would give it back: text in every column, null for no value."""
    return _given_back(pl.scan_csv(path, infer_schema=False), table)


def of_file_part_by_part(path: Path, table: Table) -> Iterator[pl.DataFrame]:
    """The same, of which no more than a page is held at once; it takes longer."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        schema = dict.fromkeys(next(rows), pl.String)
        while page := list(islice(rows, PAGE)):
            yield _given_back(pl.LazyFrame(page, schema=schema, orient="row"), table).collect()


def _given_back(read: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    truths = table.truths
    return read.select(
        _as_stored(_valued(name, table.missing), type, truths.get(name, {})).alias(name) for name, type in table.shape
    )


def of_portal(
    portal: Portal, resource: str, columns: list[str], of: str, among: pl.DataFrame | None = None
) -> pl.DataFrame:
    """What the resource's table holds of these columns, and each row's ID.

    among: at least the rows whose cells in `columns` are one of these; all of them where a portal cannot choose.
    """
    wanted = _wanted(resource, columns)
    if among is None or len(columns) != 1 or among[columns[0]].null_count():  # it knows no pairs of values
        pages = [*_pages(portal.act, wanted, of)]
    else:
        parts = among[columns[0]].to_frame().iter_slices(CHOSEN)
        pages = [
            page
            for part in parts
            for page in _pages(portal.act, {**wanted, "filters": {columns[0]: part.to_series().to_list()}}, of)
        ]
    none = pl.DataFrame(schema=dict.fromkeys((ID, *columns), pl.String))
    return pl.concat([none, *pages]).with_columns(pl.col(ID).cast(pl.Int64))


def part_by_part(ask: Ask, resource: str, columns: list[str], of: str) -> Iterator[pl.DataFrame]:
    """What the resource's table holds of these columns, with each row's ID as text; never all of it at once."""
    yield from _pages(ask, _wanted(resource, columns), of)


def _wanted(resource: str, columns: list[str]) -> dict[str, Any]:
    return {"resource_id": resource, "fields": [ID, *columns], "sort": ID, "records_format": "csv", "limit": PAGE}


def _pages(ask: Ask, wanted: dict[str, Any], of: str) -> Iterator[pl.DataFrame]:
    before = 0
    while True:
        answer = ask("datastore_search", {**wanted, "offset": before, "include_total": False}, of=of)
        page = _read(answer["records"], wanted["fields"])
        yield page
        if page.height < min(PAGE, answer.get("limit", PAGE)):
            return
        before += page.height


def _read(text: str, columns: list[str]) -> pl.DataFrame:
    schema = pl.Schema({name: pl.String() for name in columns})
    if not text:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(io.BytesIO(text.encode()), has_header=False, schema=schema)


def _valued(name: str, missing: frozenset[str]) -> pl.Expr:
    cell = pl.col(name)
    return pl.when(cell.is_in(sorted(missing))).then(None).otherwise(cell)


def _as_stored(cell: pl.Expr, type: str, words: dict[str, bool]) -> pl.Expr:
    """What is no value of the type stays as it is written: the portal is to refuse it, and not to get nothing."""
    match type:
        case "int8" | "int4":
            return pl.coalesce(cell.cast(pl.Int64, strict=False).cast(pl.String), cell)
        case "numeric":
            odd = pl.when(cell.str.contains(_PLAIN_NUMBER)).then(None).otherwise(cell)
            return pl.coalesce(odd.map_elements(_number, return_dtype=pl.String, skip_nulls=True), cell)
        case "bool":
            return cell.replace({word: "t" if truth else "f" for word, truth in words.items()})
        case "timestamp":  # whatever zone is written is dropped
            second = cell.str.slice(0, 19).str.replace(" ", "T")
            fraction = cell.str.extract(r"\.(\d{1,3})").fill_null("").str.pad_end(3, "0")
            return pl.when(cell.str.contains(_SECOND)).then(second + "." + fraction).otherwise(cell)
    return cell


def _number(text: str) -> str:
    try:
        return format(Decimal(text), "f")
    except InvalidOperation:
        return text
