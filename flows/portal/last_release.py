"""The file that stands on the portal, to compare a new one with."""

from pathlib import Path

from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedResource
from flows.portal.client import Portal


def last_release(portal: Portal, published: PublishedResource, into: Path) -> Path | None:
    """The canonical CSV as it was published, in `into`; None where the portal does not give it, or it is not ours.

    Such a file is about to be replaced, which puts it right: it is no reason to stop. Raises PortalUnavailable.
    """
    try:
        found = portal.download(published.url, size=published.bytes_to_expect, as_editor=True, to=into)
    except PortalRefused:
        return None
    return into if found.sha256 == published.sha256 else None
