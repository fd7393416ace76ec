"""What the portal that a dataset is meant for would refuse, as far as a declaration can be judged by it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.domain.text import Text

_STOCK_TAG = re.compile(r"[\w \-.]*")
"""CKAN's own rule (ckan/logic/validators.py, tag_name_validator). Thai vowel and tone marks are not \\w."""


@dataclass(frozen=True, slots=True)
class PortalRules:
    """The rules of one kind of portal."""

    profile: str
    """Name of its file in schemas/portals/, without the ending."""
    title: Text
    name_max: int
    """Characters that a dataset's name, its id, may have."""
    thai_tags: bool
    """False: only tags that stock CKAN takes."""
    licences: Mapping[str, Text]
    """What it calls each licence that it has a line for, by our id."""
    choices: Mapping[str, frozenset[str]]
    """Our ids of the choices that it has a word for, by CKAN field. A field that is not here is not sent to it."""

    def refused_tags(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Those of the tags that this kind of portal does not take."""
        return () if self.thai_tags else tuple(tag for tag in tags if not _STOCK_TAG.fullmatch(tag))
