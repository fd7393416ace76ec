"""An exchange ends when its time is over, whatever it is at: real servers on loopback that take forever."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.portal.limit import LimitedAdapter, limited

SECONDS = 0.25
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
HEAD_ONLY = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


class Slow:
    """Takes connections and does `what` with each; `enough` is set when the test is over."""

    def __init__(self, what: Callable[[socket.socket, Event], None], tls: ssl.SSLContext | None = None) -> None:
        self.enough = Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self._what, self._tls = what, tls
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listening.accept()
                with suppress(OSError), self._secured(connection) as taken:
                    self._what(taken, self.enough)

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    def close(self) -> None:
        self.enough.set()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self._thread.join(5)


def dripping(start: bytes) -> Callable[[socket.socket, Event], None]:
    """First `start`, then a byte every now and then: never a silence that a time-out would notice."""

    def drip(connection: socket.socket, enough: Event) -> None:
        connection.recv(1 << 16)
        connection.sendall(start)
        while not enough.wait(0.05):
            connection.sendall(b"x")

    return drip


def taking_nothing(connection: socket.socket, enough: Event) -> None:
    enough.wait(30)


def swallowing_slowly(connection: socket.socket, enough: Event) -> None:
    while not enough.wait(0.05):
        connection.recv(1000)


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        for scheme in ("http://", "https://"):
            opened.mount(scheme, LimitedAdapter())
        yield opened


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", HEAD, HEAD_ONLY], ids=["headers", "body", "endless"])
def test_a_drip_ends(session: requests.Session, start: bytes) -> None:
    assert_it_ends(session, Slow(dripping(start)), "http")


@pytest.mark.parametrize("what", [taking_nothing, swallowing_slowly])
def test_an_upload_that_is_not_taken_ends(
    session: requests.Session, what: Callable[[socket.socket, Event], None]
) -> None:
    assert_it_ends(session, Slow(what), "http", body=bytes(50_000_000))


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", HEAD_ONLY], ids=["headers", "endless"])
def test_so_it_does_under_tls(session: requests.Session, tmp_path: Path, start: bytes) -> None:
    certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    assert_it_ends(session, Slow(dripping(start), context), "https", trusted=certificate)


def test_a_handshake_that_drips_ends(session: requests.Session) -> None:
    assert_it_ends(session, Slow(dripping(b"\x16\x03\x03\x3f\xff")), "https")


def assert_it_ends(
    session: requests.Session, server: Slow, scheme: str, body: bytes | None = None, trusted: Path | None = None
) -> None:
    begun, address = time.monotonic(), f"{scheme}://127.0.0.1:{server.port}/"
    try:
        with pytest.raises(requests.ReadTimeout, match="not done after"), limited(SECONDS):
            session.request("POST" if body else "GET", address, data=body, timeout=20, verify=trusted and str(trusted))
        assert SECONDS <= time.monotonic() - begun < 15, "it would have gone on for 20 s"
    finally:
        server.close()


def test_a_connection_that_serves_twice_is_limited_both_times(session: requests.Session) -> None:
    def twice(connection: socket.socket, enough: Event) -> None:
        connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        dripping(HEAD)(connection, enough)

    server = Slow(twice)
    try:
        with limited(5):
            assert session.get(f"http://127.0.0.1:{server.port}/", timeout=20).text == "ok"
        with pytest.raises(requests.ReadTimeout), limited(SECONDS):
            session.get(f"http://127.0.0.1:{server.port}/", timeout=20)
    finally:
        server.close()


def test_what_broke_for_another_reason_is_told_as_such(session: requests.Session) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(requests.ConnectionError), limited(5):
            session.get(f"http://127.0.0.1:{closed.getsockname()[1]}/", timeout=5)


def self_signed(folder: Path) -> Path:
    """Key and certificate of 127.0.0.1 in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "slow")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "slow.pem"
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file
