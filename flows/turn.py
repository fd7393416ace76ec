"""One run at a time writes in one PERD_HOME: what lies there is shared, and a portal is not asked by two runs at once.

Runs of other places, which write to the same portal, are kept apart dataset by dataset (flows/evidence/lease.py).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from flows.domain.errors import PipelineError

LOCK = "writing.lock"


def home_folder(home: Path) -> None:
    """Make PERD_HOME. Raises PipelineError if it cannot be made or written to."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / LOCK).touch()
    except OSError as error:
        raise PipelineError(
            f"The folder {home} (PERD_HOME) cannot be used ({error.strerror}): let the user who runs Perd write to it,"
            " or set PERD_HOME to another one."
        ) from error


@contextmanager
def my_turn(home: Path) -> Iterator[str]:
    """Wait until no other run of this PERD_HOME writes. A run that is killed gives its turn up by itself.

    Gives the place's name, made once and kept: whoever else bore it before is gone.
    """
    with (home / LOCK).open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        place = lock.read()
        if not place:
            place = uuid4().hex
            lock.write(place)
            lock.flush()
        yield place
