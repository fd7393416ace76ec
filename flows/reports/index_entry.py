"""One dataset's line of an index, kept beside its latest report."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from flows.domain.portal_edit import PortalEdit
from flows.domain.text import Text
from flows.reports.data import ReportData


def edits_sign(edits: Sequence[PortalEdit]) -> str:
    """The same as long as the same has to be told of them."""
    told = "\n".join(edit.told.en for edit in edits)
    return hashlib.sha256(told.encode()).hexdigest() if told else ""


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
    """As `ReportData.counted` gives them; an older line lacks the newer standings."""
    checked: bool = True
    """Whether there are results of checks: a nought that nobody counted is shown as a dash."""
    rows: int | None = None
    report_url: str | None = None
    """Absolute, as `ReportShelf.url_of` gives it; None where reports have no address."""
    page_url: str | None = None
    edits: str = ""
    """Sign of what people had edited on the portal; empty for nothing."""
    run_at: datetime | None = None
    """UTC; the start of the run that the report is about. None in an older line."""

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
            edits=edits_sign(report.edits),
            run_at=report.run_at,
        )

    def as_json(self) -> bytes:
        """What `from_json` reads again."""
        plain = asdict(self) | {
            "agency_name": self.agency_name.model_dump(),
            "run_at": self.run_at.isoformat() if self.run_at else None,
        }
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "IndexEntry":
        """A line that another version of Perd wrote is read as well: what it lacks is unknown, what is new is left."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in json.loads(content).items() if name in known}
        values["agency_name"] = Text(**values["agency_name"])
        if values.get("run_at"):
            values["run_at"] = datetime.fromisoformat(values["run_at"])
        return cls(**values)
