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

from collections.abc import Iterator, Set
from dataclasses import dataclass

import polars as pl

from flows.checks.headings import Heading, headings
from flows.checks.personal import house_addresses, mail_addresses, phone_numbers
from flows.checks.personal.first_look import perhaps_personal
from flows.checks.personal.person_names import Called, are_persons, called
from flows.checks.subject import Table
from flows.checks.tables.canonical import Block, Look, look_through, seen_in
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

    persons: int = 0
    mobiles: int = 0
    private_mail: int = 0
    perhaps_personal_mail: int = 0
    filled: int = 0
    """This and what follows only of a column of which something may be told."""
    offices: int = 0
    houses: int = 0
    houses_of_persons: int = 0
    """In rows that name a person."""

    def mail(self, of_persons: bool) -> int:
        """Addresses that are told, of a table of persons or of another one."""
        return self.perhaps_personal_mail if of_persons else self.private_mail


_Seen = dict[int, _Column]
"""By place in the canonical table, from 0."""


def check_persons(table: Table) -> Iterator[Finding]:
    """At most one finding of each rule per column, in the order of the columns. Never a value.

    The file is read a second time where something is found: only then it matters what else the columns hold.
    """
    names = headings(table)
    kinds = called(names)
    seen = look_through(table, persons)
    of_persons = any(_names_persons(column, _kind(kinds, nth)) for nth, column in seen.items())
    told = {nth for nth, each in seen.items() if each.persons or each.mobiles or each.mail(of_persons)}
    houses = {nth for nth in seen if of_persons and house_addresses.is_called_so(_heading(names, nth), names)}
    if told or houses:
        seen_in(table.tidied, lambda: _more(seen, told | houses, houses, names, kinds))
    for nth, column in sorted(seen.items()):
        yield from _judged(nth, column, _kind(kinds, nth), names, of_persons, table)


def persons(table: Table) -> Look[_Seen]:
    """How many cells of each column name or reach a person."""
    names = headings(table)
    kinds = called(names)
    seen: _Seen = {}
    while (block := (yield)) is not None:
        for nth, (cells, likely) in enumerate(zip(block.columns, block.shared(perhaps_personal), strict=True)):
            column = seen.setdefault(nth, _Column())
            column.persons += int(are_persons(cells, _kind(kinds, nth)).sum())
            column.mobiles += int(phone_numbers.mobiles(cells, _heading(names, nth), likely).sum())
            mail = mail_addresses.with_at(cells, likely)
            column.private_mail += int(mail_addresses.at_private_providers(cells, mail).sum())
            column.perhaps_personal_mail += int(mail_addresses.perhaps_personal(cells, mail).sum())
    return seen


def _more(
    seen: _Seen, chosen: Set[int], addresses: Set[int], names: tuple[Heading, ...], kinds: tuple[Called, ...]
) -> Look[None]:
    """What else the chosen columns hold, those of addresses among them."""
    counted = {nth: _Column() for nth in chosen}
    while (block := (yield)) is not None:
        person = _of_persons(block, kinds) if addresses else pl.Series(dtype=pl.Boolean)
        for nth, column in counted.items():
            if nth >= len(block.columns):
                continue
            cells, heading = block.columns[nth], _heading(names, nth)
            column.filled += int((cells.str.strip_chars().str.len_bytes() > 0).sum())
            if seen[nth].mobiles:
                mobiles = phone_numbers.mobiles(cells, heading, block.shared(perhaps_personal)[nth])
                column.offices += int((phone_numbers.offices(cells, heading) & ~mobiles).sum())
            if nth in addresses:
                houses = house_addresses.houses(cells)
                column.houses += int(houses.sum())
                column.houses_of_persons += int((houses & person).sum())
    for nth, column in counted.items():
        seen[nth].filled, seen[nth].offices = column.filled, column.offices
        seen[nth].houses, seen[nth].houses_of_persons = column.houses, column.houses_of_persons


def _of_persons(block: Block, kinds: tuple[Called, ...]) -> pl.Series:
    """Which rows name a person under a header that lets one expect it."""
    person = pl.repeat(False, block.height, eager=True)
    for nth, cells in enumerate(block.columns):
        if _kind(kinds, nth) is not Called.OTHER:
            person = person | are_persons(cells, _kind(kinds, nth))
    return person


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
    if mail := column.mail(of_persons):
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
