"""What was last sent of the fields that people edit too, remembered on the portal itself as digests.

It is the base of a three-way merge: what stands there and is not what was sent, a person has changed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.portal.plain_text import plain

SENT = "perd_sent"
"""Our field of a dataset, and of a resource: JSON, field -> digest of what was last sent in it."""
NAMED = frozenset({"tags", "groups"})
"""Lists of things that have a name of their own on the portal; each name has its digest."""
OURS = "perd_"
"""So begin the fields that are ours alone."""
_DIGITS = 12
"""Hexadecimal ones of each digest: 48 bits, to tell what somebody wrote from what was sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Digests of what was last sent, by field; a field that was not sent is not among them."""

    digests: Mapping[str, Any]

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "Sent":
        """Of what is sent now; fields that are ours alone are left out."""
        return cls(
            {
                key: sorted(map(digest, value)) if key in NAMED else digest(value)
                for key, value in fields.items()
                if value and not key.startswith(OURS)
            }
        )

    @classmethod
    def stored(cls, text: object) -> "Sent | None":
        """What `as_text` gave; None where it is none, as with datasets of an older Perd."""
        try:
            found = json.loads(text) if isinstance(text, str) else None
        except ValueError:
            return None
        return cls(found) if isinstance(found, dict) else None

    def as_text(self) -> str:
        return json.dumps(self.digests, sort_keys=True, separators=(",", ":"))

    def value(self, field: str) -> str:
        """Digest of one value; that of nothing where nothing was sent."""
        found = self.digests.get(field)
        return found if isinstance(found, str) else digest(None)

    def names(self, field: str) -> frozenset[str]:
        """Digests of the names in a list of them."""
        found = self.digests.get(field)
        return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def digest(value: Any) -> str:
    """Of a text or a list of them. What the portal's form makes of a text that nobody changed has the same digest."""
    told = json.dumps(_plain(value), ensure_ascii=False) if value else ""
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]


def known(names: Iterable[str], digests: frozenset[str]) -> list[str]:
    """Those of the names that are among the digests."""
    return [name for name in names if digest(name) in digests]


def _plain(value: Any) -> Any:
    return [plain(each) for each in value] if isinstance(value, list) else plain(value)
