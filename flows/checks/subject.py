"""What the checks look at: a dataset as a whole, and one resource's table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flows.checks.rulebook import Licence
from flows.domain.dataset import Dataset, Resource
from flows.domain.portal_edit import PortalEdit
from flows.domain.portal_rules import PortalRules
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Tidied

Cell = tuple[int, int]
"""(row, column) of the agency's file, both from 1."""
RawCells = Callable[[Iterable[Cell]], dict[Cell, str]]
"""The texts of cells as the agency wrote them; a cell that the file does not have is left out."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One dataset, and the rules it is judged by."""

    dataset: Dataset
    rules: RuleBook
    licences: Mapping[str, Licence]
    """The register by id."""
    schemas: Mapping[str, TableSchema]
    """By name, as the catalogue holds them; those of this dataset's resources are among them."""
    today: date
    """In Bangkok."""
    portal: PortalRules | None = None
    """The portal that it is meant for; None where that is not known, and is not judged."""
    on_portal: tuple[PortalEdit, ...] = ()
    """Terms that a person gave the dataset on the portal; they stand in `dataset` instead of the declared ones."""


@dataclass(frozen=True, slots=True)
class Table:
    """One resource's table in this run."""

    dataset: Dataset
    resource: Resource
    schema: TableSchema
    tidied: Tidied
    rules: RuleBook
    today: date
    """In Bangkok."""
    raw_cells: RawCells
    """Cheapest when it is asked from the top of the file down."""
    published: Path | None = None
    """The canonical CSV that stands on the portal, as the public gets it; None if there is none, or it is not ours."""
    published_rows: int | None = None
    """Data rows that stand on the portal; None if nothing does."""
    seen: Mapping[Callable[..., Any], Any] = field(default_factory=dict)
    """What looks at its cells have seen already (tables/canonical.py), by what they looked for."""
