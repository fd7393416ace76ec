"""What package_show answered, as our own values."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.domain.published import PublishedDataset, PublishedResource, Usage
from flows.portal.resource_ids import own_resource_id

DATA = "data"
DATA_DICTIONARY = "data-dictionary"
DATAPACKAGE = "datapackage"
CHANGES = "changes"
"""Kinds of resource (`perd_kind`). The names of the two companions are their kinds."""

FILE_NAME_LENGTH = 100
"""CKAN cuts what precedes the ending of a longer file name (ckan/lib/munge.py, munge_filename)."""


def changes_of(resource: str) -> str:
    """The name of the resource that tells what changed in the table of that one. No declared resource can bear it."""
    return f"{resource}-{CHANGES}"


def file_name(dataset: str, resource: str) -> str:
    """The name of the uploaded file, as the portal keeps it. ASCII: CKAN drops every other letter of a file's name."""
    if resource == DATAPACKAGE:
        return "datapackage.json"
    return f"{dataset}-{resource}"[: FILE_NAME_LENGTH - len(".csv")] + ".csv"


def published(answer: Mapping[str, Any], portal: str) -> PublishedDataset:
    """`answer` is package_show's result; `portal` the portal's address without a final slash."""
    return PublishedDataset(
        id=answer["id"],
        name=answer["name"],
        private=bool(answer.get("private")),
        metadata_modified=answer.get("metadata_modified") or "",
        url=f"{portal}/dataset/{answer['name']}",
        fields=answer,
        resources=tuple(_resource(resource, _own_id(answer) or answer["name"]) for resource in _ours(answer)),
        usage=_usage(answer),
    )


def _ours(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Not those that a person copied from one of ours, mark and all: ours has the id that we gave it."""
    marked = [resource for resource in answer.get("resources", ()) if resource.get("perd_resource")]
    there = {resource["id"] for resource in marked}
    for resource in marked:
        own = own_resource_id(_own_id(answer) or answer["name"], resource["perd_resource"])
        if resource["id"] == own or own not in there:
            yield resource


def _usage(answer: Mapping[str, Any]) -> Usage | None:
    views = _total(answer)
    if views is None:
        return None
    # By address, as CKAN counts: two resources of one address have one count between them.
    by_address = {resource.get("url"): _total(resource) or 0 for resource in answer.get("resources", ())}
    return Usage(views, sum(by_address.values()))


def _total(answer: Mapping[str, Any]) -> int | None:
    """CKAN's count of a dataset's page or of a resource; `recent` beside it ends with the last day that had a visit."""
    counted = answer.get("tracking_summary")
    total = counted.get("total") if isinstance(counted, Mapping) else None
    return total if type(total) is int and total >= 0 else None


def _resource(answer: Mapping[str, Any], dataset: str) -> PublishedResource:
    return PublishedResource(
        id=answer["id"],
        resource=answer["perd_resource"],
        url=answer.get("url") or "",
        sha256=answer.get("perd_sha256") or "",
        sent_bytes=_number(answer.get("perd_bytes")),
        size=_number(answer.get("size")),
        file=file_name(dataset, answer["perd_resource"]),
        rows=_number(answer.get("perd_rows")),
        fingerprint=answer.get("perd_fingerprint") or "",
        source_sha256=answer.get("perd_source_sha256") or "",
        etag=answer.get("perd_source_etag") or None,
        last_modified=answer.get("perd_source_last_modified") or None,
        fields=answer,
    )


def _number(value: object) -> int:
    """Our own fields are text on the portal; a number that somebody broke by hand counts as unknown (0)."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else 0


def extras(answer: Mapping[str, Any]) -> dict[str, str]:
    """The dataset's `extras` list as key -> text."""
    return {extra["key"]: str(extra["value"]) for extra in answer.get("extras") or ()}


def own_id(dataset: PublishedDataset) -> str | None:
    """The id of our dataset that stands there, or None if it is not one of ours."""
    return _own_id(dataset.fields)


def _own_id(answer: Mapping[str, Any]) -> str | None:
    return answer.get("perd_dataset_id") or extras(answer).get("perd_dataset_id") or None


def value(answer: Mapping[str, Any], key: str, in_extras: bool) -> Any:
    """One dataset field: text, or a sorted list for choices of several (an extra is always text); None if empty."""
    if key == "owner_org":
        return (answer.get("organization") or {}).get("name") or answer.get("owner_org")
    if key == "tags":
        return sorted(tag["name"] for tag in answer.get("tags") or ()) or None
    if key == "groups":
        return sorted(group["name"] for group in answer.get("groups") or ()) or None
    found = extras(answer).get(key) if in_extras else answer.get(key)
    # The portal puts several choices into the order of its own list.
    return (sorted(found) if isinstance(found, list) else found) or None
