"""Is it fit to publish? Pure functions from what is declared and delivered to findings.

A dataset as a whole is looked at by each of `DATASET_CHECKS`; one resource's table by `PERSONAL_CHECKS`,
`TABLE_CHECKS` and, in table.py, by Frictionless. Every rule is data in schemas/rules/ and has a heading in
docs/rules.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flows.checks.declaration.contact import contact_not_official
from flows.checks.declaration.headers import header_not_english
from flows.checks.declaration.licence import extra_conditions, licence
from flows.checks.declaration.metadata import category_and_classification, mandatory_items, title_length, unsaid_items
from flows.checks.declaration.target_portal import (
    choices_on_portal,
    licence_on_portal,
    name_on_portal,
    tags_on_portal,
    terms_on_portal,
)
from flows.checks.declaration.type_fields import type_fields
from flows.checks.exceptions import Exceptions
from flows.checks.personal.headers import check_headers
from flows.checks.personal.identity_numbers import check_personal_data, identity_numbers
from flows.checks.personal.persons import check_persons, persons
from flows.checks.release.changes import changes
from flows.checks.release.freshness import Newness, check_freshness, check_freshness_of, check_future_periods
from flows.checks.release.periods import newest_period, periods
from flows.checks.release.size import check_size
from flows.checks.rulebook import Licence, adjustable, load_licences, load_rules, slugs, unwaivable
from flows.checks.subject import Subject, Table
from flows.checks.tables.canonical import LookFor, all_looked_through
from flows.checks.tables.characters import check_characters, invisible_characters
from flows.checks.tables.delivery import check_delivery
from flows.checks.tables.storable import check_storable, not_storable
from flows.checks.thai.era import check_common_era, common_years
from flows.checks.thai.house_numbers import check_house_numbers, house_columns
from flows.checks.thai.rounded_ids import check_rounded_ids, long_numbers
from flows.checks.thai.texts import check_thai_text, damaged_texts
from flows.checks.thai.totals import check_totals, total_rows
from flows.domain.finding import Finding

DatasetCheck = Callable[[Subject], Iterable[Finding]]

DATASET_CHECKS: tuple[DatasetCheck, ...] = (
    mandatory_items,
    category_and_classification,
    title_length,
    contact_not_official,
    type_fields,
    choices_on_portal,
    name_on_portal,
    tags_on_portal,
    terms_on_portal,
    licence,
    licence_on_portal,
    extra_conditions,
    header_not_english,
)
"""The registry: a new check is one more name here."""


TableCheck = Callable[[Table], Iterable[Finding]]

PERSONAL_CHECKS: tuple[TableCheck, ...] = (check_headers, check_personal_data, check_persons)
"""Looked at before all others: what they find decides what others may quote."""

TABLE_CHECKS: tuple[TableCheck, ...] = (
    check_delivery,
    check_storable,
    check_characters,
    check_common_era,
    check_thai_text,
    check_rounded_ids,
    check_house_numbers,
    check_totals,
    check_size,
    check_future_periods,
)
"""The registry for one resource's table, beside what Frictionless finds (table.py) and what `changes` tells."""

LOOKS: tuple[LookFor[Any], ...] = (
    identity_numbers,
    persons,
    not_storable,
    invisible_characters,
    common_years,
    damaged_texts,
    long_numbers,
    house_columns,
    total_rows,
    periods,
)
"""What these checks look for in the cells. One that is not here reads the file by itself."""

VERSION = 3
"""Raised when the same table gives other findings: what is published is then looked at again."""


def looked_through(table: Table) -> Table:
    """The same table, looked through for all checks in one reading of its file."""
    return replace(table, seen=all_looked_through(table, LOOKS))


def check_dataset(subject: Subject) -> tuple[Finding, ...]:
    """What all dataset checks find, in the order of the registry."""
    return tuple(finding for check in DATASET_CHECKS for finding in check(subject))


__all__ = [
    "DATASET_CHECKS",
    "PERSONAL_CHECKS",
    "TABLE_CHECKS",
    "VERSION",
    "Exceptions",
    "Licence",
    "Newness",
    "Subject",
    "Table",
    "adjustable",
    "changes",
    "check_dataset",
    "check_freshness",
    "check_freshness_of",
    "load_licences",
    "load_rules",
    "looked_through",
    "newest_period",
    "slugs",
    "unsaid_items",
    "unwaivable",
]
