"""Sign the ledger as it is now: a checkpoint in the archive, and a record that says so.

In this order, so that a machine that stops in between leaves a checkpoint without a record, and the next one goes on:
note into the archive, time stamp beside it, record into the ledger.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from flows.domain.errors import EvidenceError, PipelineError
from flows.domain.record import WHOLE, Kind, Record
from flows.evidence.archive import STAMP
from flows.evidence.checkpoint import Checkpoint, SignedCheckpoint
from flows.evidence.clock import refuse_if_behind, say_it_was_wrong
from flows.evidence.copies import Copies
from flows.evidence.examine import Examined, examine
from flows.evidence.keys import make_first, put_in_place, signers
from flows.evidence.ledger import Ledger
from flows.evidence.notary import Notary
from flows.evidence.own_records import CheckpointBody, Stamp, as_body
from flows.evidence.problems import Problem
from flows.evidence.stamp_checks import stamp_name


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed."""

    checkpoint: SignedCheckpoint
    """The newest; its `note` as text is what is to be kept elsewhere."""
    fresh: bool
    """False if nothing had been written since it was signed."""
    timestamp: Stamp
    reason: str | None
    """Why its time stamp failed; None if it did not."""
    problems: tuple[Problem, ...]
    """What is wrong with the archive. The records themselves are what was signed: else nothing would be."""
    checkpoints: tuple[SignedCheckpoint, ...]
    """All in the archive, by size: what is published as a table."""


def sign_checkpoint(
    ledger: Ledger,
    notary: Notary,
    run: str,
    at: datetime,
    elsewhere: Collection[Copies] = (),
    wrong_clock: str | None = None,
) -> Signed:
    """Sign all records, if there are new ones, having verified all of it. Makes the first key if there is none.

    Raises EvidenceError, and signs nothing, if the records are not those that were signed before, here or in a copy
    that is kept `elsewhere`, or the key is not there. A time stamp that fails is no error: it is recorded, and tried
    again with the next checkpoint.

    wrong_clock: why checkpoints that say a later time than `at` were not signed then; without it, they are an
    EvidenceError. DeclarationError if there are none.
    """
    examined = examine(ledger, notary, elsewhere)
    if trouble := examined.about_records:
        raise EvidenceError(trouble.sentence)
    if not examined.reading.keys:
        make_first(ledger, notary.keys, run, at)
        examined = examine(ledger, notary)
    for interrupted in examined.unrecorded:
        _record(interrupted, examined, ledger, notary, run, at)
    if wrong_clock is not None:
        say_it_was_wrong(wrong_clock, ledger, examined.checkpoints.values(), examined.reading, run, at)
        examined = examine(ledger, notary)  # what was said is signed too
    fresh = examined.reading.news > max(examined.checkpoints, default=0)
    if fresh:
        signed = _sign(examined, notary, at)
        _record(signed, examined, ledger, notary, run, at)
    put_in_place(notary.keys, examined.reading)
    asked = max(examined.checkpoints) if fresh else None
    _stamp_those_without(asked, examined, ledger, notary, run, at)
    newest = examined.checkpoints[max(examined.checkpoints)]
    said = examined.reading.signed[newest.checkpoint.size]
    return Signed(
        newest,
        fresh,
        said.timestamp,
        said.reason,
        tuple(examined.problems),
        tuple(examined.checkpoints.values()),
    )


def _sign(examined: Examined, notary: Notary, at: datetime) -> SignedCheckpoint:
    tree = examined.reading.tree
    refuse_if_behind(at, examined.checkpoints.values(), examined.reading)
    keys = signers(notary.keys, examined.reading)
    signed = SignedCheckpoint.sign(Checkpoint(keys[0].name, tree.size, tree.root(), at.replace(microsecond=0)), *keys)
    try:
        notary.archive.keep(signed.file_name, signed.content)
    except FileExistsError as error:
        raise EvidenceError(
            f"{error}: another machine signed the same records just now, or somebody put the file there; sign again."
        ) from error
    examined.checkpoints[tree.size] = signed
    return signed


def _record(
    signed: SignedCheckpoint, examined: Examined, ledger: Ledger, notary: Notary, run: str, at: datetime
) -> CheckpointBody:
    """With its time stamp, if one is wanted and to be had."""
    size = signed.checkpoint.size
    try:
        digest = _stamped(signed, notary)
        stamp, reason = (Stamp.CONFIRMED if digest else Stamp.NONE), None
    except PipelineError as error:
        digest, stamp, reason = None, Stamp.FAILED, error.sentence
    said = examined.reading.signed.get(size)
    body = replace(CheckpointBody.of(signed, stamp, reason, digest), wrong_clock=said.wrong_clock if said else None)
    if said != body and not (said and stamp is Stamp.FAILED):  # that it failed once more is no news
        link = ledger.append(Record(Kind.CHECKPOINT, run, WHOLE, at, as_body(body)))
        examined.reading.checkpoints[link.seq] = body
    return body


def _stamped(signed: SignedCheckpoint, notary: Notary) -> str | None:
    """SHA-256 of the stamp in the archive; None where none is wanted. PipelineError if there is none to be had."""
    if notary.authority is None:
        return None
    name = stamp_name(signed.checkpoint.size)
    stamp = notary.archive.file(name)  # there already if whoever signed was interrupted
    if stamp is None:
        stamp = notary.authority.stamp(signed.content)
        try:
            notary.archive.keep(name, stamp)
        except FileExistsError as error:
            raise EvidenceError(
                f"{error}: another machine stamped the same checkpoint just now; sign again."
            ) from error
    else:
        notary.authority.confirmed_at(stamp, signed.content)
    return hashlib.sha256(stamp).hexdigest()


def _stamp_those_without(
    asked: int | None, examined: Examined, ledger: Ledger, notary: Notary, run: str, at: datetime
) -> None:
    """Those that failed, and those whose stamp was removed since: a new one says less, and more than none.

    Until one fails again: the authority is not asked in vain for each of them. `asked`: just now, already.
    """
    if notary.authority is None:
        return
    there = notary.archive.files(STAMP)
    for size, body in sorted(examined.reading.signed.items()):
        gone = body.timestamp is Stamp.CONFIRMED and stamp_name(size) not in there
        if size == asked or not (gone or body.timestamp is Stamp.FAILED):
            continue
        signed = examined.checkpoints.get(size)
        if signed and _record(signed, examined, ledger, notary, run, at).timestamp is Stamp.FAILED:
            return
