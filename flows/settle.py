"""How one dataset ends: published, unchanged, held, or broken off."""

from flows.bookkeeping import record_intent
from flows.domain.draft import Draft
from flows.domain.errors import DeclarationError, PipelineError, SourceRefused, SourceUnavailable
from flows.domain.outcome import Failed, Fit, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.text import Text
from flows.portal.publish import carry_out, plan
from flows.world import World

PUBLICATION = ".publication"
"""Working folder beside those of the resources: no resource can be called so."""
CLOSED = Text(
    th="มีผู้ปิดชุดข้อมูลนี้ไม่ให้สาธารณะเห็นบนพอร์ทัล ระบบจะไม่เปิดให้เอง ผู้ที่ปิดต้องตรวจสอบแล้วเปิดบนพอร์ทัลเมื่อพร้อม",
    en="Somebody made this dataset private on the portal, and it is not opened again by itself: whoever closed it"
    " makes it public on the portal when it may be seen.",
)


def settle(draft: Draft, world: World, dry_run: bool) -> Outcome | Fit:
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
        return Unchanged(dataset.id, draft.rows, draft.verdict.findings, standing.url, to_do.remarks)
    if dry_run:
        return foreseen(draft)
    assert world.portal, "a run that publishes has a portal"
    record_intent(draft, to_do.words, world)
    receipt = carry_out(world.portal, draft, to_do, world.workplace(dataset.id, PUBLICATION))
    return Published(
        dataset.id, draft.rows, draft.verdict.findings, receipt.url, receipt.writes, receipt.remarks, receipt.files
    )


def foreseen(draft: Draft) -> Fit | Held:
    """What a run that writes nothing can say: held, or fit to be published."""
    dataset, standing = draft.dataset, draft.standing
    page = standing.url if standing and not standing.private else None
    if draft.verdict.fit:
        return Fit(dataset.id, draft.rows, draft.verdict.findings, page)
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
