"""A checkpoint (c2sp.org/tlog-checkpoint): how many records there were, and the root of the tree over them, signed."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.evidence.merkle import HASH_BYTES
from flows.evidence.note_keys import SigningKey, from_base64, to_base64
from flows.evidence.signed_note import Note

DIGITS = 12
"""Of a file's name: files stand in the order of their sizes, as far as any ledger will grow."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed."""

    origin: str
    """The ledger's name, which is also that of all its keys."""
    size: int
    """Number of records from the first on."""
    root: bytes
    """Of the Merkle tree over them."""
    signed_at: datetime
    """UTC, whole seconds; by the clock of the machine that signed."""

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\nsigned-at {iso(self.signed_at)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """ValueError where the text is none, or is not written as we write it."""
        found = re.fullmatch(r"([^\s+]+)\n(0|[1-9]\d{0,17})\n(\S+)\nsigned-at (\S+)\n", text)
        root = from_base64(found[3]) if found else b""
        if not found or len(root) != HASH_BYTES:
            raise ValueError("its text is no checkpoint of a ledger (name, number of records, root, time)")
        checkpoint = cls(found[1], int(found[2]), root, datetime.fromisoformat(found[4]))
        if checkpoint.text != text:
            raise ValueError("its time is not written as checkpoints write it")
        return checkpoint


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint and the note that it was read from; nobody has verified who signed it."""

    checkpoint: Checkpoint
    note: Note

    @property
    def file_name(self) -> str:
        return f"{self.checkpoint.size:0{DIGITS}}.note"

    @property
    def content(self) -> bytes:
        return str(self.note).encode()

    @classmethod
    def sign(cls, checkpoint: Checkpoint, *keys: SigningKey) -> "SignedCheckpoint":
        return cls(checkpoint, Note.sign(checkpoint.text, *keys))

    @classmethod
    def parse(cls, content: bytes) -> "SignedCheckpoint":
        """ValueError where the bytes are no signed checkpoint."""
        note = Note.parse(content)
        return cls(Checkpoint.parse(note.text), note)


def iso(moment: datetime) -> str:
    """2026-11-29T18:30:00Z: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
