"""Thai dates: month names, the Buddhist era, and Bangkok's clock. Data keep ISO dates (CE); only people see these."""

from datetime import date, datetime, timedelta, timezone

BUDDHIST_OFFSET = 543
"""Years that the Buddhist era (as Thailand counts it since 2484 B.E.) is ahead of the common era."""

FIRST_BUDDHIST_YEAR = 2400
"""From here on a year of four digits in an agency's data is taken for one of the Buddhist era (2400 is 1857 CE)."""

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

MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)} | {
    name.replace(".", ""): number for number, name in enumerate(SHORT_MONTHS, start=1)
}
"""1 to 12 by Thai month, whole or abbreviated; an abbreviation without its full stops."""


def to_buddhist(year: int) -> int:
    """The B.E. year of a CE year: 2026 -> 2569."""
    return year + BUDDHIST_OFFSET


def thai_date(day: date) -> str:
    """20 พฤศจิกายน 2569. A datetime is read in its own time zone."""
    return f"{day.day} {MONTHS[day.month - 1]} {to_buddhist(day.year)}"


def in_bangkok(moment: datetime) -> datetime:
    """The same moment on Bangkok's clock. A datetime that does not say its time zone is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} does not say its time zone: give a datetime in UTC")
    return moment.astimezone(BANGKOK)


def thai_datetime(moment: datetime) -> str:
    """20 พฤศจิกายน 2569 เวลา 01:30 น., in Bangkok. ValueError as in `in_bangkok`."""
    local = in_bangkok(moment)
    return f"{thai_date(local)} เวลา {local:%H:%M} น."


def thai_short_datetime(moment: datetime) -> str:
    """20 พ.ย. 2569 01:30 น., in Bangkok: for narrow columns. ValueError as in `in_bangkok`."""
    local = in_bangkok(moment)
    return f"{local.day} {SHORT_MONTHS[local.month - 1]} {to_buddhist(local.year)} {local:%H:%M} น."
