"""The archive: signed checkpoints, kept apart from the ledger. A folder as shipped, any storage that fsspec knows.

<archive>/checkpoints/000000000120.note      the checkpoint of 120 records
<archive>/checkpoints/000000000120.tsr       its time stamp (RFC 3161), where there is one
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from fsspec.core import url_to_fs  # type: ignore[import-untyped]
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from flows.domain.errors import DeclarationError, EvidenceError
from flows.evidence.durable_file import written_beside

FOLDER = "checkpoints"
NOTE, STAMP = ".note", ".tsr"


class Archive:
    """At an fsspec address. Raises DeclarationError for an address that leads nowhere."""

    def __init__(self, address: str) -> None:
        try:
            self._files, root = url_to_fs(address)
        except (ValueError, TypeError, ImportError, FileNotFoundError, IsADirectoryError) as error:
            raise DeclarationError(
                f"PERD_ARCHIVE_URL is no address that this installation can open ({error}): correct it, or install the"
                " package that fsspec needs for it (for s3:// it is s3fs)."
            ) from error
        except (OSError, EOFError) as error:  # some connect at once
            raise EvidenceError(
                f"The archive of PERD_ARCHIVE_URL does not answer ({type(error).__name__}): look at the address and the"
                " storage behind it."
            ) from error
        self._folder = f"{root.rstrip('/')}/{FOLDER}"
        self.where: str = self._files.unstrip_protocol(self._folder)
        """For messages: no user or password is in it."""

    @classmethod
    def of(cls, address: str) -> "Archive":
        """At the address of the settings: DeclarationError also for one that keeps nothing, or not where it says."""
        _refuse_nowhere(address)
        return cls(address)

    def files(self, ending: str) -> Mapping[str, bytes]:
        """Content of the files whose name ends so, by name and in its order."""
        with self._troubles():
            try:
                listed = self._files.ls(self._folder, detail=False, refresh=True)
            except FileNotFoundError:
                return {}
            wanted = sorted(path for path in map(str, listed) if path.endswith(ending) and not _unfinished(path))
            found = self._files.cat(wanted) if wanted else {}
        return {path.rpartition("/")[2]: found[path] for path in wanted}

    def file(self, name: str) -> bytes | None:
        """None if there is no such file."""
        with self._troubles():
            try:
                content: bytes = self._files.cat_file(f"{self._folder}/{name}")
            except FileNotFoundError:
                return None
        return content

    def keep(self, name: str, content: bytes) -> None:
        """Whole or not at all. FileExistsError if other content has that name, which stays."""
        path = f"{self._folder}/{name}"
        with self._troubles(), suppress(FileExistsError):
            if isinstance(self._files, LocalFileSystem):
                _put_on_disk(Path(path), content)
            else:
                self._files.makedirs(self._folder, exist_ok=True)
                self._files.pipe_file(path, content, mode="create")
        with self._troubles():
            stored = self._files.cat_file(path)
        if stored != content:
            raise FileExistsError(f"{self.where}/{name} is there already, with other content")

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except FileExistsError:
            raise
        except (OSError, EOFError, ValueError) as error:
            raise EvidenceError(
                f"The archive at {self.where} does not take or give a checkpoint ({_said(error)}): look at"
                " PERD_ARCHIVE_URL and the storage behind it."
            ) from error


def _refuse_nowhere(address: str) -> None:
    """What fsspec opens without a word, and what keeps nothing."""
    parts = urlsplit(address)
    if parts.scheme == "memory":
        raise DeclarationError(
            "PERD_ARCHIVE_URL is an address in this process's own memory: what is kept there is gone when the run ends;"
            " name a folder or a bucket."
        )
    if parts.scheme in {"file", "local"} and parts.netloc:
        raise DeclarationError(
            f"PERD_ARCHIVE_URL names the host {parts.hostname} in a file: address, which would be taken for a folder of"
            " this machine: write file:///folder, or mount what lies on the other one."
        )


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def _unfinished(path: str) -> bool:
    return path.rpartition("/")[2].startswith(".")


def _put_on_disk(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_beside(path, content) as fresh:
        _take_the_name(fresh, path)


def _take_the_name(fresh: Path, path: Path) -> None:
    """FileExistsError if another file has it: a rename would take its place."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        fresh.replace(path)
