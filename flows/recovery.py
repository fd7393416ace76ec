"""What an earlier run began to publish and did not end: found out from the portal, and finished or undone.

Everything that is needed lies in the archive and was there before the first write, so that nothing depends on what the
agency's server says today, or on whether today's file is fit.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.bookkeeping import measure, record_finished
from flows.domain.draft import Draft
from flows.domain.errors import DeclarationError, PortalRefused
from flows.domain.outcome import Failed, Outcome, Published, Unchanged
from flows.domain.published import PublishedDataset
from flows.domain.record import Kind
from flows.domain.text import Text
from flows.domain.version import Version
from flows.evidence import Ledger
from flows.portal.client import Portal
from flows.portal.plan import Plan, plan
from flows.portal.publish import carry_out
from flows.portal.verify import seen_as_it_is
from flows.row_changes import with_changes
from flows.settle import published_by
from flows.world import World

NEW, OLD, WRITTEN = ".new-version", ".old-version", ".recovery"
"""Working folders beside those of the resources: no resource can be called so."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An intent that no run has brought to its end."""

    run: str
    """The one that broke off."""
    version: int
    before: int | None
    """The version that was published last; None before the first."""


def unfinished(ledger: Ledger, dataset: str) -> Unfinished | None:
    """What the latest intent left open; None if a run has since found the dataset whole, or put it back.

    A run that failed came to no end with what it had begun. One that published another version may have written that
    down late: its lease ended before the intent.
    """
    intent = next(ledger.latest(Kind.INTENT, dataset), None)
    if intent is None or intent["body"].get("version") is None:  # of a Perd that kept no versions
        return None
    run, version = intent["run"], intent["body"]["version"]
    before, since = None, True
    for told in ledger.latest(Kind.OUTCOME, dataset, Kind.INTENT):
        body = told["body"]
        if told["kind"] == Kind.INTENT:
            since = False
        elif since and (body["outcome"] == Unchanged.word or body.get("undone") == run):
            return None
        elif body["outcome"] == Published.word and body.get("version") is not None:
            if since and body["version"] == version:
                return None
            before = body["version"] if before is None else before
        if before is not None and not since:
            break
    return Unfinished(run, version, before)


def half_done(ledger: Ledger, datasets: Sequence[str]) -> list[str]:
    """Those of them that are unfinished. Of all that were unchanged when a run last looked, one question tells."""
    newest = ledger.newest(datasets, Kind.OUTCOME, Kind.INTENT)
    return [name for name in datasets if name in newest and not _unchanged(newest[name]) and unfinished(ledger, name)]


def _unchanged(told: Mapping[str, Any]) -> bool:
    return bool(told["kind"] == Kind.OUTCOME and told["body"]["outcome"] == Unchanged.word)


def recover(dataset: str, world: World) -> Outcome | None:
    """Finish or undo what an earlier run left half done, and write down how; None where nothing is half done.

    Raises PipelineError where portal, archive or ledger do not play along: it is tried again in the next run.
    """
    assert world.ledger, "a run that publishes has a ledger"
    left = unfinished(world.ledger, dataset)
    if left is None:
        return None
    with world.only_writer(dataset) as portal:
        stands = portal.look(dataset)
        if stands is None or stands.closed_by_hand or stands.withdrawn:
            return None  # what the public does not see waits for this run's own look
        stands = seen_as_it_is(portal, stands, time.sleep)
        new = _version(left.version, stands, world.workplace(dataset, NEW), world)
        to_do = _plan(new, world)
        if not to_do.empty and _stands(left.before, stands, world):
            return None  # nothing of it arrived: this run's own look decides what is published
        outcome, draft = _finished(to_do, left, stands, portal, world)
        record_finished(outcome, draft, measure(outcome, draft, world), left.run, world)
        return outcome


def _finished(
    to_do: Plan, left: Unfinished, stands: PublishedDataset, portal: Portal, world: World
) -> tuple[Outcome, Draft]:
    version = world.versions.read(to_do.draft.dataset.id, left.version)
    draft = with_changes(to_do.draft, lambda: _kept(left.before, version.id, world), world)
    remaining = to_do.of(draft)
    try:
        return published_by(carry_out(portal, draft, remaining, _place(draft, world)), draft, version), draft
    except PortalRefused as refusal:
        if left.before is None:
            raise
        now = portal.look(draft.dataset.id) or stands
        old = _version(left.before, now, world.workplace(draft.dataset.id, OLD), world)
        old = with_changes(old, lambda: version, world)
        carry_out(portal, old, _plan(old, world), _place(old, world))
        return Failed(draft.dataset.id, _undone(left.before, refusal), type(refusal).__name__), old


def _undone(number: int, refusal: PortalRefused) -> Text:
    return Text(
        th=f"รอบก่อนหน้าเผยแพร่ชุดข้อมูลนี้ค้างไว้ และพอร์ทัลไม่รับส่วนที่เหลือ จึงนำรุ่นที่ {number} กลับมาทั้งชุด: {refusal.text.th}",
        en=f"An earlier run broke off while it published this dataset, and the portal does not take the rest: version"
        f" {number} was put back as a whole. {refusal.text.en}",
    )


def _place(draft: Draft, world: World) -> Path:
    return world.workplace(draft.dataset.id, WRITTEN)


def _kept(number: int | None, dataset: str, world: World) -> Version | None:
    try:
        return world.versions.read(dataset, number) if number is not None else None
    except DeclarationError:  # no longer in the archive
        return None


def _stands(number: int | None, stands: PublishedDataset, world: World) -> bool:
    """Whether the portal holds that version, whole."""
    if number is None:
        return False
    try:
        old = _version(number, stands, world.workplace(stands.name, OLD), world)
        return _plan(old, world).empty
    except DeclarationError:  # no longer in the archive
        return False


def _version(number: int, stands: PublishedDataset, folder: Path, world: World) -> Draft:
    version = world.versions.read(stands.name, number)
    return world.versions.draft_of(version, stands, folder)


def _plan(draft: Draft, world: World) -> Plan:
    return plan(draft, world.profile, world.shelf.url_of(draft.dataset.id))
