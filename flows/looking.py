"""Pull, tidy and check without Prefect, side by side: for the terminal, where a server would only be in the way."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from flows.domain.outcome import Fit, Outcome
from flows.examine import examine, pull
from flows.settle import broken, foreseen, misdeclared
from flows.world import World

AT_ONCE = 4


def look_at(names: Sequence[str], world: World) -> Iterator[Outcome | Fit]:
    """What a run would say of each dataset, in the order of `names`. One that breaks off does not touch the others."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [(name, pool.submit(_look, name, world)) for name in names]
        for name, future in futures:
            error = future.exception()
            yield broken(name, error) if error else future.result()


def _look(name: str, world: World) -> Outcome | Fit:
    if name in world.catalogue.broken:
        raise misdeclared(name, world)
    return foreseen(examine(pull(name, world), world))
