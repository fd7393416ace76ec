"""An earlier version that a person brought back, and what was taken back by that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.domain.version import Version

RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Restoration:
    """A person's word that the public is to have an earlier version again."""

    version: int
    """Its number."""
    manifest_sha256: str
    """Its manifest's."""
    by: str
    """As the person gave it; nobody has checked it."""
    reason: str
    at: datetime
    """UTC."""
    files: Mapping[str, str]
    """What the public had until then and is not to get again unasked: SHA-256 of the canonical file, by resource; those
    that stay the same left out."""
    instead_of: int | None = None
    """Number of the version that stood; None where that was none of the archive."""
    content: str | None = None
    """Its content's digest."""

    @classmethod
    def of(
        cls, version: Version, stood: Version | None, files: Mapping[str, str], by: str, reason: str, at: datetime
    ) -> "Restoration":
        """Bringing back `version`; `stood`, if it is known, and its `files` are taken back."""
        number, content = (stood.number, stood.content) if stood else (None, None)
        return cls(version.number, version.manifest_sha256, by, reason, at, files, number, content)

    def as_body(self) -> dict[str, Any]:
        """Of a decision record, which has the time itself."""
        return {
            "decision": RESTORED,
            "version": self.version,
            "manifest_sha256": self.manifest_sha256,
            "instead_of": self.instead_of,
            "content": self.content,
            "files": dict(self.files),
            "by": self.by,
            "reason": self.reason,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any], at: datetime) -> "Restoration":
        return cls(
            body["version"],
            body["manifest_sha256"],
            body["by"],
            body["reason"],
            at,
            body["files"],
            body["instead_of"],
            body["content"],
        )
