"""A file that a reader sees whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_file(path: Path, make: Callable[[Path], object]) -> None:
    """Let `make` write a file beside `path`, then put it in its place; the old one stands if that goes wrong.

    Raises OSError where the disk is full or read-only, and whatever `make` raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-", suffix=path.suffix)
    os.close(handle)
    unfinished = Path(name)
    try:
        make(unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.chmod(0o644)  # mkstemp's 0600 would hide the report from the web server
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
