"""A folder in memory, where there is such a place: for what need not survive a loss of power, and is written often."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """Goes when it is left."""
    there_is = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    folder = Path(tempfile.mkdtemp(prefix="perd-", dir=MEMORY if there_is else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
