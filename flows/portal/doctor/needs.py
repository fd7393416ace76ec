"""What our declarations ask of a portal, gathered once: it is compared with what the portal has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.errors import DeclarationError
from flows.portal.payload import as_sent, dataset_fields
from flows.portal.profile import Profile


@dataclass(frozen=True)
class Needs:
    datasets: tuple[str, ...] = ()
    """Names on the portal, in order."""
    organisations: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    fields: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Dataset fields that are sent, with every text that is sent in them."""
    extras: frozenset[str] = frozenset()
    """Those that travel in the `extras` list."""
    tags: tuple[str, ...] = ()
    sample: Mapping[str, Any] | None = None
    """One declaration as package_create reads it."""
    sample_of: str = ""
    """The dataset that it is of."""
    asked_bytes: int = 0
    """The largest `max_bytes` that a declaration asks for by itself."""
    asked_by: str = ""
    """The dataset that does."""
    allowed_bytes: int = 0
    """The largest that any may send: `max_bytes`, written down or not."""


def needs_of(datasets: Iterable[Dataset], profile: Profile) -> Needs:
    """Of all declarations that the profile has words for; the others are named by `perd check`."""
    every = list(datasets)
    fields: dict[str, set[str]] = defaultdict(set)
    extras: set[str] = set()
    sample: Mapping[str, Any] | None = None
    sample_of = ""
    for dataset in every:
        try:
            sent = dataset_fields(dataset, profile)
        except DeclarationError:
            continue
        if sample is None:
            sample, sample_of = as_sent(sent), dataset.id
        extras |= sent.extras.keys()
        for name, value in sent.top.items():
            fields[name] |= set(value if isinstance(value, list) else [value])
    sources = [(dataset.id, resource.source) for dataset in every for resource in dataset.resources]
    asked = [(source.max_bytes, id) for id, source in sources if "max_bytes" in source.model_fields_set]
    asked_bytes, asked_by = max(asked, default=(0, ""))
    return Needs(
        datasets=tuple(dataset.id for dataset in every),
        organisations=frozenset(dataset.agency.organisation for dataset in every),
        groups=frozenset(group for dataset in every for group in dataset.declared.groups),
        fields={name: frozenset(values) for name, values in fields.items()},
        extras=frozenset(extras),
        tags=tuple(sorted(fields.get("tags", ()))),
        sample=sample,
        sample_of=sample_of,
        asked_bytes=asked_bytes,
        asked_by=asked_by,
        allowed_bytes=max((source.max_bytes for _, source in sources), default=0),
    )
