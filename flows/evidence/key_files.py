"""The files that hold the keys: the secret one, and the public ones that checkpoints are believed by.

A new secret lies beside the one in use, as `<signing key>.next`, until all that has to be said of it is said; then it
takes the other's place, which is so destroyed: old checkpoints are believed by its public half, and a secret that is
kept can be stolen. Nothing becomes trusted but what is made here.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.domain.errors import EvidenceError
from flows.evidence.checkpoint import iso
from flows.evidence.note_keys import PublicKey, SigningKey
from flows.storage.durable_file import keep_file

_HEADING = """\
# Public keys that the checkpoints of this ledger are believed by, one a line (c2sp.org/signed-note).
# Keep a copy on another machine, and give it to whoever is to verify the ledger.
"""

SECRET, PUBLIC = 0o600, 0o644
"""Who may read a file."""


class DamagedKey(EvidenceError):
    """The file of a secret key holds none any more."""


@dataclass(frozen=True, slots=True)
class KeyFiles:
    signing: Path
    """The secret key that signs."""
    trusted: Path

    @property
    def next(self) -> Path:
        return self.signing.with_name(f"{self.signing.name}.next")

    def in_use(self) -> SigningKey | None:
        """None if there is no such file. DamagedKey for a damaged one, EvidenceError if it cannot be read."""
        return _secret_in(self.signing)

    def to_follow(self) -> SigningKey | None:
        """The one that is to take its place, likewise."""
        return _secret_in(self.next)

    def secrets(self) -> tuple[SigningKey, ...]:
        """Both, as far as they are there."""
        return tuple(key for key in (self.in_use(), self.to_follow()) if key)

    def undamaged(self) -> tuple[SigningKey, ...]:
        """Both, as far as they are there and are still keys."""
        found: list[SigningKey | None] = []
        for read in (self.in_use, self.to_follow):
            with suppress(DamagedKey):
                found.append(read())
        return tuple(key for key in found if key)

    def trusted_keys(self) -> tuple[PublicKey, ...]:
        """None are where there is no such file. EvidenceError if it cannot be read or holds something else."""
        try:
            lines = self.trusted.read_text(encoding="utf-8-sig").splitlines()
            keys = [PublicKey.from_vkey(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unreadable(self.trusted, "trusted keys", "PERD_TRUSTED_KEYS_FILE", error) from error
        except ValueError as error:
            raise EvidenceError(
                f"The file of trusted keys {self.trusted} holds a line that is no key ({error}): restore it from a"
                " copy."
            ) from error
        if len({key.name for key in keys}) > 1:
            raise EvidenceError(
                f"The file of trusted keys {self.trusted} holds keys of several ledgers: a ledger's keys all bear its"
                " name. Restore it from a copy."
            )
        return tuple(keys)

    def begin(self, key: SigningKey, why: str, at: datetime) -> None:
        """Lay a new secret beside the one in use, and trust it. Raises EvidenceError if the disk takes neither."""
        try:
            _kept(self.next, f"{key.skey}\n", SECRET)
            before = self.trusted.read_text(encoding="utf-8-sig") if self.trusted.exists() else _HEADING
            _kept(self.trusted, f"{before}# since {iso(at)} ({why})\n{key.public.vkey}\n", PUBLIC)
        except OSError as error:
            raise EvidenceError(
                f"A signing key cannot be kept in {self.signing} with its public half in {self.trusted}"
                f" ({error.strerror}): look at PERD_SIGNING_KEY_FILE, PERD_TRUSTED_KEYS_FILE and the disk."
            ) from error

    def finish(self) -> None:
        """The next key takes the place of the one in use, if there is a next one."""
        try:
            self.next.replace(self.signing)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unreadable(self.next, "next signing key", "PERD_SIGNING_KEY_FILE", error) from error


def _secret_in(file: Path) -> SigningKey | None:
    try:
        return SigningKey.from_skey(file.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(file, "signing key", "PERD_SIGNING_KEY_FILE", error) from error
    except ValueError as error:
        raise DamagedKey(
            f"The signing key {file} is none any more: restore it from a backup, or begin a new one with"
            " `perd evidence key new --lost`."
        ) from error


def _unreadable(file: Path, what: str, setting: str, error: OSError) -> EvidenceError:
    return EvidenceError(
        f"The file {file} of the {what} cannot be used ({error.strerror}): look at {setting} and the disk."
    )


def _kept(file: Path, text: str, mode: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    keep_file(file, text.encode(), mode)
