"""Many datasets at a glance: one page per agency, and one for the ministry."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from flows.domain.finding import Severity
from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.page import render
from flows.reports.words import OUTCOMES, SEVERITIES, moment

_MOST_URGENT_FIRST = ("held", "unreachable", "failed", "waiting", "published", "unchanged")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One dataset's line."""

    dataset: str
    title: str
    agency: str
    """The agency's code."""
    agency_name: Text
    outcome: str
    """The outcome's word, such as held."""
    counts: Mapping[str, int]
    """As `ReportData.counted` gives them."""
    checked: bool
    """Whether there are results of checks: a nought that nobody counted is shown as a dash."""
    rows: int | None
    report_url: str | None
    """Absolute, as `ReportShelf.url_of` gives it; None where reports have no address."""
    page_url: str | None

    @classmethod
    def of(cls, report: ReportData, report_url: str | None) -> "IndexEntry":
        return cls(
            dataset=report.dataset.id,
            title=report.dataset.declared.title,
            agency=report.dataset.agency.code,
            agency_name=report.dataset.agency.name,
            outcome=report.outcome.word,
            counts=report.counted(),
            checked=report.checked,
            rows=report.rows,
            report_url=report_url,
            page_url=report.link,
        )

    def as_json(self) -> bytes:
        """What `from_json` reads again."""
        return json.dumps(asdict(self) | {"agency_name": self.agency_name.model_dump()}, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "IndexEntry":
        values = json.loads(content)
        return cls(**values | {"agency_name": Text(**values["agency_name"])})


@dataclass(frozen=True, slots=True)
class _Section:
    code: str
    name: Text
    entries: tuple[IndexEntry, ...]


def index_page(title: Text, entries: Iterable[IndexEntry], at: datetime, portal_url: str) -> str:
    """The page as text: `title` is the agency's or the ministry's name, `at` is in UTC.

    Agencies stand in the order of their codes; within one, what somebody has to act on comes first.
    """
    listed = sorted(entries, key=lambda entry: (_MOST_URGENT_FIRST.index(entry.outcome), entry.dataset))
    sections = [
        _Section(code, agency[0].agency_name, tuple(agency))
        for code in sorted({entry.agency for entry in listed})
        if (agency := [entry for entry in listed if entry.agency == code])
    ]
    return render(
        "index.html.j2",
        title=title,
        at=moment(at),
        agencies=sections,
        total=len(listed),
        outcomes={word: sum(entry.outcome == word for entry in listed) for word in _MOST_URGENT_FIRST},
        words=OUTCOMES,
        severities={severity.value: SEVERITIES[severity] for severity in Severity},
        portal_url=portal_url,
    )
