"""What a night writes down about the portal downstream, and that it ends whatever either portal does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.domain.errors import EvidenceError
from flows.domain.presence import PresenceState
from flows.domain.record import Kind
from flows.portal.client import Portal
from flows.portal.downstream import Downstream
from flows.presence import look_downstream, record_presence
from flows.settings import read_settings
from flows.world import World, opened
from tests.other_portal import ABSENT, HIDDEN, PAGE, Handler, Server, found, reply, serving, shown

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("tst-seen", "tst-missing", "tst-private", "tst-foreign", "tst-new")


def dataset(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"id-of-{name}", "name": name, "title": name, "license_id": "ogl", "resources": [], **fields}


def ours(handler: Handler, asked: dict[str, str]) -> None:
    """Two datasets are public, one is private, one is somebody else's, and one has never been published."""
    answers = {
        "tst-seen": shown(dataset("tst-seen", perd_dataset_id="tst-seen")),
        "tst-missing": shown(dataset("tst-missing", perd_dataset_id="tst-missing")),
        "tst-foreign": shown(dataset("tst-foreign")),
        "tst-private": reply(403, HIDDEN),
    }
    handler.send(answers.get(asked["id"], reply(404, ABSENT)))


def theirs(handler: Handler, asked: dict[str, str]) -> None:
    handler.send(shown(dataset("tst-seen")) if asked["id"] == "tst-seen" else reply(404, ABSENT))


@pytest.fixture
def portal() -> Iterator[Server]:
    with serving() as server:
        server.replies = {"package_show": ours}
        yield server


@pytest.fixture
def downstream() -> Iterator[Server]:
    with serving() as server:
        server.replies = {"package_show": theirs, "package_search": found()}
        yield server


@pytest.fixture
def world(portal: Server, downstream: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.chdir(ROOT)
    for name, value in {
        "HOME": str(tmp_path),
        "PORTAL_URL": portal.url,
        "PORTAL_TOKEN": "editor",
        "DOWNSTREAM_URL": downstream.url,
        "DOWNSTREAM_KEY": "k3y",
    }.items():
        monkeypatch.setenv(f"PERD_{name}", value)
    with opened(read_settings()) as world:
        yield world


def records(world: World) -> dict[str, dict[str, Any]]:
    assert world.ledger is not None
    return {name: record["body"] for name in NAMES for record in world.ledger.latest(Kind.PRESENCE, name)}


def test_each_dataset_that_the_public_sees_has_one_record(world: World, downstream: Server, portal: Server) -> None:
    summary = record_presence(NAMES, world)
    assert summary is not None
    assert summary.en == f"{downstream.url}: seen 1, not seen 1, could not look 0"
    assert summary.th == f"{downstream.url}: แสดง 1 ชุด, ไม่แสดง 1 ชุด, ดูไม่ได้ 0 ชุด"
    written = records(world)
    assert set(written) == {"tst-seen", "tst-missing"}
    seen = written["tst-seen"]
    assert set(seen) == {"downstream", "state", "page", "name", "sha256", "agrees", "reason", "agency"}
    assert (seen["state"], seen["page"]) == ("seen", f"{downstream.url}/dataset/tst-seen")
    assert seen["agrees"] == {"title": True, "licence": True, "resources": True}
    assert written["tst-missing"]["state"] == "not-seen" and written["tst-missing"]["sha256"] is None
    assert "k3y" not in json.dumps(written)
    assert all("Authorization" not in headers for headers in portal.headers), "as the public"
    assert all("include_tracking" not in asked for _, asked in portal.asked)


def test_a_portal_downstream_that_gives_no_answer_is_written_down_as_that(world: World, downstream: Server) -> None:
    downstream.always(reply(403, PAGE))
    summary = record_presence(NAMES, world)
    assert summary is not None and "seen 0, not seen 0, could not look 2 (A firewall in front of" in summary.en
    assert [body["state"] for body in records(world).values()] == ["could-not-look"] * 2
    assert len(downstream.asked) == 1


def test_without_a_portal_downstream_nothing_is_looked_for(
    portal: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for name, value in {"HOME": str(tmp_path), "PORTAL_URL": portal.url, "PORTAL_TOKEN": "editor"}.items():
        monkeypatch.setenv(f"PERD_{name}", value)
    with opened(read_settings()) as world:
        assert record_presence(NAMES, world) is None
        assert records(world) == {}
    assert portal.asked == []


@pytest.mark.parametrize(("status", "asked"), [(503, 1), (403, len(NAMES))])
def test_our_own_portal_that_gives_no_answer_ends_nothing(downstream: Server, status: int, asked: int) -> None:
    """One that is out of order is asked once; one that refuses may do so for one dataset only."""
    with serving() as server, Portal(server.url, "editor", pauses=()) as portal:
        server.always(reply(status, PAGE))
        with Downstream(downstream.url, None, own=server.url, user_agent="Perd/test", timeout=(5, 5), pause=0) as other:
            looked = list(look_downstream(NAMES, portal, other))
        assert [one.dataset for one in looked] == list(NAMES)
        assert {one.state for one in looked} == {PresenceState.COULD_NOT_LOOK}
        assert server.url in looked[-1].reason.en
        assert len(server.asked) == asked
    assert downstream.asked == []


def test_a_ledger_that_refuses_is_an_error(world: World, tmp_path: Path) -> None:
    record_presence(("tst-seen",), world)
    (tmp_path / "ledger.head").unlink()
    with pytest.raises(EvidenceError):
        record_presence(("tst-seen",), world)
