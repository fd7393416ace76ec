"""freshness/*: are the data as new as the agency promises?

The promise is the declared frequency. Its allowance is our own: one promised period until the next data are due, and
one more of grace. Exactly on the limit is fine. A sample is made up, and no age of it is judged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flows.checks.release.periods import length_of_periods, periods_ahead
from flows.checks.subject import Table
from flows.checks.tables.faults import column_words
from flows.domain.dataset import Dataset, Resource
from flows.domain.finding import Finding, Place
from flows.domain.promise import promised
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_date

ALLOWED = 2
"""Promised periods that data, or a version, may be old: one until the next is due, one of grace."""


@dataclass(frozen=True, slots=True)
class Newness:
    """How new one resource is."""

    resource: Resource
    newest: date | None
    """Last day of its newest period, as `newest_period` tells it; None if that is not known."""
    last_changed: date | None
    """Day in Bangkok on which its content last changed on the portal; None if nothing is published, or in this run."""


def check_freshness(
    dataset: Dataset,
    resource: Resource,
    newest: date | None,
    last_changed: date | None,
    today: date,
    rules: RuleBook,
) -> Iterator[Finding]:
    """At most one finding about one resource: data that are too old are not told again as not updated.

    `newest` and `last_changed` are as in `Newness`, `today` is a day in Bangkok.
    """
    period = promised(dataset.declared.frequency)
    if dataset.declared.sample or period is None:
        return
    place = Place(resource=resource.name)
    if newest and today > (limit := period.after(newest, ALLOWED)):
        yield rules.finding("freshness/data-too-old", place, newest=_day(newest), limit=_day(limit))
    elif last_changed and today > (limit := period.after(last_changed, ALLOWED)):
        yield rules.finding("freshness/not-updated", place, changed=_day(last_changed), limit=_day(limit))


def check_freshness_of(
    dataset: Dataset, standings: Iterable[Newness], today: date, rules: RuleBook
) -> Iterator[Finding]:
    """The same for all resources of a dataset. Where several have one table schema, each is a period of one table:
    only the newest of them is judged, and old ones may grow older."""
    newest: dict[str, Newness] = {}
    for each in standings:
        known = newest.get(each.resource.table_schema)
        newest[each.resource.table_schema] = each if known is None else _newer(known, each)
    for each in newest.values():
        yield from check_freshness(dataset, each.resource, each.newest, each.last_changed, today, rules)


def check_future_periods(table: Table) -> Iterator[Finding]:
    """One finding per column of periods that begin more than one period after today.

    One period is the promised one, or the one that a cell of the column stands for, whichever is longer.
    """
    if table.dataset.declared.sample:
        return
    lengths = [length for length in (promised(table.dataset.declared.frequency), length_of_periods(table)) if length]
    if not lengths:
        return
    limit = max(length.after(table.today) for length in lengths)
    for ahead in periods_ahead(table, limit):
        column = ahead.column
        place = Place(
            resource=table.resource.name,
            sheet=table.tidied.sheet,
            row=ahead.first_row,
            column=column.position,
            header=column.header,
            field=column.name,
        )
        yield table.rules.finding(
            "freshness/future-period",
            place,
            None,
            column=column_words(column),
            count=f"{ahead.rows:,}",
            row=ahead.first_row,
            furthest=_day(ahead.furthest),
        )


def _newer(one: Newness, other: Newness) -> Newness:
    newest = max((each.newest for each in (one, other) if each.newest), default=None)
    changed = max((each.last_changed for each in (one, other) if each.last_changed), default=None)
    latest = other if (other.newest or date.min) >= (one.newest or date.min) else one
    return Newness(latest.resource, newest, changed)


def _day(day: date) -> Text:
    return Text(th=thai_date(day), en=day.isoformat())
