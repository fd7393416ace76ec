# SPDX-License-Identifier: AGPL-3.0-or-later
"""One at a time: the kernel's file lock, which ends with its holder, so that no lock is ever stale."""

from __future__ import annotations

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import DevportalError

PATIENCE = 300.0
"""Seconds to wait for another `up` or `down`."""


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        deadline, told = time.monotonic() + PATIENCE, False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise DevportalError(
                        f"another devportal command has held {file} for {PATIENCE:.0f} s: let it end, or end it"
                    ) from error
                if not told:
                    print("devportal: waiting for another devportal command to end ...", file=sys.stderr)
                    told = True
                time.sleep(0.1)
        yield
