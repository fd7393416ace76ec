"""What stands on the portal although no file declares it, and what a night is to do about it. Nothing is written."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flows.catalogue import declared_agencies
from flows.domain.dataset import Agency
from flows.domain.errors import PipelineError
from flows.domain.withdrawal import Brake, Grace, Known, Step, brakes, grace_from, step
from flows.portal.payload import dataset_title
from flows.portal.visibility import sight
from flows.withdrawing.missing import known_of, missing, public_by_agency
from flows.world import World

ACTS = (Step.BEGIN, Step.WITHDRAW)
"""Of which too many in one night are not meant."""


@dataclass(frozen=True, slots=True)
class Undeclared:
    """One dataset, as a night finds it."""

    known: Known
    step: Step
    grace: Grace
    """The one that runs, or that would begin today."""
    title: str
    page: str
    package: str
    """The portal's id of it; these three are empty where nothing stands."""
    can_be_told: bool
    """Whether there is a mail server, and somebody of the agency to write to."""
    twin: str | None
    """A declared dataset that has the same title: its file was perhaps renamed."""

    @property
    def dataset(self) -> str:
        return self.known.dataset


@dataclass(frozen=True, slots=True)
class Survey:
    """All of them."""

    found: tuple[Undeclared, ...] = ()
    """Without those about which there is nothing to do or to say."""
    trouble: tuple[tuple[str, PipelineError], ...] = ()
    """Datasets that could not be looked at, or whose step could not be made."""
    untold: tuple[tuple[str, PipelineError], ...] = ()
    """Datasets of which the mail server did not take a notice."""
    brakes: tuple[Brake, ...] = ()
    """Why nobody's grace begins, and nothing is made private, in this night."""

    @property
    def stopped(self) -> tuple[Undeclared, ...]:
        """Those on which the brake is: a person may let them go on."""
        acting = (each for each in self.found if each.step in ACTS and not each.known.released)
        return tuple(acting) if self.brakes else ()

    @property
    def sign(self) -> str:
        """Digest of what is stopped, by which a person says what was looked at."""
        return hashlib.sha256("\n".join(each.dataset for each in self.stopped).encode()).hexdigest()


def survey(world: World, today: date) -> Survey:
    """Look at the portal for everything that the ledger knows and nobody declares. `today` in Bangkok."""
    assert world.portal and world.ledger, "a run that withdraws has a portal and a ledger"
    found: list[Undeclared] = []
    trouble: list[tuple[str, PipelineError]] = []
    for name in missing(world.ledger, world.catalogue):
        try:
            each = look_at(name, world, today)
        except PipelineError as error:
            trouble.append((name, error))
            continue
        if each.step is not Step.NOTHING:
            found.append(each)
    return Survey(tuple(found), tuple(trouble), brakes=_brakes(found, world))


def look_at(name: str, world: World, today: date) -> Undeclared:
    """Raises PortalUnavailable, PortalRefused, EvidenceError."""
    assert world.portal and world.ledger
    known = known_of(world.ledger, name, world.settings.portal_url or "")
    days = world.settings.grace_days
    grace = known.grace or Grace(today, grace_from(today, days), told=False)
    if known.grace:
        grace = replace(grace, ends=grace_from(grace.since, days, promised=grace.ends))
        known = replace(known, grace=grace)
    stands = world.portal.look(name)
    agency = agency_of(known, world)
    can_be_told = world.mail is not None and agency is not None and bool(agency.notify)
    title = str(stands.fields.get("title") or name) if stands else ""
    return Undeclared(
        known,
        step(known, sight(name, stands), today, can_be_told),
        grace,
        title,
        stands.url if stands else "",
        stands.id if stands else "",
        can_be_told,
        next(_of_title(title, world), None),
    )


def agency_of(known: Known, world: World) -> Agency | None:
    """None where its file is gone, too."""
    return world.catalogue.agencies.get(known.agency)


def _of_title(title: str, world: World) -> Iterator[str]:
    return (name for name, each in world.catalogue.datasets.items() if dataset_title(each) == title)


def _brakes(found: list[Undeclared], world: World) -> tuple[Brake, ...]:
    assert world.ledger
    acting = {each.dataset: each.known.agency for each in found if each.step in ACTS and not each.known.released}
    if not acting:
        return ()
    published = public_by_agency(world.ledger, world.settings.portal_url or "")
    return brakes(acting, published, declared_agencies(world.settings.catalogue))
