"""The agency's files as a report shows them: the receipt, what tidy converted, where each came from."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from flows.domain.dataset import HttpFile, Resource
from flows.domain.source import Checkpoints
from flows.domain.text import Text
from flows.domain.tidied import Change
from flows.pages.words import moment
from flows.reports.data import ReportTable

MOST_CHANGES = 30
"""Lines of what was converted; a file may have thousands of columns."""


@dataclass(frozen=True, slots=True)
class FileView:
    """One declared resource."""

    table: ReportTable
    source: str
    """Where the agency's file lies, fit to be shown."""
    received: Text | None
    """When it was received; None where it was not, in this run."""
    changes: tuple[tuple[Change, str | None], ...]
    """Each with the agency's own header of its column."""
    changes_left_out: int


def file_view(table: ReportTable) -> FileView:
    tidied, snapshot = table.tidied, table.snapshot
    headers = {column.name: column.header for column in tidied.columns} if tidied else {}
    changes = tidied.changes if tidied else ()
    return FileView(
        table=table,
        source=source_address(table.resource),
        received=moment(snapshot.fetched_at) if snapshot else None,
        changes=tuple((change, headers.get(change.column or "")) for change in changes[:MOST_CHANGES]),
        changes_left_out=max(0, len(changes) - MOST_CHANGES),
    )


def source_address(resource: Resource) -> str:
    """Where the agency's file lies, fit to be shown: without the address's query, without the folders of our disk."""
    if isinstance(resource.source, HttpFile):
        parts = urlsplit(resource.source.url)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    if isinstance(resource.source, Checkpoints):
        return resource.source.kind
    return resource.source.path.replace("\\", "/").rsplit("/", 1)[-1]
