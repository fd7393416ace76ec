"""Where checkpoints are signed and kept, apart from the ledger: keys, archive, and the authority for time stamps."""

from dataclasses import dataclass

from flows.evidence.archive import Archive
from flows.evidence.key_files import KeyFiles
from flows.evidence.timestamp import Authority
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Notary:
    archive: Archive
    keys: KeyFiles
    authority: Authority | None = None
    """None where no time stamps are wanted."""

    @classmethod
    def of(cls, settings: Settings) -> "Notary":
        """Talks to nobody yet. DeclarationError for settings that lead nowhere."""
        timeouts = (settings.connect_timeout, settings.read_timeout)
        return cls(
            Archive.of(settings.archive),
            KeyFiles(settings.signing_key, settings.trusted_keys),
            Authority.of(settings.timestamp_url, settings.timestamp_certificates, timeouts, settings.user_agent),
        )
