"""One dataset in one run, after pull, tidy and check: what could be published, and whether it may be."""

from dataclasses import dataclass

from flows.domain.dataset import Dataset, Resource
from flows.domain.finding import Verdict
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.snapshot import Snapshot
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Tidied


@dataclass(frozen=True, slots=True)
class Kept:
    """A resource whose source and rules have not changed since it was published."""

    resource: Resource
    schema: TableSchema
    published: PublishedResource

    @property
    def rows(self) -> int:
        return self.published.rows


@dataclass(frozen=True, slots=True)
class Fresh:
    """A resource that was pulled, tidied and checked in this run."""

    resource: Resource
    schema: TableSchema
    snapshot: Snapshot
    tidied: Tidied
    fingerprint: str
    """As in `PublishedResource`."""

    @property
    def rows(self) -> int:
        return self.tidied.rows


Part = Kept | Fresh


@dataclass(frozen=True, slots=True)
class Draft:
    """What the run knows about one dataset before it publishes or holds it."""

    dataset: Dataset
    parts: tuple[Part, ...]
    """One per declared resource that could be tidied, in declared order."""
    verdict: Verdict
    standing: PublishedDataset | None
    """What stands on the portal; None if nothing of this name does."""

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)
