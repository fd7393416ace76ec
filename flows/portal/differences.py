"""What a dataset's record on the portal says otherwise than it should, and the one write that mends it."""

from collections.abc import Iterable
from typing import Any

from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.ownership import Field
from flows.portal.payload import named
from flows.portal.resource_payload import VOLATILE
from flows.portal.sent import NAMED
from flows.portal.writes import Describe, Difference, PutFile


def description(
    fields: Iterable[Field], stands: PublishedDataset, files: Iterable[PutFile]
) -> tuple[Describe | None, tuple[Difference, ...]]:
    """What Describe has to say; resources that are put anew carry their fields with them."""
    changed = [field for field in fields if field.before != field.after]
    top = {field.key: _as_sent(field) for field in changed if not field.in_extras}
    extras = {field.key: field.after for field in changed if field.in_extras}
    if extras:
        # The list is written as a whole: what others put into it stays, what is ours and no longer declared goes.
        merged = {**standing.extras(stands.fields), **extras}
        top["extras"] = [{"key": key, "value": value} for key, value in sorted(merged.items()) if value is not None]
    differences = [Difference(field.key, field.before, field.after) for field in changed]
    resources: dict[str, dict[str, str]] = {}
    for file in files:
        found = stands.resource(file.resource)
        assert found is not None, "what does not stand is put"
        words = {
            key: value
            for key, value in file.fields.items()
            if key not in VOLATILE and (found.fields.get(key) or "") != value
        }
        if words:
            differences += [
                Difference(f"{file.resource}.{key}", found.fields.get(key), value) for key, value in words.items()
            ]
            # The time of fetching goes along: it is the time of the copy that the other fields speak of.
            resources[found.id] = words | {key: file.fields[key] for key in ("perd_fetched_at",) if key in file.fields}
    if not differences:
        return None, ()
    return Describe(top, resources), tuple(differences)


def _as_sent(field: Field) -> Any:
    if field.key in NAMED:
        return named(field.after or ())
    if field.after is None:
        return [] if isinstance(field.before, list) else ""
    return field.after
