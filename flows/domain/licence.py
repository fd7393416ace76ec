"""Which licences leave the public free to use the data for any purpose, and which do not.

The award's own words are the test: free access, any platform, no charge, to distribute, copy or use for any purpose.
A portal's choice list is no test: data.go.th-style portals themselves offer licences that break it (NonCommercial,
NoDerivatives, "not specified"), and CKAN's `isopen` is false even for CC BY on them.
"""

from enum import StrEnum
from typing import Literal

Forbidden = Literal["commercial-use", "adaptations"]
"""What the usual licences that are not open take from the public."""


class Openness(StrEnum):
    """How far a licence passes the test."""

    OPEN = "open"
    OPEN_WITH_DUTY = "open-with-duty"
    """Open, but whoever re-uses the data must share alike: said as a warning."""
    NOT_OPEN = "not-open"
    UNKNOWN = "unknown"
