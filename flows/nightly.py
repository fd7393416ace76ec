"""The product on one screen: pull, tidy, check, hold or publish, record, tell."""

from dataclasses import dataclass
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import desk, steps
from flows.bookkeeping import record_outcome, record_together
from flows.domain.draft import Draft
from flows.domain.errors import PipelineError
from flows.domain.outcome import Fit, Outcome, Unreachable
from flows.recovery import half_done
from flows.scoring import Measured
from flows.settings import read_settings
from flows.settle import Superseded, misdeclared
from flows.side_by_side import Checks, checks, ended, looks
from flows.silent_source import since_when
from flows.unchanged import Quiet
from flows.withdrawal_desk import NOT_LOOKED_FOR, look_for_undeclared
from flows.world import World, opened


@flow(name="nightly", flow_run_name=desk.run_name, task_runner=steps.SIDE_BY_SIDE)
def nightly(dry_run: bool = False) -> State[Any]:
    """ปรับชุดข้อมูลทั้งหมดบนพอร์ทัลให้เป็นปัจจุบัน / Bring every declared dataset on the portal up to date.

    Args:
        dry_run: ลองทำโดยไม่เขียนลงพอร์ทัล / Only say what would be done; write nothing.
    """
    return bring_up_to_date(None, dry_run).state


@dataclass(frozen=True)
class Ended:
    """How a run ended, and each dataset in it."""

    outcomes: list[Outcome | Fit]
    state: State[Any]
    """Red if anything that was due did not arrive."""


def bring_up_to_date(chosen: list[str] | None, dry_run: bool) -> Ended:
    """The chosen datasets, or all, within a flow run. The night's evidence comes last, so that it is about all else."""
    with opened(read_settings(), writing=not dry_run) as world:
        names = world.catalogue.choose(chosen)
        outcomes = [
            end(name, misdeclared(name, world), world, dry_run) for name in names if name in world.catalogue.broken
        ]
        due = [name for name in names if name in world.catalogue.datasets]
        evidence = [name for name in due if world.dataset(name).keeps_checkpoints]
        trouble = portal_trouble(world)
        outcomes += brought([name for name in due if name not in evidence], world, dry_run, trouble)
        undeclared = look_for_undeclared(world, dry_run) if chosen is None and not trouble else NOT_LOOKED_FOR
        outcomes += undeclared.outcomes
        if not dry_run and chosen is None and not trouble:
            desk.look_downstream(due, world)
        if not dry_run and (chosen is None or evidence):
            outcomes += desk.seal(world)
        outcomes += brought(evidence, world, dry_run, trouble)
        return Ended(outcomes, desk.tell(outcomes, world, dry_run, undeclared.summary))


def brought(names: list[str], world: World, dry_run: bool, trouble: PipelineError | None) -> list[Outcome | Fit]:
    """Each of them at its end, or all of them told what keeps us from the portal."""
    if trouble:
        return [end(name, trouble, world, dry_run) for name in names]
    if not dry_run:
        finish_what_broke_off(names, world)
    outcomes: dict[str, Outcome | Fit] = {}
    others: dict[str, Checks] = {}
    for looked in looks(names, world):
        outcomes |= end_quietly([each.quiet for each in looked if each.quiet], world, dry_run)
        others |= {each.name: checks(each.name, world, each) for each in looked if not each.quiet}
    outcomes |= {name: end(name, ended(name, others[name], world), world, dry_run) for name in names if name in others}
    return [outcomes[name] for name in names]


def finish_what_broke_off(names: list[str], world: World) -> None:
    """What earlier runs left half done comes first: it does not wait for what the agencies' servers say today."""
    assert world.ledger, "a run that publishes has a ledger"
    for name in half_done(world.ledger, names):
        found: Any = steps.recover(name, world, return_state=True).result(raise_on_failure=False)
        desk.say_recovered(name, found)


def portal_trouble(world: World) -> PipelineError | None:
    """What keeps us from the portal altogether: told once for every dataset, instead of trying each of them."""
    assert world.portal, "a run that publishes has a portal"
    try:
        world.portal.check_token()
    except PipelineError as error:
        return error
    return None


def end(name: str, found: Draft | BaseException, world: World, dry_run: bool) -> Outcome | Fit:
    """One dataset's end, recorded and told. A bug in one dataset's story ends that dataset only."""
    draft, result = settled(found, world, dry_run)
    if isinstance(result, Superseded):  # what another run has just published is not to be replaced by an older copy
        draft, result = settled(ended(name, checks(name, world), world), world, dry_run)
    outcome: Outcome | Fit = desk.noted(name, result) if isinstance(result, BaseException) else result
    if isinstance(outcome, Unreachable) and world.ledger:
        outcome = since_when(outcome, world.ledger, world.today, world.settings.grace_days)
    if not dry_run and not isinstance(outcome, Fit):
        outcome = written_down(name, outcome, draft, world)
    desk.say(outcome)
    return outcome


def end_quietly(quiet: list[Quiet], world: World, dry_run: bool) -> dict[str, Outcome | Fit]:
    """The end of those that have not changed: all their records at once, and a report where it has more to say."""
    if not dry_run:
        record_together({each.outcome.dataset: each.body for each in quiet}, world)
    outcomes: dict[str, Outcome | Fit] = {}
    for each in quiet:
        outcome: Outcome = each.outcome
        if each.to_report and not dry_run:
            outcome = reported(outcome, *each.to_report, world)
        desk.say(outcome)
        outcomes[outcome.dataset] = outcome
    return outcomes


def settled(found: Draft | BaseException, world: World, dry_run: bool) -> tuple[Draft | None, Any]:
    """The draft, if there is one, and its outcome, or what went wrong."""
    if not isinstance(found, Draft):
        return None, found
    return found, steps.publish(found, world, dry_run, return_state=True).result(raise_on_failure=False)


def written_down(name: str, outcome: Outcome, draft: Draft | None, world: World) -> Outcome:
    """The outcome in the ledger and in the report; another one if something went wrong on the way."""
    measured: Any = steps.measure(outcome, draft, world, return_state=True).result(raise_on_failure=False)
    known = measured if isinstance(measured, Measured) else None
    record_outcome(outcome, draft, known, world)
    told = reported(outcome, draft, known, world) if known else outcome
    desk.notify(outcome, world)
    return desk.noted(name, measured) if isinstance(measured, BaseException) else told


def reported(outcome: Outcome, draft: Draft | None, known: Measured, world: World) -> Outcome:
    """The outcome in the report; another one if that cannot be written."""
    trouble: Any = steps.report(outcome, draft, known, world, return_state=True).result(raise_on_failure=False)
    return desk.noted(outcome.dataset, trouble) if isinstance(trouble, BaseException) else outcome
