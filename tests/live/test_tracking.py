"""Visits and downloads, as the portal counts them: made in a real browser, and read by a run."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from flows.domain.outcome import Published, Unchanged
from flows.domain.published import PublishedDataset, Usage
from flows.portal.client import Portal
from tests.browser import browser_page
from tests.house import House
from tests.live.conftest import ROOT, LivePortal

pytestmark = pytest.mark.live

ID = "dpim-mining-leases"


@pytest.fixture
def client(portal: LivePortal) -> Iterator[Portal]:
    with Portal(portal.url, portal.token) as opened:
        yield opened


def summed_up(portal: LivePortal) -> str:
    """What `ckan tracking update` says; from yesterday on, because without a day it begins in 2011."""
    since = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    command = ["-m", "devportal", "ckan", "--home", str(portal.home), "tracking", "update", since]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def reported(portal: LivePortal) -> Iterator[None]:
    """Waits until the page's script has told the portal. The page itself gives up waiting after 0.03 to 0.3 s."""

    def reports() -> int:
        return sum(line.startswith("POST /_tracking ") for line in portal.requests())

    before, until = reports(), time.monotonic() + 30
    yield
    while reports() == before:
        assert time.monotonic() < until, "the page reported nothing"
        time.sleep(0.05)


def visits(portal: LivePortal, url: str, kind: str, *, visitor: str) -> None:
    """What the script of the portal's pages sends."""
    said = {"url": url, "type": kind}
    requests.post(f"{portal.url}/_tracking", data=said, headers={"User-Agent": visitor}, timeout=30)


def looked(client: Portal, name: str = ID) -> PublishedDataset:
    found = client.look(name)
    assert found is not None
    return found


def usage(client: Portal, name: str = ID) -> Usage:
    counted = looked(client, name).usage
    assert counted is not None
    return counted


@pytest.mark.browser
@pytest.mark.prefect
def test_a_visit_and_a_download_are_counted_and_change_nothing(perd: House, portal: LivePortal, client: Portal) -> None:
    perd.keep_only(ID)
    _, first = perd.run()
    assert isinstance(first[ID], Published | Unchanged), first[ID]
    before = usage(client)
    data = looked(client).resource("mining_leases")
    assert data is not None
    with browser_page() as page:
        for address in (f"/dataset/{ID}", f"/dataset/{ID}", f"/dataset/{ID}/resource/{data.id}"):
            with reported(portal):
                page.goto(f"{portal.url}{address}")
        link = page.locator("a.resource-url-analytics").first
        assert link.get_attribute("href") == data.url
        with reported(portal), page.expect_download():
            link.click()
    assert usage(client) == before, "nothing moves until the portal has summed up"
    assert "search index rebuilding done" in summed_up(portal)
    # The second visit of the same page by the same visitor on one day is none, nor is that of the resource's page.
    assert usage(client) == Usage(before.views + 1, before.downloads + 1)

    stood, written = looked(client), len(portal.writes())
    state, second = perd.run()
    assert state.is_completed()
    assert isinstance(second[ID], Unchanged), second[ID]
    assert len(portal.writes()) == written
    assert looked(client).metadata_modified == stood.metadata_modified

    perd.edit("dpim/mining-leases.yaml", description="รายชื่อประทานบัตรทั่วประเทศ ปรับปรุงคำอธิบายแล้ว")
    _, third = perd.run()
    assert isinstance(third[ID], Published), third[ID]
    assert third[ID].written == ("file:datapackage", "metadata")
    assert usage(client) == Usage(before.views + 1, before.downloads + 1), "a new description begins nothing anew"
    assert "tracking_summary" not in {one["key"] for one in looked(client).fields.get("extras", ())}


def test_each_visitor_counts_once_a_day_and_the_search_sorts_by_number(portal: LivePortal, client: Portal) -> None:
    organisation = client.check_token()[0]
    made: dict[str, Any] = {
        "owner_org": organisation,
        "data_type": "ข้อมูลระเบียน",
        "maintainer": "กลุ่มสารสนเทศ",
        "maintainer_email": "data@agency.example",
        "notes": "รายชื่อโรงงาน",
        "objective": ["พันธกิจหน่วยงาน"],
        "update_frequency_unit": "เดือน",
        "geo_coverage": "ประเทศ",
        "data_source": "ระบบทะเบียน",
        "data_format": ["CSV"],
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": "Creative Commons Attributions",
        "tags": [{"name": "นับผู้เข้าชม"}],
    }
    for name, visitors in (("visited-by-nine", 9), ("visited-by-ten", 10), ("visited-by-none", 0)):
        client.act("package_create", {"name": name, "title": name, **made}, of=name)
        for number in range(visitors):
            for _ in range(2):
                visits(portal, f"/dataset/{name}", "page", visitor=f"visitor {number}")
    try:
        summed_up(portal)
        assert usage(client, "visited-by-nine") == Usage(9, 0)
        assert usage(client, "visited-by-ten") == Usage(10, 0)
        assert usage(client, "visited-by-none") == Usage(0, 0)
        query = {"fq": 'tags:"นับผู้เข้าชม"', "sort": "views_recent desc"}
        found = client.ask("package_search", query, of="the most visited")["results"]
        assert [one["name"] for one in found] == ["visited-by-ten", "visited-by-nine", "visited-by-none"]
    finally:
        for name in ("visited-by-nine", "visited-by-ten", "visited-by-none"):
            client.act("package_delete", {"id": name}, of=name)
