"""What is written down when a dataset's run has ended: a record in the ledger, and the report that the agency reads."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flows.declared_decisions import record_declared_decisions
from flows.disclosing import disclosure
from flows.domain.dataset import Dataset, Resource
from flows.domain.draft import Draft, Fresh, Part
from flows.domain.errors import PipelineError
from flows.domain.finding import Standing
from flows.domain.findings import NOTHING
from flows.domain.outcome import Failed, Fit, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.provenance import declared_address, kept_header
from flows.domain.record import Kind, Record
from flows.domain.release import LastRelease
from flows.domain.version import Version
from flows.remembered import remember as remember_findings
from flows.reports.data import ReportData, ReportTable
from flows.reports.index_entry import edits_sign
from flows.scoring import Measured, beside_the_reports, measured
from flows.standing_version import standing_version
from flows.tidy import received_rows
from flows.world import World

NOTHING_MORE: Mapping[str, str] = {}


def record_intent(draft: Draft, writes: tuple[str, ...], version: Version, world: World) -> None:
    """Before the first write to the portal, once the version is in the archive. Raises EvidenceError if the ledger
    refuses: then nothing is written."""
    body = {"writes": list(writes), **_named(version), **_versions(draft.dataset, world), **_facts(draft)}
    _write(world, Kind.INTENT, draft.dataset.id, body)


def measure(outcome: Outcome, draft: Draft | None, world: World) -> Measured | None:
    """What ledger and report are to say of the dataset; None of one whose declaration cannot be read."""
    dataset = world.catalogue.datasets.get(outcome.dataset)
    return measured(outcome, draft, dataset, world) if dataset else None


def record_outcome(
    outcome: Outcome,
    draft: Draft | None,
    found: Measured | None,
    world: World,
    about: Mapping[str, str] = NOTHING_MORE,
) -> None:
    """After the last one, whatever the end; `found` is None where nothing could be measured. Raises EvidenceError."""
    body = outcome_body(outcome, draft, found, world, about)
    if draft and world.ledger:
        record_declared_decisions(draft, world.ledger, world.run, world.now, world.today)
    _write(world, Kind.OUTCOME, outcome.dataset, body)


def record_together(bodies: Mapping[str, Mapping[str, Any]], world: World) -> None:
    """Outcomes of several datasets, by id, each as `outcome_body` made it: all are written down or none.

    Raises EvidenceError.
    """
    if world.ledger:
        world.ledger.append_all(
            [Record(Kind.OUTCOME, world.run, dataset, world.now, body) for dataset, body in bodies.items()]
        )


def outcome_body(
    outcome: Outcome,
    draft: Draft | None,
    found: Measured | None,
    world: World,
    about: Mapping[str, str] = NOTHING_MORE,
) -> dict[str, Any]:
    """What the ledger says of a dataset's end."""
    body: dict[str, Any] = {"outcome": outcome.word, "report": world.shelf.url_of(outcome.dataset), **about}
    match outcome:
        case Published():
            body |= {"url": outcome.url, "writes": list(outcome.written), "remarks": [r.en for r in outcome.remarks]}
            body["read_back"] = [
                {"resource": file.resource, "url": file.url, "sha256": file.sha256, "rows": file.rows}
                for file in outcome.files
                if file.read_back
            ]
            body |= _named(outcome.version) if outcome.version else {}
        case Unchanged():
            body |= {"url": outcome.url, "remarks": [remark.en for remark in outcome.remarks]}
        case Held():
            body["rules"] = sorted(outcome.findings.rules(Standing.BLOCK))
        case Unreachable():
            body |= {"kind": outcome.kind, "reason": outcome.reason.en}
            body |= {"since": outcome.since.isoformat(), "overdue": outcome.overdue} if outcome.since else {}
        case Waiting():
            body |= {"question": outcome.asks, "rules": sorted(outcome.findings.rules(Standing.PERSON))}
        case Failed():
            body["kind"] = outcome.kind  # a portal's refusal may quote a cell, so its text is not kept
    if isinstance(outcome, Published | Unchanged) and outcome.edits:
        body["portal_edits"] = [{"field": edit.field, "kept": edit.kept.value} for edit in outcome.edits]
    restored = draft.dataset if draft else None  # a person, or a recovery, brings back what nobody declares any more
    body |= _versions(world.catalogue.datasets.get(outcome.dataset) or restored, world)
    if draft:
        body |= _facts(draft)
    if found and found.facts.dataset.keeps_checkpoints:
        body["own_evidence"] = True  # no achievement of an agency: an award pack passes it over
    elif found:
        body["disclosure"] = disclosure(outcome, draft, found).as_json()
    return body


def record_finished(outcome: Outcome, draft: Draft, found: Measured | None, left_by: str, world: World) -> None:
    """What became of what the run `left_by` had left half done. Raises EvidenceError."""
    about = {"finishes": left_by} if isinstance(outcome, Published) else {"undone": left_by}
    record_outcome(outcome, draft, found, world, about)


