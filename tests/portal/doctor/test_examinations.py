"""The doctor at small servers that answer as no CKAN of ours would."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.domain.dataset import Dataset
from flows.portal.client import Portal
from flows.portal.doctor import Examined, Needs, Subject, Weight, datastore, examine, needs_of, software
from flows.portal.profile import Profile
from tests.other_portal import Server, reply, serving, shown

FLOWS = Path(__file__).resolve().parents[3] / "flows/portal"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        status = {"ckan_version": "2.12.0", "site_url": server.url, "extensions": ["datastore"]}
        server.replies = {"status_show": shown(status)}
        yield server


def looked_at(server: Server, profile: Profile, needs: Needs, token: str | None = "t") -> dict[str, Examined]:
    with Portal(server.url, token or "", pauses=()) as portal:
        subject = Subject(portal, profile, needs, SecretStr(token) if token else None, (1.0, 1.0), "Perd test")
        return {examined.examination.name: examined for examined in examine(subject)}


def test_a_portal_that_takes_what_it_must_refuse_is_cleaned_up(server: Server, thai: Profile, dataset: Dataset) -> None:
    server.replies |= {
        "organization_list_for_user": shown([{"name": "test-department"}]),
        "user_show": shown({"name": "somebody", "sysadmin": False}),
        "package_create": shown({"id": "made-by-mistake"}),
        "package_delete": shown(None),
    }
    found = looked_at(server, thai, needs_of([dataset], thai))
    assert [one.slug for one in found["trial"].findings] == ["trial/saved"]
    assert [one.slug for one in found["tags"].findings] == ["tags/unknown"]
    assert ("package_delete", {"id": "made-by-mistake"}) in server.asked
    assert [action for action, _ in server.asked].count("package_create") == 1


def test_the_trial_is_wrong_in_three_ways_whatever_is_declared(server: Server, thai: Profile, dataset: Dataset) -> None:
    errors = {"__type": "Validation Error", "name": ["bad"], "owner_org": ["missing"]}
    server.replies |= {
        "organization_list_for_user": shown([{"name": "test-department"}]),
        "package_create": reply(409, {"success": False, "error": errors}),
    }
    found = looked_at(server, thai, needs_of([dataset], thai))
    assert found["trial"].weight is Weight.FINE
    (sent,) = [data for action, data in server.asked if action == "package_create"]
    assert not re.fullmatch(r"[a-z0-9_-]{2,100}", sent["name"])
    assert sent["private"] is True and "owner_org" not in sent and "groups" not in sent  # type: ignore[comparison-overlap]
    assert {"name": "x"} in sent["tags"]


def test_a_visitor_is_told_what_only_a_token_shows(server: Server, thai: Profile) -> None:
    found = looked_at(server, thai, Needs(organisations=frozenset({"a"})), token=None)
    assert [one.slug for one in found["token"].findings] == ["token/none"]
    assert {found[name].weight for name in ("organisations", "trial", "tags")} == {Weight.UNTRIED}
    assert all("Authorization" not in headers for headers in server.headers)


def test_a_portal_that_breaks_off_ends_no_examination_but_its_own(server: Server, thai: Profile) -> None:
    server.replies["license_list"] = reply(503, "<html>")
    found = looked_at(server, thai, Needs())
    assert [one.slug for one in found["licences"].findings] == ["address/gave-up"]
    assert "HTTP 503" in found["licences"].findings[0].told.th
    assert len(found) == 15


@pytest.mark.parametrize(
    ("answer", "slug"),
    [
        (reply(200, "<!doctype html>", Content_Type="text/html"), "address/web-page"),
        (reply(200, "\n<html>", Content_Type="application/json"), "address/web-page"),
        (reply(200, {"success": True, "result": []}), "address/not-ckan"),
        (reply(200, "[1"), "address/not-ckan"),
        (reply(404, "no", Content_Type="text/plain"), "address/not-ckan"),
        (reply(503, "<html>"), "address/busy"),
        (reply(308, "", Location="https://elsewhere.example/api/3/action/status_show"), "address/sent-on"),
        (reply(301, "", Location="/ckan/api/3/action/status_show"), "address/sent-on"),
        (reply(302, "", Location="/user/login?came_from=/api/3/action/status_show"), "address/sent-away"),
        (reply(302, "", Location="https://waf.example/blocked"), "address/sent-away"),
        (reply(302, ""), "address/sent-away"),
    ],
)
def test_what_answers_in_a_portals_place_is_named_and_nothing_more_is_asked(
    server: Server, thai: Profile, answer: tuple[int, str, dict[str, str]], slug: str
) -> None:
    server.replies["status_show"] = answer
    found = looked_at(server, thai, Needs())
    assert [one.slug for one in found["address"].findings] == [slug]
    untold = [name for name, one in found.items() if one.weight is Weight.UNTRIED]
    assert len(untold) == 13, untold
    assert [action for action, _ in server.asked] == ["status_show"]
    if slug == "address/sent-on":
        [todo] = [one.todo for one in found["address"].findings]
        at = "https://elsewhere.example" if "elsewhere" in answer[2]["Location"] else f"{server.url}/ckan"
        assert todo and todo.en == f"Set PERD_PORTAL_URL to {at}"


@pytest.mark.parametrize(
    ("path", "slug"), [("/th", "one-language"), ("/zh_Hant_TW", "one-language"), ("/data", "answers")]
)
def test_the_address_of_one_language_is_told_from_a_portal_below_a_path(
    server: Server, thai: Profile, path: str, slug: str
) -> None:
    with Portal(f"{server.url}{path}", "", pauses=()) as portal:
        subject = Subject(portal, thai, Needs(), None, (1.0, 1.0), "Perd test")
        [found] = next(iter(examine(subject))).findings
    assert found.slug == f"address/{slug}"
    if slug == "one-language":
        assert found.todo and found.todo.en == f"Set PERD_PORTAL_URL to {server.url}"


@pytest.mark.parametrize("url", ["catalog.example.go.th", "https://", "ftp://catalog.example.go.th", "http://[::"])
def test_an_address_that_is_none_is_named(thai: Profile, url: str) -> None:
    with Portal(url, "t", pauses=()) as portal:
        subject = Subject(portal, thai, Needs(), None, (1.0, 1.0), "Perd test")
        assert next(iter(examine(subject))).findings[0].slug == "address/none"


def test_every_action_that_publishing_calls_is_looked_for() -> None:
    """Each name of an action of CKAN that stands in the code of publishing, as a text."""
    known = {*software.ACTIONS, *datastore.ACTIONS}
    whose = "package|datastore|resource|organization"
    what = "create|revise|patch|update|upsert|show|search|info|delete|records_delete|list_for_user"
    action = re.compile(f'"((?:{whose})_(?:{what}|create_default_resource_views))"')
    used = {name for path in FLOWS.glob("*.py") for name in action.findall(path.read_text(encoding="utf-8"))}
    assert {"package_revise", "datastore_upsert"} <= used
    assert used <= known
