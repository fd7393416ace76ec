"""Thai dates and Buddhist years to ISO 8601 (CE), value by distinct value.

The year is converted *before* the day is judged: 29/02/2567 is 2024-02-29, a real day, although 2567 CE is no leap
year; and 29/02/2568 is no day at all, although 2568 CE is one. What cannot be converted stays as the agency wrote it.
"""

from typing import Literal

import polars as pl

from flows.domain.date_format import CENTURY_OF_SHORT_YEARS, pattern_of
from flows.domain.thai_calendar import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR, MONTH_NUMBERS

# Any other year in a column declared as Buddhist was most likely not written in that era.
LAST_BUDDHIST_YEAR = 2700

Shape = Literal["year", "month", "day", "time"]
ISO = {
    "year": r"\A(?P<year>[0-9]{4})\z",
    "month": r"\A(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})\z",
    "day": r"\A(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})\z",
    "time": r"(?s)\A(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?P<rest>[T ].+)\z",
}
SHAPES_OF_TYPE: dict[str, tuple[Shape, ...]] = {
    "integer": ("year",),
    "number": ("year",),
    "year": ("year",),
    "yearmonth": ("month",),
    "date": ("day",),
    "datetime": ("time", "day"),
}
ANY_SHAPE: tuple[Shape, ...] = ("year", "month", "day", "time")


def converted(values: pl.Series, date_format: str | None, buddhist: bool, field_type: str) -> pl.DataFrame:
    """For each of the (distinct) values, in order: `old`, `new`, and what was done, `by_format` and `by_era`."""
    attempts: list[pl.DataFrame] = []
    if date_format is not None:
        attempts.append(_attempt(values, rf"\A{pattern_of(date_format)}\z", buddhist))
    if buddhist:
        shapes = SHAPES_OF_TYPE.get(field_type, ANY_SHAPE)
        attempts.extend(_attempt(values, ISO[shape], buddhist) for shape in shapes)
    result = pl.DataFrame({"old": values}).with_columns(
        new=pl.coalesce([attempt["iso"] for attempt in attempts] + [values]),
    )
    formatted = attempts[0]["iso"].is_not_null() if date_format is not None else pl.lit(False)
    return result.with_columns(
        by_format=formatted,
        by_era=pl.lit(buddhist) & (pl.col("new") != pl.col("old")),
    )


def _attempt(values: pl.Series, pattern: str, buddhist: bool) -> pl.DataFrame:
    """One column `iso`: null where the value is not of that pattern, or no day, or not of that era."""
    parts = pl.DataFrame({"parts": values.str.extract_groups(pattern)}).unnest("parts")
    has = set(parts.columns)
    number = {name: pl.col(name).cast(pl.Int32, strict=False) for name in has & {"day", "month", "year", "short"}}
    if "short" in has:
        # Two digits are a year of the era only if somebody declared which era.
        year = number["short"] + CENTURY_OF_SHORT_YEARS if buddhist else pl.lit(None, dtype=pl.Int32)
    else:
        year = number["year"]
    if buddhist:
        of_era = year.is_between(FIRST_BUDDHIST_YEAR, LAST_BUDDHIST_YEAR)
        year = pl.when(of_era).then(year - BUDDHIST_OFFSET)
    if "name" in has:
        name = pl.col("name").str.replace_all(r"[. ]", "").str.replace_all("\u0e4d\u0e32", "\u0e33")
        month = name.replace_strict(MONTH_NUMBERS, default=None, return_dtype=pl.Int32)
    else:
        month = number.get("month", pl.lit(1, dtype=pl.Int32))
    day = number.get("day", pl.lit(1, dtype=pl.Int32))
    full = pl.format("{}-{}-{}", _digits(year, 4), _digits(month, 2), _digits(day, 2))
    if "day" in has:
        text = full
    elif has & {"month", "name"}:
        text = pl.format("{}-{}", _digits(year, 4), _digits(month, 2))
    else:
        text = _digits(year, 4)
    if "rest" in has:
        text = pl.format("{}{}", text, pl.col("rest"))
    real = full.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return parts.select(iso=pl.when(real).then(text))


def _digits(number: pl.Expr, width: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(width)
