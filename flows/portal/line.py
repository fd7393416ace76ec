"""The line to one portal, through which every request goes: with patience, at its pace, and not while it is down."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from flows.domain.errors import PortalRefused, PortalUnavailable
from flows.portal import unanswered
from flows.portal.breaker import Breaker
from flows.portal.pace import Pace
from flows.portal.patience import PAUSES, patiently

T = TypeVar("T")

_READS = re.compile(r"\w+_(show|search|list|list_for_user|info)")


def reads(action: str) -> bool:
    """Whether the API action changes nothing, so that it may be repeated whatever became of it."""
    return _READS.fullmatch(action) is not None


class Line:
    """Shared by all that talk to the portal in one run; threads may use it side by side, one of them writing."""

    def __init__(
        self,
        portal: str,
        *,
        pauses: Sequence[float] = PAUSES,
        write_seconds: float = 0.0,
        down_seconds: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`portal`: its address, for messages.

        In seconds: `pauses` of patience.py, `write_seconds` of pace.py, `down_seconds` of breaker.py.
        """
        self._portal = portal
        self.pauses = pauses
        self._clock, self._sleep = clock, sleep
        self._breaker = Breaker(clock, down_seconds)
        self.pace = Pace(write_seconds, clock, sleep)

    def patiently(self, read: Callable[[], T]) -> T:
        """What `read` gives, which only asks: it is repeated if the portal does not answer.

        At once where the connection was lost: one that is kept open may be closed just when it is used again.
        """

        def asked() -> T:
            try:
                return read()
            except unanswered.ConnectionLost:
                return read()

        return patiently(asked, self._sleep, self.pauses)

    @contextmanager
    def exchange(self, *, writes: bool, kind: str | None = None) -> Iterator[None]:
        """Around one request and its answer, which ends in an error of ours if it is no good one.

        `kind`: with which others the time that it takes is compared; None where that depends on how much is sent.
        Raises PortalDown instead of asking a portal that is down.
        """
        if not self._breaker.lets_through():
            raise unanswered.down(self._portal, self._breaker.silent_for)
        self.pace.wait(writes)
        begun = self._clock()
        try:
            yield
        except PortalUnavailable as failure:
            self._breaker.failed()
            if isinstance(failure, unanswered.PortalBusy):
                self.pace.busy(failure.retry_after)
            raise
        except PortalRefused:
            self._breaker.answered()
            raise
        else:
            self._breaker.answered()
            if kind:
                self.pace.answered(kind, self._clock() - begun)
        finally:
            if writes:
                self.pace.wrote()
