"""Whether a portal downstream of ours, such as data.go.th, shows one of our public datasets too."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flows.domain.text import Text


class PresenceState(StrEnum):
    """What a look found."""

    SEEN = "seen"
    NOT_SEEN = "not-seen"
    """It answered, and shows nothing that is recognisably ours."""
    COULD_NOT_LOOK = "could-not-look"
    """It gave no answer that says anything either way, or was not asked."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether what it shows says the same as our portal."""

    title: bool
    licence: bool
    """The same id, name or address of a licence."""
    resources: bool
    """Every table of ours is there, by its address or digest, and none with the digest of another version."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One dataset, looked for once."""

    dataset: str
    """Our id."""
    downstream: str
    """Address of the portal that was asked, without a name or password."""
    state: PresenceState
    reason: Text
    """What was found or what kept us from looking, in one sentence."""
    looked_at: datetime
    """UTC."""
    page: str | None = None
    """Page that people open there; None unless seen, or where only the API's address is known."""
    name: str | None = None
    """Its name there; None unless seen."""
    sha256: str | None = None
    """Of the RFC 8785 canonical JSON of what was answered for the dataset, less what `likeness.steady` leaves out."""
    agrees: Agreement | None = None
    """None unless seen."""

    def as_json(self) -> dict[str, Any]:
        """What the ledger keeps; the dataset and the time stand in the record itself."""
        return {
            "downstream": self.downstream,
            "state": self.state.value,
            "page": self.page,
            "name": self.name,
            "sha256": self.sha256,
            "agrees": asdict(self.agrees) if self.agrees else None,
            "reason": self.reason.en,
        }
