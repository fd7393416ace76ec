"""Files that are whole, and on the disk, when it is said that they are kept: a process may be killed at any
moment, and a machine lose its power."""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

FORGOTTEN = 3600
"""Seconds after which an unfinished file is taken for what a killed process left: writing one takes far less."""
PIECE = 1 << 20
"""Bytes."""


def keep_file(file: Path, content: bytes, mode: int = 0o644) -> None:
    """In the place of what bears that name. Raises OSError if the disk does not take it: then that still stands."""
    with written_beside(file, content, mode) as fresh:
        fresh.replace(file)


@contextmanager
def written_beside(file: Path, content: bytes | Path, mode: int = 0o644) -> Iterator[Path]:
    """A file with the content in the same folder, whole on the disk, to be given the other's name in the block.

    content: itself, or the file that it is copied from in pieces. Raises OSError.
    """
    beginning = f".{file.name}."
    _remove_forgotten(file.parent, beginning)
    fresh = file.with_name(f"{beginning}{uuid4().hex}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            if isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, out, PIECE)
            else:
                out.write(content)
            out.flush()
            os.fsync(out.fileno())
        yield fresh
        _sync_names(file.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _remove_forgotten(folder: Path, beginning: str) -> None:
    long_ago = time.time() - FORGOTTEN
    for path in folder.iterdir():
        if path.name.startswith(beginning):
            with suppress(OSError):  # another process was faster, or may and we may not
                if path.stat().st_mtime < long_ago:
                    path.unlink()


def _sync_names(folder: Path) -> None:
    """The folder's list of names, which is written apart from the files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that has no such thing
            raise
    finally:
        os.close(descriptor)
