"""privacy/person-name, phone, email, house-address: may this go out? A named person says so, for the very file.

None of the four is certain: names stand lawfully in public registers, mobile numbers and private mail boxes are many a
shop's only ones. A wrong hold costs a question and a wrong publication cannot be taken back, so each column is told
once, with counts, and waits for a person.

- person-name: under a header of persons or roles one name is enough (a table of one person is one too many); under any
  other header two with title and surname.
- phone: mobile numbers that are at least 3 in 10 of a column's numbers, or stand in a table of persons, or under a
  header of mobile numbers.
- email: any address at a provider of private mail; in a table of persons, any address that is not an office's.
- house-address: a column of addresses, in rows that name a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from flows.checks.headings import Heading, headings
from flows.checks.personal import house_addresses, mail_addresses, phone_numbers
from flows.checks.personal.person_names import Called, are_persons, called
from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, look_through
from flows.checks.tables.faults import column_words
from flows.domain.finding import Finding, Place

LEAST_MOBILES = 0.3
"""Of a column's telephone numbers."""
LEAST_NAMES = 2
"""Under a header that speaks of no persons."""
LEAST_HOUSES = 0.5
"""Of a column's filled cells: below it the header means something else."""

_NO_HEADING = Heading("", ())


@dataclass(slots=True)
class _Column:
    """Cells of one column, counted."""

    filled: int = 0
    persons: int = 0
    mobiles: int = 0
    offices: int = 0
    private_mail: int = 0
    perhaps_personal_mail: int = 0
    houses: int = 0
    houses_of_persons: int = 0
    """In rows that name a person."""


@dataclass(slots=True)
class _Seen:
    columns: dict[int, _Column] = field(default_factory=dict)
    """By place in the canonical table, from 0."""

    def column(self, nth: int) -> _Column:
        return self.columns.setdefault(nth, _Column())


def check_persons(table: Table) -> Iterator[Finding]:
    """At most one finding of each rule per column, in the order of the columns. Never a value."""
    names = headings(table)
    kinds = called(names)
    seen = look_through(table.tidied, lambda blocks: _seen(blocks, names, kinds))
    of_persons = any(_names_persons(column, _kind(kinds, nth)) for nth, column in seen.columns.items())
    for nth, column in sorted(seen.columns.items()):
        yield from _judged(nth, column, _kind(kinds, nth), names, of_persons, table)


def _seen(blocks: Iterator[Block], names: tuple[Heading, ...], kinds: tuple[Called, ...]) -> _Seen:
    seen = _Seen()
    for _, columns in blocks:
        person = pl.repeat(False, len(columns[0]) if columns else 0, eager=True)
        for nth, cells in enumerate(columns):
            column, heading, kind = seen.column(nth), _heading(names, nth), _kind(kinds, nth)
            persons = are_persons(cells, kind)
            if kind is not Called.OTHER:
                person = person | persons
            mobiles = phone_numbers.mobiles(cells, heading)
            column.filled += int((cells.str.strip_chars().str.len_bytes() > 0).sum())
            column.persons += int(persons.sum())
            column.mobiles += int(mobiles.sum())
            column.offices += int((phone_numbers.offices(cells, heading) & ~mobiles).sum())
            column.private_mail += int(mail_addresses.at_private_providers(cells).sum())
            column.perhaps_personal_mail += int(mail_addresses.perhaps_personal(cells).sum())
        for nth, cells in enumerate(columns):
            if house_addresses.is_called_so(_heading(names, nth), names):
                houses = house_addresses.houses(cells)
                seen.column(nth).houses += int(houses.sum())
                seen.column(nth).houses_of_persons += int((houses & person).sum())
    return seen


def _names_persons(column: _Column, kind: Called) -> bool:
    return column.persons >= (LEAST_NAMES if kind is Called.OTHER else 1)


def _judged(
    nth: int, column: _Column, kind: Called, names: tuple[Heading, ...], of_persons: bool, table: Table
) -> Iterator[Finding]:
    filled = f"{column.filled:,}"
    if _names_persons(column, kind):
        yield _told("privacy/person-name", nth, table, count=f"{column.persons:,}", filled=filled)
    numbers = column.mobiles + column.offices
    for_mobiles = phone_numbers.is_for_mobiles(_heading(names, nth))
    if column.mobiles and (of_persons or for_mobiles or column.mobiles >= LEAST_MOBILES * numbers):
        yield _told("privacy/phone", nth, table, count=f"{column.mobiles:,}", numbers=f"{numbers:,}")
    mail = column.perhaps_personal_mail if of_persons else column.private_mail
    if mail:
        yield _told("privacy/email", nth, table, count=f"{mail:,}", filled=filled)
    if of_persons and column.houses_of_persons and column.houses >= LEAST_HOUSES * column.filled:
        yield _told("privacy/house-address", nth, table, count=f"{column.houses_of_persons:,}", filled=filled)


def _told(slug: str, nth: int, table: Table, **words: str) -> Finding:
    tidied = table.tidied
    if nth >= len(tidied.columns):
        # A cell beyond the last header: it belongs to no column of the agency's file.
        place = Place(resource=table.resource.name, sheet=tidied.sheet)
        return table.rules.finding(slug, place, None, column="ที่ไม่มีหัวคอลัมน์ (no header)", **words)
    column = tidied.columns[nth]
    place = Place(
        resource=table.resource.name,
        sheet=tidied.sheet,
        column=column.position,
        header=column.header,
        field=column.name,
    )
    return table.rules.finding(slug, place, None, column=column_words(column), **words)


def _heading(names: tuple[Heading, ...], nth: int) -> Heading:
    return names[nth] if nth < len(names) else _NO_HEADING


def _kind(kinds: tuple[Called, ...], nth: int) -> Called:
    return kinds[nth] if nth < len(kinds) else Called.OTHER
