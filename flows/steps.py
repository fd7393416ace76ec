"""Prefect's policy per step: its name, what is retried, and how often. No logic."""

from threading import BoundedSemaphore
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import task_run
from prefect.states import Failed
from prefect.tasks import Task

from flows import bookkeeping, recovery
from flows import examine as story
from flows.domain.draft import Draft
from flows.domain.errors import PipelineError, SourceUnavailable
from flows.domain.outcome import Fit, Outcome
from flows.scoring import Measured
from flows.settle import settle
from flows.task_runner import AsSet
from flows.ticket import Ticket, here
from flows.unchanged import LookedAt, look_at
from flows.withdrawing import Survey, survey, withdraw_undeclared
from flows.world import World

SIDE_BY_SIDE: Any = AsSet(max_workers=16)
"""Hosts are asked, and datasets pulled and checked, side by side; the portal has one writer, the flow's own thread."""
_CHECKS = BoundedSemaphore(4)
"""Datasets that one process checks side by side: they take memory, and the processor's time."""


async def may_work_later(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Only an error that the agency's server may get over. The portal has been asked again already (portal/line.py)."""
    return isinstance(await state.aresult(raise_on_failure=False), SourceUnavailable)


def told(error: PipelineError) -> State[Any]:
    """A failure in one sentence: Prefect prints no traceback for what is no bug, and retries it by the same rule."""
    return Failed(message=error.sentence, data=error)


@task(name="recover", task_run_name="recover {name}", cache_policy=NO_CACHE)
def recover(name: str, world: World) -> Outcome | State[Any] | None:
    """Not retried: what cannot be finished now is finished by the next run."""
    try:
        return recovery.recover(name, world)
    except PipelineError as error:
        return told(error)


@task(name="look", task_run_name="look at {host}", cache_policy=NO_CACHE)
def look(host: str, names: list[str], world: World | Ticket) -> list[LookedAt]:
    """One step for all datasets of a host: those that have not changed have no steps of their own."""
    with here(world) as mine:
        return look_at(names, mine)


@task(name="pull", task_run_name="pull {name}", cache_policy=NO_CACHE, retry_condition_fn=may_work_later)
def pull(name: str, world: World | Ticket, looked: LookedAt | None = None) -> story.Pulled | State[Any]:
    """Retried after the pauses of PERD_RETRY_SECONDS if the source may answer later. A look was the first try."""
    try:
        with here(world) as mine:
            return looked.taken(mine) if looked and task_run.run_count == 1 else story.pull(name, mine)
    except PipelineError as error:
        return told(error)


@task(name="check", task_run_name="check {pulled.dataset.id}", cache_policy=NO_CACHE)
def check(pulled: story.Pulled, world: World | Ticket) -> Draft | State[Any]:
    """Never retried: the same bytes give the same findings."""
    try:
        with here(world) as mine:
            return examined(pulled, mine)
    except PipelineError as error:
        return told(error)


def examined(pulled: story.Pulled, world: World) -> Draft:
    """A few at a time. A function of its own: one that travels to another process takes no semaphore with it."""
    with _CHECKS:
        return story.examine(pulled, world)


@task(name="publish", task_run_name="publish {draft.dataset.id}", cache_policy=NO_CACHE)
def publish(draft: Draft, world: World, dry_run: bool) -> Outcome | Fit | State[Any]:
    """Not retried as a whole: the portal package looks whether a write arrived before it repeats that one write."""
    try:
        return settle(draft, world, dry_run)
    except PipelineError as error:
        return told(error)


@task(name="withdraw", cache_policy=NO_CACHE)
def withdraw(world: World, dry_run: bool) -> Survey | State[Any]:
    """What nobody declares any more. A step of its own, so that a bug in it does not keep the night from its end."""
    try:
        return survey(world, world.today) if dry_run else withdraw_undeclared(world, world.today)
    except PipelineError as error:
        return told(error)


@task(name="measure", task_run_name="measure {outcome.dataset}", cache_policy=NO_CACHE)
def measure(outcome: Outcome, draft: Draft | None, world: World) -> Measured | None:
    """A step of its own, so that a bug in it does not keep the outcome out of the ledger."""
    return bookkeeping.measure(outcome, draft, world)


@task(name="report", task_run_name="report {outcome.dataset}", cache_policy=NO_CACHE)
def report(outcome: Outcome, draft: Draft | None, found: Measured, world: World) -> State[Any] | None:
    """A step of its own, so that a report that cannot be written ends its own dataset only."""
    try:
        bookkeeping.report(outcome, draft, found, world)
    except PipelineError as error:
        return told(error)
    return None
