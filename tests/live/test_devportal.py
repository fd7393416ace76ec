"""The development portal is a real CKAN with the ways of the Thai portals, and it survives what machines do to it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

pytestmark = pytest.mark.live

REPOSITORY = Path(__file__).parents[2]
ORGANISATION = "devportal-test"
ORGANISATIONS = json.dumps([{"name": ORGANISATION, "title": "หน่วยงานทดสอบ", "description": ""}])


class Api:
    """The Action API as one person (or, without a token, as anybody)."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        if token:
            self.session.headers["Authorization"] = token

    def post(self, action: str, **data: Any) -> requests.Response:
        return self.session.post(f"{self.url}/api/3/action/{action}", json=data, timeout=60)

    def __call__(self, action: str, **data: Any) -> Any:
        response = self.post(action, **data)
        assert response.status_code == 200, response.text
        return response.json()["result"]

    def error(self, action: str, **data: Any) -> dict[str, Any]:
        response = self.post(action, **data)
        assert response.status_code in (400, 403, 404, 409), response.text
        error: dict[str, Any] = response.json()["error"]
        return error

    def page(self, path: str) -> str:
        response = self.session.get(self.url + path, timeout=60)
        assert response.status_code == 200, response.text[:500]
        response.encoding = "utf-8"
        return response.text


def devportal(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "devportal", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=180,
        check=False,
    )


def up(home: Path, *arguments: str) -> dict[str, Any]:
    done = devportal("up", "--home", str(home), "--json", "--organisations", "-", *arguments, stdin=ORGANISATIONS)
    assert done.returncode == 0, done.stderr
    status: dict[str, Any] = json.loads(done.stdout)
    return status


@pytest.fixture(scope="module")
def editor(portal: Any) -> Api:
    """The session's portal, with an organisation for this module's own datasets."""
    up(Path(portal.home))
    return Api(portal.url, portal.token)


@pytest.fixture
def anybody(portal: Any) -> Api:
    return Api(portal.url)


@pytest.fixture
def mark() -> str:
    """A word that only this test's datasets hold."""
    return "t" + uuid.uuid4().hex[:10]


@pytest.fixture
def make(editor: Api) -> Iterator[Any]:
    """Makes a dataset; all of them are deleted when the test is over."""
    names: list[str] = []

    def make_one(name: str, **changes: Any) -> dict[str, Any]:
        names.append(name)
        result: dict[str, Any] = editor("package_create", **dataset(name, **changes))
        return result

    yield make_one
    for name in names:
        editor.post("package_delete", id=name)


def dataset(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"ทะเบียนโรงงาน {name}",
        "owner_org": ORGANISATION,
        "data_type": "ข้อมูลระเบียน",
        "maintainer": "กลุ่มสารสนเทศ",
        "maintainer_email": "data@agency.example",
        "notes": "รายชื่อโรงงานที่ได้รับอนุญาต",
        "objective": ["พันธกิจหน่วยงาน"],
        "update_frequency_unit": "เดือน",
        "geo_coverage": "ประเทศ",
        "data_source": "ระบบทะเบียน",
        "data_format": ["CSV"],
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": "Creative Commons Attributions",
        "tags": [{"name": "น้ำเสีย/โรงงาน"}],
        **changes,
    }


def names_of(api: Api, **query: Any) -> list[str]:
    return [one["name"] for one in api("package_search", rows=100, **query)["results"]]


# --- the rules of the Thai portals ---------------------------------------------------------------------------------


def test_thai_keywords_are_taken_and_commas_refused(editor: Api, make: Any, mark: str) -> None:
    made = make(mark, tags=[{"name": "น้ำเสีย (บำบัด)/ตะกอน"}])
    assert [tag["name"] for tag in made["tags"]] == ["น้ำเสีย (บำบัด)/ตะกอน"]
    for bad in ("ก", "ก,ข", "ก" * 101):
        assert "tags" in editor.error("package_create", **dataset(mark + "-2", tags=[{"name": bad}]))


def test_a_name_has_at_most_seventy_characters(editor: Api, make: Any, mark: str) -> None:
    make(mark.ljust(70, "x"))
    assert "name" in editor.error("package_create", **dataset(mark.ljust(71, "y")))


def test_a_title_is_used_once_until_its_dataset_is_deleted(editor: Api, make: Any, mark: str) -> None:
    make(mark, title=mark)
    assert "title" in editor.error("package_create", **dataset(mark + "-2", title=mark))
    # Its own title is no obstacle to the dataset itself.
    assert editor("package_patch", id=mark, notes="แก้ไข")["notes"] == "แก้ไข"
    editor("package_delete", id=mark)
    assert make(mark + "-2", title=mark)["title"] == mark


