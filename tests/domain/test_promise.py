"""Promised periods are steps of the calendar."""

from datetime import date

import pytest

from flows.domain.dataset import Frequency
from flows.domain.promise import Period, promised


@pytest.mark.parametrize(
    ("every", "unit", "start", "end"),
    [
        (1, "day", "2026-02-28", "2026-03-01"),
        (10, "day", "2026-12-25", "2027-01-04"),
        (2, "week", "2026-02-20", "2026-03-06"),
        (1, "month", "2026-01-15", "2026-02-15"),
        (1, "month", "2026-01-31", "2026-02-28"),
        (1, "month", "2026-02-28", "2026-03-31"),
        (1, "month", "2024-02-28", "2024-03-28"),
        (1, "month", "2026-01-30", "2026-02-28"),
        (1, "month", "2026-12-31", "2027-01-31"),
        (2, "month", "2026-11-30", "2027-01-31"),
        (1, "quarter", "2026-11-30", "2027-02-28"),
        (1, "half-year", "2026-06-30", "2026-12-31"),
        (1, "year", "2024-02-29", "2025-02-28"),
        (3, "year", "2026-05-04", "2029-05-04"),
    ],
)
def test_one_period_later(every: int, unit: str, start: str, end: str) -> None:
    period = promised(Frequency.model_validate({"every": every, "unit": unit}))
    assert period is not None
    assert period.after(date.fromisoformat(start)) == date.fromisoformat(end)


def test_several_periods_later_keep_the_end_of_the_month() -> None:
    assert Period(months=1).after(date(2026, 1, 31), 2) == date(2026, 3, 31)


@pytest.mark.parametrize("unit", ["unknown", "other", "not-updated", "real-time", "minute", "hour", "working-day"])
def test_what_promises_nothing(unit: str) -> None:
    assert promised(Frequency.model_validate({"unit": unit})) is None


def test_no_frequency_promises_nothing() -> None:
    assert promised(None) is None


@pytest.mark.parametrize("period", [Period(days=10**9), Period(months=10**6), Period(days=10**20)])
def test_the_calendar_ends(period: Period) -> None:
    assert period.after(date(2026, 1, 1)) == date.max
