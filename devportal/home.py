# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a portal lives: one folder per profile, and the names in it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import DevportalError

REPOSITORY = Path(__file__).resolve().parent.parent
LONGEST_SOCKET = 100
"""Bytes. The kernel takes 107 for the path of a Unix socket; some are kept in hand."""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths in a portal's folder; all of it is ours to make and to remove."""

    root: Path
    """Absolute, without symbolic links."""
    profile: str
    """Name of a file in schemas/portals, without .yaml."""

    @classmethod
    def at(cls, profile: str, root: Path | None) -> Home:
        return cls((root or REPOSITORY / ".perd" / "portal" / profile).resolve(), profile)

    @property
    def profile_file(self) -> Path:
        return REPOSITORY / "schemas" / "portals" / f"{self.profile}.yaml"

    @property
    def lock_file(self) -> Path:
        """Beside the folder and not in it: it outlives `reset`."""
        return self.root.with_name(self.root.name + ".lock")

    @property
    def state_file(self) -> Path:
        return self.root / "state.json"

    @property
    def secrets_file(self) -> Path:
        return self.root / "secrets.json"

    @property
    def token_file(self) -> Path:
        return self.root / "editor-token"

    @property
    def organisations_file(self) -> Path:
        return self.root / "organisations.json"

    @property
    def database(self) -> Path:
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def site(self) -> Path:
        """CKAN's settings, schema and licence register."""
        return self.root / "site"

    @property
    def storage(self) -> Path:
        """Uploaded files."""
        return self.root / "storage"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def access_log(self) -> Path:
        """One line per request: METHOD PATH STATUS TIME, written before the answer leaves."""
        return self.logs / "access.log"

    @property
    def ckan_log(self) -> Path:
        return self.logs / "ckan.log"

    @property
    def ini(self) -> Path:
        return self.site / "ckan.ini"

    @property
    def socket_folder(self) -> Path:
        """PostgreSQL's socket: in the folder, or in a short folder for temporary files when the path is too long."""
        inside = self.root / "run"
        if len(os.fsencode(inside / ".s.PGSQL.5432")) < LONGEST_SOCKET:
            return inside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"perd-{os.getuid()}-{digest}"

    def make(self) -> None:
        for folder in (self.root, self.redis, self.site, self.storage, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)

    def check_profile(self) -> None:
        if not self.profile_file.is_file():
            names = ", ".join(sorted(path.stem for path in self.profile_file.parent.glob("*.yaml"))) or "none"
            raise DevportalError(f"there is no portal profile '{self.profile}': choose one of {names}")
