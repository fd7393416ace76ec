"""A proxy between Perd and its portal that spoils requests as a plan says, and counts what it did.

It stands before the portal in both ways: as a reverse proxy, at `url`, and as the proxy that `http_proxy` names, which
leaves the portal the address that it gives its files. Requests to other servers pass through unspoilt.

    with FaultProxy(portal.url, AtRandom(Random(1), of_writes=0.3, of_reads=0.1)) as proxy:
        ...
        print(proxy.given)
"""

import http.client
import os
import re
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Event, Lock, Thread
from typing import Self
from urllib.parse import urlsplit

WRITES = re.compile(r"/\w+_(create|update|patch|revise|delete|upsert|views)$")
"""Paths of the API's actions that may change something."""
AWAY = 0.3
"""Seconds for which no connection is taken once one was refused."""
LATE = 0.5
"""Seconds after which a request arrives that whoever made it takes for lost."""
RETRY_AFTER = 1
PAGE = "<!DOCTYPE html><html><head><title>ขออภัย</title></head><body>ระบบขัดข้อง</body></html>".encode()


class Fault(StrEnum):
    """What may become of a request. "Arrived": the portal got it, and did what it says."""

    ANSWER_LOST = "arrived, and the connection is reset instead of an answer"
    ERROR_ARRIVED = "arrived, and HTTP 500 is the answer"
    TIMED_OUT_ARRIVED = "arrived, and HTTP 504 is the answer"
    TRUNCATED = "arrived, and half of the answer comes"
    TRUNCATED_SILENTLY = "arrived, and half of the answer comes as if it were all"
    DRIP = "arrived, and the answer comes a byte at a time"
    LATE = "reset, and arrived a while later"
    CUT_UPLOAD = "half of it arrived"
    REFUSED = "reset, and no connection is taken for a while"
    TOO_MANY = "HTTP 429 with Retry-After"
    ERROR = "HTTP 500"
    BAD_GATEWAY = "HTTP 502"
    PAGE_503 = "HTTP 503 with a web page"
    PAGE_200 = "HTTP 200 with a web page"
    TOO_LARGE = "HTTP 413"


