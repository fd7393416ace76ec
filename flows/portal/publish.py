"""Bring one dataset on the portal to the state of its draft, and prove it as an anonymous visitor.

One write at a time, and a look after each: what still has to be written is planned anew from what stands then. So a
write that arrived although its answer was lost is not repeated, one that somebody overtook is planned against what they
left, and a publication that broke off goes on where it stopped, in the next run as well.

A resource's table and its file change one right after the other, each of them at once. A DataStore that refuses a
version leaves the public with the last one whole, files, tables and datapackage.json alike; and so does a portal that
refuses the file.

Never package_update, never a delete of a dataset or resource: what is not ours is not touched.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from flows.domain.draft import Draft
from flows.domain.errors import PipelineError, PortalRefused, PortalUnavailable
from flows.domain.published import PublishedDataset
from flows.domain.receipt import PublishedFile, PublishReceipt
from flows.domain.text import Text
from flows.portal import verify, writing
from flows.portal.as_sent import KeptOtherwise
from flows.portal.client import Portal
from flows.portal.failures import NotAsSent, Overtaken
from flows.portal.patience import jittered, patiently
from flows.portal.plan import Plan, plan
from flows.portal.planned_files import names_of
from flows.portal.table_writing import rehearse
from flows.portal.writes import Describe, LoadTable, Open, Replace, Write

__all__ = ["carry_out", "plan"]

MOMENT = 0.5
"""Seconds at most before a write is made again that somebody overtook."""
TIMES_OVERTAKEN = 20


def carry_out(
    portal: Portal, draft: Draft, to_do: Plan, folder: Path, sleep: Callable[[float], None] = time.sleep
) -> PublishReceipt:
    """Do what `to_do` says and prove it. Of an empty plan only the proof remains.

    `to_do` is the plan of `draft`; `folder` an empty one for files that have to be read back from the portal.
    PortalUnavailable or PortalRefused if it did not succeed; the public then sees the last version that was proven, or
    files of the new one that have arrived already: the next run finishes or says what is wrong. NotAsSent if the portal
    gives something else than was sent, or somebody replaced it: the next run sends that anew.
    """
    stands = draft.standing
    done: list[str] = []
    name = draft.dataset.id
    files = tuple(names_of(draft))
    loads = [write.load if isinstance(write, Replace) else write for write in to_do.writes]
    tables = [load for load in loads if isinstance(load, LoadTable) and load.replaces]
    if len(tables) > 1 and stands is not None:
        # All of them before the first write: a dataset is not to be left with one table of the new version.
        for table in tables:
            patiently(partial(rehearse, portal, table, stands, folder), sleep, portal.pauses)
    remaining = to_do
    while remaining.writes:
        write = remaining.writes[0]
        if isinstance(write, Open):
            assert stands is not None, "the dataset is created first"
            wrong = verify.as_editor(portal, stands)
            verify.all_right(portal, name, wrong, sleep)
        stands, remaining = _do(portal, write, stands, remaining, folder, sleep)
        done.append(write.word)
    public, proven, wrong = verify.as_public(portal, name, files)
    verify.all_right(portal, name, wrong, sleep)
    return _receipt(public, proven, tuple(done), replace(to_do, edits=remaining.edits))


def _do(
    portal: Portal,
    write: Write,
    stands: PublishedDataset | None,
    remaining: Plan,
    folder: Path,
    sleep: Callable[[float], None],
) -> tuple[PublishedDataset | None, Plan]:
    """One write, seen to have arrived; what stands then, and what remains.

    Tried again after each of the portal's pauses, and more often where people edit the dataset at the same time: they
    come first.
    """
    name = remaining.draft.dataset.id
    unanswered, overtaken = [*portal.pauses], [MOMENT] * TIMES_OVERTAKEN
    while True:
        trouble: PipelineError | None = None
        pauses = unanswered
        try:
            writing.make(portal, write, stands, remaining.draft.dataset, folder, sleep)
        except PortalUnavailable as failure:
            # The answer may have been lost and not the write: only a look tells.
            trouble = failure
        except Overtaken as faster:
            trouble, pauses = faster, overtaken
        except (NotAsSent, KeptOtherwise):
            raise
        except PortalRefused as refusal:
            # An earlier try may have arrived after all, so that this one is refused ("already in use").
            stands = portal.look(name)
            remaining = remaining.seen_from(stands)
            if write.word in remaining.words:
                raise refusal
            return stands, remaining
        pause = pauses.pop(0) if pauses else None
        if trouble is not None and pause is not None:
            sleep(jittered(pause))
        stands = portal.look(name)
        remaining = remaining.seen_from(stands)
        now = next((one for one in remaining.writes if one.word == write.word), None)
        if now is None:
            return stands, remaining
        if pause is None or (trouble is None and not isinstance(now, Describe)):
            # A person's form that was opened before may have put back what the write had mended.
            raise trouble or _not_kept(name, now, remaining)
        write = now


def _not_kept(name: str, write: Write, remaining: Plan) -> PortalRefused:
    if isinstance(write, Describe) and remaining.differences:
        fields = remaining.differences
        th = "; ".join(f"{one.field} เป็น {one.before!r} ส่งไป {one.after!r}" for one in fields)
        en = "; ".join(f"{one.field} is {one.before!r}, sent was {one.after!r}" for one in fields)
        return PortalRefused(
            Text(
                th=f"พอร์ทัลรับคำอธิบายของ {name} แล้วแต่เก็บค่าอื่นไว้ ({th}) โปรดแก้โปรไฟล์ของพอร์ทัล "
                f"หรือสอบถามผู้ดูแลพอร์ทัลว่าส่วนเสริมใดเปลี่ยนค่า",
                en=f"The portal took the metadata of {name} and keeps other values ({en}): correct the portal's "
                f"profile or ask its administrator which extension changes them",
            )
        )
    return PortalRefused(
        Text(
            th=f"พอร์ทัลรับ {write.word} ของ {name} แล้วแต่ไม่แสดงผล โปรดสอบถามผู้ดูแลพอร์ทัลว่าส่วนเสริมใดเปลี่ยนหรือซ่อนสิ่งที่ผู้แก้ไขเขียน",
            en=f"The portal accepted {write.word} of {name} and does not show it afterwards: ask its administrator "
            f"which extension changes or hides what editors write",
        )
    )


def _receipt(
    stands: PublishedDataset, files: tuple[PublishedFile, ...], writes: tuple[str, ...], to_do: Plan
) -> PublishReceipt:
    return PublishReceipt(
        dataset=to_do.draft.dataset.id,
        package=stands.id,
        url=stands.url,
        files=files,
        writes=writes,
        remarks=to_do.remarks,
        edits=to_do.edits,
    )