def test_only_the_category_and_lists_are_checked_against_the_choices(editor: Api, make: Any, mark: str) -> None:
    errors = editor.error("package_create", **dataset(mark, data_category="ลับ", objective=["ไม่มีในรายการ"]))
    assert {"data_category", "objective"} <= set(errors)
    assert make(mark, geo_coverage="ข้อความใด ๆ")["geo_coverage"] == "ข้อความใด ๆ"


def test_mandatory_items_are_asked_for(editor: Api, mark: str) -> None:
    errors = editor.error("package_create", name=mark, owner_org=ORGANISATION)
    expected = {"title", "maintainer", "maintainer_email", "notes", "objective", "data_source", "license_id"}
    assert expected <= set(errors)


def test_there_are_no_drafts(make: Any, mark: str) -> None:
    assert make(mark, state="draft")["state"] == "active"


def test_own_fields_and_ids_are_kept_through_an_upload(editor: Api, make: Any, mark: str, anybody: Api) -> None:
    made = make(mark, private=True, perd_dataset_id=mark, perd_sample="True")
    resource = str(uuid.uuid4())
    row = {"id": resource, "name": "ทะเบียน", "format": "CSV", "perd_sha256": "ab" * 32, "perd_kind": "data"}
    response = editor.session.post(
        f"{editor.url}/api/3/action/package_revise",
        data={
            "match__id": made["id"],
            "match__metadata_modified": made["metadata_modified"],
            "update__resources__extend": json.dumps([row]),
        },
        files={"update__resources__-1__upload": ("factories.csv", "fid,name\n001,ก\n".encode(), "text/csv")},
        timeout=60,
    )
    assert response.status_code == 200, response.text
    shown = editor("package_show", id=mark)
    assert shown["perd_dataset_id"] == mark and shown["perd_sample"] == "True"
    assert shown["resources"][0]["id"] == resource and shown["resources"][0]["perd_sha256"] == "ab" * 32
    url = shown["resources"][0]["url"]
    assert anybody.session.get(url, timeout=60).status_code in (403, 404)
    stale = editor.post("package_revise", match={"id": made["id"], "metadata_modified": made["metadata_modified"]})
    assert stale.status_code == 409
    editor("package_revise", match={"id": made["id"]}, update={"private": False})
    assert anybody.session.get(url, timeout=60).content == "fid,name\n001,ก\n".encode()


def test_the_editor_is_no_sysadmin_and_strangers_can_make_nothing(editor: Api, anybody: Api, mark: str) -> None:
    assert editor("user_show", id="perd_editor")["sysadmin"] is False
    assert editor.post("organization_create", name=mark).status_code == 403
    assert editor.post("package_create", name=mark, title=mark).status_code in (403, 409)
    assert anybody.post("package_create", **dataset(mark)).status_code == 403
    assert anybody.post("user_create", name=mark, email="a@b.example", password="12345678").status_code == 403


# --- the search that stands in for Solr ----------------------------------------------------------------------------


def test_a_private_dataset_is_never_found_by_strangers(editor: Api, anybody: Api, make: Any, mark: str) -> None:
    made = make(mark, private=True)
    for query in (
        {"q": mark},
        {"q": "*:*"},
        {"q": f"name:{mark}"},
        {"fq": f"name:{mark}"},
        {"q": f'*:* OR name:"{mark}"'},
        {"fq": f"+capacity:private +name:{mark}"},
        {"fq": "permission_labels:*"},
        {"fq_list": [f"name:{mark}", "state:active"]},
    ):
        assert mark not in names_of(anybody, include_private=True, **query), query
        facets = anybody(
            "package_search", include_private=True, **{"facet.field": ["name"], "facet.limit": -1}, **query
        )
        assert mark not in facets["facets"]["name"], query
    assert mark in names_of(editor, q=mark, include_private=True)
    assert mark not in names_of(editor, q=mark)
    editor("package_revise", match={"id": made["id"]}, update={"private": False})
    assert mark in names_of(anybody, q=mark)
    editor("package_revise", match={"id": made["id"]}, update={"private": True})
    assert mark not in names_of(anybody, q=mark)


def test_words_phrases_and_parts_of_thai_words_are_found(anybody: Api, make: Any, mark: str) -> None:
    make(mark, notes=f"{mark} รายชื่อโรงงานอุตสาหกรรมที่ได้รับอนุญาต Factory List")
    for query in (f"{mark} อุตสาหกรรม", f'{mark} "ได้รับอนุญาต factory"', f"FACTORY {mark}", f"notes:อุตสาห* AND {mark}"):
        assert names_of(anybody, q=query) == [mark], query
    assert names_of(anybody, q=f"{mark} -อุตสาหกรรม") == []
    assert names_of(anybody, q=f'{mark} "อนุญาต โรงงาน"') == []


