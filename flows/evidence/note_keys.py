"""Keys of signed notes (c2sp.org/signed-note), written on one line as Go's sumdb/note writes them. Ed25519 only."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
ID_BYTES = 4
NAME = r"[^\s+]+"
_SECRET = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What signatures are believed by."""

    name: str
    raw: bytes
    """32 bytes, as of RFC 8032."""

    @property
    def id(self) -> bytes:
        """4 bytes that find the key among others, and prove nothing."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[:ID_BYTES]

    @property
    def short(self) -> str:
        """Name and id, as people speak of a key."""
        return f"{self.name}+{self.id.hex()}"

    @property
    def vkey(self) -> str:
        """The whole key on one line."""
        return f"{self.short}+{to_base64(ED25519 + self.raw)}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 bytes in groups of four digits: what two people compare by eye or by telephone."""
        digest = hashlib.sha256(self.raw).hexdigest()
        return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))

    @classmethod
    def from_vkey(cls, line: str) -> "PublicKey":
        """ValueError where the line is none."""
        name, key_id, raw = _parts(line)
        key = cls(name, raw)
        if key.id.hex() != key_id:
            raise ValueError(f"the id {key_id} is not that of the key beside it")
        return key

    def signed(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret half."""

    name: str
    seed: bytes = field(repr=False)
    """32 bytes."""

    @classmethod
    def fresh(cls, name: str) -> "SigningKey":
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_skey(cls, line: str) -> "SigningKey":
        """ValueError, which quotes nothing of it, where the line is none."""
        if not line.startswith(_SECRET):
            raise ValueError("it does not begin as a signing key does")
        name, key_id, seed = _parts(line.removeprefix(_SECRET))
        key = cls(name, seed)
        if key.public.id.hex() != key_id:
            raise ValueError("its id is not that of the key beside it")
        return key

    @property
    def skey(self) -> str:
        """The whole secret on one line."""
        return f"{_SECRET}{self.public.short}+{to_base64(ED25519 + self.seed)}"

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.name, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> bytes:
        return self._private.sign(text.encode())

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _parts(line: str) -> tuple[str, str, bytes]:
    """Name, id in hex, and the 32 bytes of a key that is written on one line. ValueError."""
    found = re.fullmatch(rf"({NAME})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/=]+)", line)
    content = from_base64(found[3]) if found else b""
    if not found or len(content) != 33 or content[:1] != ED25519:
        raise ValueError("it is no Ed25519 key as signed notes have them (name+id+key)")
    return found[1], found[2], content[1:]


def to_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def from_base64(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("it holds something that is no base64") from error
    if to_base64(content) != text:
        raise ValueError("it holds base64 that could be written in another way")
    return content
