"""How a portal is spoken to: its pace, when it is taken to be down, and what is repeated. No second is waited for."""

import email.utils
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from flows.domain.errors import PortalDown, PortalRefused, PortalUnavailable
from flows.portal import breaker, pace
from flows.portal.breaker import Breaker
from flows.portal.client import Portal, Revision
from flows.portal.pace import Pace, seconds_asked_for
from flows.portal.standing import published

OK = (200, {}, {"success": True, "result": {"id": "pid", "name": "tst-fac"}})
GONE = (502, {}, {})
DOWN_SECONDS = 60.0
NOT_FOUND = (404, {}, {"success": False, "error": {"__type": "Not Found Error"}})


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time_() -> Time:
    return Time()


class Answering(ThreadingHTTPServer):
    """Gives the next of `answers` (status, headers, JSON), the last one for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = deque([OK])
        self.asked: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(self.path.rsplit("/", 1)[-1])
        answers = self.server.answers
        status, headers, told = answers.popleft() if len(answers) > 1 else answers[0]
        body = json.dumps(told).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering() as opened:
        Thread(target=opened.serve_forever, args=(0.01,), daemon=True).start()
        yield opened
        opened.shutdown()


@pytest.fixture
def portal(server: Answering, time_: Time) -> Iterator[Portal]:
    address = f"http://127.0.0.1:{server.server_port}"
    with Portal(address, "token", timeout=5, clock=time_.clock, sleep=time_.sleep, down_seconds=DOWN_SECONDS) as opened:
        yield opened


# -- what is repeated


def test_what_only_reads_is_repeated_after_pauses_that_vary(portal: Portal, server: Answering, time_: Time) -> None:
    for _ in range(10):
        server.answers = deque([GONE, GONE, OK])
        assert portal.look("tst-fac") is not None
    assert len(server.asked) == 30
    first, second = time_.slept[::2], time_.slept[1::2]
    assert all(0 <= pause <= 1 for pause in first) and all(0 <= pause <= 5 for pause in second)
    assert len(set(time_.slept)) == 20, "everybody who was turned away would come back at once"


def test_what_writes_is_never_repeated_here(portal: Portal, server: Answering) -> None:
    server.answers = deque([GONE, OK])
    with pytest.raises(PortalUnavailable):
        portal.act("package_create", {}, of="tst-fac")
    assert server.asked == ["package_create"]


def test_a_refusal_is_not_repeated(portal: Portal, server: Answering) -> None:
    server.answers = deque([(403, {}, {"success": False, "error": {"__type": "Authorization Error"}}), OK])
    with pytest.raises(PortalRefused):
        portal.look("tst-fac")
    assert server.asked == ["package_show"]


# -- Retry-After


@pytest.mark.parametrize("status", [429, 503])
def test_a_portal_is_left_alone_for_as_long_as_it_asks_for(
    portal: Portal, server: Answering, time_: Time, status: int
) -> None:
    server.answers = deque([(status, {"Retry-After": "37"}, {}), OK])
    portal.look("tst-fac")
    assert sum(time_.slept) == pytest.approx(37)


def test_it_is_left_alone_by_whoever_comes_next_too(portal: Portal, server: Answering, time_: Time) -> None:
    server.answers = deque([(429, {"Retry-After": "37"}, {}), OK])
    with pytest.raises(PortalUnavailable):
        portal.act("package_create", {}, of="tst-fac")
    assert time_.slept == []
    portal.look("another")
    assert time_.slept == [37]


def test_nobody_waits_for_an_hour(portal: Portal, server: Answering, time_: Time) -> None:
    server.answers = deque([(503, {"Retry-After": "3600"}, {}), OK])
    portal.look("tst-fac")
    assert sum(time_.slept) == pytest.approx(pace.LONGEST_WAIT)


def test_retry_after_is_seconds_or_a_date() -> None:
    assert seconds_asked_for("37") == 37
    assert seconds_asked_for(email.utils.formatdate(time.time() + 40, usegmt=True)) == pytest.approx(40, abs=2)
    assert seconds_asked_for(email.utils.formatdate(time.time() - 40, usegmt=True)) == 0
    for nothing in (None, "", "soon", "-5", "Wed, 99 Nov 2026 99:99:99 GMT", "9" * 400):
        assert seconds_asked_for(nothing) >= 0


# -- pace


def test_writes_are_as_far_apart_as_the_setting_says(server: Answering, time_: Time) -> None:
    address = f"http://127.0.0.1:{server.server_port}"
    with Portal(address, "token", write_seconds=2, clock=time_.clock, sleep=time_.sleep) as portal:
        shown = {"id": "pid", "name": "tst-fac"}
        server.answers = deque([(200, {}, {"success": True, "result": {**shown, "package": shown}})])
        stands = published(shown, address)
        portal.revise(stands, Revision())
        portal.look("tst-fac")
        assert time_.slept == []
        portal.revise(stands, Revision())
        assert time_.slept == [2]
        time_.now += 1.5
        portal.revise(stands, Revision())
        assert time_.slept == [2, 0.5]


def test_the_pause_doubles_at_each_sign_of_trouble_and_shrinks_with_each_good_answer(time_: Time) -> None:
    own = Pace(0, time_.clock, time_.sleep)
    assert not own.slowed
    pauses = []
    for _ in range(6):
        own.busy(0)
        pauses.append(own.pause)
    assert pauses == [1, 2, 4, 8, 10, 10]
    for _ in range(4):
        own.answered("package_show", 0.1)
    assert own.pause == 9
    for _ in range(100):
        own.answered("package_show", 0.1)
    assert own.pause == 0
    assert own.slowed and own.longest == 10


def test_an_answer_is_slow_compared_with_others_of_its_kind(time_: Time) -> None:
    own = Pace(0, time_.clock, time_.sleep)
    for _ in range(10):
        own.answered("package_show", 0.5)
        own.answered("package_search", 4)
    assert own.pause == 0
    own.answered("package_search", 5)
    assert own.pause == 0
    own.answered("package_show", 5)
    assert own.pause == 1


def test_what_is_slow_for_good_becomes_the_usual(time_: Time) -> None:
    own = Pace(0, time_.clock, time_.sleep)
    own.answered("package_show", 0.5)
    for _ in range(60):
        own.answered("package_show", 5)
    assert own.pause == 0


def test_a_jitter_of_milliseconds_is_no_sign(time_: Time) -> None:
    own = Pace(0, time_.clock, time_.sleep)
    own.answered("package_show", 0.01)
    own.answered("package_show", 0.9)
    assert own.pause == 0


# -- when it is down


def failures(portal: Portal, names: Iterator[str], until: Callable[[], bool]) -> None:
    while not until():
        with pytest.raises(PortalUnavailable):
            portal.look(next(names))


def test_a_portal_that_is_down_is_left_alone_until_it_may_be_up(portal: Portal, server: Answering, time_: Time) -> None:
    names = iter(f"tst-{number}" for number in range(1000))
    server.answers = deque([GONE])
    began = time_.now
    with pytest.raises(PortalDown, match=r"gave no good answer for \d\d seconds: .* left alone") as down:
        failures(portal, names, until=lambda: time_.now > began + 1000)
    assert DOWN_SECONDS <= time_.now - began < DOWN_SECONDS + 20
    asked, slept = len(server.asked), len(time_.slept)
    for _ in range(20):
        with pytest.raises(PortalDown) as again:
            portal.look(next(names))
        assert again.value.sentence == down.value.sentence
    assert len(server.asked) == asked, "a portal that is down is asked"
    assert len(time_.slept) == slept, "a dataset waits for a portal that is down"
    assert "โปรด" in down.value.text.th

    time_.now += breaker.PAUSE
    with pytest.raises(PortalDown):
        portal.look(next(names))
    assert len(server.asked) == asked + 1, "one request may try, and not more"

    time_.now += breaker.PAUSE
    server.answers = deque([OK])
    for _ in range(3):
        assert portal.look(next(names)) is not None


def test_a_portal_that_is_started_anew_is_waited_for(time_: Time) -> None:
    own = Breaker(time_.clock, DOWN_SECONDS)
    for _ in range(100):
        own.failed()
        time_.now += 0.5
    assert own.lets_through()
    own.answered()
    for _ in range(100):
        own.failed()
    assert own.lets_through(), "what was before the good answer does not count"


def test_a_refusal_is_a_sign_of_life(portal: Portal, server: Answering, time_: Time) -> None:
    for _ in range(30):
        server.answers = deque([GONE, GONE, GONE, NOT_FOUND])
        with pytest.raises(PortalUnavailable):
            portal.look("tst-fac")
        assert portal.look("tst-fac") is None
        time_.now += 30


def test_one_tries_and_the_others_wait_for_what_comes_of_it(time_: Time) -> None:
    own = Breaker(time_.clock, DOWN_SECONDS)
    for _ in range(breaker.FAILURES):
        own.failed()
        time_.now += DOWN_SECONDS
    assert not own.lets_through()
    time_.now += breaker.PAUSE
    assert [own.lets_through() for _ in range(3)] == [True, False, False]
    own.answered()
    assert [own.lets_through() for _ in range(3)] == [True, True, True]
