"""What was seen of a dataset on the portal: facts, and no judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal.reconcile.row_counts import RowCounts


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What an anonymous visitor gets of a file."""

    sha256: str | None
    """None where it cannot be had."""
    size: int
    """Bytes."""
    refused: Text | None = None
    """Why it cannot."""


@dataclass(frozen=True, slots=True)
class SeenTable:
    """What an anonymous visitor gets of a table."""

    columns: tuple[tuple[str, str], ...]
    """Name and type of each, in order; none where there is no table."""
    described: Mapping[str, tuple[str, str]]
    """By column: its label and its note in the portal's data dictionary."""
    told_rows: int
    """How many the portal says that it holds."""
    rows: RowCounts | None
    """Against the canonical file; None where there is none to compare with, or the columns are others."""
    hidden: bool = False
    """There may be one, but no visitor gets it."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the search says of a dataset."""

    name: str
    modified: str
    """The portal's stamp of what it knows: UTC, ISO, without a zone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One dataset on the portal."""

    portal: str
    """Its address, without a final slash."""
    stands: PublishedDataset | None
    """Under its own name, as an editor sees it."""
    elsewhere: tuple[PublishedDataset, ...] = ()
    """Others that say that they are this one."""
    to_visitors: bool = False
    """An anonymous visitor sees it."""
    files: Mapping[str, SeenFile] = field(default_factory=dict)
    """By the portal's id of the resource."""
    tables: Mapping[str, SeenTable] = field(default_factory=dict)
    """Likewise, of those that should have one."""
    indexed: Indexed | None = None
    """As an anonymous visitor finds it by its id; None where it is not found."""
