"""How late data are against the promised frequency."""

from datetime import date
from fractions import Fraction

from flows.domain.dataset import Frequency
from flows.domain.vocabulary import FrequencyUnit

NECTEC_DAYS: dict[FrequencyUnit, int] = {
    "day": 1,
    "week": 7,
    "month": 30,
    "quarter": 90,
    "half-year": 180,
    "year": 365,
}
"""Days of one cycle. Source: ckanext-dquality, quality.py, Timeliness."""

OWN_DAYS: dict[FrequencyUnit, int] = {**NECTEC_DAYS, "real-time": 1, "minute": 1, "hour": 1, "working-day": 3}
"""Ours: we look once a day, and a weekend may lie between two working days."""


def cycle_days(frequency: Frequency | None, days: dict[FrequencyUnit, int]) -> int | None:
    """Days from one promised version to the next; None if nothing, or nothing that has days, is promised."""
    if frequency is None or frequency.unit not in days:
        return None
    every = 1 if frequency.unit in ("real-time", "minute", "hour") else frequency.every
    return days[frequency.unit] * every


def late_share(last_change: date, today: date, cycle: int) -> Fraction:
    """Days overdue by the length of the cycle: 0 on time, 1 a whole cycle late. Dates in CE, Bangkok."""
    return Fraction(max(0, (today - last_change).days - cycle), cycle)


def late_class(late: Fraction) -> int:
    """0 on time, 1 up to 25 % late, 2 up to 50, 3 up to 100, 4 later. Source: ckanext-dquality, Timeliness."""
    if late <= 0:
        return 0
    for number, most in enumerate((Fraction(1, 4), Fraction(1, 2), Fraction(1)), start=1):
        if late <= most:
            return number
    return 4
