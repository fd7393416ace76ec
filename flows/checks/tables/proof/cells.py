"""What Frictionless surely accepts, field by field, as a predicate over a column of texts.

A predicate may be stricter than Frictionless, as its own reader is asked about what is left, and must never be looser.
It need not know the missing values: such a text has no fault unless the field is required, which column.py sees to.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_
from typing import Any

import polars as pl

from flows.checks.tables.proof.patterns import letter, translated

_BOUNDS: Mapping[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "minimum": lambda value, bound: value >= bound,
    "maximum": lambda value, bound: value <= bound,
    "exclusiveMinimum": lambda value, bound: value > bound,
    "exclusiveMaximum": lambda value, bound: value < bound,
}
_LOWER = ("minimum", "exclusiveMinimum")
_DATES = {
    "default": ("%Y-%m-%d", r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"),
    "%Y-%m-%d": ("%Y-%m-%d", r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"),
    "%d/%m/%Y": ("%d/%m/%Y", r"\A[0-9]{2}/[0-9]{2}/[0-9]{4}\z"),
}
"""Formats whose texts polars reads alike, once they have the right digits in the right places."""
_FAR = 2**62


def predicate(field: Any, cell: pl.Expr) -> pl.Expr | None:
    """True only where Frictionless' reader has no note on the cell; None where nothing can be said of such a field."""
    constraints = {
        name: value
        for name, value in field.constraints.items()
        if name not in ("unique", "required") and value is not None
    }
    if field.type == "string" and field.format == "default":
        return _string(constraints, cell)
    if field.type == "boolean" and not constraints:
        return cell.is_in([*field.true_values, *field.false_values])
    if not set(constraints) <= set(_BOUNDS):
        return None
    read = field.create_value_reader()
    bounds = {name: read(value) for name, value in constraints.items()}
    match field.type:
        case "any" if not constraints:
            return pl.lit(True)
        case "integer":
            return _integer(bounds, cell)
        case "number":
            return _number(field, bounds, cell)
        case "date" if field.format in _DATES and None not in bounds.values():
            return _date(field.format, bounds, cell)
    return None


def _string(constraints: Mapping[str, Any], cell: pl.Expr) -> pl.Expr | None:
    parts = [pl.lit(True)]
    for name, value in constraints.items():
        match name:
            case "minLength":
                parts.append(cell.str.len_chars() >= value)
            case "maxLength":
                parts.append(cell.str.len_chars() <= value)
            case "enum" if all(isinstance(choice, str) for choice in value):
                parts.append(cell.is_in(list(value)))
            case "pattern" if (pattern := translated(value)) is not None:
                parts.append(cell.str.contains(pattern))
            case _:
                return None
    return reduce(and_, parts)


def _integer(bounds: Mapping[str, Any], cell: pl.Expr) -> pl.Expr | None:
    if not all(isinstance(bound, int) and abs(bound) < _FAR for bound in bounds.values()):
        return None
    value = whole_number(cell)
    return reduce(and_, (_BOUNDS[name](value, bound) for name, bound in bounds.items()), value.is_not_null())


def whole_number(cell: pl.Expr) -> pl.Expr:
    """What int() makes of the text; null where that is not sure: blanks, underscores, other digits, 64 bits or more."""
    return cell.cast(pl.Int64, strict=False)


def _number(field: Any, bounds: Mapping[str, Any], cell: pl.Expr) -> pl.Expr | None:
    group, point = "", "."
    if {"group_char", "decimal_char", "bare_number"} & set(field.list_defined()):
        group, point = field.group_char, field.decimal_char
    if len(point) != 1 or len(group) > 1 or group == point or {point, group} & set("-0123456789"):
        return None
    digit = f"[0-9{letter(ord(group)) if group else ''}]"
    plain = cell.str.contains(rf"\A-?[0-9]{digit}*(?:{letter(ord(point))}[0-9]+)?\z")
    value = cell.str.replace_all(group, "", literal=True) if group else cell
    if point != ".":
        value = value.str.replace(point, ".", literal=True)
    value = value.cast(pl.Float64, strict=False)
    parts = [plain]
    for name, bound in bounds.items():
        if bound is None or bound != bound or abs(bound) > 10**300:
            return None
        # Both sides are rounded to doubles, so a difference between them is a true one; of equal ones nothing is known.
        parts.append(value > float(bound) if name in _LOWER else value < float(bound))
    return reduce(and_, parts)


def _date(form: str, bounds: Mapping[str, Any], cell: pl.Expr) -> pl.Expr:
    strptime, digits = _DATES[form]
    value = cell.str.to_date(strptime, strict=False)
    parts = [cell.str.contains(digits), value.dt.year() >= 1]
    return reduce(and_, [*parts, *(_BOUNDS[name](value, bound) for name, bound in bounds.items())])
