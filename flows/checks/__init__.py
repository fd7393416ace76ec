"""Is it fit to publish? Pure functions from what is declared and delivered to findings.

A dataset as a whole is looked at by each of `DATASET_CHECKS`; one resource's table by `check_personal_data`,
`check_delivery`, `check_storable`, `check_characters`, `check_size` and, in table.py, `check_table`. Every rule is data
in schemas/rules/ and has a heading in docs/rules.md.
"""

from collections.abc import Callable, Iterable

from flows.checks.change import check_size
from flows.checks.characters import check_characters
from flows.checks.delivery import check_delivery
from flows.checks.format import header_not_english
from flows.checks.licence import extra_conditions, licence
from flows.checks.metadata import category_and_classification, mandatory_items, title_length
from flows.checks.privacy import check_personal_data
from flows.checks.rulebook import Licence, load_licences, load_rules, slugs, unwaivable
from flows.checks.storable import check_storable
from flows.checks.subject import Subject
from flows.checks.waivers import judge
from flows.domain.finding import Finding

DatasetCheck = Callable[[Subject], Iterable[Finding]]

DATASET_CHECKS: tuple[DatasetCheck, ...] = (
    mandatory_items,
    category_and_classification,
    title_length,
    licence,
    extra_conditions,
    header_not_english,
)
"""The registry: a new check is one more name here."""


VERSION = 1
"""Raised when the same table gives other findings: what is published is then looked at again."""


def check_dataset(subject: Subject) -> tuple[Finding, ...]:
    """What all dataset checks find, in the order of the registry."""
    return tuple(finding for check in DATASET_CHECKS for finding in check(subject))


__all__ = [
    "DATASET_CHECKS",
    "VERSION",
    "DatasetCheck",
    "Licence",
    "Subject",
    "check_characters",
    "check_dataset",
    "check_delivery",
    "check_personal_data",
    "check_size",
    "check_storable",
    "judge",
    "load_licences",
    "load_rules",
    "slugs",
    "unwaivable",
]
