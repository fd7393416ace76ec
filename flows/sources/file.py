"""`kind: file`: a file in the catalogue's folder, or in a folder that the agency delivers to."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from flows.domain.dataset import LocalFile
from flows.domain.errors import SourceRefused, SourceUnavailable
from flows.domain.snapshot import Snapshot

BLOCK = 1 << 20


def copy_file(source: LocalFile, catalogue: Path, into: Path) -> Snapshot:
    """A private copy, so that nothing changes under the run's feet while the file is read more than once.

    Raises SourceRefused where the path leads nowhere or out of the catalogue, or the file is over its cap.
    """
    path = Path(source.path)
    if not path.is_absolute():
        path = catalogue / path
        if not path.resolve().is_relative_to(catalogue.resolve()):
            raise SourceRefused(
                f"{source.path} leads out of the catalogue's folder: use a path below it, or an absolute path."
            )
    digest, size = hashlib.sha256(), 0
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        with path.open("rb") as original, into.open("xb") as copy:
            while block := original.read(BLOCK):
                size += len(block)
                if size > source.max_bytes:
                    raise _too_large(source)
                digest.update(block)
                copy.write(block)
    except FileNotFoundError as error:
        raise SourceRefused(
            f"There is no file {source.path}: put the agency's file there, or correct `path` in the declaration."
        ) from error
    except OSError as error:
        into.unlink(missing_ok=True)
        raise SourceUnavailable(
            f"{source.path} cannot be read now ({error.strerror}): look at the disk it is on."
        ) from error
    except SourceRefused:
        into.unlink(missing_ok=True)
        raise
    return Snapshot(
        path=into,
        sha256=digest.hexdigest(),
        size=size,
        source=source.path,
        fetched_at=datetime.now(UTC),
        last_modified=format_datetime(changed, usegmt=True),
    )


def _too_large(source: LocalFile) -> SourceRefused:
    return SourceRefused(
        f"{source.path} is larger than the {source.max_bytes:,} bytes that its declaration allows: check that it is the"
        " right file, then raise `max_bytes`."
    )
