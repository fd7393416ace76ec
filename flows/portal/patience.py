"""How long a portal that does not answer is waited for."""

from collections.abc import Callable
from typing import TypeVar

from flows.domain.errors import PortalUnavailable
from flows.portal.failures import Overtaken

T = TypeVar("T")

PAUSES = (1.0, 5.0)
"""Seconds before something is tried for the second and the third time."""


def patiently(read: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """What `read` gives; it is tried again twice if the portal does not answer or somebody else was faster."""
    for pause in PAUSES:
        try:
            return read()
        except (PortalUnavailable, Overtaken):
            sleep(pause)
    return read()