def test_filters(anybody: Api, make: Any, mark: str) -> None:
    make(mark + "-a", author=mark, tags=[{"name": "ข้าว"}, {"name": mark}])
    make(mark + "-b", author=mark, tags=[{"name": "ยาง พารา"}, {"name": mark}])
    both, a, b = [mark + "-a", mark + "-b"], [mark + "-a"], [mark + "-b"]
    for query, expected in {
        f"tags:{mark}": both,
        f"+tags:{mark} +tags:ข้าว": a,
        f"tags:{mark} -tags:ข้าว": b,
        f'tags:{mark} tags:"ยาง พารา"': b,
        f'tags:{mark} tags:(ข้าว OR "ยาง พารา")': both,
        f"tags:{mark} AND NOT name:{mark}-a": b,
        f"name:{mark}*": both,
        f"tags:{mark} metadata_modified:[2020-01-01T00:00:00Z TO *]": both,
        f"tags:{mark} metadata_modified:[* TO 2020-01-01T00:00:00Z]": [],
        f"tags:{mark} organization:{ORGANISATION} data_category:ข้อมูลสาธารณะ": both,
        f"tags:{mark} res_format:CSV": [],
    }.items():
        assert sorted(names_of(anybody, fq=query)) == expected, query
    assert names_of(anybody, fq_list=[f"tags:{mark}", "tags:ข้าว"]) == a


def test_order_pages_and_facets(anybody: Api, make: Any, mark: str) -> None:
    for number in (2, 1, 3):
        make(f"{mark}-{number}", title=f"{mark} {number}", tags=[{"name": mark}, {"name": f"คู่{number % 2}"}])
    by_name = [f"{mark}-{number}" for number in (1, 2, 3)]
    assert names_of(anybody, fq=f"tags:{mark}", sort="name asc") == by_name
    assert names_of(anybody, fq=f"tags:{mark}", sort="title_string desc") == by_name[::-1]
    assert names_of(anybody, fq=f"tags:{mark}", sort="metadata_modified asc")[0] == f"{mark}-2"
    assert names_of(anybody, q=f"{mark}-3", sort="score desc, metadata_modified desc") == [f"{mark}-3"]
    page = anybody("package_search", fq=f"tags:{mark}", sort="name asc", rows=1, start=1, facet="true", **{
        "facet.field": ["tags", "organization"], "facet.mincount": 2, "facet.limit": 5})  # fmt: skip
    assert page["count"] == 3
    assert [one["name"] for one in page["results"]] == by_name[1:2]
    assert page["facets"]["tags"] == {mark: 3, "คู่1": 2}
    organisations = page["search_facets"]["organization"]["items"]
    assert organisations == [{"name": ORGANISATION, "display_name": "หน่วยงานทดสอบ", "count": 3}]
    assert anybody("package_search", fq=f"tags:{mark}", fl=["name"], sort="name asc")["results"] == [
        {"name": name} for name in by_name
    ]


@pytest.mark.parametrize("query", [{"fq": "tags:rice~"}, {"q": "a:(b"}, {"sort": "name sideways"}, {"fq": "tags:[1"}])
def test_what_is_not_understood_is_refused(anybody: Api, query: dict[str, str]) -> None:
    assert anybody.post("package_search", **query).status_code in (400, 409)


def test_the_table_behind_a_resource_is_announced_and_its_deletion_too(
    editor: Api, anybody: Api, make: Any, mark: str
) -> None:
    make(mark, resources=[{"name": "ตาราง", "url": "https://agency.example/a.csv", "format": "CSV"}])
    resource = editor("package_show", id=mark)["resources"][0]["id"]
    fields = [{"id": "code", "type": "text", "info": {"label": "รหัส"}}]
    editor("datastore_create", resource_id=resource, force=True, fields=fields, records=[{"code": "001"}])
    found = anybody("package_search", fq=f"name:{mark}")["results"][0]["resources"][0]
    assert found["datastore_active"] is True
    answer = anybody("datastore_search", resource_id=resource)
    assert answer["fields"][1]["info"]["label"] == "รหัส" and answer["records"][0]["code"] == "001"
    editor("package_delete", id=mark)
    assert names_of(anybody, fq=f"name:{mark}") == []


def test_writers_at_the_same_time_are_all_found(editor: Api, anybody: Api, make: Any, mark: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: make(f"{mark}-{number}", tags=[{"name": mark}]), range(12)))
    assert anybody("package_search", fq=f"tags:{mark}", rows=0)["count"] == 12


# --- what people see -----------------------------------------------------------------------------------------------


