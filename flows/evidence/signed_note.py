"""Signed notes as C2SP (c2sp.org/signed-note) writes them: a text, and who signed it.

A note says nothing by itself: it is as good as the keys that its reader trusts.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flows.evidence.note_keys import ID_BYTES, NAME, PublicKey, SigningKey, from_base64, to_base64

MOST_SIGNATURES = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line; believed by nobody yet."""

    name: str
    id: bytes
    """Of the key that it says to be made with."""
    signature: bytes

    @property
    def short(self) -> str:
        return f"{self.name}+{self.id.hex()}"

    def __str__(self) -> str:
        return f"{self.name} {to_base64(self.id + self.signature)}"

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Of what `str` gives. ValueError where the line is none."""
        found = re.fullmatch(rf"({NAME}) (\S+)", line)
        content = from_base64(found[2]) if found else b""
        if not found or len(content) <= ID_BYTES:
            raise ValueError("a line at its end is no signature")
        return cls(found[1], content[:ID_BYTES], content[ID_BYTES:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures, none of which has been verified."""

    text: str
    """Ends with a line break."""
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(f"— {signature}\n" for signature in self.signatures)

    @property
    def sha256(self) -> str:
        """Of the whole note, lower-case hex."""
        return hashlib.sha256(str(self).encode()).hexdigest()

    @classmethod
    def sign(cls, text: str, *keys: SigningKey) -> "Note":
        return cls(text, tuple(Signature(key.name, key.public.id, key.sign(text)) for key in keys))

    @classmethod
    def parse(cls, content: bytes) -> "Note":
        """ValueError where the bytes are no signed note."""
        note = content.decode()  # UnicodeDecodeError is a ValueError
        if re.search(r"[\x00-\x09\x0b-\x1f]", note):
            raise ValueError("it holds control characters")
        text, apart, lines = note.rpartition("\n\n")
        if not apart or not text or not lines.endswith("\n"):
            raise ValueError("it has no text or no signatures")
        signed = lines[:-1].split("\n")
        if len(signed) > MOST_SIGNATURES or not all(line.startswith("— ") for line in signed):
            raise ValueError("what follows its text are not signatures")
        return cls(text + "\n", tuple(Signature.parse(line[2:]) for line in signed))

    def signers(self, trusted: Collection[PublicKey]) -> Iterator[PublicKey]:
        """Those of the trusted keys that did sign it. ValueError for a signature that one of them did not make."""
        known = {(key.name, key.id): key for key in trusted}
        for each in self.signatures:
            key = known.get((each.name, each.id))
            if key is None:
                continue
            if not key.signed(self.text, each.signature):
                raise ValueError(f"the key {each.short} did not make the signature that bears its name")
            yield key
