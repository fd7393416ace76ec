"""The place on our own disk that an agency's copy goes to. That it is full is nobody's fault but ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.domain.errors import PipelineError
from flows.domain.text import Text


@contextmanager
def _told(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PipelineError(
            Text(
                th=f"เขียนสำเนาไฟล์ลงดิสก์ของระบบไม่ได้ ({into.parent}: {error.strerror}) โปรดตรวจสอบพื้นที่ว่างและสิทธิ์ของดิสก์ที่"
                " PERD_HOME อยู่",
                en=f"The copy of the agency's file cannot be written to {into.parent} ({error.strerror}): look at the"
                " room and the rights on the disk that PERD_HOME is on.",
            )
        ) from error


@contextmanager
def new_copy(into: Path) -> Iterator["Copy"]:
    """Open the new file `into`, in a folder that is made if need be; it is removed where anything at all goes wrong.

    Raises PipelineError where our disk does not take it.
    """
    with _told(into):
        into.parent.mkdir(parents=True, exist_ok=True)
        file = into.open("xb")
    try:
        with file:
            yield Copy(file, into)
    except BaseException:
        into.unlink(missing_ok=True)
        raise


class Copy:
    """A file that is being written."""

    def __init__(self, file: IO[bytes], into: Path) -> None:
        self._file = file
        self._into = into

    def write(self, block: bytes) -> None:
        """Down to the system at once, so that a full disk is noticed here. Raises PipelineError where it is."""
        with _told(self._into):
            self._file.write(block)
            self._file.flush()
