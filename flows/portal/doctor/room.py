"""Whether a web server would take an upload of some size: it is announced, and never sent.

A web server refuses by the announced length alone (RFC 9110, 10.1.1 and 15.5.14), and what waits for `100 Continue`
has not begun.
"""

import ssl
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_environ_proxies

PATIENCE = 5.0
"""Seconds without a word after which a server is taken to wait for the body."""


class Room(Enum):
    ENOUGH = "enough"
    TOO_LARGE = "too large"
    UNKNOWN = "unknown"
    """It said something else; or a proxy of this machine's would have answered in its place."""


def room_for(url: str, size: int, user_agent: str) -> Room:
    """What the web server at the portal's address says to an upload of `size` bytes."""
    if get_environ_proxies(url):
        return Room.UNKNOWN
    connection = _connection(url)
    try:
        connection.putrequest("POST", f"{urlsplit(url).path}/api/3/action/package_revise")
        connection.putheader("User-Agent", user_agent)
        connection.putheader("Content-Type", "multipart/form-data; boundary=perd-doctor")
        connection.putheader("Content-Length", str(size))
        connection.putheader("Expect", "100-continue")
        connection.endheaders()
        return _told(connection)
    except (OSError, HTTPException):
        return Room.UNKNOWN
    finally:
        connection.close()


def _connection(url: str) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return HTTPConnection(host, parts.port, timeout=PATIENCE)
    with requests.Session() as session:  # REQUESTS_CA_BUNDLE holds here, too
        trusted = session.merge_environment_settings(url, {}, None, None, None)["verify"]
    bundle = trusted if isinstance(trusted, str) else DEFAULT_CA_BUNDLE_PATH
    as_folder = Path(bundle).is_dir()  # of certificates, each under its hash
    context = ssl.create_default_context(cafile=None if as_folder else bundle, capath=bundle if as_folder else None)
    return HTTPSConnection(host, parts.port, timeout=PATIENCE, context=context)


def _told(connection: HTTPConnection) -> Room:
    try:
        line = connection.sock.makefile("rb").readline(1000).split()
    except TimeoutError:
        return Room.ENOUGH  # it says nothing, and waits for the body
    status = line[1] if len(line) > 1 else b""
    return {b"100": Room.ENOUGH, b"413": Room.TOO_LARGE}.get(status, Room.UNKNOWN)
