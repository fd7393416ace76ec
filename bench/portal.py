"""An embedded CKAN of a bench's own, which goes with all that is in it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / ".perd/bench"
"""Where benches have their folders."""
ORGANISATION = "tisi"
"""An agency of the example catalogue."""


@contextmanager
def portal_of_its_own(home: Path, *words: str, told: str = "") -> Iterator[dict[str, Any]]:
    """A new portal's status while the block runs. words: of `devportal up`; told: its standard input."""
    _devportal("reset", home)
    try:
        yield _devportal("up", home, *words, told=told)
    finally:
        _devportal("reset", home)


@contextmanager
def portal_for_large_files() -> Iterator[dict[str, Any]]:
    """It takes a million rows of 200 bytes, of one organisation: ORGANISATION."""
    words = ("--max-upload-mb", "1000", "--organisations", "-")
    told = json.dumps([{"name": ORGANISATION, "title": ORGANISATION, "description": ""}])
    with portal_of_its_own(BENCH / "portal", *words, told=told) as up:
        yield up


def _devportal(command: str, home: Path, *words: str, told: str = "") -> dict[str, Any]:
    line = [sys.executable, "-m", "devportal", command, "--home", str(home), "--json", *words]
    done = subprocess.run(line, input=told, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    status: dict[str, Any] = json.loads(done.stdout)
    return status
