"""Politeness: however many datasets are pulled side by side, one host is asked by few at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class PerHost:
    """At most so many exchanges with one host at a time, whoever asks; threads wait for each other."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._hosts: dict[str, threading.BoundedSemaphore] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Around one exchange with the host that `url` names. Never within another one: two could wait for ever."""
        host = urlsplit(url).hostname or ""
        with self._lock:
            few = self._hosts.setdefault(host, threading.BoundedSemaphore(self._at_once))
        with few:
            yield
