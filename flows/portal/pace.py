"""How fast a portal is written to: as fast as its answers allow.

Writes are a pause apart that finds its length as TCP finds its rate: a sign of trouble doubles it, a good answer takes
a little off. Signs of trouble are HTTP 429, 503 and 504, no answer in time, and an answer that took several times as
long as answers of its kind usually do. A Retry-After holds for every request, reading ones too: none begins before the
moment that the portal named.
"""

import time
from collections.abc import Callable
from threading import Lock

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

FIRST = 1.0
"""Seconds of the pause after the first sign of trouble."""
LONGEST = 10.0
STEP = 0.25
"""Seconds that a good answer takes off the pause."""
SLOWER = 3.0
"""Times the usual, from which an answer counts as slow."""
NOTICEABLE = 1.0
"""Seconds below which no answer counts as slow."""
WEIGHT = 1 / 8
"""Of each answer in what is usual: a portal that stays slow is in the end what is usual, as with TCP's round trips."""
LONGEST_WAIT = 120.0
"""Seconds for which a Retry-After is honoured at most."""


class Pace:
    """The pauses before requests to one portal. Threads may share it; only one of them writes."""

    def __init__(
        self,
        least: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`least`: seconds between two writes in the best case. `clock` counts seconds from anywhere."""
        self._least = least
        self._clock, self._sleep = clock, sleep
        self._lock = Lock()
        self._usual: dict[str, float] = {}
        self._wrote_at = self._closed_until = float("-inf")
        self.pause = self.longest = least
        """Seconds between two writes: now, and at the worst so far."""

    @property
    def slowed(self) -> bool:
        """Whether there was any sign of trouble."""
        return self.longest > self._least

    def wait(self, writes: bool) -> None:
        """Sleep until the next request may begin."""
        with self._lock:
            begin = max(self._closed_until, self._wrote_at + self.pause) if writes else self._closed_until
        if (left := begin - self._clock()) > 0:
            self._sleep(left)

    def wrote(self) -> None:
        """A write has just ended, whatever came of it."""
        with self._lock:
            self._wrote_at = self._clock()

    def answered(self, kind: str, seconds: float) -> None:
        """A good answer after so many seconds. `kind`: what it is compared with."""
        with self._lock:
            usual = self._usual.setdefault(kind, seconds)
            self._usual[kind] = usual + WEIGHT * (seconds - usual)
            if seconds > max(SLOWER * usual, NOTICEABLE):
                self._slow_down()
            else:
                self.pause = max(self._least, self.pause - STEP)

    def busy(self, retry_after: float) -> None:
        """The portal has too much to do, and wants to be left alone for so many seconds; 0 if it did not say."""
        with self._lock:
            self._slow_down()
            self._closed_until = max(self._closed_until, self._clock() + min(retry_after, LONGEST_WAIT))

    def _slow_down(self) -> None:
        self.pause = min(max(FIRST, 2 * self.pause), max(LONGEST, self._least))
        self.longest = max(self.longest, self.pause)


def seconds_asked_for(retry_after: str | None) -> float:
    """What a Retry-After header asks for, in seconds or as an HTTP date; 0 if it is none."""
    try:
        return Retry().parse_retry_after(retry_after) if retry_after else 0.0
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0
