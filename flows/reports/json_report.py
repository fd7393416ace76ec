"""The report for machines: Frictionless' own report and our findings, as schemas/report.schema.json describes them."""

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from flows.domain.finding import Finding
from flows.domain.outcome import Failed, Published, Unreachable
from flows.domain.personal_text import UNNAMED_FILE, looks_personal, named_or
from flows.domain.release import ReleaseDiff
from flows.domain.score import Score
from flows.domain.tidied import Tidied
from flows.reports.data import ReportData, ReportTable

FORMAT = "perd-report/2"
"""Raised when a key changes its meaning or goes; new keys may come under the same number."""
MOST_FINDINGS = 10_000
"""Findings in the report itself; where there are more, all of them are in findings.jsonl.gz beside it."""
ALL_FINDINGS = "findings.jsonl.gz"
_PLAIN_SCORES = TypeAdapter(tuple[Score, ...])
_PLAIN_RELEASE = TypeAdapter(ReleaseDiff | None)
_REPEATED = ("labels",)
"""What each error about a header repeats, and the task has once."""
MOST_CELLS = 100
"""Of a row that an error repeats; of wider rows it has none."""
_QUOTING = ("cell", "cells", "note", "message")
"""What of an error of Frictionless repeats cells of its row."""


def as_json(report: ReportData) -> dict[str, Any]:
    """The report as plain values, ready for json.dumps, in the shape of schemas/report.schema.json."""
    dataset, outcome = report.dataset, report.outcome
    complete = len(report.findings) <= MOST_FINDINGS
    listed = report.findings if complete else report.findings.at_hand[:MOST_FINDINGS]
    return {
        "format": FORMAT,
        "run": {"id": report.run_id, "at": _utc(report.run_at)},
        "before_sending": report.before_sending,
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
        "portal_edits": [
            {"field": edit.field, "kept": edit.kept.value, "told": edit.told.model_dump()} for edit in report.edits
        ],
        "portal_url": report.portal_url,
        "page_url": report.link,
        "counts": report.counted(),
        "rules": {"version": report.rules.version, "used": _rules_used(report)},
        "findings": [finding_as_json(finding) for finding in listed],
        "findings_complete": complete,
        "all_findings": None if complete else ALL_FINDINGS,
        "scores": _PLAIN_SCORES.dump_python(report.scores, mode="json"),
        "tables": [_table(table, report) for table in report.tables],
    }


def json_bytes(report: ReportData) -> bytes:
    """`as_json` as a UTF-8 file, indented, ending in a line feed; the same report gives the same bytes."""
    return (json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n").encode()


def write_all_findings(report: ReportData, path: Path) -> None:
    """Every finding, one JSON object a line in the shape of the report's own, gzipped. Raises OSError."""
    with path.open("wb") as file, gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
        for finding in report.findings:
            packed.write((json.dumps(finding_as_json(finding), ensure_ascii=False) + "\n").encode())


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """One finding; `value` is null where there is none, and wherever it may be personal data."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "standing": finding.standing.value,
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
        "approved": finding.approved,
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _rules_used(report: ReportData) -> dict[str, Any]:
    return {
        slug: {
            **report.rules[slug].model_dump(mode="json", include={"severity", "title", "why", "example", "source"}),
            "count": count,
        }
        for slug, count in report.findings.rules().items()
    }


def _table(table: ReportTable, report: ReportData) -> dict[str, Any]:
    snapshot = table.snapshot
    return {
        "resource": table.name,
        "title": table.resource.title,
        "received": None
        if snapshot is None
        else {
            "source": named_or(UNNAMED_FILE, snapshot.source),
            "at": _utc(snapshot.fetched_at),
            "sha256": snapshot.sha256,
            "size_bytes": snapshot.size,
        },
        "table": _tidied(table.tidied) if table.tidied else None,
        "release": _release(table, report),
        "frictionless": _frictionless(table, report),
    }


def _release(table: ReportTable, report: ReportData) -> dict[str, Any] | None:
    if table.release is None:
        return None
    plain: dict[str, Any] = _PLAIN_RELEASE.dump_python(table.release, mode="json")
    return plain | {
        "version_before": table.last.version if table.last else None,
        "sha256_before": table.last.sha256 if table.last else None,
        "version_now": report.version,
        "sha256_now": table.tidied.sha256 if table.tidied else None,
    }


def _tidied(tidied: Tidied) -> dict[str, Any]:
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


def _frictionless(table: ReportTable, report: ReportData) -> dict[str, Any] | None:
    """Frictionless' own report, without what is repeated over and over; and without what quotes cells as soon as
    anything in the table is personal."""
    if table.frictionless is None:
        return None
    personal = report.has_personal_data(table.name)
    tasks = [
        {**task, "errors": [_error(error, personal) for error in task.get("errors", ())]}
        for task in table.frictionless.get("tasks", ())
    ]
    errors = [_error(error, personal) for error in table.frictionless.get("errors", ())]
    return {**table.frictionless, "tasks": _without_persons(tasks), "errors": _without_persons(errors)}


def _without_persons(plain: Any) -> Any:
    """The same with null for each text that looks personal: Frictionless read the headers that the gate took out."""
    match plain:
        case str():
            return None if looks_personal(plain) else plain
        case Mapping():
            return {key: _without_persons(value) for key, value in plain.items()}
        case list() | tuple():
            return [_without_persons(value) for value in plain]
        case _:
            return plain


def _error(error: Mapping[str, Any], personal: bool) -> dict[str, Any]:
    left_out = {*_REPEATED, *(_QUOTING if personal else ())}
    if len(error.get("cells", ())) > MOST_CELLS:
        left_out.add("cells")
    return {key: value for key, value in error.items() if key not in left_out}
