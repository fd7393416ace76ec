"""The web server before a portal, with one thing wrong about it: a real HTTP server on loopback.

with reverse_proxy(portal.url, largest=1_000_000) as url:
    ...
"""

import http.client
import ipaddress
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PAGE = b"<!DOCTYPE html><html><head><title>Request Rejected</title></head></html>"
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})


@dataclass(frozen=True)
class Wrong:
    """What is wrong about it: nothing, if none is given."""

    largest: int | None = None
    """Bytes of a body; a larger one is refused by its announced length, as nginx does."""
    clock_ahead: timedelta = timedelta(0)
    sends_on_to: str | None = None
    page: bool = False
    """A firewall answers everything with a page of its own, and with status 200."""
    names_itself: bool = True
    """False: the portal's own address stays in its answers."""
    without: frozenset[str] = frozenset()
    """Actions that are not there."""
    changed: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """What becomes of the results of actions."""
    certificate: Path | None = None
    """PEM of key and certificate: https."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, portal: str, wrong: Wrong) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.portal, self.wrong = portal, wrong
        if wrong.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(wrong.certificate)
            # The handshake in the thread of its connection, which alone breaks if the visitor does not trust us.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self) -> str:
        return f"{'https' if self.wrong.certificate else 'http'}://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    @property
    def _length(self) -> int:
        return int(self.headers.get("Content-Length") or 0)

    @property
    def _too_large(self) -> bool:
        largest = self.server.wrong.largest
        return largest is not None and self._length > largest

    def handle_expect_100(self) -> bool:
        return True if self._too_large else super().handle_expect_100()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        wrong = self.server.wrong
        if self._too_large:
            self.close_connection = True
            self._send(413, PAGE, {"Content-Type": "text/html"})
            return
        body = self.rfile.read(self._length)
        if len(body) < self._length:
            return  # announced, and never sent
        if wrong.sends_on_to:
            self._send(301, b"", {"Location": wrong.sends_on_to + self.path})
        elif wrong.page:
            self._send(200, PAGE, {"Content-Type": "text/html"})
        else:
            self._pass_on(body)

    def _pass_on(self, body: bytes) -> None:
        wrong, action = self.server.wrong, urlsplit(self.path).path.rsplit("/", 1)[-1]
        asked_for = json.loads(body).get("name") if action == "help_show" else None
        if wrong.without & {action, asked_for}:
            error = {"success": False, "error": {"__type": "Not Found Error", "message": "Not found"}}
            self._send(404, json.dumps(error).encode(), {"Content-Type": "application/json"})
            return
        connection = http.client.HTTPConnection(urlsplit(self.server.portal).netloc, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if wrong.names_itself:
            content = content.replace(self.server.portal.encode(), self.server.url.encode())
        if answer.status == 200 and action in wrong.changed:
            told = json.loads(content)
            content = json.dumps(told | {"result": wrong.changed[action](told["result"])}).encode()
        self._send(answer.status, content, dict(answer.getheaders()))

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Date", format_datetime(datetime.now(UTC) + self.server.wrong.clock_ahead, usegmt=True))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def reverse_proxy(portal: str, **wrong: Any) -> Iterator[str]:
    """The address of a web server before the portal while the block runs. `wrong`: fields of Wrong."""
    server = _Server(portal, Wrong(**wrong))
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path, lasts: timedelta) -> Path:
    """Key and self-signed certificate of 127.0.0.1 in one PEM file; it began a year ago."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal")])
    begun, ends = datetime.now(UTC) - timedelta(days=365), datetime.now(UTC) + lasts
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begun, ends)
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"portal-{lasts.days}.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file
