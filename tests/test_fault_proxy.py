"""Each fault is what it says: a real server behind the proxy tells what arrived."""

import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread

import pytest
import requests

from tests.fault_proxy import AWAY, AtRandom, Fault, FaultProxy, at_write

ACTION = "/api/action/package_revise"
BODY = b"x" * 10_000
ANSWER = b'{"success": true, "result": "' + b"y" * 1000 + b'"}'


class Behind(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.arrived: list[tuple[str, int]] = []
        """Paths, and how many bytes of the body came."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Behind

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.arrived.append((self.path, len(body)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def behind() -> Iterator[Behind]:
    with Behind() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def ask(proxy: FaultProxy, behind: Behind, forward: bool = False) -> requests.Response:
    if forward:
        return requests.post(behind.url + ACTION, data=BODY, timeout=1, proxies={"http": proxy.url})
    return requests.post(proxy.url + ACTION, data=BODY, timeout=1)


@pytest.mark.parametrize("forward", [False, True], ids=["reverse", "forward"])
def test_what_is_not_spoilt_passes_through(behind: Behind, forward: bool) -> None:
    with FaultProxy(behind.url) as proxy:
        assert ask(proxy, behind, forward).content == ANSWER
    assert behind.arrived == [(ACTION, len(BODY))]
    assert proxy.given == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.ERROR_ARRIVED, 500),
        (Fault.TIMED_OUT_ARRIVED, 504),
        (Fault.TOO_MANY, 429),
        (Fault.ERROR, 500),
        (Fault.BAD_GATEWAY, 502),
        (Fault.PAGE_503, 503),
        (Fault.PAGE_200, 200),
    ],
)
def test_an_error_is_answered_before_or_after_the_portal_got_the_request(
    behind: Behind, fault: Fault, status: int
) -> None:
    with FaultProxy(behind.url, at_write(0, fault)) as proxy:
        answer = ask(proxy, behind)
    assert answer.status_code == status
    assert answer.text.startswith("<!DOCTYPE html>")
    assert answer.headers.get("Retry-After") == ("1" if fault is Fault.TOO_MANY else None)
    assert len(behind.arrived) == fault.startswith("arrived")
    assert proxy.counts == {fault: 1}


def test_an_answer_is_lost_although_the_request_arrived(behind: Behind) -> None:
    with FaultProxy(behind.url, at_write(0, Fault.ANSWER_LOST)) as proxy:
        with pytest.raises(requests.ConnectionError, match="reset"):
            ask(proxy, behind)
        assert ask(proxy, behind).content == ANSWER
    assert len(behind.arrived) == 2


def test_nobody_is_there_for_a_while(behind: Behind) -> None:
    with FaultProxy(behind.url, at_write(0, Fault.REFUSED)) as proxy:
        with pytest.raises(requests.ConnectionError, match="reset"):
            ask(proxy, behind)
        with pytest.raises(requests.ConnectionError, match="refused|reset"):
            ask(proxy, behind)
        time.sleep(AWAY + 0.2)
        assert ask(proxy, behind).content == ANSWER
    assert len(behind.arrived) == 1


def test_a_request_arrives_after_it_was_given_up(behind: Behind) -> None:
    with FaultProxy(behind.url, at_write(0, Fault.LATE)) as proxy:
        with pytest.raises(requests.ConnectionError, match="reset"):
            ask(proxy, behind)
        assert behind.arrived == []
        assert ask(proxy, behind).content == ANSWER
        proxy.settle()
    assert len(behind.arrived) == 2


def test_an_upload_is_cut_in_its_middle(behind: Behind) -> None:
    with FaultProxy(behind.url, at_write(0, Fault.CUT_UPLOAD)) as proxy, pytest.raises(requests.ConnectionError):
        ask(proxy, behind)
    until = time.monotonic() + 5
    while not behind.arrived and time.monotonic() < until:
        time.sleep(0.01)
    assert behind.arrived == [(ACTION, len(BODY) // 2)]


def test_an_answer_is_cut_openly_or_silently(behind: Behind) -> None:
    with FaultProxy(behind.url, at_write(0, Fault.TRUNCATED)) as proxy, pytest.raises(requests.RequestException):
        ask(proxy, behind)
    with FaultProxy(behind.url, at_write(0, Fault.TRUNCATED_SILENTLY)) as proxy:
        assert ask(proxy, behind).content == ANSWER[: len(ANSWER) // 2]


def test_a_drip_is_never_silent_and_never_done(behind: Behind) -> None:
    with FaultProxy(behind.url, at_write(0, Fault.DRIP)) as proxy:
        answer = requests.post(proxy.url + ACTION, data=BODY, timeout=1, stream=True)
        assert [next(answer.iter_content(1)) for _ in range(3)] == [bytes([byte]) for byte in ANSWER[:3]]
        answer.close()


def test_random_faults_are_the_same_for_the_same_seed_and_of_all_kinds(behind: Behind) -> None:
    def given(seed: int) -> Counter[Fault]:
        with FaultProxy(behind.url, AtRandom(Random(seed), 0.3, 0)) as proxy:
            for _ in range(500):
                proxy.decide(ACTION, BODY)
        return proxy.counts

    assert given(1) == given(1) != given(2)
    assert max(given(1).values()) - min(given(1)[fault] for fault in Fault) <= 2
    assert 100 < given(1).total() < 200
