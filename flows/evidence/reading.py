"""The whole ledger, read once: the tree over its records, and what it says about its own keys and checkpoints."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.domain.errors import EvidenceError
from flows.domain.record import Kind
from flows.evidence.chain import Link
from flows.evidence.merkle import MerkleTree
from flows.evidence.own_records import CheckpointBody, KeyBody, checkpoint_body, key_body

_ABOUT_ITSELF = tuple(f'"kind":"{kind.value}"' for kind in (Kind.KEY, Kind.CHECKPOINT))
"""As canonical JSON has it: other records are hashed, but need not be parsed."""


@dataclass(slots=True)
class Reading:
    """What one pass over the records gave; nothing of it is verified."""

    tree: MerkleTree = field(default_factory=MerkleTree)
    keys: dict[int, KeyBody] = field(default_factory=dict)
    """By the number of the record that says so, in that order."""
    checkpoints: dict[int, CheckpointBody] = field(default_factory=dict)
    """Likewise."""
    news: int = 0
    """Number of the last record that is about something else than a checkpoint; 0 if there is none."""
    gap: bool = False
    """Whether a number is missing: records behind it are not read. Whoever verifies the chain says which."""

    @property
    def signed(self) -> Mapping[int, CheckpointBody]:
        """By the size of the checkpoint, what was said of it last."""
        return {body.size: body for body in self.checkpoints.values()}

    @property
    def wrong_clocks(self) -> Mapping[int, str]:
        """By the size of a checkpoint whose time is known to be wrong, why it is."""
        return {size: body.wrong_clock for size, body in self.signed.items() if body.wrong_clock}

    def key_at(self, size: int) -> KeyBody | None:
        """The key that signs when there are so many records; None before there is any."""
        return next((body for seq, body in reversed(self.keys.items()) if seq <= size), None)

    @property
    def newest_key(self) -> KeyBody | None:
        return self.key_at(self.tree.size)

    def take(self, link: Link) -> None:
        """The next record. EvidenceError if it is of a key or checkpoint, and not written as such."""
        if self.gap or link.seq != self.tree.size + 1:
            self.gap = True
            return
        self.tree.append(link.text.encode())
        kind = _note_down(link, self) if any(mark in link.text for mark in _ABOUT_ITSELF) else None
        if kind != Kind.CHECKPOINT.value:
            self.news = link.seq


def read_through(links: Iterable[Link]) -> Reading:
    """All records. EvidenceError for one that says it is of a key or checkpoint, and is none."""
    reading = Reading()
    for link in links:
        reading.take(link)
    return reading


def _note_down(link: Link, reading: Reading) -> str | None:
    """The record's kind."""
    try:
        record = json.loads(link.text)["record"]
        if record["kind"] == Kind.KEY.value:
            reading.keys[link.seq] = key_body(record["body"])
        elif record["kind"] == Kind.CHECKPOINT.value:
            reading.checkpoints[link.seq] = checkpoint_body(record["body"])
        return str(record["kind"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise EvidenceError(
            f"Record {link.seq} of the ledger is not written as Perd writes records of keys and checkpoints: find out"
            " who wrote it, and restore the database from a backup."
        ) from error
