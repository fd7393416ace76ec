"""A real time-stamping authority on this machine: OpenSSL's, behind a small HTTP server."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from flows.evidence.timestamp import Authority

CONFIGURATION = """\
[tsa]
default_tsa = ours
[ours]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
default_policy = 1.2.3.4
signer_digest = sha256
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=60)


def certified(folder: Path) -> Path:
    """Certificates of an authority, and what it needs to answer."""
    folder.mkdir()
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test CA")
    openssl(folder, "req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test TSA")
    (folder / "purpose").write_text("extendedKeyUsage=critical,timeStamping\n")
    signed_by = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "purpose")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", *signed_by, "-out", "tsa.pem")
    (folder / "tsa.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01\n")
    return folder


@dataclass
class Tsa:
    folder: Path
    url: str = ""
    answers: list[int | bytes] = field(default_factory=list)
    """What it says instead of a time stamp, one after the other: a status, or a body."""
    asked: int = 0

    @property
    def authority(self) -> Authority:
        found = Authority.of(self.url, self.folder / "ca.pem", (2.0, 10.0), "Perd/test")
        assert found
        return found


@contextmanager
def serving(folder: Path) -> Iterator[Tsa]:
    tsa = Tsa(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            tsa.asked += 1
            assert self.headers["Content-Type"] == "application/timestamp-query"
            instead = tsa.answers.pop(0) if tsa.answers else None
            if isinstance(instead, int):
                self.send_error(instead)
                return
            body = instead if instead is not None else reply(folder, query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    tsa.url = f"http://127.0.0.1:{server.server_port}/tsr"
    try:
        yield tsa
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply(folder: Path, query: bytes) -> bytes:
    (folder / "query").write_bytes(query)
    openssl(folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "answer")
    return (folder / "answer").read_bytes()
