"""What runs beside the flow's own thread, and how it is waited for: looks at hosts, datasets pulled and checked."""

from collections.abc import Iterator
from typing import Any

from prefect import unmapped
from prefect.futures import PrefectFuture, as_completed

from flows import desk, steps
from flows.domain.draft import Draft
from flows.domain.errors import PipelineError, WorkerLost
from flows.unchanged import LookedAt, by_host
from flows.world import World

Checks = tuple[PrefectFuture[Any], PrefectFuture[Any]]
"""One dataset's pull and its check."""


def looks(names: list[str], world: World) -> Iterator[list[LookedAt]]:
    """All datasets of each host, as soon as they are looked at, host beside host: of most nothing more has to be done.

    Where the step itself came to nothing they are told of as not looked at, and have the first try before them.
    """
    hosts = by_host(names, world)
    futures: list[PrefectFuture[Any]] = list(steps.look.map(list(hosts), list(hosts.values()), world=unmapped(world)))
    asked = dict(zip(futures, hosts.values(), strict=True))
    for future in as_completed(futures):
        found = future.result(raise_on_failure=False)
        trouble = found if isinstance(found, PipelineError) else None
        yield found if isinstance(found, list) else [LookedAt(name, trouble) for name in asked[future]]


def checks(name: str, world: World, looked: LookedAt | None = None) -> Checks:
    """The dataset pulled, which is what a look took if there was one, and checked, beside all others."""
    pulled: Any = desk.patient(steps.pull, world).submit(name, world, looked)
    return pulled, steps.check.submit(pulled, world)


def ended(name: str, started: Checks, world: World) -> Draft | BaseException:
    """The draft, or what went wrong on the way to it."""
    result = _ended(*started)
    if isinstance(result, WorkerLost):  # perhaps by what another dataset did: this time nobody else is waited for
        result = _ended(*checks(name, world))
    if isinstance(result, Draft):
        desk.sound(result)
    return result


def _ended(pull: PrefectFuture[Any], check: PrefectFuture[Any]) -> Draft | BaseException:
    check.wait()
    pull.wait()
    state = pull.state if pull.state.is_failed() or pull.state.is_crashed() else check.state
    result: Draft | BaseException = state.result(raise_on_failure=False)
    return result
