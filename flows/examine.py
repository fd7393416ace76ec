"""One dataset's story up to the gate: pull, tidy, check. Publishing is told in settle.py."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flows.checks import (
    Subject,
    check_characters,
    check_dataset,
    check_delivery,
    check_personal_data,
    check_size,
    check_storable,
    judge,
)
from flows.checks.table import check_table
from flows.domain.dataset import Dataset, Resource
from flows.domain.draft import Draft, Fresh, Kept, Part
from flows.domain.finding import Finding
from flows.domain.personal import without_personal_values
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.snapshot import NotModified, Snapshot, Taken
from flows.domain.table_schema import TableSchema
from flows.sources import Known
from flows.tidy import Untidy, received_cells, tidy
from flows.world import World


@dataclass(frozen=True, slots=True)
class Pulled:
    """One dataset's sources as they are now, and what stands on the portal."""

    dataset: str
    standing: PublishedDataset | None
    taken: tuple[Taken, ...]
    """One per declared resource, in declared order."""


def pull(name: str, world: World) -> Pulled:
    """Look at the portal once, then ask each source for its bytes, conditionally where nothing else has changed.

    Raises SourceUnavailable, SourceRefused, PortalUnavailable, PortalRefused.
    """
    dataset = world.dataset(name)
    standing = world.portal.look(dataset.id) if world.portal else None
    taken = []
    for resource in dataset.resources:
        published = _still_right(dataset, resource, standing, world)
        known = Known(published.etag, published.last_modified) if published else None
        into = world.workplace(dataset.id, resource.name) / "received"
        taken.append(world.sources.take(resource.source, into, known))
    return Pulled(name, standing, tuple(taken))


def examine(pulled: Pulled, world: World) -> Draft:
    """Tidy and check what is new; judge the whole. Never raises for bad data: that is what findings are for."""
    dataset = world.dataset(pulled.dataset)
    parts: list[Part] = []
    findings: list[Finding] = []
    for resource, taken in zip(dataset.resources, pulled.taken, strict=True):
        published = _still_right(dataset, resource, pulled.standing, world)
        schema = world.schema(resource)
        if published and (isinstance(taken, NotModified) or taken.sha256 == published.source_sha256):
            parts.append(Kept(resource, schema, published))
            continue
        assert isinstance(taken, Snapshot), "a source may answer 'not modified' only when asked conditionally"
        try:
            part = _tidied(dataset, resource, schema, taken, world)
        except Untidy as untidy:
            findings.append(_said(untidy, resource, world))
            continue
        parts.append(part)
        findings += _checked(part, pulled.standing, world)
    subject = Subject(dataset, world.rules, world.licences, world.catalogue.schemas, world.today)
    findings += check_dataset(subject)
    # Before anybody sees them: not the log, not Prefect, not the ledger.
    shown = without_personal_values(findings, world.rules)
    return Draft(dataset, tuple(parts), judge(subject, shown), pulled.standing)


def _still_right(
    dataset: Dataset, resource: Resource, standing: PublishedDataset | None, world: World
) -> PublishedResource | None:
    """The published resource, if it was made under today's rules and declaration, and nobody replaced it."""
    published = standing.resource(resource.name) if standing else None
    if published and published.untouched and published.fingerprint == world.fingerprint(dataset, resource):
        return published
    return None


def _tidied(dataset: Dataset, resource: Resource, schema: TableSchema, taken: Snapshot, world: World) -> Fresh:
    canonical = tidy(taken.path, resource.tidy, schema, taken.path.parent)
    return Fresh(resource, schema, taken, canonical, world.fingerprint(dataset, resource))


def _checked(part: Fresh, standing: PublishedDataset | None, world: World) -> Iterator[Finding]:
    """All that can be found in one table. Personal data come first: they are looked for whatever else is wrong."""
    name, tidied, rules = part.resource.name, part.tidied, world.rules
    raw_cells = partial(received_cells, tidied)
    published = standing.resource(name) if standing else None
    yield from check_personal_data(tidied, rules, name)
    yield from check_delivery(tidied, rules, name)
    yield from check_table(tidied, part.schema, rules, name, raw_cells, tidy=part.resource.tidy)
    yield from check_storable(tidied, part.schema, rules, name, raw_cells)
    yield from check_characters(tidied, part.schema, rules, name)
    yield from check_size(part.resource, part.rows, published.rows if published else None, rules)


def _said(untidy: Untidy, resource: Resource, world: World) -> Finding:
    words: dict[str, Any] = dict(untidy.words)
    return world.rules.finding(untidy.slug, replace(untidy.place, resource=resource.name), **words)
