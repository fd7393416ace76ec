"""What every declared value has in common: unknown keys are errors, and days are CE."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from flows.domain.thai_calendar import BUDDHIST_OFFSET, FIRST_BUDDHIST_YEAR

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
MachineName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _day_in_ce(day: date) -> date:
    if day.year >= FIRST_BUDDHIST_YEAR:
        raise ValueError(f"{day} is in the Buddhist era: write CE, {day.year - BUDDHIST_OFFSET}")
    return day


def _year_in_ce(year: int) -> int:
    if year >= FIRST_BUDDHIST_YEAR:
        raise ValueError(f"{year} is in the Buddhist era: write CE, {year - BUDDHIST_OFFSET}")
    if not 1700 <= year <= 2200:
        raise ValueError(f"{year} is no year that data are about: write CE in four digits")
    return year


def _year_in_be(year: int) -> int:
    if not FIRST_BUDDHIST_YEAR < year < FIRST_BUDDHIST_YEAR + 400:
        raise ValueError(f"{year} is no year of the Buddhist era: write B.E., such as {2023 + BUDDHIST_OFFSET}")
    return year


Day = Annotated[date, AfterValidator(_day_in_ce)]
Year = Annotated[int, AfterValidator(_year_in_ce)]
BuddhistYear = Annotated[int, AfterValidator(_year_in_be)]
"""Only where a file is named, or a document counts, by it: data keep CE."""
