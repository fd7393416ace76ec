"""change/*: is the table as large as its owner expects, and not suddenly smaller than what is published?"""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from flows.domain.dataset import Resource
from flows.domain.finding import Finding, Place
from flows.domain.rule import RuleBook


def check_size(resource: Resource, rows: int, published_rows: int | None, rules: RuleBook) -> tuple[Finding, ...]:
    """Findings about the number of data rows of one resource.

    `rows` are those of the new table, `published_rows` those that stand on the portal; None if nothing is
    published yet. Limits are inclusive: a table of exactly `min_rows` rows, or with exactly `max_drop` fewer,
    is fine.
    """
    return tuple(_size(resource, rows, published_rows, rules))


def _size(resource: Resource, rows: int, published_rows: int | None, rules: RuleBook) -> Iterator[Finding]:
    expect, place = resource.expect, Place(resource=resource.name)
    if expect.min_rows is not None and rows < expect.min_rows:
        yield rules.finding("change/too-few-rows", place, rows=f"{rows:,}", limit=f"{expect.min_rows:,}")
    if expect.max_rows is not None and rows > expect.max_rows:
        yield rules.finding("change/too-many-rows", place, rows=f"{rows:,}", limit=f"{expect.max_rows:,}")
    if expect.max_drop is not None and published_rows:
        limit = Decimal(expect.max_drop.removesuffix("%"))
        drop = Decimal(published_rows - rows) * 100 / published_rows
        if drop > limit:
            yield rules.finding(
                "change/rows-dropped",
                place,
                rows=f"{rows:,}",
                published=f"{published_rows:,}",
                # Rounded down, as far as is needed to be above the limit: never "20% fewer, where 20% was
                # declared".
                drop=_just_above(drop, limit),
                limit=limit,
            )


def _just_above(drop: Decimal, limit: Decimal) -> Decimal:
    for places in ("1", "0.1", "0.01", "0.001"):
        rounded = drop.quantize(Decimal(places), ROUND_FLOOR)
        if rounded > limit:
            return rounded
    return drop
