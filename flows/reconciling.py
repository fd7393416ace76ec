"""Ledger, archive and portal held against each other, dataset by dataset, and what can be mended, mended.

A dataset is looked at by whoever holds its lease, so that no publication moves under the eyes of whoever compares. It
is mended as a version is published: from the archive, with an intent before the first write, proven as an anonymous
visitor, and looked at once more. Nothing is deleted, and nothing is opened that a person closed.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.bookkeeping import record_outcome
from flows.domain.draft import Draft
from flows.domain.drift import Drift
from flows.domain.errors import PipelineError
from flows.domain.on_record import Archived, Condition, OnRecord
from flows.domain.outcome import Outcome
from flows.domain.published import PublishedDataset
from flows.domain.record import WHOLE
from flows.domain.version import Version
from flows.evidence.last_publication import last_outcome, last_publication, last_withdrawn
from flows.portal.client import Portal
from flows.portal.plan import plan
from flows.portal.reconcile import AtHand, Census, Seen, census_of, compare, look, whole_census
from flows.portal.reconcile.mending import forget_marks, have_indexed, to_send
from flows.portal.reconcile.undeclared import index_drifts, organisation_of, undeclared
from flows.portal.standing import own_id
from flows.recovery import recover, unfinished
from flows.scoring import Measured, measured
from flows.settle import broken, published
from flows.standing_version import standing_version
from flows.versions.condition import condition, fetched
from flows.world import World

PLACE = ".reconciling"
"""Working folder beside those of the resources: no resource can be called so."""
LOST = frozenset({"archive/file-gone", "archive/file-damaged"})


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What became of one dataset, or of the portal as a whole (`record.WHOLE`)."""

    dataset: str
    drifts: tuple[Drift, ...] = ()
    """Everything that was found."""
    left: tuple[Drift, ...] = ()
    """What of it is still so: all of it unless it was mended."""
    trouble: PipelineError | None = None
    """Why it could not be looked at, or not be mended."""

    @property
    def well(self) -> bool:
        return not self.left and self.trouble is None

    def mended(self, drift: Drift) -> bool:
        return drift.sign not in {one.sign for one in self.left}


def reconcile(chosen: Sequence[str] | None, repair: bool, world: World) -> Iterator[Reconciled]:
    """Each of the chosen datasets; all, and then the portal as a whole, for None. One that cannot be looked at keeps
    nobody from the others.

    repair: puts right what `Drift.mends`. Raises DeclarationError for an unknown id, PortalUnavailable or PortalRefused
    where the portal gives no census.
    """
    assert world.portal, "a run that compares has a portal"
    names = world.catalogue.choose(chosen)
    census = whole_census(world.portal) if chosen is None else census_of(world.portal, names)
    for name in names:
        yield _one(name, census, repair, world)
    if chosen is None:
        yield _portal_itself(census, names, world)


def _one(name: str, census: Census, repair: bool, world: World, recovered: bool = False) -> Reconciled:
    drifts: tuple[Drift, ...] = ()
    place = world.workplace(name, PLACE)
    try:
        with world.only_writer(name) as portal:
            found = _look(name, census, portal, place, world)
            drifts, broke_off = found.drifts, found.record.unfinished
            if not repair or not any(drift.mends for drift in drifts):
                return Reconciled(name, drifts, drifts)
            if recovered or not broke_off:
                _mend(found, portal, place, world)
                left = _look(name, census, portal, place, world).drifts
                return Reconciled(name, _together(drifts, left), left)
        recover(name, world)
        after = _one(name, census, repair, world, recovered=True)
        return Reconciled(name, _together(drifts, after.drifts), after.left, after.trouble)
    except PipelineError as error:
        return Reconciled(name, drifts, drifts, error)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _together(first: Sequence[Drift], then: Sequence[Drift]) -> tuple[Drift, ...]:
    return tuple({drift.sign: drift for drift in (*then, *first)}.values())


@dataclass(frozen=True, slots=True)
class _Look:
    record: OnRecord
    seen: Seen
    drifts: tuple[Drift, ...]