def report(outcome: Outcome, draft: Draft | None, found: Measured, world: World) -> None:
    """Keep the scores, and put the report on its shelf. Raises PipelineError if they cannot be written."""
    dataset = found.facts.dataset
    try:
        if draft and isinstance(outcome, Published):
            remember_findings(draft, world)
        beside, history = beside_the_reports(found, outcome, world)
        for name, content in beside.items():
            world.shelf.write_beside(dataset.id, name, content)
        if not (isinstance(outcome, Unchanged) and _told_already(outcome, world)):
            world.shelf.put(replace(report_of(outcome, draft, dataset, world), scores=found.scores, history=history))
    except OSError as error:
        raise PipelineError(
            f"{dataset.id} ended as {outcome.word}, but its report cannot be written to {world.shelf.folder}"
            f" ({error.strerror}): look at the disk that PERD_HOME is on."
        ) from error


def reported(outcome: Unchanged, found: Measured, world: World) -> bool:
    """Whether the report, and what lies beside it, say all of it already."""
    return _told_already(outcome, world) and not beside_the_reports(found, outcome, world)[0]


def _told_already(outcome: Unchanged, world: World) -> bool:
    """Whether the latest report is the one of the version that stands, and says as much: it knows more of the tables
    than one of an unchanged night, in which they are not looked at."""
    latest = world.shelf.latest(outcome.dataset)
    return (
        latest is not None
        and latest.outcome in (Published.word, Unchanged.word)
        and sum(latest.counts.values()) == len(outcome.findings)
        and latest.edits == edits_sign(outcome.edits)
    )


def report_of(
    outcome: Outcome | Fit, draft: Draft | None, dataset: Dataset, world: World, *, before_sending: bool = False
) -> ReportData:
    """All that a report of this end needs; making one touches neither portal nor ledger.

    before_sending: whether it is about a file that nobody has delivered yet.
    """
    made = {part.resource.name: part for part in (draft.parts if draft else ()) if isinstance(part, Fresh)}
    stood = _number_that_stood(draft, world)
    standing = draft.standing if draft else None
    return ReportData(
        dataset=dataset,
        outcome=outcome,
        findings=draft.verdict.findings if draft else NOTHING,
        tables=tuple(_table_of(resource, made.get(resource.name), draft, stood) for resource in dataset.resources),
        run_id=world.run,
        run_at=world.started,
        rules=world.rules,
        portal_url=world.settings.portal_url or "",
        page_url=standing.url if standing and not standing.private else None,
        before_sending=before_sending,
    )


def _number_that_stood(draft: Draft | None, world: World) -> int | None:
    """Of the version that the tables were compared with, if any was, as far as the archive knows it."""
    if draft is None or not draft.releases:
        return None
    try:
        stood = standing_version(draft.standing, world)
    except PipelineError:  # an archive that is silent is told of where it is needed, and leaves nobody without a report
        return None
    return stood.number if stood else None


def _table_of(resource: Resource, part: Fresh | None, draft: Draft | None, stood: int | None) -> ReportTable:
    if part is None or draft is None:
        return ReportTable(resource)
    published = draft.standing.resource(resource.name) if draft.standing else None
    return ReportTable(
        resource,
        part.tidied,
        partial(received_rows, part.tidied),
        part.snapshot,
        draft.frictionless.get(resource.name),
        draft.releases.get(resource.name),
        LastRelease(published.sha256, stood) if published else None,
    )


def _named(version: Version) -> dict[str, Any]:
    """The number by which people know it, and the digest that leaves no doubt which one was meant."""
    return {"version": version.number, "manifest_sha256": version.manifest_sha256}


def _versions(dataset: Dataset | None, world: World) -> dict[str, Any]:
    """What holds of every run, however it ended; `dataset` is None where its declaration cannot be read."""
    known = {
        "code": world.code_version,
        "rules_version": world.rules.version,
        "portal": world.settings.portal_url or "",
    }
    if dataset is None:
        return known
    sources = [{"resource": each.name, "declared": declared_address(each.source)} for each in dataset.resources]
    return known | {"agency": dataset.agency.code, "sources": sources}


def _facts(draft: Draft) -> dict[str, Any]:
    """Digests and counts; never a cell value."""
    findings = draft.verdict.findings
    return {
        "resources": [_part_facts(part) for part in draft.parts],
        "findings": findings.rules(),
        "waived": findings.rules(Standing.WAIVED),
        "approved": findings.rules(Standing.APPROVED),
        "question": draft.question,
    }


def _part_facts(part: Part) -> dict[str, Any]:
    known = {
        "resource": part.resource.name,
        "schema": part.schema.name,
        "schema_version": part.schema.version,
        "schema_sha256": part.schema.sha256,
        "rows": part.rows,
    }
    if isinstance(part, Fresh):
        return known | {
            "source": part.snapshot.source,
            "source_sha256": part.snapshot.sha256,
            "source_bytes": part.snapshot.size,
            "fetched_at": part.snapshot.fetched_at.isoformat(),
            "content_type": kept_header(part.snapshot.media_type),
            "etag": kept_header(part.snapshot.etag),
            "last_modified": kept_header(part.snapshot.last_modified),
            "server_date": kept_header(part.snapshot.server_date),
            "answered_by": part.snapshot.answered_by,
            "sha256": part.tidied.sha256,
            "fingerprint": part.fingerprint,
            "tidy": [
                {"rule": change.rule, "column": change.column, "count": change.count} for change in part.tidied.changes
            ],
        }
    return known | {
        "source_sha256": part.published.source_sha256,
        "sha256": part.published.sha256,
        "fingerprint": part.published.fingerprint,
    }


def _write(world: World, kind: Kind, dataset: str, body: dict[str, Any]) -> None:
    if world.ledger:
        world.ledger.append(Record(kind, world.run, dataset, world.now, body))
