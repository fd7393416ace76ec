"""thai/header-drift, thai/unit-in-header, thai/wide-years and thai/mojibake of headers.

They say of the header what table/missing-label and table/extra-label would say in two findings that nobody connects:
that a declared column is there after all, under another name. Each field and column that is told of here is told of
nowhere else.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from flows.checks.tables.faults import Fault, column_words
from flows.checks.tables.header import bare, present_fields, twins
from flows.checks.thai import mojibake
from flows.checks.thai.alike import nearly_same
from flows.checks.thai.cells import is_code
from flows.checks.thai.units import Unit, unit_in, unit_of
from flows.domain.table_schema import Field, TableSchema
from flows.domain.thai_digits import ARABIC_DIGITS
from flows.domain.tidied import Column, Tidied

LEAST_YEARS = 3

_YEAR = re.compile(
    r"(?:ปีงบประมาณ|ปีการศึกษา|ปี|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|year|fy|\s)*((?:19|20|24|25)[0-9]{2})(?:\s*[(\[].*[)\]])?", re.I
)
_YEAR_FIELD = re.compile(r"^(?:ปี|พ\.?\s?ศ|ค\.?\s?ศ)|year", re.I)
_TO_ARABIC = str.maketrans(ARABIC_DIGITS)


@dataclass(frozen=True, slots=True)
class HeaderFaults:
    """What is told of the header, and what need not be told again."""

    faults: tuple[Fault, ...]
    fields: frozenset[str]
    """Names of declared fields whose absence is explained."""
    columns: frozenset[int]
    """Canonical columns, from 0, whose being undeclared is explained."""


def header_faults(tidied: Tidied, schema: TableSchema) -> HeaderFaults:
    """Compares the fields that are gone with the columns that nobody declared."""
    present = {field.name: field for field in present_fields(tidied, schema)}
    if not present:
        return HeaderFaults((), frozenset(), frozenset())
    gone = [field for field in schema.fields if field.name not in present]
    others = _others(tidied, present)
    faults = list(_units_of_known(tidied, present))
    years = [nth for nth, column in others.items() if _YEAR.fullmatch(column.header.strip().translate(_TO_ARABIC))]
    explained: set[str] = set()
    told: set[int] = set()
    if len(years) >= LEAST_YEARS:
        faults.append(_wide([others[nth] for nth in years], tidied))
        told |= set(years)
        explained |= _turned(gone)
    for nth, field, fault in _drifts(gone, {nth: others[nth] for nth in others if nth not in told}, tidied, schema):
        faults.append(fault)
        told.add(nth)
        explained |= {field.name} if field is not None else set()
    return HeaderFaults(tuple(faults), frozenset(explained), frozenset(told))


def _others(tidied: Tidied, present: Container[str]) -> dict[int, Column]:
    """The columns that nobody declared and whose header says what they are, by their number from 0."""
    alike, seen, others = twins(tidied), set[str](), {}
    for nth, column in enumerate(tidied.columns):
        declared = column.name in present and column.name not in seen
        seen.add(column.name)
        header = bare(column.header)
        if not declared and header and len(alike[header]) == 1:
            others[nth] = column
    return others


def _units_of_known(tidied: Tidied, present: dict[str, Field]) -> Iterator[Fault]:
    for nth, column in enumerate(tidied.columns):
        field = present.get(column.name)
        if field is None or field.unit is None or column.name in {each.name for each in tidied.columns[:nth]}:
            continue
        given, declared = unit_in(column.header), unit_of(field.unit)
        if given and declared and given.differs(declared):
            yield _unit(column, field, given, declared, tidied)


def _drifts(
    gone: Sequence[Field], others: dict[int, Column], tidied: Tidied, schema: TableSchema
) -> Iterator[tuple[int, Field | None, Fault]]:
    left = list(gone)
    descriptors = {each["name"]: each for each in schema.descriptor["fields"]}
    codes = {name for name, each in descriptors.items() if is_code(each)}
    for nth, column in others.items():
        was = mojibake.mended(column.header)
        header = was or column.header
        field = max(left, key=lambda each: _likeness(header, each, codes), default=None)
        if field is not None and _likeness(header, field, codes) == 0:
            field = None
        if field is None and was is None:
            continue
        if field is not None:
            left.remove(field)
        yield nth, field, _drift(column, was, field, tidied)


def _likeness(header: str, field: Field, codes: set[str]) -> float:
    names = (field.title, field.name, *field.aliases)
    return max(nearly_same(header, name, is_code=field.name in codes) for name in names)


def _drift(column: Column, was: str | None, field: Field | None, tidied: Tidied) -> Fault:
    if was is not None or field is None:
        return Fault("thai/mojibake", tidied.header_row, (column,), {"mended": was}, text=column.header)
    given = unit_in(column.header)
    declared = (unit_of(field.unit) if field.unit else None) or unit_in(field.title)
    if given and declared and given.differs(declared):
        return _unit(column, field, given, declared, tidied)
    words = {"column": column_words(column), "title": " ".join(field.title.split()), "field": field.name}
    return Fault("thai/header-drift", tidied.header_row, (column,), words, text=column.header)


def _unit(column: Column, field: Field, given: Unit, declared: Unit, tidied: Tidied) -> Fault:
    words = {"column": column_words(column), "title": " ".join(field.title.split()), "field": field.name}
    words |= {"given": given.words, "declared": declared.words}
    return Fault("thai/unit-in-header", tidied.header_row, (column,), words, text=column.header)


def _wide(columns: Sequence[Column], tidied: Tidied) -> Fault:
    named = ", ".join(column_words(column) for column in columns[:LEAST_YEARS])
    more = " …" if len(columns) > LEAST_YEARS else ""
    return Fault("thai/wide-years", tidied.header_row, (), {"count": len(columns), "columns": named + more})


def _turned(gone: Sequence[Field]) -> set[str]:
    """The fields that a table turned wide cannot have: its years stand in the header, its numbers below them."""
    year = next((field for field in gone if field.type == "year" or _YEAR_FIELD.search(field.title)), None)
    number = next((field for field in gone if field.type in ("integer", "number") and field is not year), None)
    return {field.name for field in (year, number) if field is not None}
