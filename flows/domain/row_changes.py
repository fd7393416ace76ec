"""What a new version of one table changes in the one before, as a file of its own."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RowChanges:
    """A CSV: `_change` (added, changed or removed), then the columns of the table. Of a removed row the key alone."""

    path: Path
    sha256: str
    """Of its bytes, lower-case hex."""
    size: int
    """Bytes."""
    rows: int
    before: str
    """SHA-256 of the table's file that the changes start from; empty where there is none to start from."""
    now: str
    """SHA-256 of the file that they lead to."""
