"""Whether two processes of one run have the same settings, told without the settings themselves."""

import hashlib
from pathlib import Path

from flows.settings import PREFIX, Settings

EACH_ITS_OWN = frozenset(
    {"portal_token", "portal_token_file", "downstream_key", "smtp_password", "signing_key_file", "browser", "dask"}
)
"""Settings that may be other ones in each process of a run: secrets, and what concerns one machine alone."""


def signs(settings: Settings, salt: str) -> dict[str, str]:
    """A digest of each setting that has to be the same in all processes of a run, by the setting's name.

    Paths count as they lead from here. No value can be read from it, also not that of an address with a password.
    """
    told = settings.model_copy(update={"ledger_url": settings.ledger, "archive_url": settings.archive})
    return {
        f"{PREFIX}{name.upper()}": hashlib.sha256(f"{salt} {name} {_written(value)}".encode()).hexdigest()
        for name, value in told
        if name not in EACH_ITS_OWN
    }


def _written(value: object) -> str:
    if isinstance(value, Path):
        return str(value.absolute())
    if isinstance(value, tuple | frozenset):
        written = map(_written, value)
        return repr(sorted(written) if isinstance(value, frozenset) else list(written))
    return repr(value)
