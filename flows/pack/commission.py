"""What a pack is to be of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flows.domain.award import Award
from flows.domain.fiscal_period import FiscalPeriod
from flows.domain.ministry import OfficialScore
from flows.domain.text import Text
from flows.domain.thai_calendar import in_bangkok


@dataclass(frozen=True, slots=True)
class Body:
    """The ministry, or one agency: whose numbers are counted."""

    id: str
    """MINISTRY, or the agency's code."""
    name: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Commission:
    """Everything that is said of a pack before anything is counted."""

    period: FiscalPeriod
    as_of: datetime
    """UTC: the moment up to which records are counted, at the latest the period's end."""
    made_at: datetime
    """UTC."""
    ministry: Body | None
    """None for a pack of one agency."""
    agencies: tuple[Body, ...]
    """In the order in which they are shown; only these are counted."""
    codes: frozenset[str]
    """Of every agency that is known, also of those that are not counted: a dataset's id begins with one."""
    titles: Mapping[str, str]
    """Of the declared datasets, for those of which no record tells a title."""
    award: Award
    official_scores: tuple[OfficialScore, ...]
    portal_url: str
    code_version: str

    @property
    def whole(self) -> Body:
        """Whose pack it is."""
        return self.ministry or self.agencies[0]

    @property
    def day(self) -> date:
        """The last day in Bangkok of which anything is counted."""
        return min(self.period.last, in_bangkok(self.as_of).date())

    @property
    def is_over(self) -> bool:
        """Whether the period had ended when the pack was made."""
        return self.as_of >= self.period.ends
