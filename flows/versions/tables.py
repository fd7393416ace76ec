"""What a manifest says of each table of a draft."""

from datetime import datetime

from flows.domain.draft import Fresh, Part
from flows.domain.provenance import kept_header
from flows.domain.published import PublishedResource
from flows.domain.version import Receipt, StoredFile, VersionTable


def table_of(part: Part) -> VersionTable:
    """Of a table that was made in this run, or stands on the portal and is kept."""
    if isinstance(part, Fresh):
        file = StoredFile(part.tidied.sha256, part.tidied.size, part.tidied.rows)
        snapshot = part.snapshot
        receipt = Receipt(
            snapshot.source,
            snapshot.sha256,
            snapshot.size,
            snapshot.fetched_at,
            _naming_nobody(snapshot.etag),
            _naming_nobody(snapshot.last_modified),
        )
        return VersionTable(part.resource.name, part.schema, file, receipt, part.fingerprint)
    stands = part.published
    file = StoredFile(stands.sha256, stands.sent_bytes, stands.rows)
    return VersionTable(part.resource.name, part.schema, file, _told_by_the_portal(stands), stands.fingerprint)


def _told_by_the_portal(stands: PublishedResource) -> Receipt:
    size = str(stands.fields.get("perd_source_bytes") or "")
    return Receipt(
        stands.fields.get("perd_source_url") or "",
        stands.source_sha256,
        int(size) if size.isascii() and size.isdigit() else 0,
        _moment(stands.fields.get("perd_fetched_at")),
        _naming_nobody(stands.etag),
        _naming_nobody(stands.last_modified),
    )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _naming_nobody(header: str | None) -> str | None:
    """As the server said it, or not at all: half a header would be none that it knows again."""
    return header if header == kept_header(header) else None
