"""Politeness: however many datasets are pulled side by side, one host is asked by few at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

Few = Callable[[str, int], AbstractContextManager[object]]
"""A semaphore of a host, given its name, that lets so many through at once."""


def few_threads(host: str, at_once: int) -> AbstractContextManager[object]:
    """Where all who ask are threads of this process."""
    return threading.BoundedSemaphore(at_once)


class PerHost:
    """At most so many exchanges with one host at a time, whoever asks; they wait for each other."""

    def __init__(self, at_once: int, few: Few = few_threads) -> None:
        self._at_once = at_once
        self._few = few
        self._hosts: dict[str, AbstractContextManager[object]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Around one exchange with the host that `url` names. Never within another one: two could wait for ever."""
        host = urlsplit(url).hostname or ""
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = self._few(host, self._at_once)
            few = self._hosts[host]
        with few:
            yield
