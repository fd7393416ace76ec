"""What runs in threads beside the flow's own, and how it is waited for: looks at hosts, datasets pulled and checked."""

from typing import Any

from prefect import unmapped
from prefect.futures import PrefectFuture

from flows import desk, steps
from flows.domain.draft import Draft
from flows.unchanged import LookedAt, by_host
from flows.world import World

Checks = tuple[PrefectFuture[Any], PrefectFuture[Any]]
"""One dataset's pull and its check."""


def looks(names: list[str], world: World) -> list[PrefectFuture[list[LookedAt]]]:
    """All datasets of each host looked at, host beside host: of most there is nothing more to be done."""
    hosts = by_host(names, world)
    return list(steps.look.map(list(hosts), list(hosts.values()), world=unmapped(world)))


def checks(name: str, world: World, looked: LookedAt | None = None) -> Checks:
    """The dataset pulled, which is what a look took if there was one, and checked, beside all others."""
    pulled: Any = desk.patient(steps.pull, world).submit(name, world, looked)
    return pulled, steps.check.submit(pulled, world)


def ended(pull: PrefectFuture[Any], check: PrefectFuture[Any]) -> Draft | BaseException:
    """The draft, or what went wrong on the way to it."""
    check.wait()
    pull.wait()
    state = pull.state if pull.state.is_failed() or pull.state.is_crashed() else check.state
    result: Draft | BaseException = state.result(raise_on_failure=False)
    if isinstance(result, Draft):
        desk.sound(result)
    return result
