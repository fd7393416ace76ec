"""What ledger and archive say of a dataset: what should stand on the portal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flows.domain.version import Version


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file as it was published, companions included."""

    sha256: str
    rows: int
    """0 for the data dictionary and datapackage.json."""


@dataclass(frozen=True, slots=True)
class RecordedOrigin:
    """What was written beside a table's file when it was last looked at."""

    sha256: str
    rows: int
    fingerprint: str
    """As in `PublishedResource`."""
    source: str
    """Its address, as it may be shown."""
    source_sha256: str
    source_bytes: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last publication that the ledger tells of."""

    at: datetime
    """UTC."""
    portal: str
    """Its address, as it was set then."""
    version: int | None
    """None where it was published by a Perd that kept no versions, or was only ever found unchanged."""
    manifest_sha256: str | None
    files: Mapping[str, RecordedFile]
    """By resource."""
    origins: Mapping[str, RecordedOrigin]
    """By resource; companions have none."""


class Condition(StrEnum):
    """Of something in the archive."""

    WHOLE = "whole"
    GONE = "gone"
    DAMAGED = "damaged"
    EXCHANGED = "exchanged"
    """Whole, and another one than the ledger tells of."""


@dataclass(frozen=True, slots=True)
class Archived:
    """The version that was published last, as the archive has it."""

    number: int
    manifest: Condition
    version: Version | None
    """None where the manifest is not WHOLE."""
    files: Mapping[str, Condition] = field(default_factory=dict)
    """By resource; empty without a version."""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is known of a dataset without asking the portal."""

    dataset: str
    last: str | None
    """Word of the newest outcome; None where there is none."""
    recorded: Recorded | None
    archived: Archived | None
    """None where no version is known to stand on the portal."""
    unfinished: bool
    """A publication was begun, and no run has brought it to its end."""
    withdrawn: bool = False
    """The ledger tells who made it private and why, and of nobody who opened it since."""

    @property
    def version(self) -> Version | None:
        return self.archived.version if self.archived else None
