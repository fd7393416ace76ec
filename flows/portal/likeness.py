"""Whether a dataset on another portal is one of ours, how far it agrees with ours, and its digest.

Neither a name nor a title proves anything: harvesters rename, and others may use the same words. A dataset is ours if
it bears our dataset's id, a download address of ours, the digest of a table of ours, or the address of our page in a
field of its own (`url`, or whatever the harvester calls the source). What the other portal answers is believed in
nothing: any value may be of any kind.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import rfc8785

from flows.domain.presence import Agreement
from flows.domain.published import PublishedDataset, PublishedResource
from flows.portal.standing import DATA

Answer = Mapping[str, Any]
"""A dataset as package_show or package_search gave it."""

VOLATILE = frozenset(
    {
        "metadata_modified",
        "revision_id",
        "revision_timestamp",
        "tracking_summary",
        "harvest_object_id",
        "cache_url",
        "cache_last_updated",
        "datastore_active",
        "archiver",
        "qa",
    }
)
"""Fields at any depth, extras included, that move by themselves: visits, jobs, each new harvest."""
ALSO_VOLATILE = "downloadall_"
"""As do all that begin so."""
KEPT_OF_ORGANISATION = frozenset({"id", "name", "title"})
"""The rest of it is about the organisation, not about the dataset."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest(there: Answer) -> str:
    """SHA-256 of the canonical JSON of `steady(there)`. ValueError or RecursionError where there is no such JSON."""
    return hashlib.sha256(rfc8785.dumps(steady(there))).hexdigest()


def steady(value: Any) -> Any:
    """`value` without what is volatile."""
    if isinstance(value, Mapping):
        kept = {key: inner for key, inner in value.items() if not _volatile(key)}
        organisation = kept.get("organization")
        if isinstance(organisation, Mapping):
            kept["organization"] = {key: organisation[key] for key in KEPT_OF_ORGANISATION & organisation.keys()}
        return {key: steady(inner) for key, inner in kept.items()}
    if isinstance(value, list):
        return [steady(one) for one in value if not (isinstance(one, Mapping) and _volatile(one.get("key")))]
    return value


def _volatile(key: object) -> bool:
    return isinstance(key, str) and (key in VOLATILE or key.startswith(ALSO_VOLATILE))


def is_ours(there: Answer, ours: PublishedDataset) -> bool:
    """Whether anything in it but words says that it is our dataset."""
    if there.get("id") == ours.id:
        return True
    addresses = {_address(resource.url) for resource in ours.resources} - {None}
    digests = {resource.sha256 for resource in _tables(ours) if _DIGEST.fullmatch(resource.sha256)}
    for resource in _resources(there):
        if _address(resource.get("url")) in addresses or not digests.isdisjoint(_digests(resource)):
            return True
    return any(_names_page(value, ours) for value in _values(there))


def same_title(there: Answer, ours: PublishedDataset) -> bool:
    return _words(there.get("title")) == _words(ours.fields.get("title")) != ""


def agreement(there: Answer, ours: PublishedDataset) -> Agreement:
    """How far `there` says what our portal says."""
    licences = ("license_id", "license_title", "license_url")
    return Agreement(
        title=same_title(there, ours),
        licence=any(_words(there.get(key)) == _words(ours.fields.get(key)) != "" for key in licences),
        resources=all(_holds(there, table) for table in _tables(ours)),
    )


def _holds(there: Answer, table: PublishedResource) -> bool:
    address = _address(table.url)
    found = False
    for resource in _resources(there):
        told = _digests(resource)
        at_address = address is not None and _address(resource.get("url")) == address
        if at_address and told and table.sha256 not in told:
            return False  # an older version, as it was harvested
        found = found or at_address or (bool(table.sha256) and table.sha256 in told)
    return found


def _tables(ours: PublishedDataset) -> Iterator[PublishedResource]:
    """Without the companions: two datasets of one table shape have one and the same data dictionary."""
    return (resource for resource in ours.resources if resource.fields.get("perd_kind") == DATA)


def _resources(there: Answer) -> Iterator[Answer]:
    found = there.get("resources")
    return (one for one in (found if isinstance(found, list) else []) if isinstance(one, Mapping))


def _digests(resource: Answer) -> set[str]:
    told = (resource.get("perd_sha256"), resource.get("hash"))
    return {value for value in told if isinstance(value, str) and _DIGEST.fullmatch(value)}


def _values(there: Answer) -> Iterator[object]:
    """Whole values of fields and of extras: an address within a sentence is none."""
    yield from there.values()
    extras = there.get("extras")
    for extra in extras if isinstance(extras, list) else []:
        if isinstance(extra, Mapping):
            yield extra.get("value")


def _names_page(value: object, ours: PublishedDataset) -> bool:
    """Whether it is the address of our page, in any language, or of what our API says of the dataset."""
    found = _address(value)
    # The public may know our portal by another host than the one of the settings; its files name it.
    portal = {known[0] for url in (ours.url, *(one.url for one in ours.resources)) if (known := _address(url))}
    if found is None or found[0] not in portal:
        return False
    names = (ours.name, ours.id)
    *_, before, last = ["", *found[1].split("/")]
    asked = parse_qs(found[2]).get("id", [""])[-1]
    return (before == "dataset" and last in names) or (last == "package_show" and asked in names)


def _address(url: object) -> tuple[str, str, str] | None:
    """Host, path and query, so that http and https, and two spellings of a letter, are one; None for what is none."""
    try:
        parts = urlsplit(url.strip() if isinstance(url, str) else "")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return f"{parts.hostname.lower()}{port}", unquote(parts.path).rstrip("/"), parts.query


def _words(value: object) -> str:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