def test_pages_are_thai_first_and_nothing_comes_from_outside(portal: Any, anybody: Api, make: Any, mark: str) -> None:
    make(mark, resources=[{"name": "ตาราง", "url": "https://agency.example/a.csv", "format": "CSV"}])
    front, page = anybody.page("/"), anybody.page(f"/dataset/{mark}")
    assert 'lang="th"' in front and "ชุดข้อมูล" in front
    assert "หมวดหมู่ข้อมูลตามธรรมาภิบาลข้อมูลภาครัฐ" in page and "ข้อมูลสาธารณะ" in page
    assert 'lang="en"' in anybody.page("/en/")
    assert "Data governance category" in anybody.page(f"/en/dataset/{mark}")
    for text in (front, page):
        loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="([^"]+)"|<link[^>]+stylesheet[^>]+href="([^"]+)"', text)
        assert loaded
        assert all(one.startswith(("/", portal.url)) for pair in loaded for one in pair if one)


def test_every_request_is_in_the_access_log_once_it_is_answered(portal: Any, anybody: Api) -> None:
    before = Path(portal.access_log).read_text().count("POST /api/3/action/package_search 200 ")
    for _ in range(5):
        anybody("package_search", rows=0)
    assert Path(portal.access_log).read_text().count("POST /api/3/action/package_search 200 ") == before + 5


# --- a portal's life -----------------------------------------------------------------------------------------------


def test_a_plain_portal_from_nothing_to_nothing(tmp_path: Path) -> None:
    """Stock CKAN's rules; in a folder too deep for a socket; made, killed, repaired, stopped, removed."""
    home = tmp_path / ("deep" * 30) / "portal"
    try:
        status = up(home, "--profile", "plain")
        editor = Api(status["url"], (home / "editor-token").read_text().strip())
        assert (home / "editor-token").stat().st_mode & 0o777 == 0o600
        stock = {"owner_org": ORGANISATION, "title": "ข้าว", "license_id": "cc-by"}
        assert "tags" in editor.error("package_create", name="thai-tag", tags=[{"name": "น้ำเสีย"}], **stock)
        extras = [{"key": "objective", "value": "พันธกิจหน่วยงาน"}]
        kept = editor("package_create", name="kept".ljust(100, "x"), extras=extras, **stock)
        assert kept["extras"] == extras and kept["isopen"] is True
        shown = Api(status["url"])("package_show", id=kept["id"], include_tracking=True)
        assert "tracking_summary" not in shown, "stock CKAN does not count visits"
        again = up(home, "--profile", "plain")
        assert again["pids"] == status["pids"], "a second `up` starts nothing"

        for name in ("postgres", "redis", "ckan"):
            os.kill(again["pids"][name], signal.SIGKILL)
        # What a reboot leaves behind: a lock file whose process number now belongs to somebody else.
        (home / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{home}\n")
        again = up(home, "--profile", "plain")
        assert again["url"] == status["url"]
        assert Api(again["url"])("package_search")["count"] == 1

        # Everything remembered is lost, the data are not.
        (home / "state.json").write_text("{half")
        again = up(home, "--profile", "plain")
        assert Api(again["url"])("package_search")["count"] == 1

        assert (
            json.loads(devportal("down", "--profile", "plain", "--home", str(home), "--json").stdout)["state"] == "down"
        )
        assert not any(Path(f"/proc/{pid}").exists() and _living(pid) for pid in again["pids"].values())
    finally:
        done = devportal("reset", "--profile", "plain", "--home", str(home))
    assert done.returncode == 0, done.stderr
    assert not home.exists()


def test_an_up_that_is_killed_halfway_is_finished_by_the_next_ones(tmp_path: Path) -> None:
    home = tmp_path / "portal"
    try:
        for seconds in (0.6, 1.5, 2.5):
            process = subprocess.Popen(
                [sys.executable, "-m", "devportal", "up", "--home", str(home)],
                cwd=REPOSITORY,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(seconds)
            process.kill()
            process.wait()
        answers: list[dict[str, Any]] = []
        both = [threading.Thread(target=lambda: answers.append(up(home))) for _ in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert [answer["state"] for answer in answers] == ["up", "up"]
        assert answers[0]["pids"] == answers[1]["pids"], "the second waited for the first"
        editor = Api(answers[0]["url"], (home / "editor-token").read_text().strip())
        editor("package_create", **dataset("first"))
    finally:
        done = devportal("reset", "--home", str(home))
    assert done.returncode == 0, done.stderr


def test_mistakes_end_in_one_sentence(tmp_path: Path) -> None:
    for arguments, said in (
        (("up", "--profile", "nowhere"), "choose one of"),
        (("up", "--organisations", str(tmp_path / "none.json")), "cannot be read"),
        (("token",), "run `python -m devportal up`"),
    ):
        done = devportal(*arguments, "--home", str(tmp_path / "portal"))
        assert done.returncode == 1 and said in done.stderr
        assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def _living(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
