"""What is tried again: only what may go better later, a few times, each time after a pause that nobody else keeps."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from flows.domain.errors import PortalUnavailable
from flows.portal.failures import Overtaken

T = TypeVar("T")

PAUSES = (1.0, 5.0)
"""Seconds before something is tried for the second and the third time, at most."""


def jittered(pause: float) -> float:
    """Anything up to `pause` ("full jitter"), so that those who were turned away together do not come back together."""
    return random.uniform(0, pause)


def patiently(read: Callable[[], T], sleep: Callable[[float], None], pauses: Sequence[float] = PAUSES) -> T:
    """What `read` gives, tried again if the portal does not answer or somebody else was faster.

    Raises what the last try raised; PortalDown at once, which no further try changes.
    """
    for pause in pauses:
        try:
            return read()
        except (PortalUnavailable, Overtaken):
            sleep(jittered(pause))
    return read()
