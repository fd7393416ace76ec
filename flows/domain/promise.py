"""How often new data are promised, as steps of the calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from flows.domain.dataset import Frequency

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: days and months are never mixed."""

    days: int = 0
    months: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day so many periods later; the last day of a month leads to the last day of a month.

        31 January and one month is 28 February, and then 31 March. Beyond the calendar's end, its last day.
        """
        try:
            if self.days:
                return day + timedelta(days=self.days * times)
            years, month = divmod(day.year * 12 + day.month - 1 + self.months * times, 12)
            length = monthrange(years, month + 1)[1]
            last = day.day == monthrange(day.year, day.month)[1]
            return date(years, month + 1, length if last else min(day.day, length))
        except (OverflowError, ValueError):
            return date.max


DAY = Period(days=1)
MONTH = Period(months=1)
YEAR = Period(months=12)


def promised(frequency: Frequency | None) -> Period | None:
    """One promised period; None where nothing is promised that a calendar can tell.

    Working days have holidays that no calendar here knows; hours, minutes and real time are not seen in a daily run;
    unknown, not updated and other promise nothing.
    """
    if frequency is None:
        return None
    if frequency.unit in _DAYS:
        return Period(days=_DAYS[frequency.unit] * frequency.every)
    if frequency.unit in _MONTHS:
        return Period(months=_MONTHS[frequency.unit] * frequency.every)
    return None
