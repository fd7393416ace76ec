"""MD5 and SHA-256 of a file, made in a thread of its own while the file is being looked at."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

CHUNK = 1 << 20
"""Bytes read at a time."""


@contextmanager
def digests(path: Path) -> Iterator[Callable[[], tuple[str, str]]]:
    """Waits for both when it is called. Whoever leaves early does not wait."""
    enough = Event()
    with ThreadPoolExecutor(1, "digests") as pool:
        making = pool.submit(_made, path, enough)
        try:
            yield making.result
        finally:
            enough.set()


def _made(path: Path, enough: Event) -> tuple[str, str]:
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with path.open("rb") as file:
        while (chunk := file.read(CHUNK)) and not enough.is_set():
            md5.update(chunk)
            sha256.update(chunk)
    return md5.hexdigest(), sha256.hexdigest()
