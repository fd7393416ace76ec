"""Where an agency's file came from, in words that may be kept for good and shown to everybody."""

import re
from urllib.parse import unquote, urlsplit, urlunsplit

from flows.domain.dataset import Dataset
from flows.domain.personal_text import UNNAMED_FILE, looks_personal, named_or
from flows.domain.source import Checkpoints, HttpFile, LocalFile, Source

LONGEST_HEADER = 200
"""Characters."""
_NOT_PLAIN = re.compile("[^ -~]")


def declared_address(source: Source) -> str:
    """Where the declaration says that the file lies."""
    match source:
        case HttpFile():
            return shown_address(source.url)
        case Checkpoints():
            return source.kind
        case _:
            return shown_address(source.path)


def keepable(dataset: Dataset) -> Dataset:
    """The dataset in words that may be kept for good: the sources' addresses as they may be shown, and without those of
    the stewards who are told by mail. What is published is the same by it."""
    resources = tuple(
        resource.model_copy(update={"source": _keepable_source(resource.source)}) for resource in dataset.resources
    )
    declared = dataset.declared.model_copy(update={"resources": resources})
    agency = dataset.agency.model_copy(update={"notify": ()})
    return dataset.model_copy(update={"agency": agency, "declared": declared})


def _keepable_source(source: Source) -> Source:
    match source:
        case HttpFile():
            return source.model_copy(update={"url": shown_address(source.url)})
        case LocalFile():
            return source.model_copy(update={"path": shown_address(source.path)})
        case Checkpoints():
            return source


def shown_address(address: str) -> str:
    """A URL without its query and fragment, which may hold a key, or a path; neutral words for names of persons in it.

    `?…` says that there was a query. What has gone through once comes back as it is.
    """
    if not re.match("https?://", address):
        return _naming_nobody(address.replace("\\", "/"))
    try:
        parts = urlsplit(address)
    except ValueError:  # half a bracket: no address, and nothing is known of what it holds
        return "?…"
    # A server may lead to an address with a password in it.
    host = parts.netloc.rpartition("@")[2]
    plain = urlunsplit((parts.scheme, host, _naming_nobody(parts.path), "", ""))
    return f"{plain}?…" if parts.query or parts.fragment else plain


def kept_header(text: str | None) -> str | None:
    """What a server said in a header, as the ledger keeps it: printable, short, and nobody's name.

    Only for reading: to a server its words are sent back as they came.
    """
    if text is None or looks_personal(unquote(text)):
        return None
    return _NOT_PLAIN.sub("", text)[:LONGEST_HEADER]


def _naming_nobody(path: str) -> str:
    parts = [UNNAMED_FILE if looks_personal(unquote(part)) else part for part in path.split("/")]
    return named_or(UNNAMED_FILE, "/".join(parts))
