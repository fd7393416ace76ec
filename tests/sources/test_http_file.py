"""Files behind real HTTP servers on loopback, well-behaved and not."""

import gzip
import hashlib
import resource
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from flows.domain.dataset import HttpFile
from flows.domain.errors import PipelineError, SourceRefused, SourceUnavailable
from flows.domain.snapshot import NotModified, Snapshot
from flows.sources.address_guard import AddressGuard
from flows.sources.http_file import Fetcher

CSV = "รหัส,ชื่อ\r\n01,ก\r\n".encode()
Answer = Callable[[BaseHTTPRequestHandler], None]


class Agency:
    """A small server whose answers a test writes down by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        agency = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                agency.asked.append((self.path, dict(self.headers)))
                agency.answers[self.path](self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, path: str, status: int = 200, body: bytes = CSV, length: int | None = None, **headers: str) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Length", str(len(body) if length is None else length))
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer
        return self.url + path


@pytest.fixture
def agency() -> Iterator[Agency]:
    agency = Agency()
    yield agency
    agency.server.shutdown()
    agency.server.server_close()


def fetcher(trusted: frozenset[str] = frozenset({"127.0.0.1"}), read: float = 5, whole: float = 30) -> Fetcher:
    return Fetcher(requests.Session(), AddressGuard(trusted), (2, read), whole, lambda name: f"secret of {name}")


def fetch(url: str, into: Path, etag: str | None = None, last_modified: str | None = None, **cap: int) -> Snapshot:
    taken = fetcher().fetch(HttpFile(kind="http_file", url=url, **cap), into, etag, last_modified)
    assert isinstance(taken, Snapshot)
    return taken


def test_bytes_digest_and_stamps_arrive(agency: Agency, tmp_path: Path) -> None:
    url = agency.says(
        "/a.csv", ETag='"v1"', Last_Modified="Fri, 20 Nov 2026 01:00:00 GMT", Content_Type="text/csv; x=y"
    )
    taken = fetch(url, tmp_path / "a")
    assert taken.path.read_bytes() == CSV
    assert taken.sha256 == hashlib.sha256(CSV).hexdigest()
    assert (taken.size, taken.etag, taken.media_type) == (len(CSV), '"v1"', "text/csv")
    assert taken.last_modified == "Fri, 20 Nov 2026 01:00:00 GMT"


def test_a_conditional_request_learns_that_nothing_changed(agency: Agency, tmp_path: Path) -> None:
    url = agency.says("/a.csv", status=304, body=b"")
    taken = fetcher().fetch(
        HttpFile(kind="http_file", url=url), tmp_path / "a", '"v1"', "Fri, 20 Nov 2026 01:00:00 GMT"
    )
    assert isinstance(taken, NotModified)
    assert agency.asked[0][1]["If-None-Match"] == '"v1"'
    assert agency.asked[0][1]["If-Modified-Since"] == "Fri, 20 Nov 2026 01:00:00 GMT"
    assert not (tmp_path / "a").exists()


def test_a_304_that_nobody_asked_for_is_no_answer(agency: Agency, tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="304"):
        fetch(agency.says("/a.csv", status=304, body=b""), tmp_path / "a")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_may_answer_later(agency: Agency, tmp_path: Path, status: int) -> None:
    with pytest.raises(SourceUnavailable, match=f"{status}"):
        fetch(agency.says("/a.csv", status=status), tmp_path / "a")


@pytest.mark.parametrize("status", [418, 403, 404, 503])
def test_neither_the_servers_own_words_nor_the_addresss_query_are_repeated(
    agency: Agency, tmp_path: Path, status: int
) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status, "Ask Mr. Somchai")
        request.send_header("Content-Length", "0")
        request.end_headers()

    agency.answers["/a.csv?key=s3cret"] = answer
    with pytest.raises(PipelineError, match=f"{status}") as told:
        fetch(f"{agency.url}/a.csv?key=s3cret", tmp_path / "a")
    for said in (told.value.text.th, told.value.text.en):
        assert "Somchai" not in said
        assert "s3cret" not in said
        assert "/a.csv?…" in said


def test_stamps_are_given_back_as_they_came_and_the_address_without_its_query(agency: Agency, tmp_path: Path) -> None:
    long = '"' + "v" * 300 + '"'
    taken = fetch(agency.says("/a.csv?key=s3cret", ETag=long), tmp_path / "a")
    assert taken.etag == long
    assert taken.source == f"{agency.url}/a.csv?…"


@pytest.mark.parametrize(
    ("status", "advice"), [(401, "needs no key"), (403, "needs no key"), (404, "new address"), (410, "new address")]
)
def test_a_server_that_says_no_says_so_tomorrow(agency: Agency, tmp_path: Path, status: int, advice: str) -> None:
    with pytest.raises(SourceRefused, match=advice):
        fetch(agency.says("/a.csv", status=status), tmp_path / "a")


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html><body>x", b"\n  <html lang=th>", b"\xef\xbb\xbf<!-- a --><HTML>"]
)
def test_a_web_page_is_not_a_data_file_whatever_it_calls_itself(agency: Agency, tmp_path: Path, page: bytes) -> None:
    with pytest.raises(SourceRefused, match="web page"):
        fetch(agency.says("/a.csv", body=page, Content_Type="text/csv"), tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_firewall_page_is_blocked_not_broken(agency: Agency, tmp_path: Path) -> None:
    page = b"<html><head><script src='/_Incapsula_Resource?x'></script></head></html>"
    with pytest.raises(SourceRefused, match="blocked, not broken"):
        fetch(agency.says("/a.csv", body=page), tmp_path / "a")


def test_csv_served_as_html_is_taken_all_the_same(agency: Agency, tmp_path: Path) -> None:
    assert fetch(agency.says("/a.csv", Content_Type="text/html"), tmp_path / "a").size == len(CSV)


def test_an_announced_size_over_the_cap_is_refused_before_a_byte_is_read(agency: Agency, tmp_path: Path) -> None:
    url = agency.says("/a.csv", body=b"", length=300_000_000)
    with pytest.raises(SourceRefused, match="announces 300,000,000 bytes, over the cap of 100,000,000"):
        fetch(url, tmp_path / "a", max_bytes=100_000_000)


def test_a_size_that_was_not_announced_is_capped_while_it_streams(agency: Agency, tmp_path: Path) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(40):
            request.wfile.write(b"1,2,3\r\n" * 10_000)

    agency.answers["/a.csv"] = endless
    with pytest.raises(SourceRefused, match="has sent more than 500,000 bytes"):
        fetch(agency.url + "/a.csv", tmp_path / "a", max_bytes=500_000)
    assert not (tmp_path / "a").exists()


def test_a_small_answer_that_unpacks_to_a_huge_one_is_capped(agency: Agency, tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    with pytest.raises(SourceRefused, match="more than 1,000,000 bytes"):
        fetch(agency.says("/a.csv", body=bomb, Content_Encoding="gzip"), tmp_path / "a", max_bytes=1_000_000)


def test_a_download_that_breaks_off_is_not_taken_for_the_file(agency: Agency, tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="broke off"):
        fetch(agency.says("/a.csv", length=len(CSV) + 100), tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_silence_ends_in_a_time_out(agency: Agency, tmp_path: Path) -> None:
    agency.answers["/a.csv"] = lambda request: time.sleep(1.5)
    with pytest.raises(SourceUnavailable, match="in time"):
        fetcher(read=0.3).fetch(HttpFile(kind="http_file", url=agency.url + "/a.csv"), tmp_path / "a", None, None)


def test_a_slow_drip_ends_too(agency: Agency, tmp_path: Path) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for _ in range(30):
            request.wfile.write(b"5\r\n1,2\r\n\r\n")
            request.wfile.flush()
            time.sleep(0.1)

    agency.answers["/a.csv"] = drip
    with pytest.raises(SourceUnavailable):
        fetcher(whole=0.5).fetch(HttpFile(kind="http_file", url=agency.url + "/a.csv"), tmp_path / "a", None, None)


def test_nobody_at_home_is_worth_a_retry(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="connection failed"):
        fetch("http://127.0.0.1:9/a.csv", tmp_path / "a")


def test_redirects_are_followed_and_counted(agency: Agency, tmp_path: Path) -> None:
    agency.says("/b.csv")
    assert fetch(agency.says("/a.csv", status=302, body=b"", Location="/b.csv"), tmp_path / "a").size == len(CSV)
    with pytest.raises(SourceRefused, match="redirects more than 5 times"):
        fetch(agency.says("/c.csv", status=302, body=b"", Location="/c.csv"), tmp_path / "c")


def test_an_address_behind_our_own_wall_is_refused(agency: Agency, tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="not on the public Internet"):
        fetcher(trusted=frozenset()).fetch(
            HttpFile(kind="http_file", url=agency.says("/a.csv")), tmp_path / "a", None, None
        )
    assert agency.asked == []


def test_a_redirect_behind_our_own_wall_is_refused(agency: Agency, tmp_path: Path) -> None:
    url = agency.says("/a.csv", status=302, body=b"", Location="http://127.0.0.2/latest/meta-data")
    with pytest.raises(SourceRefused, match=r"127\.0\.0\.2, which is not on the public Internet"):
        fetch(url, tmp_path / "a")


def test_a_key_goes_to_its_own_server_and_nowhere_else(agency: Agency, tmp_path: Path) -> None:
    other = Agency()
    url = agency.says("/a.csv", status=302, body=b"", Location=other.says("/b.csv"))
    source = HttpFile(kind="http_file", url=url, key_setting="PERD_KEY_DIW")
    fetcher().fetch(source, tmp_path / "a", None, None)
    other.server.shutdown()
    other.server.server_close()
    assert agency.asked[0][1]["Authorization"] == "secret of PERD_KEY_DIW"
    assert "Authorization" not in other.asked[0][1]


def test_a_certificate_nobody_vouches_for_is_refused(agency: Agency, tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        + ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    agency.server.socket = context.wrap_socket(agency.server.socket, server_side=True)
    with pytest.raises(SourceRefused, match=r"certificate of .* \(self-signed certificate\)") as told:
        fetch(agency.says("/a.csv").replace("http:", "https:"), tmp_path / "a")
    assert "Pool" not in told.value.sentence


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/b.csv", "file:///etc/passwd", "mailto:a@b.example"])
def test_a_redirect_to_no_web_address_is_one_sentence(agency: Agency, tmp_path: Path, target: str) -> None:
    url = agency.says("/a.csv", status=302, body=b"", Location=target)
    with pytest.raises(SourceRefused, match="leads to an address of"):
        fetch(url, tmp_path / "a")


@pytest.mark.parametrize("target", ["http://[1/b.csv", "http://127.0.0.1:99999999/b.csv"])
def test_a_redirect_to_half_an_address_is_one_sentence(agency: Agency, tmp_path: Path, target: str) -> None:
    url = agency.says("/a.csv", status=302, body=b"", Location=target)
    with pytest.raises((SourceRefused, SourceUnavailable), match=r"/a\.csv"):
        fetch(url, tmp_path / "a")


def test_a_full_disk_of_ours_is_not_the_agencys_fault(agency: Agency, tmp_path: Path) -> None:
    url = agency.says("/a.csv", body=b"1,2\r\n" * 400_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(PipelineError, match="disk that PERD_HOME is on") as told:
            fetch(url, tmp_path / "a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert type(told.value) is PipelineError
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("says", "thai"),
    [
        ({"status": 404}, "ไม่พบไฟล์"),
        ({"status": 403}, "ไม่อนุญาตให้เข้าถึง"),
        ({"status": 503}, "ไม่ว่างหรือขัดข้อง"),
        ({"body": b"<html>"}, "เป็นหน้าเว็บ"),
        ({"body": b"<html>Access Denied"}, "ไฟร์วอลล์"),
        ({"length": 300_000_000}, "เกินขนาดสูงสุด"),
        ({"length": 10_000}, "ขาดก่อนได้ไฟล์ครบ"),
    ],
)
def test_the_steward_reads_thai(agency: Agency, tmp_path: Path, says: dict[str, int | bytes], thai: str) -> None:
    with pytest.raises((SourceRefused, SourceUnavailable)) as told:
        fetch(agency.says("/a.csv", **says), tmp_path / "a")  # type: ignore[arg-type]
    assert thai in told.value.text.th
    assert told.value.sentence not in told.value.text.th
