"""change/*: is the table as large as its owner expects, and not suddenly smaller than what is published?"""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from flows.checks.subject import Table
from flows.domain.finding import Finding, Place

MANY = Decimal(50)
"""Per cent of the published rows that must not go unsaid, where no `max_drop` is declared."""


def check_size(table: Table) -> Iterator[Finding]:
    """Findings about the number of data rows. Limits are inclusive: a table of exactly `min_rows` rows, or with
    exactly `max_drop` fewer than are published, is fine."""
    expect, rows, rules = table.resource.expect, table.tidied.rows, table.rules
    place = Place(resource=table.resource.name)
    if expect.min_rows is not None and rows < expect.min_rows:
        yield rules.finding("change/too-few-rows", place, rows=f"{rows:,}", limit=f"{expect.min_rows:,}")
    if expect.max_rows is not None and rows > expect.max_rows:
        yield rules.finding("change/too-many-rows", place, rows=f"{rows:,}", limit=f"{expect.max_rows:,}")
    if expect.max_drop is not None and table.published_rows:
        limit = Decimal(expect.max_drop.removesuffix("%"))
        drop = Decimal(table.published_rows - rows) * 100 / table.published_rows
        if drop > limit:
            yield rules.finding(
                "change/rows-dropped",
                place,
                rows=f"{rows:,}",
                published=f"{table.published_rows:,}",
                # Rounded down, as far as is needed to be above the limit: never "20% fewer, where 20% was
                # declared".
                drop=_just_above(drop, limit),
                limit=limit,
            )
    if expect.max_drop is None and table.published_rows and 2 * rows < table.published_rows:
        drop = Decimal(table.published_rows - rows) * 100 / table.published_rows
        yield rules.finding(
            "change/many-rows-dropped",
            place,
            rows=f"{rows:,}",
            published=f"{table.published_rows:,}",
            drop=_just_above(drop, MANY),
        )


def _just_above(drop: Decimal, limit: Decimal) -> Decimal:
    for places in ("1", "0.1", "0.01", "0.001"):
        rounded = drop.quantize(Decimal(places), ROUND_FLOOR)
        if rounded > limit:
            return rounded
    return drop
