"""One dataset in one run, after pull, tidy and check: what could be published, and whether it may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flows.domain.dataset import Dataset, Resource
from flows.domain.decision import Decision
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.release import ReleaseDiff
from flows.domain.row_changes import RowChanges
from flows.domain.snapshot import Snapshot
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Tidied
from flows.domain.verdict import Verdict


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
    judged_as: Dataset | None = None
    """The dataset with the terms that a person gave it on the portal; None where they are the declared ones."""
    question: str | None = None
    """What a named person has to answer, or has answered; None where nothing is left to one."""
    answer: Decision | None = None
    frictionless: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    """Frictionless' own validation report of each table that was checked, by resource. It quotes cells."""
    newest: Mapping[str, date | None] = field(default_factory=dict)
    """Last day of the newest period in each table that was checked, by resource; None where that is not known."""
    alarms: tuple[Text, ...] = ()
    """What Perd has noticed about itself while it looked, for the officer."""
    releases: Mapping[str, ReleaseDiff] = field(default_factory=dict)
    """What changed against the version that stands, by resource; those that there is nothing to compare with left out.
    """

    changes: Mapping[str, RowChanges] = field(default_factory=dict)
    """What the public is told of the rows that change, by resource; filled when the version before is at hand."""

    def stands(self, resource: str) -> PublishedResource | None:
        """Our resource of that name as it stands on the portal."""
        return self.standing.resource(resource) if self.standing is not None else None

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def terms(self) -> Dataset:
        """The dataset with the licence, category, classification and conditions that hold for the public."""
        return self.judged_as or self.dataset
