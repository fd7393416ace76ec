"""One dataset's story up to the gate: pull, tidy, check. Publishing is told in settle.py."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flows.domain.dataset import Dataset, Resource
from flows.domain.draft import Draft, Fresh, Kept, Part
from flows.domain.finding import Finding
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.snapshot import NotModified, Snapshot, Taken
from flows.domain.table_schema import TableSchema
from flows.gate import judged
from flows.portal.last_release import last_release
from flows.sources import Known
from flows.tidy import Untidy, tidy
from flows.world import World


@dataclass(frozen=True, slots=True)
class Pulled:
    """One dataset's sources as they are now, and what stands on the portal."""

    dataset: Dataset
    standing: PublishedDataset | None
    taken: tuple[Taken, ...]
    """One per declared resource, in declared order."""
    last: tuple[Path | None, ...]
    """For each of them the published file as the public gets it now, where what was taken is to replace it."""


def pull(name: str, world: World) -> Pulled:
    """Look at the portal once, then ask each source for its bytes, conditionally where nothing else has changed.

    Raises SourceUnavailable, SourceRefused, PortalUnavailable, PortalRefused.
    """
    dataset = world.dataset(name)
    standing = world.portal.look(dataset.id) if world.portal else None
    taken, last = [], []
    for resource in dataset.resources:
        published = _still_right(dataset, resource, standing, world)
        known = Known(published.etag, published.last_modified) if published else None
        place = world.place(dataset.id, resource.name)
        taken.append(world.sources.take(resource.source, place / "received", known))
        last.append(_last_release(resource, taken[-1], standing, place / "published.csv", world))
    return Pulled(dataset, standing, tuple(taken), tuple(last))


def _last_release(
    resource: Resource, taken: Taken, standing: PublishedDataset | None, into: Path, world: World
) -> Path | None:
    """The file that stands, to compare with. One that is gone or not ours is no reason to stop: it is replaced."""
    published = standing.resource(resource.name) if standing else None
    if published is None or isinstance(taken, NotModified) or taken.sha256 == published.source_sha256:
        return None
    assert world.portal, "what stands on the portal was seen through it"
    return last_release(world.portal, published, into)


def is_as_published(pulled: Pulled, world: World) -> bool:
    """Whether the agencies' bytes, our rules and the portal's files are what they were: nothing has to be checked."""
    return all(
        _is_kept(_still_right(pulled.dataset, resource, pulled.standing, world), taken)
        for resource, taken in zip(pulled.dataset.resources, pulled.taken, strict=True)
    )


def _is_kept(published: PublishedResource | None, taken: Taken) -> bool:
    return published is not None and (isinstance(taken, NotModified) or taken.sha256 == published.source_sha256)


def examine(pulled: Pulled, world: World) -> Draft:
    """Tidy and check what is new; judge the whole. Never raises for bad data: that is what findings are for."""
    dataset = pulled.dataset
    parts: list[Part] = []
    said: list[Finding] = []
    for resource, taken in zip(dataset.resources, pulled.taken, strict=True):
        published = _still_right(dataset, resource, pulled.standing, world)
        schema = world.schema(resource)
        if published and _is_kept(published, taken):
            parts.append(Kept(resource, schema, published))
            continue
        assert isinstance(taken, Snapshot), "a source may answer 'not modified' only when asked conditionally"
        try:
            parts.append(_tidied(dataset, resource, schema, taken, world))
        except Untidy as untidy:
            said.append(_said(untidy, resource, world))
    last = {resource.name: path for resource, path in zip(dataset.resources, pulled.last, strict=True) if path}
    return judged(dataset, parts, said, last, pulled.standing, world)


def _still_right(
    dataset: Dataset, resource: Resource, standing: PublishedDataset | None, world: World
) -> PublishedResource | None:
    """The published resource, if it was made under today's rules and declaration, and nobody replaced it."""
    published = standing.resource(resource.name) if standing else None
    if published and published.untouched and published.fingerprint == world.fingerprint(dataset, resource):
        return published
    return None


def _tidied(dataset: Dataset, resource: Resource, schema: TableSchema, taken: Snapshot, world: World) -> Fresh:
    canonical = tidy(taken.path, resource.tidy, schema, world.workplace(dataset.id, resource.name))
    return Fresh(resource, schema, taken, canonical, world.fingerprint(dataset, resource))


def _said(untidy: Untidy, resource: Resource, world: World) -> Finding:
    words: dict[str, Any] = dict(untidy.words)
    return world.rules.finding(untidy.slug, replace(untidy.place, resource=resource.name), **words)
