"""Lists, days and sizes as the doctor tells them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flows.domain.text import Text
from flows.domain.thai_calendar import in_bangkok, thai_date
from flows.pages.shown import plain

SHOWN_NAMES = 8
"""Names of a list that are told; of the rest only the number."""
SOON = timedelta(days=14)
"""Time enough to have a certificate or a token renewed."""


def listed(names: Iterable[str]) -> Text:
    """`a, b, c` in order; a long list ends in the number of what is left out."""
    every = sorted({plain(name) for name in names})
    shown = ", ".join(every[:SHOWN_NAMES])
    more = len(every) - SHOWN_NAMES
    if more <= 0:
        return Text(th=shown, en=shown)
    return Text(th=f"{shown} และอีก {more:,} รายการ", en=f"{shown} and {more:,} more")


def day(moment: datetime) -> Text:
    """Its date in Bangkok: B.E. in Thai, ISO in English."""
    local = in_bangkok(moment)
    return Text(th=thai_date(local), en=local.date().isoformat())


def duration(time: timedelta) -> Text:
    """In minutes, hours or days, whichever reads best. Not negative."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return Text(th=f"{minutes} นาที", en=f"{minutes} min")
    hours = round(minutes / 60)
    if hours < 48:
        return Text(th=f"{hours} ชั่วโมง", en=f"{hours} hours")
    return Text(th=f"{time.days:,} วัน", en=f"{time.days:,} days")


def megabytes(size: int) -> str:
    """Bytes, of which 1,000,000 are one: `20`, or `0.9` where it is little."""
    amount = size / 1_000_000
    return f"{amount:,.0f}" if amount >= 10 else f"{amount:.1f}".removesuffix(".0")
