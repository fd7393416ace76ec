"""Words that stand on every kind of page: how a dataset ended, and when."""

from datetime import date, datetime

from flows.domain.text import Text
from flows.domain.thai_calendar import in_bangkok, thai_date, thai_datetime, thai_short_datetime

OUTCOME_BADGES: dict[str, Text] = {
    "published": Text(th="เผยแพร่แล้ว", en="Published"),
    "unchanged": Text(th="ไม่มีการเปลี่ยนแปลง", en="Unchanged"),
    "held": Text(th="ระงับการเผยแพร่", en="Held"),
    "failed": Text(th="ดำเนินการไม่สำเร็จ", en="Failed"),
    "unreachable": Text(th="ติดต่อต้นทางไม่ได้", en="Unreachable"),
    "waiting": Text(th="รอการอนุมัติ", en="Waiting"),
}
"""One or two words for each outcome."""

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def moment(at: datetime) -> Text:
    """A UTC moment as people in Bangkok read it; B.E. in Thai, CE in English."""
    local = in_bangkok(at)
    return Text(th=thai_datetime(at), en=f"{_english(local)}, {local:%H:%M} (Bangkok)")


def short_moment(at: datetime) -> Text:
    """The same for narrow columns: 20 พ.ย. 2569 01:30 น., and 20 Nov 2026, 01:30."""
    local = in_bangkok(at)
    month = ENGLISH_MONTHS[local.month - 1][:3]
    return Text(th=thai_short_datetime(at), en=f"{local.day} {month} {local.year}, {local:%H:%M}")


def day(of: date) -> Text:
    """A day as people read it; B.E. in Thai, CE in English."""
    return Text(th=thai_date(of), en=_english(of))


def _english(of: date) -> str:
    return f"{of.day} {ENGLISH_MONTHS[of.month - 1]} {of.year}"
