"""What a validation report knows, and the same as JSON for machines."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.finding import Finding, Severity
from flows.domain.outcome import Failed, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.domain.tidied import Tidied
from flows.reports.privacy import guarded, without_personal_values

FORMAT = "perd-report/1"
"""Raised when a key changes its meaning or goes; new keys may come under the same number."""


@dataclass(frozen=True, slots=True)
class ReportData:
    """One dataset in one run. Made of values only: whoever holds one can render it, today or in ten years."""

    dataset: Dataset
    outcome: Outcome
    findings: tuple[Finding, ...]
    """All findings, waived ones included. Values that may be personal data are taken out when the report is made."""
    tables: tuple[tuple[str, Tidied | None], ...]
    """(resource name, its canonical table), in declared order; None where none was made in this run."""
    run_id: str
    run_at: datetime
    """UTC; the run's start. A datetime without a time zone is a ValueError."""
    rules: RuleBook
    portal_url: str
    """The portal's home page; empty where the run has no portal."""
    page_url: str | None = None
    """The dataset's page on the portal; None if the public has none."""

    def __post_init__(self) -> None:
        if self.run_at.tzinfo is None:
            raise ValueError(f"{self.dataset.id}: run_at does not say its time zone: give a datetime in UTC")
        # The outcome first: its reason is guarded by what the findings said before they were.
        object.__setattr__(self, "outcome", guarded(self.outcome, self.findings, self.rules))
        object.__setattr__(self, "findings", without_personal_values(self.findings, self.rules))

    @property
    def rows(self) -> int | None:
        """Data rows of the dataset in this run; None where the run did not get to see them."""
        if isinstance(self.outcome, Published | Unchanged | Held):
            return self.outcome.rows
        made = [tidied.rows for _, tidied in self.tables if tidied is not None]
        return sum(made) if made else None

    @property
    def checked(self) -> bool:
        """Whether there are results of checks at all: nothing to check is not the same as nothing found."""
        looked_at = isinstance(self.outcome, Published | Unchanged | Held)
        return looked_at or bool(self.findings) or any(tidied is not None for _, tidied in self.tables)

    @property
    def reason(self) -> Text | None:
        """Why it ended so, in the outcome's own words."""
        match self.outcome:
            case Held(reason=reason) | Failed(reason=reason) | Unreachable(reason=reason) | Waiting(reason=reason):
                return reason
            case Published() | Unchanged():
                return None

    @property
    def link(self) -> str | None:
        """The dataset's page that the public sees now."""
        if isinstance(self.outcome, Published | Unchanged | Held):
            return self.page_url or self.outcome.url or None
        return self.page_url or None

    def counted(self) -> dict[str, int]:
        """How many findings count, by severity, and how many a waiver covers: block, warn, info, waived."""
        counts = {severity.value: 0 for severity in Severity} | {"waived": 0}
        for finding in self.findings:
            counts["waived" if finding.waived else finding.severity.value] += 1
        return counts


def as_json(report: ReportData) -> dict[str, Any]:
    """The report as plain values, ready for json.dumps. Keys are stable within one `format`:

    format       perd-report/1
    run          {id, at}: `at` is ISO 8601 in UTC, ending in Z
    dataset      {id, title, agency {code, short, name}, contact {name, email, phone}, declaration}
    outcome      {word, reason, kind, rows, written}: word is published, unchanged, held, failed, unreachable or
                 waiting; kind is the error's class; what an outcome does not have is null
    portal_url, page_url
    counts       {block, warn, info, waived}
    rules        {version, used}: used maps each slug found to {severity, title, why, source {mark, name, url}, count}
    findings     [{rule, severity, blocks, message, fix, place, value, waived}], in the order they were found;
                 place is {resource, sheet, row, column, cell, header, field}, rows and columns counted from 1;
                 value is null where there is none, and wherever it may be personal data
    tables       [{resource, title, table}]: table is null where none was made in this run, else {rows, size_bytes,
                 sha256, encoding, delimiter, sheet, header_row, columns [{name, header, position}],
                 changes [{rule, column, count}]}

    A text is {th, en}.
    """
    dataset, outcome = report.dataset, report.outcome
    titles = {resource.name: resource.title for resource in dataset.resources}
    return {
        "format": FORMAT,
        "run": {"id": report.run_id, "at": _utc(report.run_at)},
        "dataset": {
            "id": dataset.id,
            "title": dataset.declared.title,
            "agency": dataset.agency.model_dump(include={"code", "short", "name"}),
            "contact": dataset.contact.model_dump(),
            "declaration": dataset.path,
        },
        "outcome": {
            "word": outcome.word,
            "reason": report.reason.model_dump() if report.reason else None,
            "kind": outcome.kind if isinstance(outcome, Failed | Unreachable) else None,
            "rows": report.rows,
            "written": list(outcome.written) if isinstance(outcome, Published) else None,
        },
        "portal_url": report.portal_url,
        "page_url": report.link,
        "counts": report.counted(),
        "rules": {"version": report.rules.version, "used": _rules_used(report)},
        "findings": [_finding(finding) for finding in report.findings],
        "tables": [
            {"resource": name, "title": titles.get(name, name), "table": _table(tidied) if tidied else None}
            for name, tidied in report.tables
        ],
    }


def json_bytes(report: ReportData) -> bytes:
    """`as_json` as a UTF-8 file, indented, ending in a line feed; the same report gives the same bytes."""
    return (json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n").encode()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rules_used(report: ReportData) -> dict[str, Any]:
    used: dict[str, Any] = {}
    for finding in report.findings:
        if finding.rule not in used:
            rule = report.rules[finding.rule]
            used[finding.rule] = {
                **rule.model_dump(mode="json", include={"severity", "title", "why", "source"}),
                "count": 0,
            }
        used[finding.rule]["count"] += 1
    return used


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "blocks": finding.blocks,
        "message": finding.message.model_dump(),
        "fix": finding.fix.model_dump(),
        "place": {
            "resource": place.resource,
            "sheet": place.sheet,
            "row": place.row,
            "column": place.column,
            "cell": place.cell,
            "header": place.header,
            "field": place.field,
        },
        "value": finding.value,
        "waived": finding.waived,
    }


def _table(tidied: Tidied) -> dict[str, Any]:
    return {
        "rows": tidied.rows,
        "size_bytes": tidied.size,
        "sha256": tidied.sha256,
        "encoding": tidied.encoding,
        "delimiter": tidied.delimiter,
        "sheet": tidied.sheet,
        "header_row": tidied.header_row,
        "columns": [{"name": c.name, "header": c.header, "position": c.position} for c in tidied.columns],
        "changes": [{"rule": c.rule, "column": c.column, "count": c.count} for c in tidied.changes],
    }
