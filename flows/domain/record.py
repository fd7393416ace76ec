"""One line of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

WHOLE = "-"
"""Stands for the dataset in a record that is about no single one."""


class Kind(StrEnum):
    """What a record is about."""

    INTENT = "intent"
    """Written before the first write to the portal: what is going to be published."""
    OUTCOME = "outcome"
    """Written after the last: how the dataset ended in this run."""
    DECISION = "decision"
    """Somebody's word, or a rule's, that changes what the public gets: approved, declined, waived, overridden,
    withdrawn, reopened, released, restored."""
    NOTIFICATION = "notification"
    """An agency was told, or could not be told, how its dataset ended, or that it is not declared any more."""
    PRESENCE = "presence"
    """Whether a portal downstream, such as data.go.th, shows the dataset."""
    CHECKPOINT = "checkpoint"
    """The ledger so far was signed."""
    KEY = "key"
    """A signing key began to be used."""
    AWARD = "award"
    """An award pack was made."""


@dataclass(frozen=True, slots=True)
class Record:
    """What happened to one dataset in one run. Never a cell value, never a secret."""

    kind: Kind
    run: str
    """Id of the run."""
    dataset: str
    """Its id; WHOLE where the record is about no single one."""
    at: datetime
    """UTC, whole milliseconds."""
    body: Mapping[str, Any]
    """JSON values only; numbers are integers, or strings where they are not whole."""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "run": self.run,
            "dataset": self.dataset,
            "at": self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "body": dict(self.body),
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it stands in the ledger."""

    seq: int
    """Its number, from 1."""
    hash: str
    """SHA-256 of its text, lower-case hex."""
    kind: Kind
    run: str
    dataset: str
    at: datetime
    """UTC."""
    body: Mapping[str, Any]
