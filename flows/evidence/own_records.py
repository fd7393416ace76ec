"""The ledger's records about itself: which key signs it from when on, and what was signed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from flows.evidence.checkpoint import SignedCheckpoint, iso
from flows.evidence.note_keys import PublicKey, to_base64


class KeyEvent(StrEnum):
    """How a key came to sign."""

    CREATED = "created"
    """The first one."""
    ROTATED = "rotated"
    """The key before it signed one more checkpoint together with it, and so vouches for it."""
    LOST = "lost"
    """The key before it is lost, and vouches for nothing."""


@dataclass(frozen=True, slots=True)
class KeyBody:
    """Body of a record of Kind.KEY."""

    event: KeyEvent
    key: str
    """The public key, as a vkey: it signs from this record on."""
    replaces: str | None = None
    """Name and id of the key before it."""
    reason: str | None = None
    """Why the key before it is lost."""

    @property
    def public(self) -> PublicKey:
        return PublicKey.from_vkey(self.key)


class Stamp(StrEnum):
    """What a time-stamping authority said of a checkpoint."""

    NONE = "none"
    """None was asked."""
    CONFIRMED = "confirmed"
    FAILED = "failed"
    """It was asked, and confirmed nothing; it is asked again."""


@dataclass(frozen=True, slots=True)
class CheckpointBody:
    """Body of a record of Kind.CHECKPOINT. Of several about the same size the last one counts."""

    size: int
    root: str
    """Base64, as in the note."""
    signed_at: str
    """UTC, as in the note."""
    key: str
    """Name and id of the keys that signed, with a blank between them."""
    note_sha256: str
    timestamp: Stamp
    reason: str | None = None
    """Why the time stamp failed."""
    timestamp_sha256: str | None = None
    """Of the file with the time stamp."""
    wrong_clock: str | None = None
    """Why `signed_at` is no time at which it was signed, as a person said; None where nobody said that."""

    @classmethod
    def of(
        cls, signed: SignedCheckpoint, stamp: Stamp, reason: str | None = None, stamp_sha256: str | None = None
    ) -> "CheckpointBody":
        point = signed.checkpoint
        keys = " ".join(each.short for each in signed.note.signatures)
        return cls(
            point.size,
            to_base64(point.root),
            iso(point.signed_at),
            keys,
            signed.note.sha256,
            stamp,
            reason,
            stamp_sha256,
        )


_KEY, _CHECKPOINT = TypeAdapter(KeyBody), TypeAdapter(CheckpointBody)


def as_body(body: KeyBody | CheckpointBody) -> dict[str, Any]:
    """Plain JSON."""
    adapter: TypeAdapter[Any] = _KEY if isinstance(body, KeyBody) else _CHECKPOINT
    plain: dict[str, Any] = adapter.dump_python(body, mode="json")
    return plain


def key_body(stored: Any) -> KeyBody:
    """ValueError where it is none."""
    body = _KEY.validate_python(stored)
    PublicKey.from_vkey(body.key)
    return body


def checkpoint_body(stored: Any) -> CheckpointBody:
    """ValueError where it is none."""
    return _CHECKPOINT.validate_python(stored)
