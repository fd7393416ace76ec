"""What is known about one dataset after a run: plain values, and None wherever nobody looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flows.domain.dataset import Dataset
from flows.domain.licence import Openness
from flows.domain.text import Text
from flows.scores.cells import CellCounts


@dataclass(frozen=True, slots=True)
class Found:
    """How often one rule was found, waived findings included: a waiver lets data out, it does not mend them."""

    count: int
    blocking: int = 0
    """Of these, how many hold the dataset."""


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """One resource in one run."""

    name: str
    """As declared: MachineName."""
    source_format: str | None = None
    """What the agency delivered, such as csv or xlsx, in small letters."""
    published_formats: tuple[str, ...] = ()
    """What the public can download, in small letters without a full stop; empty where nothing of it is published."""
    has_api: bool | None = None
    """Whether its rows stand in the DataStore, which answers anonymous API calls."""
    has_dictionary: bool | None = None
    """Whether the data dictionary is published with it."""
    has_datapackage: bool | None = None
    """Whether a datapackage.json with the file's digest is published with it."""
    stable_address: bool | None = None
    """Whether its address and id stay the same from version to version."""
    rows: int | None = None
    """Data rows in this run; None if the run did not get to see them."""
    cells: CellCounts | None = None
    findings: Mapping[str, Found] | None = None
    """By slug of the rule; empty if it was checked and nothing was found, None if it was not checked."""
    last_change: date | None = None
    """Day (Bangkok, CE) on which the published content last changed."""
    newest_period: date | None = None
    """Last day (CE) of the newest period in the data, such as 31 October for a table that ends in October."""
    downloaded: bool | None = None
    """Whether a visitor who is not logged in got the very file: in this run, or when it was published and it stands
    untouched since; None where nobody tried."""

    def count_of(self, slugs: Iterable[str]) -> int:
        """Findings of these rules; 0 also where it was not checked, so look at `findings` first."""
        found = self.findings or {}
        return sum(found[slug].count for slug in slugs if slug in found)


@dataclass(frozen=True, slots=True)
class Facts:
    """One dataset in one run."""

    dataset: Dataset
    today: date
    """In Bangkok, CE."""
    published: bool
    """Whether the public sees the dataset at all, be it an older version."""
    openness: Openness | None
    """Of the declared licence, by the register; None if nobody looked it up."""
    missing_items: tuple[Text, ...] | None
    """Names of those of the 14 mandatory items that are not given; None if nobody looked."""
    unknown_items: tuple[Text, ...] | None
    """Names of those that are given as "unknown"; None if nobody looked."""
    resources: tuple[ResourceFacts, ...]
    """In declared order."""
    findings: Mapping[str, Found] | None = None
    """Findings about the dataset as a whole, by slug; None if it was not checked."""

    def found(self, slug: str) -> bool | None:
        """Whether the dataset as a whole has a finding of this rule; None if it was not checked."""
        if self.findings is None:
            return None
        return slug in self.findings and self.findings[slug].count > 0
