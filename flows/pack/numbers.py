"""All numbers of a pack."""

from collections.abc import Iterable

from flows.pack import disclosed, entered, exchange, freshness, qualities, standing, usage, validation
from flows.pack.commission import Commission
from flows.pack.number import Definition, Number
from flows.pack.scope import Scope

FAMILIES = (disclosed, qualities, freshness, validation, usage, exchange, standing)
"""Each yields its numbers of a scope."""

DEFINITIONS: tuple[Definition, ...] = tuple(what for family in FAMILIES for what in family.DEFINITIONS)
NUMBER_IDS = frozenset(what.id for what in DEFINITIONS)
"""What the items of an award may name as their evidence."""


def all_numbers(scopes: Iterable[Scope], commission: Commission) -> tuple[Number, ...]:
    """Scope by scope, in the order of FAMILIES; what others gave comes last."""
    known = tuple(scopes)
    ours = [number for scope in known for family in FAMILIES for number in family.numbers(scope)]
    return (*ours, *entered.numbers(commission.official_scores, (scope.id for scope in known)))
