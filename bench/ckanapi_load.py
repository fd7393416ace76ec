"""`ckanapi load datasets`, the command: datasets that were dumped as JSON lines are loaded into the portal."""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


def dump(url: str, into: Path) -> None:
    """All that are public."""
    _ckanapi("dump", "datasets", "--all", "-O", str(into), "-q", "-r", url)


def load(url: str, token: str, dumped: Path, processes: int) -> None:
    """Raises CalledProcessError if a dataset was not taken."""
    _ckanapi("load", "datasets", "-I", str(dumped), "-p", str(processes), "-q", "-r", url, "-a", token)


def _ckanapi(*words: str) -> None:
    # It starts workers of its own, by name.
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([str(BIN / "ckanapi"), *words], check=True, env=environment, stdout=subprocess.DEVNULL)
