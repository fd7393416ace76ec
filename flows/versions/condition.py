"""Whether a version is still in the archive as it was kept: manifest and files, every byte of them read."""

from pathlib import Path

from flows.domain.errors import AskedWrongly, NotAsKept
from flows.domain.on_record import Archived, Condition
from flows.domain.version import Version, VersionTable
from flows.versions.archive import Versions


def condition(versions: Versions, dataset: str, number: int, manifest_sha256: str | None, folder: Path) -> Archived:
    """`manifest_sha256`: as the ledger tells it; None where it does not. Files that are whole lie in `folder` then.

    Raises ArchiveError where the archive does not answer.
    """
    try:
        version = versions.read(dataset, number)
    except AskedWrongly:
        return Archived(number, Condition.GONE, None)
    except NotAsKept:
        return Archived(number, Condition.DAMAGED, None)
    if manifest_sha256 not in (None, version.manifest_sha256):
        return Archived(number, Condition.EXCHANGED, None)
    files = {table.resource: _of_file(versions, version, table, folder) for table in version.tables}
    return Archived(number, Condition.WHOLE, version, files)


def fetched(resource: str, folder: Path) -> Path:
    """Where `condition` puts the file of a resource."""
    return folder / f"{resource}.kept.csv"


def _of_file(versions: Versions, version: Version, table: VersionTable, folder: Path) -> Condition:
    into = fetched(table.resource, folder)
    try:
        versions.fetch(table.file, into, version)
    except NotAsKept as lost:
        into.unlink(missing_ok=True)
        return Condition.GONE if lost.gone else Condition.DAMAGED
    return Condition.WHOLE
