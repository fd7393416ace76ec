"""What was found in the version that stands: said again on every night on which nobody has to look at it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from flows.domain.dataset import Dataset
from flows.domain.draft import Draft, Fresh, Kept
from flows.domain.finding import Finding
from flows.world import World

REMEMBERED = "found.json"
"""Beside the dataset's reports."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One resource's table, as it was looked at before it was published."""

    source_sha256: str
    """Of the agency's bytes."""
    newest: date | None
    """Last day of its newest period."""
    findings: tuple[Finding, ...]
    """The first of each rule, as they counted."""


_FILE = TypeAdapter(dict[str, Remembered])
NOTHING_KNOWN = Remembered("", None, ())


def remember(draft: Draft, world: World) -> None:
    """Keep what was found in what is now published. Raises OSError."""
    known = dict(_read(draft.dataset, world))
    for part in draft.parts:
        if isinstance(part, Fresh):
            name = part.resource.name
            found = tuple(each for each in draft.verdict.findings.at_hand if each.place.resource == name)
            known[name] = Remembered(part.snapshot.sha256, draft.newest.get(name), found)
    world.shelf.write_beside(draft.dataset.id, REMEMBERED, _FILE.dump_json(known, indent=1) + b"\n")


def remembered(part: Kept, dataset: Dataset, world: World) -> Remembered:
    """What is known of a resource that is kept as it stands; nothing where that was another version of it.

    What the rules no longer know is left out, and so is what depends on the day.
    """
    known = _read(dataset, world).get(part.resource.name, NOTHING_KNOWN)
    if known.source_sha256 != part.published.source_sha256:
        return NOTHING_KNOWN
    still = (each for each in known.findings if each.rule in world.rules and not each.rule.startswith("freshness/"))
    return Remembered(known.source_sha256, known.newest, tuple(still))


def _read(dataset: Dataset, world: World) -> Mapping[str, Remembered]:
    stored = world.shelf.read_beside(dataset.id, REMEMBERED)
    try:
        return _FILE.validate_json(stored) if stored else {}
    except ValidationError:
        return {}  # written by another version: it is known again when the file changes
