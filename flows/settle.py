"""How one dataset ends: published, unchanged, held, or broken off."""

import time
from pathlib import Path

from flows.bookkeeping import record_intent
from flows.domain.decision import Decision as Answer
from flows.domain.draft import Draft, Kept
from flows.domain.errors import AnotherRun, DeclarationError, PipelineError, SourceRefused, SourceUnavailable
from flows.domain.finding import Standing
from flows.domain.outcome import Failed, Fit, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.published import PublishedDataset
from flows.domain.receipt import PublishReceipt
from flows.domain.text import Text
from flows.domain.thai_calendar import BANGKOK, thai_date
from flows.domain.verdict import Decision
from flows.domain.version import Version
from flows.portal.client import Portal
from flows.portal.plan import Plan
from flows.portal.publish import carry_out, plan
from flows.portal.verify import kept_file
from flows.row_changes import with_changes
from flows.standing_version import standing_version
from flows.world import World

PUBLICATION = ".publication"
ARCHIVING = ".archiving"
"""Working folders beside those of the resources: no resource can be called so."""
CLOSED = Text(
    th="มีผู้ปิดชุดข้อมูลนี้ไม่ให้สาธารณะเห็นบนพอร์ทัล ระบบจะไม่เปิดให้เอง ผู้ที่ปิดต้องตรวจสอบแล้วเปิดบนพอร์ทัลเมื่อพร้อม"
    " หรือสั่ง perd withdraw ID --undo",
    en="Somebody made this dataset private on the portal, and it is not opened again by itself: whoever closed it"
    " makes it public on the portal when it may be seen, or gives the command `perd withdraw ID --undo`.",
)

_OTHER_VERSION = Text(
    th="ระหว่างที่รอบนี้ตรวจชุดข้อมูล {dataset} มีอีกรอบหนึ่งเผยแพร่รุ่นอื่นแล้ว จึงคงไว้ตามรุ่นนั้น รอบถัดไปจะตรวจดูใหม่",
    en="While this run looked at the dataset {dataset}, another one published another version of it: it was left as it"
    " is, and the next run looks again.",
)


class Superseded(AnotherRun):
    """Another run published a version after this one had looked: what it found is to be looked at again."""


def settle(draft: Draft, world: World, dry_run: bool) -> Outcome | Fit:
    """Hold or publish. The version is in the archive, and the intent in the ledger, before the first write to the
    portal.

    dry_run: says what would happen; writes neither to the portal nor to the ledger.
    Raises AnotherRun, or Superseded, where another run writes the dataset or has just written it; PipelineError where
    the portal, the archive or the ledger does not play along.
    """
    dataset, standing = draft.dataset, draft.standing
    if not draft.verdict.fit:
        return foreseen(draft)
    if standing and standing.closed_by_hand:
        return Waiting(dataset.id, CLOSED)
    to_do = plan(draft, world.profile, world.shelf.url_of(dataset.id))
    if to_do.empty and standing:
        return _unchanged(to_do, standing)
    if dry_run:
        return foreseen(draft)
    with world.only_writer(dataset.id) as portal:
        now = portal.look(dataset.id)
        if _version(now) != _version(standing):
            raise Superseded(_OTHER_VERSION.filled(dataset=dataset.id))
        if now and now.closed_by_hand:
            return Waiting(dataset.id, CLOSED)
        to_do = to_do.seen_from(now)
        if to_do.empty and now:
            return _unchanged(to_do, now)
        return published(to_do, _archived(to_do.draft, portal, world), portal, world)


def published(to_do: Plan, version: Version, portal: Portal, world: World) -> Published:
    """Carry out what remains to do, by whoever has the lease: the intent, the writes, the proof."""
    draft = with_changes(to_do.draft, lambda: standing_version(to_do.draft.standing, world), world)
    remaining = to_do.of(draft)
    record_intent(draft, remaining.words, version, world)
    receipt = carry_out(portal, draft, remaining, world.workplace(draft.dataset.id, PUBLICATION))
    return published_by(receipt, draft, version)


def published_by(receipt: PublishReceipt, draft: Draft, version: Version) -> Published:
    """The outcome of a draft that was brought to the public, and proven."""
    return Published(
        draft.dataset.id,
        draft.rows,
        draft.verdict.findings,
        receipt.url,
        receipt.writes,
        receipt.remarks,
        receipt.files,
        receipt.package,
        receipt.edits,
        version,
    )


def _archived(draft: Draft, portal: Portal, world: World) -> Version:
    """The version in the archive, before anything is written to the portal. ArchiveError if it is not taken there."""
    place = world.workplace(draft.dataset.id, ARCHIVING)

    def as_it_stands(part: Kept) -> Path:
        assert draft.standing is not None, "what is kept stands"
        into = place / f"{part.resource.name}.csv"
        return kept_file(portal, draft.standing, part.published, into, time.sleep)

    return world.versions.keep(draft, world.run, world.now, as_it_stands)


def _unchanged(to_do: Plan, stands: PublishedDataset) -> Unchanged:
    draft = to_do.draft
    return Unchanged(draft.dataset.id, draft.rows, draft.verdict.findings, stands.url, to_do.remarks, to_do.edits)


def _version(stands: PublishedDataset | None) -> dict[str, tuple[str, str]]:
    """What a run published, by resource; whatever else people do to a dataset, it stays the same."""
    return {one.resource: (one.sha256, one.fingerprint) for one in stands.resources} if stands else {}


def foreseen(draft: Draft) -> Fit | Held | Waiting:
    """What a run that writes nothing can say: held, waiting for a person, or fit to be published."""
    name, findings, standing = draft.dataset.id, draft.verdict.findings, draft.standing
    page = standing.url if standing and not standing.private else None
    match draft.verdict.decision:
        case Decision.HOLD:
            return Held(name, draft.rows, findings, why_held(draft), page)
        case Decision.NEEDS_A_PERSON if draft.answer is not None:
            return Held(name, draft.rows, findings, declined(draft.answer), page)
        case Decision.NEEDS_A_PERSON:
            return Waiting(name, why_held(draft), draft.rows, findings, page, draft.question)
        case Decision.PUBLISH | Decision.PUBLISH_WITH_WARNINGS:
            return Fit(name, draft.rows, findings, page)


def declined(answer: Answer) -> Text:
    """Why a dataset is held that a person did not approve."""
    day = thai_date(answer.at.astimezone(BANGKOK).date())
    return Text(
        th=f"{answer.by} ไม่อนุมัติให้เผยแพร่ เมื่อ {day}: {answer.reason}",
        en=f"{answer.by} declined the publication on {answer.at.astimezone(BANGKOK).date()}: {answer.reason}",
    )


def why_held(draft: Draft) -> Text:
    """One sentence: the first blocking finding, and how many more there are."""
    first = draft.verdict.blocking[0]
    more = draft.verdict.findings.count(Standing.BLOCK, Standing.PERSON) - 1
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
