"""What the checks of a dataset as a whole look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.checks.rulebook import Licence
from flows.domain.dataset import Dataset
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema


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