WITH_A_BODY = frozenset({Fault.CUT_UPLOAD, Fault.LATE})
"""Those that only make sense for a request that has one."""
STATUS = {Fault.TOO_MANY: 429, Fault.ERROR: 500, Fault.BAD_GATEWAY: 502, Fault.PAGE_503: 503, Fault.PAGE_200: 200}
STATUS |= {Fault.TOO_LARGE: 413}
"""Of those that the portal never hears of."""
STATUS_AFTERWARDS = {Fault.ERROR_ARRIVED: 500, Fault.TIMED_OUT_ARRIVED: 504}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to the portal."""

    number: int
    """0 for the first that the proxy saw."""
    write: int | None
    """Among those that write, 0 for the first; None for one that only reads."""
    path: str
    body: bytes

    @property
    def action(self) -> str:
        """The API's action, or the last part of a file's address."""
        return self.path.rsplit("/", 1)[-1]


Plan = Callable[[Asked], Fault | None]


def faithful(asked: Asked) -> None:
    """Spoils nothing."""


def at_write(number: int, fault: Fault) -> Plan:
    """Spoils that one of the requests that write."""
    return lambda asked: fault if asked.write == number else None


class AtRandom:
    """Spoils about that share of the requests, each kind of fault as often as the others: dealt like cards."""

    def __init__(self, random: Random, of_writes: float, of_reads: float) -> None:
        self.of_writes, self.of_reads = of_writes, of_reads
        self._random = random
        self._deck: list[Fault] = []

    def __call__(self, asked: Asked) -> Fault | None:
        if self._random.random() >= (self.of_reads if asked.write is None else self.of_writes):
            return None
        if len(self._deck) < len(Fault):
            self._deck[:0] = self._random.sample(list(Fault), len(Fault))
        cards = reversed(range(len(self._deck)))
        return self._deck.pop(next(n for n in cards if asked.body or self._deck[n] not in WITH_A_BODY))


class FaultProxy:
    """Listens on loopback from `with` on. `plan` may be exchanged at any time."""

    def __init__(self, portal: str, plan: Plan = faithful) -> None:
        self.portal = urlsplit(portal)
        self.plan = plan
        self.given: list[tuple[Asked, Fault]] = []
        """The faults so far."""
        self._late: list[Thread] = []
        self._requests = self._writes = 0
        self._lock = Lock()
        self.over = Event()
        """Set when the proxy ends."""
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))  # and never listens: the port stays ours while nobody is there
        self.url = f"http://127.0.0.1:{self._place.getsockname()[1]}"
        self._server = _Server(self)
        self._thread = Thread(target=self._serve, daemon=True)

    @property
    def environment(self) -> dict[str, str]:
        """What a process sets so that it goes by way of the proxy."""
        return {"http_proxy": self.url, "no_proxy": "", "NO_PROXY": ""}

    @property
    def counts(self) -> Counter[Fault]:
        return Counter(fault for _, fault in self.given)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join(10)
        self._place.close()
        self.settle()

    def settle(self) -> None:
        """Wait until everything that is late has arrived."""
        while self._late:
            self._late.pop().join()

    def later(self, ask: Callable[[], object]) -> None:
        """Ask the portal in a while, when nobody waits for the answer any more."""

        def act() -> None:
            time.sleep(LATE)
            ask()

        self._late.append(Thread(target=act, daemon=True))
        self._late[-1].start()

    def decide(self, path: str, body: bytes) -> Fault | None:
        """What becomes of a request to the portal."""
        with self._lock:
            write = self._writes if WRITES.search(path) else None
            asked = Asked(self._requests, write, path, body)
            self._requests += 1
            self._writes += write is not None
            fault = self.plan(asked)
            if fault is not None:
                self.given.append((asked, fault))
            return fault

    def _serve(self) -> None:
        """Each server takes connections until a fault, or the end, shuts it down."""
        while True:
            with self._server:
                self._server.serve_forever(0.01)
            if self.over.wait(AWAY):
                return
            self._server = _Server(self)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_port = True

    def __init__(self, proxy: FaultProxy) -> None:
        self.proxy = proxy
        super().__init__(("127.0.0.1", int(proxy.url.rsplit(":", 1)[1])), _Request)


class _Request(BaseHTTPRequestHandler):
    server: _Server

    def _answer(self) -> None:
        proxy, target = self.server.proxy, urlsplit(self.path)
        upstream = target.netloc or proxy.portal.netloc
        path = self.path.removeprefix(f"{target.scheme}://{target.netloc}") if target.netloc else self.path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = proxy.decide(urlsplit(path).path, body) if upstream == proxy.portal.netloc else None
        with suppress(ConnectionError):  # whoever asked has had enough
            match fault:
                case Fault.REFUSED:
                    self.server.shutdown()
                    self._reset()
                case Fault.LATE:
                    proxy.later(partial(self._ask, upstream, path, body))
                    self._reset()
                case Fault.CUT_UPLOAD:
                    self._half(upstream, path, body)
                    self._reset()
                case _ if fault in STATUS:
                    again = {"Retry-After": str(RETRY_AFTER)} if fault is Fault.TOO_MANY else {}
                    self._send(STATUS[fault], {"Content-Type": "text/html; charset=utf-8", **again}, PAGE)
                case _:
                    self._spoil(fault, *self._ask(upstream, path, body))

    do_GET = do_HEAD = do_POST = _answer

    def _ask(self, upstream: str, path: str, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        connection = http.client.HTTPConnection(upstream, timeout=120)
        try:
            connection.request(self.command, path, body or None, self._headers())
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def _half(self, upstream: str, path: str, body: bytes) -> None:
        """Begin the request at the portal and break it off in the middle of its body."""
        connection = http.client.HTTPConnection(upstream, timeout=120)
        try:
            connection.putrequest(self.command, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": upstream, **self._headers(), "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders(body[: len(body) // 2])
        finally:
            connection.close()

    def _spoil(self, fault: Fault | None, status: int, headers: Mapping[str, str], body: bytes) -> None:
        kept = {name: headers[name] for name in ("Content-Type", "Location", "Retry-After") if headers.get(name)}
        match fault:
            case Fault.ANSWER_LOST:
                self._reset()
            case Fault.TRUNCATED:
                self._send(status, kept, body[: len(body) // 2], length=len(body))
            case Fault.TRUNCATED_SILENTLY:
                self._send(status, kept, body[: len(body) // 2], length=None)
            case Fault.DRIP:
                self._send(status, kept, b"", length=len(body) + 1000)
                for byte in body + bytes(1000):
                    if self.server.proxy.over.wait(0.2):
                        return
                    self.wfile.write(bytes([byte]))
            case _ if fault in STATUS_AFTERWARDS:
                self._send(STATUS_AFTERWARDS[fault], {"Content-Type": "text/html; charset=utf-8"}, PAGE)
            case _:
                self._send(status, kept, body)

    def _send(self, status: int, headers: Mapping[str, str], body: bytes, length: int | None = -1) -> None:
        """`length`: the Content-Length that is claimed; None for an answer that ends with its connection."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(len(body) if length == -1 else length))
        self.end_headers()
        self.wfile.write(body if self.command != "HEAD" else b"")

    def _headers(self) -> dict[str, str]:
        kept_back = ("host", "connection", "proxy-connection", "content-length")
        return {name: value for name, value in self.headers.items() if name.lower() not in kept_back}

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())  # at once, whatever else still refers to it

    def log_message(self, format: str, *args: object) -> None:
        pass
