"""The nightly flow over a site, night after night, in one process, each counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.counted import Counted
from bench.figures import tell
from bench.quiet_site import Site
from flows.settings import quiet_prefect

Cost = dict[str, float]
"""Counted.figures of one night."""
TOLD = ("seconds", "source_requests", "portal_requests", "writes")
"""What is compared."""


@contextmanager
def prefect() -> Iterator[None]:
    """A server of its own, as for tests."""
    quiet_prefect()
    from prefect.testing.utilities import prefect_test_harness

    import flows.nightly  # noqa: F401 (what is imported once is no part of a night)

    with prefect_test_harness(server_startup_timeout=120):
        yield


@dataclass(frozen=True)
class Nights:
    site: Site
    portal: dict[str, Any]

    def night(self, what: str, **expected: int) -> Cost:
        """One that has to end so: datasets by outcome."""

        def run() -> None:
            outcomes = _outcomes()
            assert outcomes == expected, f"{what}: {dict(outcomes)}"

        return self.counted(what, run)

    def counted(self, what: str, work: Callable[[], None]) -> Cost:
        counted = Counted(self.site, self.portal)
        work()
        figures = counted.figures()
        tell("  ".join([f"{what:<22}", *(f"{name} {value:,}" for name, value in figures.items())]))
        return figures


def middle(nights: list[Cost], name: str) -> float:
    return round(median(night[name] for night in nights), 2)


def _outcomes() -> Counter[str]:
    """Of one run, by word."""
    from flows.desk import watched
    from flows.nightly import nightly

    outcomes: list[Any] = []
    with watched(by=outcomes.append):
        nightly(False, return_state=True)
    for outcome in [each for each in outcomes if each.word not in ("unchanged", "published")][:3]:
        tell(str(outcome))
    return Counter(outcome.word for outcome in outcomes)
