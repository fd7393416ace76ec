"""Looking at a portal that is not ours: small servers on loopback that answer as such portals and firewalls do."""

import gzip
import json
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr

from flows.domain.presence import Agreement, Presence, PresenceState
from flows.domain.published import PublishedDataset
from flows.portal import downstream_reader, standing
from flows.portal.downstream import Downstream
from tests.other_portal import ABSENT, HIDDEN, PAGE, Act, Handler, Reply, Server, found, reply, serving, shown

KEY = "k3y-of-the-gateway"
OUR_PORTAL = "https://catalog.tst.example"
FILE = f"{OUR_PORTAL}/dataset/11/resource/22/download/tst-fac-factories.csv"
TITLE = 'ทะเบียนโรงงาน "รายเดือน" \\ 2567'


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as opened:
        opened.replies = {"package_show": reply(404, ABSENT), "package_search": found()}
        yield opened


@pytest.fixture
def ours() -> PublishedDataset:
    table = {"perd_resource": "factories", "perd_kind": "data", "id": "22", "url": FILE, "perd_sha256": "a" * 64}
    answer = {"id": "11", "name": "tst-fac", "title": TITLE, "license_id": "ogl", "resources": [table]}
    return standing.published(answer, OUR_PORTAL)


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    """An https server with a certificate that it made itself."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


def there(name: str = "harvest-tst-fac", **fields: Any) -> dict[str, Any]:
    return {"id": "99", "name": name, "title": TITLE, "license_id": "ogl", "resources": [{"url": FILE}], **fields}


@contextmanager
def looking_at(url: str, key: str | None = KEY, timeout: float = 10.0) -> Iterator[Downstream]:
    secret = SecretStr(key) if key is not None else None
    with Downstream(
        url, secret, own=OUR_PORTAL, user_agent="Perd/test", timeout=(timeout, timeout), pause=0
    ) as downstream:
        yield downstream


def look(url: str, ours: PublishedDataset, **how: Any) -> Presence:
    with looking_at(url, **how) as downstream:
        presence = downstream.look(ours)
    assert KEY not in f"{presence!r} {presence.as_json()}"
    return presence


def could_not(presence: Presence) -> str:
    assert presence.state is PresenceState.COULD_NOT_LOOK, presence
    assert presence.page is presence.name is presence.sha256 is presence.agrees is None
    assert presence.reason.th != presence.reason.en
    return presence.reason.en


def test_seen_under_its_own_name_with_one_question(server: Server, ours: PublishedDataset) -> None:
    server.replies["package_show"] = shown(there("tst-fac"))
    presence = look(f"{server.url}/", ours)
    assert presence.state is PresenceState.SEEN
    assert (presence.downstream, presence.name) == (server.url, "tst-fac")
    assert presence.page == f"{server.url}/dataset/tst-fac"
    assert presence.agrees == Agreement(True, True, True)
    assert presence.sha256 is not None and len(presence.sha256) == 64
    assert presence.looked_at.tzinfo is not None
    assert server.asked == [("package_show", {"id": "tst-fac"})]


def test_seen_under_another_name_by_its_exact_title(server: Server, ours: PublishedDataset) -> None:
    others = [there("of-others", resources=[]), there("longer", title=f"{TITLE} ฉบับเก่า")]
    server.replies["package_search"] = found(*others, there(license_id="cc-by"))
    presence = look(server.url, ours)
    assert (presence.state, presence.name) == (PresenceState.SEEN, "harvest-tst-fac")
    assert presence.reason.en.endswith("shows it as harvest-tst-fac, but not with our portal's licence")
    action, asked = server.asked[1]
    assert action == "package_search"
    assert asked["fq"] == 'title_string:"ทะเบียนโรงงาน \\"รายเดือน\\" \\\\ 2567"'
    assert "q" not in asked


def test_a_namesake_of_somebody_elses_is_not_seen(server: Server, ours: PublishedDataset) -> None:
    server.replies["package_show"] = shown(there("tst-fac", resources=[{"url": "https://other.example/a.csv"}]))
    server.replies["package_search"] = found(there("others", resources=[]))
    presence = look(server.url, ours)
    assert presence.state is PresenceState.NOT_SEEN
    assert "(tst-fac, others), but with no file of ours" in presence.reason.en
    assert presence.page is presence.name is presence.sha256 is presence.agrees is None


def test_not_there_is_not_seen_and_hidden_there_is_as_well(server: Server, ours: PublishedDataset) -> None:
    for answer in (reply(404, ABSENT), reply(403, HIDDEN)):
        server.replies["package_show"] = answer
        presence = look(server.url, ours)
        assert presence.state is PresenceState.NOT_SEEN
        assert presence.reason.en == f"{server.url} has no dataset of this name or title"


def test_a_search_that_finds_anything_finds_nothing(server: Server, ours: PublishedDataset) -> None:
    """A gateway that passes the filter over answers with whatever it likes; only the exact title counts."""
    server.replies["package_search"] = found(there("sugar", title="น้ำตาล"), there("untitled", title=None))
    assert look(server.url, ours).state is PresenceState.NOT_SEEN


def trickle(handler: Handler, asked: dict[str, str]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(2000):
        handler.wfile.write(b" ")
        time.sleep(0.02)


def break_off(handler: Handler, asked: dict[str, str]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"success": tr')


def say_nothing(handler: Handler, asked: dict[str, str]) -> None:
    time.sleep(1)


NOT_CKAN = "an answer that is none of CKAN's"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (reply(200, PAGE, Content_Type="text/html"), "a web page instead of the API (HTTP 200)"),
        (reply(200, f"\n {PAGE}", Content_Type="application/json"), "a web page instead of the API"),
        (reply(404, PAGE), "a web page instead of the API (HTTP 404)"),
        (reply(403, PAGE), "A firewall in front of"),
        (reply(401, {"message": "No API key found in request"}), "does not take the key of PERD_DOWNSTREAM_KEY"),
        (reply(403, {"message": "You cannot consume this service"}), "does not take the key of PERD_DOWNSTREAM_KEY"),
        (reply(429, {"message": "API rate limit exceeded"}), "HTTP 429: it is busy, out of order or asked too often"),
        (reply(429, PAGE), "HTTP 429: it is busy"),
        (reply(503, PAGE), "HTTP 503: it is busy"),
        (reply(500, {"success": False, "error": {"__type": "Internal Server Error"}}), "HTTP 500: it is busy"),
        (reply(404, {"message": "no Route matched"}), NOT_CKAN),
        (reply(200, ""), NOT_CKAN),
        (reply(200, "[1]"), NOT_CKAN),
        (reply(200, '{"success": true, "result": '), NOT_CKAN),
        (reply(200, '{"success": true, "result": NaN}'), NOT_CKAN),
        (reply(200, '{"success": true, "result": 1e999}'), NOT_CKAN),
        (reply(200, b'{"success": true, "result": "\xff"}'), NOT_CKAN),
        (reply(200, "[" * 100_000), NOT_CKAN),
        (reply(200, {"success": "yes", "result": {}}), NOT_CKAN),
        (reply(200, {"success": True, "result": []}), NOT_CKAN),
        (reply(200, {"success": True, "result": None}), NOT_CKAN),
        (reply(200, {"success": True}), NOT_CKAN),
        (reply(200, {"success": True, "result": {"name": "<script>"}}), NOT_CKAN),
        (reply(200, {"success": True, "result": {"name": ["tst-fac"]}}), NOT_CKAN),
        (reply(200, b"not gzip", Content_Encoding="gzip"), "no connection to"),
        (reply(302, "", Location="https://elsewhere.example/x?api-key=1"), "sends us on to https://elsewhere.example,"),
        (reply(302, "", Location="https://[half"), "sends us on to -,"),
        (break_off, "no connection to"),
    ],
)
def test_what_says_nothing_either_way_is_could_not_look(
    server: Server, ours: PublishedDataset, answer: Reply | Act, told: str
) -> None:
    server.always(answer)
    with looking_at(server.url) as downstream:
        assert told in could_not(downstream.look(ours))
        asked = len(server.asked)
        again = could_not(downstream.look(ours))
        assert told in again and again.startswith("Not asked again in this run, because of this: ")
        assert len(server.asked) == asked == 1


def test_without_a_key_one_is_asked_for(server: Server, ours: PublishedDataset) -> None:
    server.always(reply(401, {"message": "No API key found in request"}))
    assert "register there, and set PERD_DOWNSTREAM_KEY" in could_not(look(server.url, ours, key=None))
    assert "api-key" not in server.headers[0]


def test_silence_refusal_and_trickling_end(
    server: Server, ours: PublishedDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.always(say_nothing)
    assert "did not answer in time" in could_not(look(server.url, ours, timeout=0.1))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert "no connection to" in could_not(look(nobody, ours))
    assert "no connection to" in could_not(look("http://nowhere.invalid", ours, key=None))
    monkeypatch.setattr(downstream_reader, "LONGEST", 0.2)
    server.always(trickle)
    began = time.monotonic()
    assert "too large or too slow" in could_not(look(server.url, ours))
    assert time.monotonic() - began < 15, "it trickles for longer"


def test_a_certificate_that_nobody_vouches_for(ours: PublishedDataset, self_signed: str) -> None:
    assert "certificate" in could_not(look(self_signed, ours))


def test_an_answer_without_end_is_given_up(
    server: Server, ours: PublishedDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downstream_reader, "LARGEST", 1_000_000)
    bomb = gzip.compress(b" " * 50_000_000)
    server.always(reply(200, bomb, Content_Encoding="gzip"))
    assert "too large or too slow" in could_not(look(server.url, ours))


def test_a_question_that_is_refused_concerns_one_dataset_only(server: Server, ours: PublishedDataset) -> None:
    server.replies["package_search"] = reply(
        409, {"success": False, "error": {"__type": "Search Query Error", "message": "odd"}}
    )
    with looking_at(server.url) as downstream:
        assert "does not take the question about this dataset (HTTP 409)" in could_not(downstream.look(ours))
        server.replies["package_show"] = shown(there("tst-fac"))
        assert downstream.look(ours).state is PresenceState.SEEN


def test_a_dataset_that_no_canonical_json_can_hold_concerns_itself_only(server: Server, ours: PublishedDataset) -> None:
    text = json.dumps({"success": True, "result": there("tst-fac", notes="?")}).replace('"?"', '"\\ud800"')
    with looking_at(server.url) as downstream:
        server.replies["package_show"] = reply(200, text)
        could_not(downstream.look(ours))
        server.replies["package_show"] = shown(there("tst-fac", size=2**70, notes="\u0e01"))
        assert downstream.look(ours).state is PresenceState.SEEN


def test_a_portal_that_lets_nobody_search_was_not_looked_at(server: Server, ours: PublishedDataset) -> None:
    server.always(reply(403, HIDDEN))
    assert "does not let the public search" in could_not(look(server.url, ours))


def test_the_key_goes_into_its_header_and_nowhere_else(server: Server, ours: PublishedDataset) -> None:
    with serving() as elsewhere, ExitStack() as opened:
        downstream = opened.enter_context(looking_at(server.url, key=f" {KEY}\n"))
        downstream.look(ours)
        assert [headers["api-key"] for headers in server.headers] == [KEY, KEY]
        for headers in server.headers:
            assert headers["User-Agent"] == "Perd/test"
            assert not {"Authorization", "Cookie"} & headers.keys()
            assert KEY not in str({name: value for name, value in headers.items() if name != "api-key"})
        assert KEY not in str(server.asked)
        server.always(reply(307, "", Location=f"{elsewhere.url}/api/3/action/package_show"))
        assert "sends us on to http://127.0.0.1," in could_not(downstream.look(ours))
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("url", "key", "told"),
    [
        (OUR_PORTAL + "/", KEY, "is our own portal"),
        ("ftp://data.example", KEY, "no http or https address"),
        ("data.example", KEY, "no http or https address"),
        ("http://[half", KEY, "no http or https address"),
        ("http://data.example", KEY, "sent over https only"),
        ("https://data.example", "ค", "no HTTP header can"),
        ("https://data.example", "a\nb", "no HTTP header can"),
        ("https://data.example", " ", "no HTTP header can"),
    ],
)
def test_a_setting_that_is_wrong_is_told_and_nobody_asked(
    ours: PublishedDataset, url: str, key: str, told: str
) -> None:
    assert told in could_not(look(url, ours, key=key))


def test_a_password_in_the_address_goes_nowhere(server: Server, ours: PublishedDataset) -> None:
    presence = look(server.url.replace("//", "//name:secret@"), ours)
    assert presence.downstream == server.url
    assert "Authorization" not in server.headers[0]


def test_a_gateway_has_its_actions_at_once_below_it_and_no_pages(server: Server, ours: PublishedDataset) -> None:
    server.replies["package_show"] = shown(there("tst-fac"))
    presence = look(f"{server.url}/get-ckan", ours)
    assert (presence.state, presence.name, presence.page) == (PresenceState.SEEN, "tst-fac", None)


def test_the_pages_of_data_go_th_are_beside_its_gateway() -> None:
    with looking_at("https://opend.data.go.th/get-ckan/") as downstream:
        assert downstream.page_of("tst-fac") == "https://data.go.th/dataset/tst-fac"
