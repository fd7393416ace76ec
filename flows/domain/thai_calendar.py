"""Thai dates: month names, the Buddhist era, and Bangkok's clock. Data keep ISO dates (CE); only people see these."""

from datetime import date, datetime, timedelta, timezone

BUDDHIST_OFFSET = 543
"""Years that the Buddhist era (as Thailand counts it since 2484 B.E.) is ahead of the common era."""

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
"""UTC+7 without summer time. Fixed rather than looked up, so that no time zone file is needed."""

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
"""January first."""

SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)


def to_buddhist(year: int) -> int:
    """The B.E. year of a CE year: 2026 -> 2569."""
    return year + BUDDHIST_OFFSET


def from_buddhist(year: int) -> int:
    """The CE year of a B.E. year: 2569 -> 2026.

    Right from 1 January 2484 B.E. on, when the Thai year began to change on that day instead of 1 April.
    """
    return year - BUDDHIST_OFFSET


def month_number(name: str) -> int | None:
    """1 to 12 for a Thai month, whole or abbreviated, with or without its full stops; None for any other word."""
    bare = name.strip().replace(".", "")
    for number, (whole, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), start=1):
        if bare in (whole, short.replace(".", "")):
            return number
    return None


def thai_date(day: date) -> str:
    """20 พฤศจิกายน 2569. A datetime is read in its own time zone."""
    return f"{day.day} {MONTHS[day.month - 1]} {to_buddhist(day.year)}"


def thai_short_date(day: date) -> str:
    """20 พ.ย. 2569, for tables."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {to_buddhist(day.year)}"


def in_bangkok(moment: datetime) -> datetime:
    """The same moment on Bangkok's clock. A datetime that does not say its time zone is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} does not say its time zone: give a datetime in UTC")
    return moment.astimezone(BANGKOK)


def thai_datetime(moment: datetime) -> str:
    """20 พฤศจิกายน 2569 เวลา 01:30 น., in Bangkok. ValueError as in `in_bangkok`."""
    local = in_bangkok(moment)
    return f"{thai_date(local)} เวลา {local:%H:%M} น."


def fiscal_year(day: date) -> int:
    """The B.E. year of the Thai government's fiscal year in which the day lies.

    By convention it begins on 1 October of the year before: 1 October 2569 opens ปีงบประมาณ 2570. Agencies with a
    fiscal year of their own (some state enterprises) do not follow it.
    """
    return to_buddhist(day.year + 1 if day.month >= 10 else day.year)
