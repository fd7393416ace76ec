"""What a dataset's record on the portal says otherwise than declared, and the one write that mends it."""

from collections.abc import Iterable
from typing import Any

from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.payload import NAMED, OWNED, DatasetFields, in_extras, named
from flows.portal.profile import Profile
from flows.portal.resource_payload import VOLATILE
from flows.portal.writes import Describe, Difference, PutFile


def description(
    fields: DatasetFields, profile: Profile, stands: PublishedDataset, files: Iterable[PutFile]
) -> tuple[Describe | None, tuple[Difference, ...]]:
    """What Describe has to say; resources that are put anew carry their fields with them."""
    top, extras, differences = _dataset_changes(fields, profile, stands)
    if extras:
        # The list is written as a whole: what others put into it stays, what is ours and no longer declared goes.
        merged = {**standing.extras(stands.fields), **extras}
        top["extras"] = [{"key": key, "value": value} for key, value in sorted(merged.items()) if value is not None]
    resources: dict[str, dict[str, str]] = {}
    for file in files:
        found = stands.resource(file.resource)
        assert found is not None, "what does not stand is put"
        changed = {
            key: value
            for key, value in file.fields.items()
            if key not in VOLATILE and (found.fields.get(key) or "") != value
        }
        if changed:
            differences += [
                Difference(f"{file.resource}.{key}", found.fields.get(key), value) for key, value in changed.items()
            ]
            # The time of fetching goes along: it is the time of the copy that the other fields speak of.
            resources[found.id] = changed | {
                key: file.fields[key] for key in ("perd_fetched_at",) if key in file.fields
            }
    if not differences:
        return None, ()
    return Describe(top, resources), tuple(differences)


def _dataset_changes(
    fields: DatasetFields, profile: Profile, stands: PublishedDataset
) -> tuple[dict[str, Any], dict[str, Any], list[Difference]]:
    wanted = {**fields.top, **fields.extras}
    top: dict[str, Any] = {}
    extras: dict[str, Any] = {}
    differences: list[Difference] = []
    for key in dict.fromkeys((*OWNED, *wanted)):
        aside = in_extras(profile, key)
        before, after = standing.value(stands.fields, key, aside), wanted.get(key)
        if key == "groups":
            # Those that somebody else put the dataset into are theirs.
            after = sorted({*(before or ()), *(after or ())})
        if before == after:
            continue
        differences.append(Difference(key, before, after))
        if aside:
            extras[key] = after
        elif key in NAMED:
            top[key] = named(after or ())
        elif after is None:
            top[key] = [] if isinstance(before, list) else ""
        else:
            top[key] = after
    return top, extras, differences
