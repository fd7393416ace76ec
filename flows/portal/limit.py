"""An end for every exchange with the portal, however slowly it goes on.

The time-outs of requests are ones of silence: a server that sends a byte a second keeps it waiting for days, in the
headers as in the body. So when an exchange's time is over, its connection is shut down under it, and whatever it was at
(sending, waiting, reading) breaks off.
"""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock, Timer
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool


class _Watch:
    """The connections of one exchange, which are shut when its time is over."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._held: list[socket.socket] = []
        self._lock = Lock()
        self._timer = Timer(seconds, self._shut)
        self._timer.daemon = True
        self._timer.start()

    def hold(self, connection: socket.socket) -> None:
        with self._lock:
            # A handle of our own: TLS takes the socket over, and an answer that ends with its connection does, too.
            self._held.append(socket.socket(fileno=os.dup(connection.fileno())))

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            for connection in self._held:
                connection.close()
            self._held.clear()

    def _shut(self) -> None:
        with self._lock:
            self.over = True
            for connection in self._held:
                with suppress(OSError):  # the other side was faster
                    connection.shutdown(socket.SHUT_RDWR)


_watch: ContextVar[_Watch | None] = ContextVar("watch", default=None)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """requests.ReadTimeout if the requests within take longer altogether. Their session mounts LimitedAdapter."""
    watch = _Watch(seconds)
    before = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(before)
        watch.close()
        if watch.over:
            # Instead of whatever it broke, or of an answer that seems to end where it was cut.
            raise requests.ReadTimeout(f"not done after {seconds:.0f} s") from None


class LimitedAdapter(HTTPAdapter):
    """Makes connections that `limited` can shut, directly or by way of a proxy."""

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str | None,
        proxies: Mapping[str, str] | None = None,
        cert: Any = None,
    ) -> HTTPConnectionPool:
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        assert isinstance(pool, HTTPConnectionPool)
        pool.ConnectionCls = _HELD.get(pool.ConnectionCls, pool.ConnectionCls)
        return pool


class _Held(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        _hold(connection)
        return connection

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:  # one that served another exchange before
            _hold(self.sock)
        super().request(*args, **kwargs)


class _HeldSecure(_Held, HTTPSConnection):
    """The same with TLS."""


_HELD: dict[type, type[HTTPConnection]] = {HTTPConnection: _Held, HTTPSConnection: _HeldSecure}


def _hold(connection: socket.socket) -> None:
    if (watch := _watch.get()) is not None:
        watch.hold(connection)
