"""From losses to measures: the one place where points are rounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from flows.domain.score import Lost, Measure
from flows.domain.text import Text

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost for one reason, before rounding."""

    points: Fraction
    reason: Text
    detail: Text | None = None
    resource: str | None = None


def one_decimal(exact: Fraction) -> Decimal:
    """Half a tenth is rounded up, away from zero."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(TENTH, ROUND_HALF_UP)


def measured(id: str, title: Text, out_of: int, losses: Iterable[Loss], note: Text | None = None) -> Measure:
    """A measure that starts full and loses points.

    The value is rounded to one decimal; who lost anything never has full points (at least 0.1 is lost); the rounded
    loss is then shared out among the reasons so that value and losses add up. Losses above `out_of` are a ValueError.
    """
    exact, details, resources = _by_reason(losses)
    total = sum(exact.values(), Fraction(0))
    if total > out_of:
        raise ValueError(f"{id} loses {total} of {out_of} points")
    full = out_of * 10
    left = int(one_decimal(out_of - total) * 10)
    if total > 0:
        left = min(left, full - 1)
    tenths = _shared_out(full - left, exact)
    lost = tuple(
        Lost(_points(count), reason, details.get(reason), resources[reason])
        for reason, count in sorted(tenths.items(), key=lambda entry: -entry[1])
        if count
    )
    return Measure(id, title, _points(left), _points(full), lost, note)


def not_measured(id: str, title: Text, out_of: int | None, why: Text) -> Measure:
    return Measure(id, title, None, None if out_of is None else _points(out_of * 10), (), why)


def summed(measures: Iterable[Measure]) -> tuple[Decimal | None, Decimal | None]:
    """Total and out of how many points, over the measures that were measured."""
    known = [(measure.value, measure.out_of) for measure in measures]
    points = [(value, out_of) for value, out_of in known if value is not None and out_of is not None]
    if not points:
        return None, None
    return sum((value for value, _ in points), Decimal(0)), sum((out_of for _, out_of in points), Decimal(0))


def _by_reason(
    losses: Iterable[Loss],
) -> tuple[dict[Text, Fraction], dict[Text, Text], dict[Text, tuple[str, ...]]]:
    exact: dict[Text, Fraction] = {}
    details: dict[Text, Text] = {}
    resources: dict[Text, tuple[str, ...]] = {}
    for loss in losses:
        if loss.points <= 0:
            continue
        reason = loss.reason
        exact[reason] = exact.get(reason, Fraction(0)) + loss.points
        resources[reason] = resources.get(reason, ()) + ((loss.resource,) if loss.resource else ())
        if loss.detail is not None:
            before = details.get(reason)
            details[reason] = (
                Text(th=f"{before.th}; {loss.detail.th}", en=f"{before.en}; {loss.detail.en}")
                if before
                else loss.detail
            )
    return exact, details, resources


def _shared_out(tenths: int, exact: dict[Text, Fraction]) -> dict[Text, int]:
    """Whole tenths by largest remainder; of equal remainders the first one wins."""
    total = sum(exact.values(), Fraction(0))
    if not total:
        return {}
    shares = {reason: points * tenths / total for reason, points in exact.items()}
    given = {reason: int(share) for reason, share in shares.items()}
    by_remainder = sorted(shares, key=lambda reason: given[reason] - shares[reason])
    for reason in by_remainder[: tenths - sum(given.values())]:
        given[reason] += 1
    return given


def _points(tenths: int) -> Decimal:
    return (Decimal(tenths) / 10).quantize(TENTH)
