"""Drifts of a portal as a whole, at a small server that answers as CKAN does."""

from collections.abc import Iterator
from typing import Any

import pytest

from flows.portal.client import Portal
from flows.portal.reconcile import Census, whole_census
from flows.portal.reconcile.undeclared import index_drifts, organisation_of, undeclared
from tests.other_portal import ABSENT, Handler, Server, found, reply, serving, shown

IDS = {"tst-a": ("id-a",), "tst-gone": ("id-gone",), "oth-x": ("id-x",)}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def package(name: str, organisation: str, **fields: Any) -> dict[str, Any]:
    told = {"id": f"id-{name}", "name": name, "perd_dataset_id": name, "organization": {"name": organisation}}
    return told | {"resources": []} | fields


def told(server: Server, answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    server.replies = {"package_show": shown(answer)}
    with Portal(server.url, "t", pauses=()) as portal:
        census = Census({answer["perd_dataset_id"]: (answer["id"],)})
        drifts = undeclared(portal, census, ["tst-a"], lambda stands: organisation_of(stands) == "tst")
        return [(drift.slug, drift.dataset, drift.where) for drift in drifts]


def test_an_orphan_is_named_and_nobody_elses_dataset(server: Server) -> None:
    assert told(server, package("tst-gone", "tst")) == [("dataset/undeclared", "tst-gone", "")]
    assert told(server, package("tst-a", "tst")) == []
    assert told(server, package("oth-x", "other")) == [], "another Perd's"
    assert told(server, package("tst-gone", "tst", state="deleted")) == []
    assert told(server, package("tst-gone", "tst", private=True)) != [], "never finished, and nobody looks after it"
    for opened, by_whom in (("False", "a rule"), ("True", "a person")):
        resource = {"id": "r", "perd_resource": "x", "perd_opened": opened}
        closed = package("tst-gone", "tst", private=True, resources=[resource])
        assert told(server, closed) == [], f"withdrawn by {by_whom}"


def test_a_mark_that_the_index_alone_remembers_is_no_orphan(server: Server) -> None:
    answer = package("tst-gone", "tst") | {"perd_dataset_id": "tst-a"}
    server.replies = {"package_show": shown(answer)}
    with Portal(server.url, "t", pauses=()) as portal:
        assert not list(undeclared(portal, Census({"tst-gone": ("id",)}), [], lambda stands: True))


def test_of_the_index_only_what_nobody_declares_is_told_here() -> None:
    assert not list(index_drifts(Census({}, unindexed=("tst-a",), ghosts=("tst-a",)), ["tst-a"]))
    [drift] = index_drifts(Census({}, unindexed=("tst-a", "other-1", "other-2")), ["tst-a"])
    assert (drift.slug, drift.dataset) == ("search/count", "-")
    assert "other-1, other-2" in drift.told.en and "2" in drift.found.en


def test_only_what_list_and_search_still_disagree_about_at_a_second_look_is_told(server: Server) -> None:
    """Somebody removes one dataset and publishes another while they are asked."""
    listed = iter((["stays", "removed", "lost"], ["stays", "added", "lost"], ["stays", "added", "lost"]))
    searched = iter((["stays", "ghost", "added"], ["stays", "ghost", "added"]))

    def in_turn(handler: Handler, asked: dict[str, str]) -> None:
        handler.send(shown(next(listed)))

    def search(handler: Handler, asked: dict[str, str]) -> None:
        names = next(searched) if asked.get("fl") == "name" else []
        handler.send(found(*({"name": name} for name in names)))

    server.replies = {"package_list": in_turn, "package_search": search, "package_show": reply(404, ABSENT)}
    waited: list[float] = []
    with Portal(server.url, "t", pauses=()) as portal:
        census = whole_census(portal, waited.append)
    assert census == Census({}, unindexed=("lost",), ghosts=("ghost",))
    assert len(waited) == 1
