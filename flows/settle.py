"""How one dataset ends: published, unchanged or held, with a record before and after, and a report."""

from collections import Counter
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.draft import Draft, Fresh, Part
from flows.domain.errors import DeclarationError, PipelineError, SourceRefused, SourceUnavailable
from flows.domain.outcome import Failed, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.portal.publish import carry_out, plan
from flows.reports.data import ReportData
from flows.world import World

CLOSED = Text(
    th="มีผู้ปิดชุดข้อมูลนี้ไม่ให้สาธารณะเห็นบนพอร์ทัล ระบบจะไม่เปิดให้เอง ผู้ที่ปิดต้องตรวจสอบแล้วเปิดบนพอร์ทัลเมื่อพร้อม",
    en="Somebody made this dataset private on the portal, and it is not opened again by itself: whoever closed it"
    " makes it public on the portal when it may be seen.",
)


def settle(draft: Draft, world: World, dry_run: bool) -> Outcome:
    """Hold or publish. Writes the intent before the first write to the portal.

    dry_run: says what would happen; writes neither to the portal nor to the ledger.
    Raises PipelineError where the portal or the ledger does not play along.
    """
    dataset, standing = draft.dataset, draft.standing
    if not draft.verdict.fit:
        return foreseen(draft)
    if standing and standing.closed_by_hand:
        return Waiting(dataset.id, CLOSED)
    to_do = plan(draft, world.profile, world.shelf.url_of(dataset.id))
    if to_do.empty and standing:
        return Unchanged(dataset.id, draft.rows, draft.verdict.findings, standing.url)
    if dry_run:
        return foreseen(draft)
    assert world.portal, "a run that publishes has a portal"
    _write(world, Kind.INTENT, dataset.id, {"writes": list(to_do.words), **facts(draft, world)})
    receipt = carry_out(world.portal, draft, to_do, world.workplace(dataset.id, "publication"))
    return Published(dataset.id, draft.rows, draft.verdict.findings, receipt.url, receipt.writes, receipt.remarks)


def foreseen(draft: Draft) -> Outcome:
    """What a run that writes nothing can say: held, or fit to be published."""
    dataset, standing = draft.dataset, draft.standing
    page = standing.url if standing and not standing.private else None
    if draft.verdict.fit:
        return Published(dataset.id, draft.rows, draft.verdict.findings, page or "", ())
    return Held(dataset.id, draft.rows, draft.verdict.findings, why_held(draft), page)


def why_held(draft: Draft) -> Text:
    """One sentence: the first blocking finding, and how many more there are."""
    blocking = draft.verdict.blocking
    first, more = blocking[0], len(blocking) - 1
    if not more:
        return first.message
    return Text(
        th=f"{first.message.th} และมีข้อที่ต้องแก้อีก {more:,} ข้อ", en=f"{first.message.en} And {more:,} more to mend."
    )


def broken(name: str, error: BaseException) -> Outcome:
    """The outcome of a dataset whose story ended in an error. A bug's text may quote data: only its class is told."""
    kind = type(error).__name__
    if isinstance(error, SourceUnavailable | SourceRefused):
        return Unreachable(name, error.text, kind)
    if isinstance(error, PipelineError):
        return Failed(name, error.text, kind)
    return Failed(
        name,
        Text(
            th=f"เกิดข้อผิดพลาดในโปรแกรม Perd เอง ({kind}) โปรดส่งบันทึกการทำงานของรอบนี้ให้ผู้พัฒนา",
            en=f"A bug in Perd itself ({kind}): send this run's log to its developers.",
        ),
        kind,
    )


def misdeclared(name: str, world: World) -> DeclarationError:
    """Why a dataset's own files keep it out of the run."""
    return DeclarationError("; ".join(str(mistake) for mistake in world.catalogue.broken[name]))


def record(outcome: Outcome, draft: Draft | None, world: World) -> None:
    """The record after the fact. Raises EvidenceError if the ledger does not take it."""
    body: dict[str, Any] = {"outcome": outcome.word}
    match outcome:
        case Published() | Unchanged():
            body["url"] = outcome.url
        case Held():
            body["rules"] = sorted({finding.rule for finding in outcome.findings if finding.blocks})
        case Unreachable():
            body |= {"kind": outcome.kind, "reason": outcome.reason.en}
        case Waiting():
            body["reason"] = outcome.reason.en
        case Failed():
            body["kind"] = outcome.kind  # a portal's refusal may quote a cell, so its text is not kept
    if draft:
        body |= facts(draft, world)
    _write(world, Kind.OUTCOME, outcome.dataset, body)


def report(outcome: Outcome, draft: Draft | None, world: World) -> None:
    """The report that the agency reads. Raises PipelineError if it cannot be written."""
    dataset = world.catalogue.datasets.get(outcome.dataset)
    if dataset is None or (isinstance(outcome, Unchanged) and _told_already(dataset.id, world)):
        return
    try:
        world.shelf.put(report_of(outcome, draft, dataset, world))
    except OSError as error:
        raise PipelineError(
            f"{dataset.id} ended as {outcome.word}, but its report cannot be written to {world.shelf.folder}"
            f" ({error.strerror}): look at the disk that PERD_HOME is on."
        ) from error


def _told_already(dataset: str, world: World) -> bool:
    """Whether the latest report is the one of the version that stands: it knows more than one of an unchanged night."""
    latest = world.shelf.latest(dataset)
    return latest is not None and latest.outcome in (Published.word, Unchanged.word)


def report_of(outcome: Outcome, draft: Draft | None, dataset: Dataset, world: World) -> ReportData:
    """What the agency reads about this run."""
    made = {part.resource.name: part.tidied for part in (draft.parts if draft else ()) if isinstance(part, Fresh)}
    standing = draft.standing if draft else None
    return ReportData(
        dataset=dataset,
        outcome=outcome,
        findings=draft.verdict.findings if draft else (),
        tables=tuple((resource.name, made.get(resource.name)) for resource in dataset.resources),
        run_id=world.run,
        run_at=world.started,
        rules=world.rules,
        portal_url=world.settings.portal_url or "",
        page_url=standing.url if standing and not standing.private else None,
    )


def facts(draft: Draft, world: World) -> dict[str, Any]:
    """What the ledger keeps of a draft: digests, counts, versions; never a cell value."""
    return {
        "code": world.code_version,
        "rules": world.rules.version,
        "portal": world.settings.portal_url or "",
        "resources": [_part_facts(part) for part in draft.parts],
        "findings": dict(Counter(finding.rule for finding in draft.verdict.findings)),
        "waived": dict(Counter(finding.rule for finding in draft.verdict.findings if finding.waived)),
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
            "etag": part.snapshot.etag,
            "last_modified": part.snapshot.last_modified,
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
