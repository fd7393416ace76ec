"""One run at a time writes: two of them would load one table at once, and the public would see rows of both."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
def my_turn(home: Path) -> Iterator[None]:
    """Wait until no other run of this PERD_HOME writes. A run that is killed gives its turn up by itself."""
    with (home / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
