"""The agency's copy, as it was received."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file taken from an agency, and its receipt."""

    path: Path
    """Where the bytes lie on our disk, exactly as received."""
    sha256: str
    """Lower-case hex digest of those bytes, computed while they streamed in."""
    size: int
    """Bytes."""
    source: str
    """The address it came from, or the path for a local file, as it may be shown: `provenance.shown_address`."""
    fetched_at: datetime
    """UTC."""
    media_type: str | None = None
    """As the server named it, without parameters; None for a local file."""
    etag: str | None = None
    last_modified: str | None = None
    """The HTTP header's own text; for a local file the modification time as an HTTP date."""
    server_date: str | None = None
    """The server's own clock: the text of its Date header; None for a local file."""
    answered_by: str | None = None
    """Host that gave the bytes, after redirects; None for a local file. No more of the address: it may hold a key."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The source says that it has not changed since the version that stands on the portal."""

    source: str
    checked_at: datetime
    """UTC."""


Taken = Snapshot | NotModified
