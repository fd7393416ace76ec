"""Agencies' servers on loopback addresses of their own, 127.0.0.2 and on: real HTTP, conditional answers, a count.

`python -m bench.agencies FOLDER PORT` serves each folder of FOLDER that is called as an address, until standard input
ends; the access log goes to FOLDER/access.log, a line a request: HOST PATH STATUS.
"""

import hashlib
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ACCESS_LOG = "access.log"


def nothing(host: str) -> None:
    """What is waited for before an answer, as a rule."""


class Agencies:
    """What the servers of all agencies have in common: their files, and how they were asked."""

    def __init__(self, folder: Path, before_answering: Callable[[str], None] = nothing) -> None:
        """`before_answering` is called with the host while its request is open."""
        self.folder = folder
        self.before_answering = before_answering
        self.requests: list[tuple[str, str, int]] = []
        """(host, path, status) of each answer, in order."""
        self.troubles: Counter[str] = Counter()
        """How often a path is still answered with 503, by path."""
        self.most_at_once: Counter[str] = Counter()
        """Requests that were open together, at the most, by host."""
        self.connections: Counter[str] = Counter()
        """Made by clients, by host."""
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._log = (folder / ACCESS_LOG).open("a", encoding="utf-8")

    @contextmanager
    def answering(self, host: str) -> Iterator[None]:
        with self._lock:
            self._open[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._open[host])
        try:
            self.before_answering(host)
            yield
        finally:
            with self._lock:
                self._open[host] -= 1

    def connected(self, host: str) -> None:
        with self._lock:
            self.connections[host] += 1

    def in_trouble(self, path: str) -> bool:
        with self._lock:
            left = self.troubles[path]
            self.troubles[path] = max(0, left - 1)
            return left > 0

    def answered(self, host: str, path: str, status: int) -> None:
        with self._lock:
            self.requests.append((host, path, status))
            self._log.write(f"{host} {path} {status}\n")
            self._log.flush()

    def close(self) -> None:
        self._log.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def setup(self) -> None:
        super().setup()
        self.server.agencies.connected(str(self.server.server_address[0]))

    def do_GET(self) -> None:
        agencies, host = self.server.agencies, str(self.server.server_address[0])
        with agencies.answering(host):
            if agencies.in_trouble(self.path):
                self._answer(503, b"", {})
                return
            file = agencies.folder / host / self.path.removeprefix("/")
            if not file.is_file():
                self._answer(404, b"", {})
                return
            content = file.read_bytes()
            stamps = {
                "ETag": f'"{hashlib.sha256(content).hexdigest()[:16]}"',
                "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True),
            }
            if self.headers.get("If-None-Match") == stamps["ETag"]:
                self._answer(304, None, stamps)
            else:
                self._answer(200, content, stamps | {"Content-Type": "text/csv"})

    def _answer(self, status: int, content: bytes | None, headers: dict[str, str]) -> None:
        self.server.agencies.answered(str(self.server.server_address[0]), self.path, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if content is not None:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], agencies: Agencies) -> None:
        self.agencies = agencies
        super().__init__(address, _Handler)


@contextmanager
def serving(agencies: Agencies, hosts: list[str], port: int) -> Iterator[None]:
    """Each host's folder at http://HOST:PORT/ while the block runs."""
    servers = [_Server((host, port), agencies) for host in hosts]
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        agencies.close()


if __name__ == "__main__":
    root = Path(sys.argv[1])
    with serving(Agencies(root), sorted(path.name for path in root.glob("127.*")), int(sys.argv[2])):
        print("up", flush=True)
        sys.stdin.read()
