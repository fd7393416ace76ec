"""When a portal is taken to be down: nothing more is asked of it for a while, so that no dataset waits in vain."""

from collections.abc import Callable
from threading import Lock

FAILURES = 8
"""Requests in a row, of whatever dataset, that got no answer or one that tells of trouble."""
PAUSE = 120.0
"""Seconds until one request may try whether it is up again."""


class Breaker:
    """A circuit breaker. Closed: all may ask. Open: nobody may. Half open, after each pause: one may try.

    Own code, since pybreaker holds its lock during a call: datasets could not be looked at side by side.
    """

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        """`seconds` from the first failure to the last: a portal that is only started anew is waited for.

        `clock` counts seconds from anywhere.
        """
        self._clock = clock
        self._seconds = seconds
        self._lock = Lock()
        self._failures = 0
        self._first = 0.0
        self._open_until: float | None = None
        self.silent_for = 0.0
        """Seconds without a good answer when it opened."""

    def lets_through(self) -> bool:
        """Whether the portal may be asked now."""
        with self._lock:
            if self._open_until is None:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            # This one tries; the others wait for what comes of it.
            self._open_until = now + PAUSE
            return True

    def answered(self) -> None:
        """The portal answered, if only to refuse."""
        with self._lock:
            self._failures = 0
            self._open_until = None

    def failed(self) -> None:
        """It did not, or told of trouble that may pass."""
        with self._lock:
            now = self._clock()
            if not self._failures:
                self._first = now
            self._failures += 1
            if self._failures >= FAILURES and now - self._first >= self._seconds:
                self.silent_for = now - self._first
                self._open_until = now + PAUSE
