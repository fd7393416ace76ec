"""All that a portal has under our mark, and whether its search knows what it lists."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.client import Portal
from flows.portal.reconcile.dataset import deleted

MARK = "perd_dataset_id"
PAGE = 100
"""Datasets that the search gives at once, with all that it knows of them."""
NAMES = 1_000
"""Names that it gives at once."""
LOOKED_AT = 200
"""Datasets that the search does not know are looked at one by one, up to so many: one of ours may be among them."""
SECOND_LOOK = 3.0
"""Seconds until lists are compared again that do not agree: somebody may have been publishing. Not two, when
many web servers close a connection that nobody uses."""


@dataclass(frozen=True, slots=True)
class Census:
    """Taken from the search index, which may be wrong; whatever is told of a dataset is looked up first."""

    bearing: Mapping[str, tuple[str, ...]]
    """By the id in our mark: the portal's ids of the datasets that bear it."""
    unindexed: tuple[str, ...] = ()
    """Names that the portal lists for everybody, and its search does not find."""
    ghosts: tuple[str, ...] = ()
    """Names that its search finds, and it does not list."""


def census_of(portal: Portal, datasets: Iterable[str]) -> Census:
    """Of these alone, by their ids."""
    found = (pair for dataset in datasets for pair in _bearing(portal, f'{MARK}:"{dataset}"'))
    return Census(_by_mark(found))


def whole_census(portal: Portal, sleep: Callable[[float], None] = time.sleep) -> Census:
    """Of the portal as a whole. A private dataset that is not in the index can be found by its name alone."""
    listed, found = _listed(portal), _found(portal)
    if listed != found:
        sleep(SECOND_LOOK)
        listed, found = listed & _listed(portal), found | _found(portal)
        ghosts = found - _listed(portal)
    else:
        ghosts = set()
    unindexed = sorted(listed - found)
    of_ours = (pair for name in unindexed[:LOOKED_AT] if (pair := _mark(portal.look(name))))
    bearing = _by_mark([*_bearing(portal, f"{MARK}:[* TO *]"), *of_ours])
    return Census(bearing, tuple(unindexed), tuple(sorted(ghosts)))


def standing_as(portal: Portal, dataset: str, census: Census) -> Iterator[PublishedDataset]:
    """Every dataset that really bears the mark of that id, and is not deleted."""
    for id in census.bearing.get(dataset, ()):
        stands = portal.look(id)
        if stands and standing.own_id(stands) == dataset and not deleted(stands):
            yield stands


def _bearing(portal: Portal, filter: str) -> Iterator[tuple[str, str]]:
    start = 0
    while True:
        asked = {"fq": filter, "include_private": True, "rows": PAGE, "start": start, "sort": "id asc"}
        page = portal.act("package_search", asked, of="datasets that bear our mark")["results"]
        for answer in page:
            if owner := standing.own_id(standing.published(answer, portal.url)):
                yield owner, answer["id"]
        if len(page) < PAGE:
            return
        start += PAGE


def _mark(stands: PublishedDataset | None) -> tuple[str, str] | None:
    owner = standing.own_id(stands) if stands else None
    return (owner, stands.id) if stands and owner else None


def _by_mark(found: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    by_mark: dict[str, tuple[str, ...]] = {}
    for owner, id in dict.fromkeys(found):
        by_mark[owner] = (*by_mark.get(owner, ()), id)
    return by_mark


def _listed(portal: Portal) -> Set[str]:
    return set(portal.ask("package_list", {}, of="all datasets"))


def _found(portal: Portal) -> Set[str]:
    names: set[str] = set()
    start = 0
    while True:
        asked = {"q": "*:*", "fl": "name", "rows": NAMES, "start": start, "sort": "name asc"}
        page: list[Any] = portal.ask("package_search", asked, of="all datasets")["results"]
        names.update(dataset["name"] for dataset in page)
        if len(page) < NAMES:
            return names
        start += NAMES
