"""One package_revise: what it changes, in CKAN's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.domain.published import PublishedDataset


@dataclass(frozen=True, slots=True)
class Upload:
    """One file for one resource."""

    name: str
    """ASCII."""
    media_type: str
    content: Path | bytes


@dataclass(frozen=True, slots=True)
class Revision:
    """Our fields of a dataset, of some of its resources, and at most one file."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    """Dataset fields in package_create's shape. A list replaces the standing one."""
    resources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Fields of standing resources by id."""
    added: Mapping[str, Any] | None = None
    """A resource to add, its `id` among its fields."""
    upload: tuple[str, Upload] | None = None
    """The standing resource's id, or "" for the one that is added; and its file."""


def parameters(match: PublishedDataset, revision: Revision) -> dict[str, Any]:
    """Of package_revise, all but the file. It is refused if the dataset is no longer what `match` says."""
    told: dict[str, Any] = {
        "match": {"id": match.id, "metadata_modified": match.metadata_modified},
        "update": dict(revision.fields),
    }
    # `update` merges lists place by place, so a standing list is taken out first; `match` keeps that safe.
    lists = [f"-{key}" for key, value in revision.fields.items() if isinstance(value, list)]
    if lists:
        told["filter"] = lists
    for id, fields in revision.resources.items():
        told[f"update__resources__{id}"] = dict(fields)
    if revision.added is not None:
        told["update__resources__extend"] = [dict(revision.added)]
    return told
