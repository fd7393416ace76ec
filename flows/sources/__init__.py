"""Take the agency's copy: one module per `source.kind`, one function for all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from flows.domain.snapshot import Taken
from flows.domain.source import Checkpoints, HttpFile, LocalFile, Source
from flows.sources.checkpoints import copy_checkpoints
from flows.sources.file import copy_file
from flows.sources.http_file import Fetcher

NO_CHECKPOINTS = Path("no-checkpoints.csv")
"""Of runs that sign none."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal remembers of the version that stands there, for a conditional request."""

    etag: str | None
    last_modified: str | None


class Sources:
    """Everything a source needs from the outside; delivery_folders: where absolute paths may lead."""

    def __init__(
        self,
        catalogue: Path,
        fetcher: Fetcher,
        delivery_folders: Collection[Path] = (),
        checkpoints: Path = NO_CHECKPOINTS,
    ) -> None:
        """checkpoints: the table of our own signed checkpoints."""
        self._catalogue = catalogue
        self._fetcher = fetcher
        self._delivery_folders = delivery_folders
        self._checkpoints = checkpoints

    def take(self, source: Source, into: Path, known: Known | None = None) -> Taken:
        """Bring the source's bytes to the new file `into`, or learn that they have not changed.

        Raises SourceUnavailable (may work later), SourceRefused (somebody has to act), DeclarationError (its key is
        not set) or PipelineError (our disk does not take it); `into` then does not exist.
        """
        match source:
            case HttpFile():
                return self._fetcher.fetch(
                    source,
                    into,
                    etag=known.etag if known else None,
                    last_modified=known.last_modified if known else None,
                )
            case LocalFile():
                return copy_file(source, self._catalogue, into, self._delivery_folders)
            case Checkpoints():
                return copy_checkpoints(source, self._checkpoints, into)
