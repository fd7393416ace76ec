"""A second CKAN downstream of the first: what it shows of our datasets under which name, and what it does not."""

from collections.abc import Iterator
from typing import Any

import pytest

from flows.domain.outcome import Published, Unchanged
from flows.domain.record import Kind
from flows.portal.client import Portal
from flows.presence import record_presence
from flows.settings import read_settings
from flows.world import opened
from tests.house import House
from tests.live.conftest import LivePortal

pytestmark = [pytest.mark.live, pytest.mark.prefect]

SAME, RENAMED, FOREIGN, MISSING = (
    "dpim-mining-leases",
    "diw-factories-monthly",
    "tisi-standards",
    "dpim-mineral-production",
)
OF_THE_PORTAL = {"id", "organization", "owner_org", "tracking_summary", "metadata_created", "metadata_modified"}
OF_THE_FILE = {"id", "package_id", "url_type", "tracking_summary", "datastore_active", "metadata_modified"}
"""What a harvester leaves out of its copy."""


@pytest.fixture
def harvester(downstream: LivePortal) -> Iterator[Portal]:
    with Portal(downstream.url, downstream.token) as client:
        yield client


def harvested(harvester: Portal, ours: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy as a harvester makes it: all that was said, and each file by the address where it lies."""
    copy = {key: value for key, value in ours.items() if key not in OF_THE_PORTAL}
    copy["resources"] = [
        {key: value for key, value in resource.items() if key not in OF_THE_FILE} for resource in ours["resources"]
    ]
    organisation = ours["organization"]["name"]
    made: dict[str, Any] = harvester.act(
        "package_create", {**copy, "owner_org": organisation, **changes}, of=changes.get("name", ours["name"])
    )
    return made


def looked_up(*names: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """What the night would say of the portal downstream, and the newest record of each dataset."""
    with opened(read_settings()) as world:
        assert world.ledger is not None
        summary = record_presence(names, world)
        assert summary is not None
        newest = {name: next(iter(world.ledger.latest(Kind.PRESENCE, name)), None) for name in names}
    return summary.en, {name: record["body"] for name, record in newest.items() if record}


def test_what_a_second_portal_shows_of_ours(
    perd: House, portal: LivePortal, downstream: LivePortal, harvester: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERD_DOWNSTREAM_URL", downstream.url)
    names = (SAME, RENAMED, FOREIGN, MISSING)
    perd.keep_only(*names)
    _, outcomes = perd.run()
    assert all(isinstance(outcome, Published | Unchanged) for outcome in outcomes.values()), outcomes
    with Portal(portal.url, portal.token) as client:
        ours = {name: client.ask("package_show", {"id": name}, of=name) for name in names}
    harvested(harvester, ours[SAME])
    harvested(harvester, ours[RENAMED], name="gdpublish-factories-2567")
    elsewhere = [{"name": "ไฟล์อื่น", "url": "https://other.example/standards.csv", "format": "CSV"}]
    harvested(harvester, ours[FOREIGN], name="standards-of-others", resources=elsewhere)

    writes = len(downstream.writes())
    summary, bodies = looked_up(*names, "dpim-royalties-broken-cells")
    assert summary == f"{downstream.url}: seen 2, not seen 2, could not look 0"
    assert set(bodies) == set(names), "what the public does not see on our portal is looked for nowhere"
    assert len(downstream.writes()) == writes

    same, renamed = bodies[SAME], bodies[RENAMED]
    assert (same["state"], same["name"]) == ("seen", SAME)
    assert same["page"] == f"{downstream.url}/dataset/{SAME}"
    assert (renamed["state"], renamed["name"]) == ("seen", "gdpublish-factories-2567")
    for body in (same, renamed):
        assert body["agrees"] == {"title": True, "licence": True, "resources": True}
    assert bodies[FOREIGN]["state"] == bodies[MISSING]["state"] == "not-seen"
    assert "(standards-of-others), but with no file of ours" in bodies[FOREIGN]["reason"]
    assert bodies[MISSING]["reason"] == f"{downstream.url} has no dataset of this name or title"

    _, again = looked_up(*names)
    assert {name: body["sha256"] for name, body in again.items()} == {
        name: body["sha256"] for name, body in bodies.items()
    }

    harvester.act("package_patch", {"id": SAME, "title": "ชื่อที่แก้ที่ปลายทาง"}, of=SAME)
    harvester.act("package_delete", {"id": "gdpublish-factories-2567"}, of="the renamed copy")
    summary, changed = looked_up(*names)
    assert summary == f"{downstream.url}: seen 1, not seen 3, could not look 0"
    assert changed[SAME]["agrees"] == {"title": False, "licence": True, "resources": True}
    assert changed[SAME]["sha256"] != same["sha256"]
    assert changed[RENAMED]["state"] == "not-seen"


def test_a_second_portal_that_is_down_ends_nothing(
    perd: House, downstream: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERD_DOWNSTREAM_URL", downstream.url.replace("127.0.0.1", "127.0.0.2"))
    perd.keep_only(SAME)
    _, outcomes = perd.run()
    assert isinstance(outcomes[SAME], Published | Unchanged)
    summary, bodies = looked_up(SAME)
    assert "seen 0, not seen 0, could not look 1 (There is no connection to" in summary
    assert bodies[SAME]["state"] == "could-not-look"
    with opened(read_settings()) as world:
        assert world.ledger is not None
        written = list(world.ledger.latest(Kind.PRESENCE, SAME))
    assert len(written) == 2 and len({record["run"] for record in written}) == 2, "the night itself looked as well"
