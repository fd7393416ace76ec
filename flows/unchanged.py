"""Datasets that have not changed: found by one look at the portal and one conditional request a resource, no more.

All datasets of one host are looked at together, a few at a time. Nothing is written here. Of whatever else turns up, a
change, trouble or a bug, only what was taken is kept: the dataset's own steps go on from that, and tell of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flows.bookkeeping import measure, outcome_body, reported
from flows.declared_decisions import untold_decisions
from flows.domain.draft import Draft
from flows.domain.errors import PipelineError
from flows.domain.outcome import Unchanged
from flows.domain.source import HttpFile
from flows.examine import Pulled, examine, is_as_published, pull
from flows.scoring import Measured
from flows.settle import settle
from flows.world import World


@dataclass(frozen=True, slots=True)
class Quiet:
    """The end of a dataset about which nothing has to be done."""

    outcome: Unchanged
    body: Mapping[str, Any]
    """What the ledger is to say of it."""
    to_report: tuple[Draft, Measured] | None
    """What its report is made from, where that says something else now: scores fall while a dataset grows old."""


class LookedAt:
    """What a look found of one dataset. No dataclass: Prefect would search it for futures, down to each field."""

    def __init__(self, name: str, taken: Pulled | PipelineError | None, quiet: Quiet | None = None) -> None:
        """`taken`: from portal and sources, or what went wrong there; None where a bug did."""
        self.name = name
        self.quiet = quiet
        self._taken = None if quiet else taken

    def taken(self, world: World) -> Pulled:
        """What the look took, or what it raised: to whoever goes on, his first try was that one."""
        if isinstance(self._taken, PipelineError):
            raise self._taken
        return self._taken or pull(self.name, world)


def by_host(names: Sequence[str], world: World) -> dict[str, list[str]]:
    """The datasets by the host that most of their requests go to; those without one by the kind of their source."""
    hosts: dict[str, list[str]] = {}
    for name in names:
        source = world.dataset(name).resources[0].source
        host = urlsplit(source.url).hostname if isinstance(source, HttpFile) else None
        hosts.setdefault(host or source.kind, []).append(name)
    return hosts


def look_at(names: Sequence[str], world: World) -> list[LookedAt]:
    """Each of these datasets, which are of one host."""
    with ThreadPoolExecutor(world.settings.host_connections, "look") as together:
        futures = [(name, together.submit(_look, name, world)) for name in names]
        return [LookedAt(name, None) if future.exception() else future.result() for name, future in futures]


def _look(name: str, world: World) -> LookedAt:
    try:
        pulled = pull(name, world)
    except PipelineError as error:
        return LookedAt(name, error)
    try:
        quiet = next(_quiet(pulled, world), None) if is_as_published(pulled, world) else None
    except PipelineError:  # told by the step that meets it again
        quiet = None
    return LookedAt(name, pulled, quiet)


def _quiet(pulled: Pulled, world: World) -> Iterator[Quiet]:
    """At most one. Raises as `examine`, `settle` and EvidenceError."""
    draft = examine(pulled, world)
    outcome = settle(draft, world, dry_run=True)
    if not isinstance(outcome, Unchanged):
        return
    if world.ledger is None or untold_decisions(draft, world.ledger, world.now, world.today):
        return
    if found := measure(outcome, draft, world):
        to_report = None if reported(outcome, found, world) else (draft, found)
        yield Quiet(outcome, outcome_body(outcome, draft, found, world), to_report)
