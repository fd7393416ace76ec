"""What a validation report knows: whoever holds one can make any of its forms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flows.domain.dataset import Dataset, Resource
from flows.domain.finding import Place, Standing
from flows.domain.findings import Findings
from flows.domain.outcome import Failed, Fit, Held, Published, Unchanged, Unreachable, Waiting
from flows.domain.personal import PersonalGuard
from flows.domain.personal_headers import without_personal_headers
from flows.domain.portal_edit import PortalEdit
from flows.domain.release import LastRelease, ReleaseDiff
from flows.domain.rule import RuleBook
from flows.domain.score import HistoryLine, Score
from flows.domain.snapshot import Snapshot
from flows.domain.text import Text
from flows.domain.tidied import Tidied
from flows.reports.privacy import Reported, guarded


def no_rows() -> Iterator[Sequence[str]]:
    """The rows of a table that was not made."""
    return iter(())


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One declared resource in one run."""

    resource: Resource
    tidied: Tidied | None = None
    """None where no table was made of it in this run."""
    rows: Callable[[], Iterator[Sequence[str]]] = no_rows
    """The agency's own table row by row from its top, before any conversion, title rows and header included: the n-th
    is row n of the agency's file, from 1. They may hold personal data: ask a `Curtain` before one is shown."""
    snapshot: Snapshot | None = None
    """The receipt of the agency's file; None where nothing was received, or it was not looked at."""
    frictionless: Mapping[str, Any] | None = None
    """Frictionless' own validation report of the canonical table. It quotes cells."""
    release: ReleaseDiff | None = None
    """What changed against the version that stands on the portal; None where there is nothing to compare with."""
    last: LastRelease | None = None
    """That version's file; None where it is not known."""

    @property
    def name(self) -> str:
        return self.resource.name


def _quotable(table: ReportTable) -> ReportTable:
    """As the gate has left it: no header and no name of a sheet that looks like a person's."""
    quotable = without_personal_headers(table.tidied) if table.tidied else None
    return table if quotable is table.tidied else replace(table, tidied=quotable)


@dataclass(frozen=True, slots=True)
class ReportData:
    """One dataset in one run."""

    dataset: Dataset
    outcome: Reported
    findings: Findings
    """All findings, waived ones included. Values that may be personal data are taken out when the report is made."""
    tables: tuple[ReportTable, ...]
    """In declared order."""
    run_id: str
    run_at: datetime
    """UTC; the run's start. A datetime without a time zone is a ValueError."""
    rules: RuleBook
    portal_url: str
    """The portal's home page; empty where the run has no portal."""
    page_url: str | None = None
    """The dataset's page on the portal; None if the public has none."""
    scores: tuple[Score, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    """The scores run by run, oldest first, this run's at the end."""
    before_sending: bool = False
    """Whether it is about a file that was not sent: the portal was not asked what stands on it, nor the public shown
    anything."""
    _guard: PersonalGuard = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.run_at.tzinfo is None:
            raise ValueError(f"{self.dataset.id}: run_at does not say its time zone: give a datetime in UTC")
        # The gate has guarded them already; whoever hands findings to a report may not have.
        findings = Findings.of(self.findings)
        guard = PersonalGuard.against(findings.at_hand, self.rules)
        object.__setattr__(self, "_guard", guard)
        object.__setattr__(self, "tables", tuple(_quotable(table) for table in self.tables))
        object.__setattr__(self, "outcome", guarded(self.outcome, guard, findings))
        object.__setattr__(self, "findings", findings.reworded(guard))

    @property
    def rows(self) -> int | None:
        """Data rows of the dataset in this run; None where the run did not get to see them."""
        if isinstance(self.outcome, Published | Unchanged | Held | Fit):
            return self.outcome.rows
        made = [table.tidied.rows for table in self.tables if table.tidied is not None]
        return sum(made) if made else None

    @property
    def checked(self) -> bool:
        """Whether there are results of checks at all: nothing to check is not the same as nothing found."""
        looked_at = isinstance(self.outcome, Published | Unchanged | Held | Fit)
        return looked_at or bool(self.findings) or any(table.tidied is not None for table in self.tables)

    @property
    def version(self) -> int | None:
        """Number of the version that this run published; None where it published none."""
        return self.outcome.version.number if isinstance(self.outcome, Published) and self.outcome.version else None

    @property
    def reason(self) -> Text | None:
        """Why it ended so, in the outcome's own words."""
        match self.outcome:
            case Held(reason=reason) | Failed(reason=reason) | Unreachable(reason=reason) | Waiting(reason=reason):
                return reason
            case Published() | Unchanged() | Fit():
                return None

    @property
    def edits(self) -> tuple[PortalEdit, ...]:
        """What people changed on the portal in fields that the declaration fills."""
        return self.outcome.edits if isinstance(self.outcome, Published | Unchanged) else ()

    @property
    def link(self) -> str | None:
        """The dataset's page that the public sees now."""
        if isinstance(self.outcome, Published | Unchanged | Held | Waiting | Fit):
            return self.page_url or self.outcome.url or None
        return self.page_url or None

    def counted(self) -> dict[str, int]:
        """How many findings there are of each standing: block, person, warn, info, approved, waived."""
        return {standing.value: self.findings.count(standing) for standing in Standing}

    def has_personal_data(self, resource: str) -> bool:
        """Whether a personal rule found anything in that resource's table."""
        return self._guard.touches(resource)

    def hides(self, cell: Place) -> bool:
        """Whether that cell of the agency's file may hold personal data, so that nobody is shown it."""
        return self._guard.hides(cell)
