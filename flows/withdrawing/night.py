"""A dataset that nobody declares any more, night by night: noticed, told of, and made private when its grace is over.

What the ledger says that the public sees is written when it was seen to be so. A machine that stops in between leaves
a portal whose marks tell the next night what happened.
"""

import time
from dataclasses import replace
from datetime import date

from flows.domain.errors import PipelineError
from flows.domain.withdrawal import REOPENED, UNDECLARED, WITHDRAWN, Step
from flows.portal.visibility import leave_open, make_private
from flows.recovery import recover, unfinished
from flows.withdrawing.notices import tell
from flows.withdrawing.records import record_by_rule, record_found
from flows.withdrawing.survey import Survey, Undeclared, look_at, survey
from flows.world import World


def withdraw_undeclared(world: World, today: date) -> Survey:
    """One night: what was found, and what could not be done. Nothing begins or is made private while a brake is on.

    `today` in Bangkok. Raises EvidenceError where the ledger cannot be read.
    """
    seen = survey(world, today)
    trouble, untold = [*seen.trouble], []
    for each in seen.found:
        if each in seen.stopped:
            continue
        try:
            unsent = _do(each, world, today)
        except PipelineError as error:
            trouble.append((each.dataset, error))
            continue
        if unsent:
            untold.append((each.dataset, unsent))
    return replace(seen, trouble=tuple(trouble), untold=tuple(untold))


def _do(each: Undeclared, world: World, today: date) -> PipelineError | None:
    """The step; what the mail server said if it did not take a notice."""
    match each.step:
        case Step.BEGIN:
            _finish(each, world)
            return tell(each, UNDECLARED, world)
        case Step.WAIT:
            _finish(each, world)
            return tell(each, UNDECLARED, world) if each.can_be_told and not each.grace.told else None
        case Step.WITHDRAW:
            return _withdraw(each, world, today)
        case Step.FOUND_WITHDRAWN:
            record_by_rule(each, world)
        case Step.FOUND_CLOSED:
            record_found(each, WITHDRAWN, world)
        case Step.FOUND_OPENED:
            with world.only_writer(each.dataset) as portal:
                leave_open(portal, each.dataset, time.sleep)
            record_found(each, REOPENED, world)
        case Step.STAY | Step.NOTHING:
            pass
    return None


def _finish(each: Undeclared, world: World) -> None:
    """What a run left half done before the declaration went: nobody is to see half a version for all the grace."""
    assert world.ledger, "a run that withdraws has a ledger"
    if unfinished(world.ledger, each.dataset):
        recover(each.dataset, world)


def _withdraw(each: Undeclared, world: World, today: date) -> PipelineError | None:
    with world.only_writer(each.dataset) as portal:
        # Another run, with a newer catalogue, may have published it in the meantime.
        if look_at(each.dataset, world, today).step is not Step.WITHDRAW:
            return None
        make_private(portal, each.dataset, by_rule=True, sleep=time.sleep)
        record_by_rule(each, world)
    return tell(each, WITHDRAWN, world)
