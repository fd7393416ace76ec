"""What changed against the last release: the file that the public gets now, and the one that is to replace it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_COLUMNS = 30
"""Columns whose cells and sums are compared: the first of the table."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sum of one numeric column, before and now."""

    before: str
    """Exact, as a plain decimal number such as 1234.50; cells that are no numbers are left out."""
    now: str


@dataclass(frozen=True, slots=True)
class LastRelease:
    """The file that the public has until this run's takes its place."""

    sha256: str
    """Of its bytes."""
    version: int | None
    """Number of the dataset's version that it belongs to; None where the archive has none such."""


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """How two versions of one table differ, in counts and sums; never a single cell's value."""

    resource: str
    """The declared resource's name."""
    rows_before: int
    """Data rows that the public gets now."""
    rows_now: int
    rows_added: int | None
    """Rows whose primary key the last release did not have. None, as the next three, where the schema declares no key,
    or the key is not unique in both versions: then no row can be told from another."""
    rows_removed: int | None
    rows_changed: int | None
    """Rows of the same key of which at least one compared cell differs."""
    cells_changed: Mapping[str, int] | None
    """Cells that differ in rows of the same key, by the machine name of the column; columns without any are left out.
    At most MOST_COLUMNS columns are compared: those that both versions have, in the order of the new one."""
    columns_new: tuple[str, ...]
    """Machine names, in the order of the new version."""
    columns_gone: tuple[str, ...]
    """Machine names, in the order of the last release."""
    sums: Mapping[str, Sums] = field(default_factory=dict)
    """By the machine name of each numeric column that both versions have, at most MOST_COLUMNS."""

    @property
    def same(self) -> bool:
        """Whether no difference can be seen: false where rows cannot be told from one another."""
        return (
            self.rows_before == self.rows_now
            and (self.rows_added, self.rows_removed, self.rows_changed) == (0, 0, 0)
            and not self.columns_new
            and not self.columns_gone
        )