def _look(name: str, census: Census, portal: Portal, place: Path, world: World) -> _Look:
    record = _on_record(name, portal, place, world)
    whole = [] if record.archived is None else record.archived.files.items()
    files = {resource: fetched(resource, place) for resource, kept in whole if kept is Condition.WHOLE}
    seen = look(portal, name, AtHand(record.version, files, place), census)
    return _Look(record, seen, compare(record, seen, world.profile))


def _on_record(name: str, portal: Portal, place: Path, world: World) -> OnRecord:
    assert world.ledger, "a run that compares has a ledger"
    recorded = last_publication(world.ledger, name)
    archived: Archived | None = None
    if recorded and recorded.version is not None:
        archived = condition(world.versions, name, recorded.version, recorded.manifest_sha256, place)
    elif known := standing_version(portal.look(name), world):
        archived = condition(world.versions, name, known.number, None, place)
    return OnRecord(
        name,
        last_outcome(world.ledger, name),
        recorded,
        archived,
        unfinished=unfinished(world.ledger, name) is not None,
        withdrawn=last_withdrawn(world.ledger, name),
    )


def _mend(found: _Look, portal: Portal, place: Path, world: World) -> None:
    """Raises PipelineError where archive, portal or ledger do not play along; of a publication the ledger has it."""
    version, name, stands = found.record.version, found.record.dataset, found.seen.stands
    assert version is not None, "without a version nothing is mended"
    mends = [drift for drift in found.drifts if drift.mends]
    lost = [drift.where for drift in mends if drift.slug in LOST]
    if stands:
        _refill(version, lost, stands, portal, place, world)
    if len(lost) == len(mends):
        return
    if stands:
        forget_marks(portal, stands, mends)
        stands = portal.look(name)
        if stands is None or stands.private:
            return  # a person was faster: what is closed stays so
    draft = to_send(world.versions.draft_of(version, stands, place), stands, mends, world.profile)
    to_do = plan(draft, world.profile, world.shelf.url_of(name))
    if to_do.empty and stands:
        have_indexed(portal, stands, world.profile)
        to_do = to_do.seen_from(portal.look(name))
    slugs = sorted({drift.slug for drift in mends})
    try:
        outcome = published(to_do, version, portal, world)
    except PipelineError as error:
        _write_down(broken(name, error), to_do.draft, slugs, world)
        raise
    _write_down(outcome, to_do.draft, slugs, world)


def _refill(
    version: Version, lost: Sequence[str], stands: PublishedDataset, portal: Portal, place: Path, world: World
) -> None:
    """The archive's lost files from what visitors get; ArchiveError if that is not the very file any more."""
    for name in lost:
        table, resource = version.table(name), stands.resource(name)
        assert table and resource, "only what stands is mended so"
        into = place / f"{name}.from-portal.csv"
        portal.download(resource.url, size=resource.bytes_to_expect, to=into)
        world.versions.put_back(table.file, into)


def _write_down(outcome: Outcome, draft: Draft, slugs: Sequence[str], world: World) -> None:
    """Without scores: nobody has checked the tables again."""
    facts = measured(outcome, draft, draft.dataset, world).facts
    record_outcome(outcome, draft, Measured(facts, ()), world, {"reconciled": ", ".join(slugs)})


def _portal_itself(census: Census, declared: Sequence[str], world: World) -> Reconciled:
    assert world.portal and world.ledger, "a run that compares has both"
    ledger, organisations = world.ledger, {agency.organisation for agency in world.catalogue.agencies.values()}

    def ours(stands: PublishedDataset) -> bool:
        known = last_outcome(ledger, own_id(stands) or "") is not None
        return known or organisation_of(stands) in organisations

    try:
        drifts = (*undeclared(world.portal, census, declared, ours), *index_drifts(census, declared))
    except PipelineError as error:
        return Reconciled(WHOLE, trouble=error)
    return Reconciled(WHOLE, drifts, drifts)
