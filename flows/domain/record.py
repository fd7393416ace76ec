"""One line of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a record is about."""

    INTENT = "intent"
    """Written before the first write to the portal: what is going to be published."""
    OUTCOME = "outcome"
    """Written after the last: how the dataset ended in this run."""
    DECISION = "decision"
    """A named person's answer where the gate leaves it to one."""


@dataclass(frozen=True, slots=True)
class Record:
    """What happened to one dataset in one run. Never a cell value, never a secret."""

    kind: Kind
    run: str
    """Id of the run."""
    dataset: str
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
