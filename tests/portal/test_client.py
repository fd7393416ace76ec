"""What each kind of bad answer is called: small servers on loopback that answer as portals and firewalls do."""

import json
import pickle
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from flows.domain.dataset import Dataset
from flows.domain.errors import PipelineError, PortalRefused, PortalUnavailable
from flows.domain.published import PublishedDataset, Usage
from flows.portal import standing
from flows.portal.client import Portal, Revision, Upload
from flows.portal.explain import explained
from flows.portal.failures import Overtaken, TooLarge
from flows.portal.refused_rows import RowsRefused

TOKEN = "eyJ0eXAi-secret-token"
HTML = "text/html; charset=utf-8"
JSON = "application/json;charset=utf-8"


class Stub(ThreadingHTTPServer):
    """Answers everything the same way, `first` excepted, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.media_type, self.body, self.delay = 200, JSON, b"{}", 0.0
        self.headers_seen: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.first: list[tuple[int, dict[str, Any]]] = []
        """Status and JSON of the first answers, in order."""

    def answers(self, status: int, media_type: str, body: str | dict[str, Any]) -> None:
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        self.status, self.media_type, self.body = status, media_type, text.encode()


class _Handler(BaseHTTPRequestHandler):
    server: Stub

    def _answer(self) -> None:
        self.server.headers_seen.append(dict(self.headers.items()))
        self.server.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        status, media_type, body = self.server.status, self.server.media_type, self.server.body
        if self.server.first:
            status, answer = self.server.first.pop(0)
            media_type, body = JSON, json.dumps(answer).encode()
        time.sleep(self.server.delay)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        # An impatient visitor has gone by then.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.end_headers()
            self.wfile.write(body)

    do_GET = do_POST = _answer

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def portal(stub: Stub) -> Iterator[Portal]:
    with Portal(
        f"http://127.0.0.1:{stub.server_port}/", TOKEN, timeout=5, pauses=(), sleep=lambda seconds: None
    ) as client:
        yield client


@pytest.fixture
def stands() -> PublishedDataset:
    return standing.published({"id": "pid", "name": "tst-fac", "metadata_modified": "2026-11-20T00:00:00"}, "http://p")


def error(kind: str, **fields: Any) -> dict[str, Any]:
    return {"success": False, "error": {"__type": kind, **fields}}


@pytest.mark.parametrize(
    ("status", "media_type", "body", "kind", "told"),
    [
        (429, JSON, {}, PortalUnavailable, "busy or out of order, try again later"),
        (503, HTML, "<html>", PortalUnavailable, "HTTP 503"),
        (504, HTML, "<html>", PortalUnavailable, "HTTP 504"),
        (500, JSON, error("Internal Server Error"), PortalUnavailable, "HTTP 500"),
        (500, JSON, error("Search Index Error", message="solr"), PortalUnavailable, "saved .* search-index rebuild"),
        (413, HTML, "<html>", TooLarge, "too large .*HTTP 413.*`perd doctor`.*ckan.max_resource_size"),
        (409, JSON, error("Validation Error", upload=["File upload too large"]), TooLarge, "too large .*`perd doctor`"),
        (301, HTML, "", PortalRefused, "set PERD_PORTAL_URL to the portal's own address"),
        (403, HTML, "<html>", PortalRefused, "firewall in front of"),
        (200, HTML, "<!doctype html>", PortalRefused, "web page instead of an API answer"),
        (404, HTML, "<html>", PortalRefused, "check that PERD_PORTAL_URL is a CKAN portal's address"),
        (200, JSON, '{"odd":', PortalUnavailable, "breaks off: try again"),
        (200, JSON, '{"odd": 1}', PortalRefused, "none of CKAN's"),
        (200, JSON, "[1]", PortalRefused, "none of CKAN's"),
        (403, JSON, error("Authorization Error", message="no"), PortalRefused, "token in PERD_PORTAL_TOKEN may not"),
        (
            409,
            JSON,
            error("Validation Error", title=["ซ้ำ"], resources=[{}, {"url": ["Missing value"]}]),
            PortalRefused,
            r"title: ซ้ำ; resources\[1\]\.url: Missing value\. Correct the declared title",
        ),
    ],
)
def test_a_bad_answer_is_classed_by_who_acts(
    stub: Stub, portal: Portal, status: int, media_type: str, body: Any, kind: type[PipelineError], told: str
) -> None:
    stub.answers(status, media_type, body)
    with pytest.raises(kind, match=told) as caught:
        portal.act("package_create", {"name": "tst-fac"}, of="tst-fac")
    assert TOKEN not in str(caught.value)
    assert type(pickle.loads(pickle.dumps(caught.value))) is type(caught.value)


def test_what_an_officer_reads_is_thai(stub: Stub, portal: Portal) -> None:
    for status, media_type, body in [
        (503, HTML, ""),
        (413, HTML, ""),
        (403, HTML, ""),
        (403, JSON, error("Authorization Error")),
        (404, JSON, error("Not Found Error")),
        (409, JSON, error("Validation Error", title=["x"])),
        (409, JSON, error("Validation Error", name=["x"])),
        (409, JSON, error("Validation Error", owner_org=["x"])),
        (200, JSON, "[1]"),
    ]:
        stub.answers(status, media_type, body)
        with pytest.raises(PipelineError) as caught:
            portal.act("package_create", {"name": "tst-fac"}, of="tst-fac", organisation="tst")
        assert "โปรด" in caught.value.text.th
        assert caught.value.text.en not in caught.value.text.th


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ('value "1101700203450" is out of range for type integer', "out of the range"),
        ('invalid input syntax for type date: "1101700203450"', "not of its column's type"),
        ('date/time field value out of range: "1101700203450"', "out of the range"),
        ("something about 1101700203450 that nobody foresaw", r"does not take the request \(records, records_row\)"),
    ],
)
def test_what_the_datastore_refuses_is_told_without_the_value(
    stub: Stub, portal: Portal, message: str, kind: str
) -> None:
    stub.answers(409, JSON, error("Validation Error", records=[message], records_row=7))
    with pytest.raises(RowsRefused, match=f"refused datastore_upsert of factories: .*{kind}") as caught:
        portal.act("datastore_upsert", {}, of="factories")
    told = caught.value.at(17)
    assert "at data row 17" in told.sentence
    for one in (caught.value, told):
        # Neither for people nor in a traceback of the log.
        shown = "".join(traceback.format_exception(one))
        assert "1101700203450" not in f"{one.text.th} {one.text.en} {shown}"
    assert pickle.loads(pickle.dumps(told)).text == told.text


def test_a_token_that_may_not_use_a_group_is_told_with_the_groups(stub: Stub, portal: Portal, dataset: Dataset) -> None:
    stub.answers(403, JSON, error("Authorization Error", message="no"))
    grouped = dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"groups": ("industry",)})})
    create = {"groups": [{"name": "industry"}]}
    with (
        pytest.raises(PortalRefused, match="may not put tst-fac into the groups industry, .*take `groups` out of"),
        explained(portal, grouped, create),
    ):
        portal.act("package_create", create, of="tst-fac")


def test_nothing_of_that_name_is_none_and_no_error(stub: Stub, portal: Portal) -> None:
    stub.answers(404, JSON, error("Not Found Error", message="Not found"))
    assert portal.look("tst-fac") is None


def counted(total: object) -> dict[str, Any]:
    return {"tracking_summary": {"total": total, "recent": 1}}


@pytest.mark.parametrize(
    ("answer", "usage"),
    [
        ({}, None),
        ({"tracking_summary": None}, None),
        (counted(True), None),
        (counted(-1), None),
        (counted("7"), None),
        (counted(0), Usage(0, 0)),
        (counted(7) | {"resources": [{"url": "a"}, {"url": "b"} | counted(2)]}, Usage(7, 2)),
        # CKAN counts by address: both resources answer the clicks on the one address.
        (counted(7) | {"resources": [{"url": "a"} | counted(2), {"url": "a"} | counted(2)]}, Usage(7, 2)),
    ],
)
def test_what_the_portal_counted(answer: dict[str, Any], usage: Usage | None) -> None:
    assert standing.published({"id": "pid", "name": "tst-fac", **answer}, "http://p").usage == usage


def test_usage_is_asked_for_in_the_same_request(stub: Stub, portal: Portal) -> None:
    stub.answers(200, JSON, {"success": True, "result": {"id": "pid", "name": "tst-fac", **counted(3)}})
    looked = portal.look("tst-fac")
    assert looked is not None and looked.usage == Usage(3, 0)
    assert [json.loads(body) for body in stub.bodies] == [{"id": "tst-fac", "include_tracking": True}]


def test_a_portal_that_refuses_to_be_asked_for_usage_is_asked_once(stub: Stub, portal: Portal) -> None:
    stub.first = [(409, error("Validation Error", include_tracking=["not expected"]))]
    stub.answers(200, JSON, {"success": True, "result": {"id": "pid", "name": "tst-fac"}})
    for _ in range(2):
        looked = portal.look("tst-fac")
        assert looked is not None and looked.usage is None
    asked = [sorted(json.loads(body)) for body in stub.bodies]
    assert asked == [["id", "include_tracking"], ["id"], ["id"]]


def test_what_the_public_does_not_see_is_none(stub: Stub, portal: Portal) -> None:
    for status, kind in ((404, "Not Found Error"), (403, "Authorization Error")):
        stub.answers(status, JSON, error(kind))
        assert portal.look_as_public("tst-fac") is None
    assert all("Authorization" not in headers for headers in stub.headers_seen)


def test_silence_is_unavailable(stub: Stub) -> None:
    stub.delay = 0.5
    with (
        Portal(f"http://127.0.0.1:{stub.server_port}", TOKEN, timeout=0.1, pauses=()) as impatient,
        pytest.raises(PortalUnavailable, match="did not answer package_show of tst-fac .no answer in time"),
    ):
        impatient.look("tst-fac")


def test_somebody_who_was_faster_is_a_kind_of_its_own(stub: Stub, portal: Portal, stands: PublishedDataset) -> None:
    stub.answers(409, JSON, error("Validation Error", match=["metadata_modified"]))
    with pytest.raises(Overtaken, match="Somebody else changed the dataset"):
        portal.revise(stands, Revision(fields={"notes": "x"}))


def test_the_token_goes_to_the_editors_calls_only(stub: Stub, portal: Portal) -> None:
    stub.answers(200, JSON, {"success": True, "result": {}})
    portal.ask("package_show", {"id": "x"}, of="x")
    portal.download(f"{portal.url}/file.csv", size=100)
    assert all(TOKEN not in str(headers) for headers in stub.headers_seen)
    portal.act("package_show", {"id": "x"}, of="x")
    portal.download(f"{portal.url}/file.csv", size=100, as_editor=True)
    assert [headers["Authorization"] for headers in stub.headers_seen[2:]] == [TOKEN, TOKEN]
    assert {headers["User-Agent"] for headers in stub.headers_seen} == {"Perd/0.1 (+open-data pipeline)"}
    assert TOKEN not in repr(portal)


def test_the_token_never_goes_to_another_host(portal: Portal) -> None:
    with pytest.raises(PortalRefused, match=r"addresses at http://elsewhere\.example.*ckan\.site_url"):
        portal.download("http://elsewhere.example/file.csv", size=100, as_editor=True)


def test_a_revision_with_a_file_is_one_multipart_of_texts(
    stub: Stub, portal: Portal, stands: PublishedDataset, tmp_path: Path
) -> None:
    stub.answers(200, JSON, {"success": True, "result": {"package": {"id": "pid", "name": "tst-fac"}}})
    file = tmp_path / "ไทย.csv"
    file.write_bytes("รหัส\r\n1\r\n".encode())
    revision = Revision(
        fields={"tags": [{"name": "สถิติ"}]},
        added={"id": "rid", "name": "โรงงาน"},
        upload=("", Upload("tst-fac-factories.csv", "text/csv", file)),
    )
    assert portal.revise(stands, revision).id == "pid"
    body = stub.bodies[0].decode()
    assert 'name="match"\r\n\r\n{"id": "pid", "metadata_modified": "2026-11-20T00:00:00"}' in body
    # CKAN merges lists place by place: the standing one is taken out first.
    assert 'name="filter"\r\n\r\n["-tags"]' in body
    assert 'name="update__resources__extend"\r\n\r\n[{"id": "rid", "name": "โรงงาน"}]' in body
    assert 'name="update__resources__-1__upload"; filename="tst-fac-factories.csv"' in body
    assert "รหัส\r\n1\r\n" in body


def test_a_web_page_in_place_of_a_file_is_seen(stub: Stub, portal: Portal) -> None:
    stub.answers(200, "text/csv", "  <!DOCTYPE html><title>Request blocked</title>")
    assert portal.download(f"{portal.url}/file.csv", size=100).web_page
    stub.answers(200, "text/csv", "code\r\n1\r\n")
    assert not portal.download(f"{portal.url}/file.csv", size=100).web_page


@pytest.mark.parametrize(("status", "kind"), [(403, PortalRefused), (404, PortalRefused), (502, PortalUnavailable)])
def test_a_file_that_is_not_given_is_told(stub: Stub, portal: Portal, status: int, kind: type[PipelineError]) -> None:
    stub.answers(status, HTML, "<html>")
    with pytest.raises(kind, match=f"HTTP {status}.*file.csv"):
        portal.download(f"{portal.url}/file.csv", size=100)


@pytest.mark.parametrize(
    ("organisations", "told"),
    [([], "publish in no organisation: it is mistyped, expired"), (["mines"], "editor's token of organisation tst")],
)
def test_a_token_without_rights_is_told_early(stub: Stub, portal: Portal, organisations: list[str], told: str) -> None:
    stub.answers(200, JSON, {"success": True, "result": [{"name": name} for name in organisations]})
    with pytest.raises(PortalRefused, match=told):
        portal.check_token("tst")


def test_a_token_with_rights_names_its_organisations(stub: Stub, portal: Portal) -> None:
    stub.answers(200, JSON, {"success": True, "result": [{"name": "tst"}, {"name": "mines"}]})
    assert portal.check_token("tst") == ("mines", "tst")
