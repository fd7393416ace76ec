# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL for one portal: a socket only its owner can open, no network, a database each for CKAN and DataStore."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import processes, unprivileged
from .environment import Environment
from .errors import DevportalError, last_lines
from .home import Home
from .processes import Piece

SUPERUSER = "postgres"
PREPARED = "perd: prepared"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "80",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "logging_collector": "off",
    "log_min_messages": "warning",
    "client_min_messages": "warning",
    "timezone": "UTC",
}
"""fsync stays on: what was committed survives the loss of any process, and of the machine."""

_ROLES = """
SELECT 'CREATE ROLE ckan LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ckan') \\gexec
SELECT 'CREATE ROLE ds_ro LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ds_ro') \\gexec
"""
_DATABASE = """
SELECT 'CREATE DATABASE {0} OWNER ckan ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{0}') \\gexec
"""


@dataclass(frozen=True, slots=True)
class Postgres:
    home: Home
    environment: Environment

    @property
    def data(self) -> Path:
        return self.home.database / "data"

    @property
    def log(self) -> Path:
        return self.home.logs / "postgres.log"

    def running(self) -> list[Piece]:
        return processes.naming(self.data, "postgres")

    def start(self) -> Piece:
        """Start it on the data there are, or on new ones; a lock file left behind by a killed server is removed."""
        sockets = self.home.socket_folder
        self._own(sockets)
        unprivileged.give(self.home.database)
        self._initialise()
        command: list[str | Path] = [self.environment.postgres_bin / "postgres", "-D", self.data, "-k", sockets]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]

        # The children of a killed server need a moment to notice, and until then the data are theirs.
        for _ in range(20):
            self._remove_stale_locks(sockets)
            if piece := self._attempt(command):
                return piece
            said = last_lines(self.log, 5)
            if "pre-existing shared memory" not in said and "already exists" not in said:
                break
            time.sleep(0.5)
        raise DevportalError(f"PostgreSQL does not start ({last_lines(self.log)}): read {self.log}")

    def _attempt(self, command: list[str | Path]) -> Piece | None:
        piece = processes.start(
            command,
            folder=Path("/"),
            log=self.log,
            environment=self.environment.variables(),
            before_exec=unprivileged.before_exec(),
        )
        processes.wait_until(lambda: self.answers() or not piece.alive(), 60)
        return piece if piece.alive() and self.answers() else None

    def stop(self) -> None:
        processes.stop(self.running(), signal.SIGINT, 30)

    def answers(self) -> bool:
        done = self._tool("pg_isready", "-q", "-h", self.home.socket_folder, "-U", SUPERUSER, "-d", "postgres")
        return done.returncode == 0

    def prepared(self) -> bool:
        """Whether a first preparation once came to its end. The mark stands with the data, not beside them."""
        return self._sql(f"SELECT shobj_description(oid, 'pg_database') = '{PREPARED}' FROM pg_database "
                         "WHERE datname = 'ckan'") == "t"  # fmt: skip

    def mark_prepared(self) -> None:
        self._sql(f"COMMENT ON DATABASE ckan IS '{PREPARED}'")

    def make_databases(self) -> None:
        """Roles and databases, those that are missing.

        What a killed first start left half-made is dropped: nothing can be in it that anybody would miss.
        """
        if not self.prepared():
            self._sql("".join(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);\n" for name in ("ckan", "ds")))
        self._sql(_ROLES + _DATABASE.format("ckan") + _DATABASE.format("ds"))

    def _sql(self, script: str) -> str:
        done = self._tool(
            "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.home.socket_folder, "-U", SUPERUSER,
            "-d", "postgres", stdin=script,
        )  # fmt: skip
        if done.returncode:
            raise DevportalError(f"the databases could not be made ({done.stderr.strip()}): read {self.log}")
        return done.stdout.strip()

    def _initialise(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        # initdb works in a folder that is renamed when whole: half-made data never look like data. Each try has a
        # folder of its own: the children of a killed initdb may still be writing into the last one.
        for old in self.home.database.glob("making-*"):
            shutil.rmtree(old, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix="making-", dir=self.home.database))
        unprivileged.give(making)
        done = self._tool(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", SUPERUSER, "-D", making,
            as_owner=True,
        )  # fmt: skip
        if done.returncode:
            raise DevportalError(f"the database folder could not be made: {done.stderr.strip()[-400:]}")
        making.replace(self.data)

    def _remove_stale_locks(self, sockets: Path) -> None:
        """PostgreSQL believes a lock file whose process number has meanwhile gone to any other process."""
        self.stop()
        for file in (self.data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
            file.unlink(missing_ok=True)

    def _own(self, sockets: Path) -> None:
        """Outside our own folder (a folder for everybody's temporary files) somebody else may have been first."""
        if sockets.exists() and sockets.parent != self.home.root:
            allowed = {os.geteuid(), unprivileged.owner().pw_uid}
            if sockets.is_symlink() or sockets.stat().st_uid not in allowed:
                raise DevportalError(f"{sockets} belongs to somebody else: remove it, or choose a shorter --home")
        unprivileged.give(sockets)

    def _tool(
        self, name: str, *arguments: str | Path, stdin: str = "", as_owner: bool = False
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.environment.postgres_bin / name), *(str(argument) for argument in arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self.environment.variables(),
            preexec_fn=processes.dying_with_us(unprivileged.before_exec() if as_owner else None),
        )
