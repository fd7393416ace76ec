"""datapackage.json (Data Package v1): the dataset as a program reads it, with the portal's own addresses.

Nothing in it depends on the time of the run: an unchanged dataset gives the same bytes. `frictionless validate` with
the file's address checks size, digest and every cell of each table against its schema.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.draft import Fresh, Part
from flows.domain.table_schema import TableSchema
from flows.portal.payload import dataset_fields
from flows.portal.profile import Profile


def datapackage(
    dataset: Dataset, parts: tuple[Part, ...], profile: Profile, page: str, addresses: Mapping[str, str]
) -> bytes:
    """UTF-8 JSON. `page` is the dataset's page; `addresses` the portal's download address of each part's resource."""
    fields = dataset_fields(dataset, profile).top
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": dataset.id,
        "title": fields["title"],
        "description": fields.get("notes", ""),
        "homepage": page,
        "licenses": _licences(dataset, profile),
        "sources": [{"title": dataset.declared.data_source or dataset.agency.name.th}],
        "contributors": [{"title": dataset.agency.name.th, "role": "publisher", "email": dataset.contact.email}],
        "keywords": list(dataset.declared.tags),
        "resources": [_resource(part, addresses[part.resource.name]) for part in parts],
    }
    filled = {key: value for key, value in package.items() if value}
    return (json.dumps(filled, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _licences(dataset: Dataset, profile: Profile) -> list[dict[str, str]]:
    if dataset.declared.licence is None:
        return []
    licence = profile.licence(dataset.declared.licence)
    told = {"name": licence.id, "title": licence.title.en}
    path = dataset.declared.licence_url or licence.url
    return [told | {"path": path}] if path else [told]


def _resource(part: Part, address: str) -> dict[str, Any]:
    sha256, size = (
        (part.tidied.sha256, part.tidied.size)
        if isinstance(part, Fresh)
        else (part.published.sha256, part.published.sent_bytes)
    )
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": part.resource.name,
        "title": part.resource.title,
        "description": part.resource.description,
        "path": address,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": _schema(part.schema),
    }
    return {key: value for key, value in resource.items() if value not in ("", 0)}


def _schema(schema: TableSchema) -> dict[str, Any]:
    """The Table Schema without the agencies' own headers: they say how to read the source, not the published table."""
    descriptor = deepcopy(dict(schema.descriptor))
    for field in descriptor["fields"]:
        field.pop("aliases", None)
    return descriptor
