"""What stands on the portal now: the portal is our memory.

Digests in our own fields of the portal's resources say what is published. Nothing else remembers it, so nothing can be
remembered as published that is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from flows.domain.thai_calendar import in_bangkok

OPENED = "perd_opened"
"""Our field of a resource: "True" since the dataset was made public, "False" since Perd withdrew it."""


@dataclass(frozen=True, slots=True)
class PublishedResource:
    """One resource of ours, as the portal answers it."""

    id: str
    """The portal's id: our own UUID5 of dataset and resource."""
    resource: str
    """The declared resource's name; data-dictionary and datapackage for the two companions."""
    url: str
    sha256: str
    """Digest of the published bytes."""
    sent_bytes: int
    """Size of the published file; 0 where what the portal holds is known not to be it."""
    size: int
    """Bytes, as the portal counts them: of the file that is there, whoever put it there."""
    file: str
    """The published file's name."""
    rows: int
    fingerprint: str
    """Digest of everything that decided the published bytes, the agency's bytes excepted: schema, tidy, rules."""
    source_sha256: str
    etag: str | None
    last_modified: str | None
    fields: Mapping[str, Any]
    """The portal's whole record of the resource."""

    @property
    def last_changed(self) -> date | None:
        """The day in Bangkok on which the portal was given its file; None where the portal does not say."""
        stamp = self.fields.get("last_modified")
        return in_bangkok(datetime.fromisoformat(stamp).replace(tzinfo=UTC)).date() if stamp else None

    @property
    def bytes_to_expect(self) -> int:
        """Of its file, whoever put it there."""
        return max(self.sent_bytes, self.size)

    @property
    def untouched(self) -> bool:
        """Whether the file there is ours and whole, as far as can be seen without reading it.

        Somebody who replaces a file on the portal leaves our digest standing beside it, but changes name or size.
        """
        return 0 < self.sent_bytes == self.size and urlsplit(self.url).path.rsplit("/", 1)[-1] == self.file


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a dataset was used since the portal began to count: CKAN's own numbers (`tracking_summary`).

    They stand still until `ckan tracking update` has run on the portal. A visitor counts once per address and day (the
    portal's day); a visitor is a browser with its network address, so that an office behind one address may count once.
    Only what the portal's pages report by JavaScript is counted: no API call, and no download from outside the pages.
    CKAN up to 2.10 answers 0 also where it does not count.
    """

    views: int
    """Visits of the dataset's own page. CKAN counts the page in each language by itself and answers the one that was
    visited last, so that this may also fall: of several days, the largest number is the nearest to the truth."""
    downloads: int
    """Clicks on the download links of all its resources, data dictionary and datapackage.json included. CKAN counts by
    address: a file whose address changes begins anew at 0."""


@dataclass(frozen=True, slots=True)
class PublishedDataset:
    """One dataset as an editor sees it through package_show."""

    id: str
    name: str
    private: bool
    metadata_modified: str
    """The portal's own stamp: used for `match`, never as evidence that data changed."""
    url: str
    """Page of the dataset that people open."""
    fields: Mapping[str, Any]
    resources: tuple[PublishedResource, ...]
    """Only ours; a resource that somebody else added on the portal is left alone."""
    usage: Usage | None = None
    """None where the portal does not count."""

    @property
    def closed_by_hand(self) -> bool:
        """Private although it is to be public: we never leave it so, and a person did it."""
        return self.private and self._opened("True")

    @property
    def marked_withdrawn(self) -> bool:
        """Whether our last word was that it is private: public all the same, a person opened it."""
        return self._opened("False") and not self._opened("True")

    @property
    def withdrawn(self) -> bool:
        """Private by our own rule: then it is we who open it again."""
        return self.private and self.marked_withdrawn

    def _opened(self, word: str) -> bool:
        return any(resource.fields.get(OPENED) == word for resource in self.resources)

    def resource(self, name: str) -> PublishedResource | None:
        return next((resource for resource in self.resources if resource.resource == name), None)
