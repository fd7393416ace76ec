"""One version of a dataset: all that is needed to publish it again, and what it is known by."""

from dataclasses import dataclass
from datetime import datetime

from flows.domain.dataset import Dataset, Resource
from flows.domain.table_schema import TableSchema


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The canonical file of one table."""

    sha256: str
    """Of its bytes, lower-case hex: also its name in the archive."""
    size: int
    """Bytes."""
    rows: int
    """Data rows, the header not counted."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of the agency's file that the table was made from."""

    source: str
    """As it may be shown: `provenance.shown_address`."""
    sha256: str
    size: int
    """Bytes."""
    fetched_at: datetime | None
    """UTC; None where the portal, which was asked for it, did not say."""
    etag: str | None
    last_modified: str | None
    """The HTTP header's own text. Either is None also where it might name a person."""


@dataclass(frozen=True, slots=True)
class VersionTable:
    """One resource as it was published."""

    resource: str
    """The declared resource's name."""
    schema: TableSchema
    file: StoredFile
    receipt: Receipt
    fingerprint: str
    """As in `PublishedResource`."""


@dataclass(frozen=True, slots=True)
class Version:
    """What is kept of it. Never a cell's value, never a secret."""

    number: int
    """From 1, in each dataset."""
    dataset: Dataset
    """With its declaration as it was."""
    run: str
    """Id of the run that kept it."""
    at: datetime
    """UTC, whole milliseconds: when it was kept, before the first write to the portal."""
    tables: tuple[VersionTable, ...]
    """One per declared resource, in declared order."""
    content: str
    """Digest of what the public gets by it: declaration, schemas and canonical files. The same content is no new
    version."""
    manifest_sha256: str
    """Of the manifest's bytes in the archive: what the ledger names it by, beside its number."""

    @property
    def id(self) -> str:
        """The dataset's."""
        return self.dataset.id

    @property
    def rows(self) -> int:
        return sum(table.file.rows for table in self.tables)

    def table(self, resource: str) -> VersionTable | None:
        return next((table for table in self.tables if table.resource == resource), None)

    def declared(self, table: VersionTable) -> Resource:
        """The resource that the table is of."""
        return next(resource for resource in self.dataset.resources if resource.name == table.resource)
