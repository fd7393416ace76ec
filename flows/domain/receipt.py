"""What the portal was made to hold, and the proof that the public gets it."""

from dataclasses import dataclass

from flows.domain.portal_edit import PortalEdit
from flows.domain.text import Text


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One resource after publication."""

    resource: str
    """The declared resource's name; data-dictionary and datapackage for the two companions."""
    id: str
    url: str
    """The portal's own download address."""
    sha256: str
    """Digest of the bytes that an anonymous visitor gets."""
    read_back: bool
    """Whether those bytes were downloaded in this run; False for a file that was not written and not looked at."""
    rows: int
    """0 for a companion."""


@dataclass(frozen=True, slots=True)
class PublishReceipt:
    """One dataset after publication."""

    dataset: str
    package: str
    """The portal's id of the dataset."""
    url: str
    """Page that people open."""
    files: tuple[PublishedFile, ...]
    writes: tuple[str, ...]
    """What was written, in order: create, file:, table: or replace:<resource>, metadata, public. Empty for nothing."""
    remarks: tuple[Text, ...] = ()
    """What a person may want to know, such as tags that the portal does not take."""
    edits: tuple[PortalEdit, ...] = ()
    """What people had changed on the portal."""
