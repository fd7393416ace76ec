"""What differs in a copy of a published dataset: names, ids and addresses, and the digests over them.

Digests are computed by Perd's own code.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flows.domain.draft import Draft, Kept
from flows.domain.findings import NOTHING
from flows.domain.verdict import Verdict
from flows.portal import standing
from flows.portal.plan import plan
from flows.portal.resource_ids import own_resource_id
from flows.portal.writes import Describe, PutFile
from flows.world import World

Pairs = list[list[str]]
"""[old text, new text], to be replaced in this order."""


def differences(shown: dict[str, Any], name: str, world: World) -> Pairs:
    """The texts of the first dataset's answer, and what they are in that of the dataset `name`."""
    dataset, first = world.dataset(name), shown["name"]
    pairs: Pairs = [[first.split("-")[1], name.split("-")[1]], [shown["id"], str(uuid5(NAMESPACE_URL, name))]]
    for resource in shown["resources"]:
        pairs.append([resource["id"], own_resource_id(name, resource["perd_resource"])])
    text = json.dumps(shown)
    for old, new in pairs:
        text = text.replace(old, new)
    answer = json.loads(text)
    data = next(one for one in answer["resources"] if one["perd_kind"] == "data")
    data["perd_fingerprint"] = world.fingerprint(dataset, dataset.resources[0])
    _correct(answer, name, world)
    return pairs + [[old, new] for old, new in _leaves(json.loads(text), answer) if old != new]


def _correct(answer: dict[str, Any], name: str, world: World) -> None:
    """Until Perd finds nothing to do."""
    dataset = world.dataset(name)
    assert world.portal
    while True:
        stands = standing.published(answer, world.portal.url)
        published = stands.resource(dataset.resources[0].name)
        assert published
        part = Kept(dataset.resources[0], world.schema(dataset.resources[0]), published)
        to_do = plan(Draft(dataset, (part,), Verdict(NOTHING), stands), world.profile, world.shelf.url_of(name))
        if to_do.empty:
            return
        for write in to_do.writes:
            match write:
                case PutFile() if isinstance(write.content, bytes):
                    resource = next(one for one in answer["resources"] if one["id"] == write.id)
                    assert resource["size"] == len(write.content), "so that no number differs, and none is mistaken"
                    kept = {key: write.fields[key] for key in write.fields if key in resource}
                    resource.update(kept | {"last_modified": resource["last_modified"]})
                case Describe():
                    answer.update(write.fields)
                    for id, fields in write.resources.items():
                        next(one for one in answer["resources"] if one["id"] == id).update(fields)
                case _:
                    raise AssertionError(f"{name}: a copy should not need {write.word}")


def _leaves(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Texts at the same place; what was sent is JSON in a text."""
    if isinstance(old, dict):
        assert old.keys() == new.keys()
        for key in old:
            yield from _leaves(old[key], new[key])
    elif isinstance(old, list):
        for one, other in zip(old, new, strict=True):
            yield from _leaves(one, other)
    elif isinstance(old, str) and old.startswith("{") and old != new:
        yield from _leaves(json.loads(old), json.loads(new))
    elif isinstance(old, str):
        assert old == new or len(old) >= 12, f"{old!r} may stand elsewhere too"
        yield old, new
    else:
        assert old == new
