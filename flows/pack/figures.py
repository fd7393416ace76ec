"""How a number is written for people: 1,234; 71.3; +3; 34 / 36."""

from decimal import Decimal

from flows.pack.number import Number

UNKNOWN = "—"


def figure(number: Number) -> str:
    """Its value alone; a dash where it was not measured."""
    if number.value is None:
        return UNKNOWN
    if number.id == "disclosed-growth" and number.month is None:
        return f"{number.value:+,}" if number.value else "0"
    return written(number.value)


def compared(number: Number) -> str:
    """With what it is out of."""
    return figure(number) if number.out_of is None else f"{figure(number)} / {written(number.out_of)}"


def written(value: int | Decimal) -> str:
    return f"{value:,}"


def written_percent(share: Decimal) -> str:
    """50% for 50.0."""
    return f"{share:.1f}".removesuffix(".0") + "%"
