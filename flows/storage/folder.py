"""One folder of the archive. What stands there is whole; a file is never half there under its own name."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from flows.domain.errors import ArchiveError
from flows.domain.text import Text
from flows.storage.address import opened, storage_errors
from flows.storage.durable_file import written_beside


class Folder:
    """At an fsspec address. Raises DeclarationError for one that leads nowhere, ArchiveError where it does not answer.

    keeps: what lies there, for messages.
    """

    def __init__(self, address: str, folder: str, keeps: Text) -> None:
        self._system, root = opened(address)
        self._path = f"{root}/{folder}"
        self._keeps = keeps
        self.where: str = self._system.unstrip_protocol(self._path)
        """For messages: no user or password is in it."""

    def names(self) -> list[str]:
        """Of the files there, sorted; unfinished ones left out."""
        with self._troubles():
            try:
                listed = self._system.ls(self._path, detail=False, refresh=True)
            except FileNotFoundError:
                return []
        names = (str(path).rstrip("/").rpartition("/")[2] for path in listed)
        return sorted(name for name in names if not name.startswith("."))

    def files(self, ending: str) -> Mapping[str, bytes]:
        """Content of the files whose name ends so, by name and in its order."""
        wanted = [name for name in self.names() if name.endswith(ending)]
        with self._troubles():
            found = self._system.cat([f"{self._path}/{name}" for name in wanted]) if wanted else {}
        content = {path.rpartition("/")[2]: found[path] for path in found}
        return {name: content[name] for name in wanted}

    def file(self, name: str) -> bytes | None:
        """None if there is no such file."""
        with self._troubles():
            try:
                content: bytes = self._system.cat_file(f"{self._path}/{name}")
            except FileNotFoundError:
                return None
        return content

    def keep(self, name: str, content: bytes) -> None:
        """Whole or not at all. FileExistsError if other content has that name, which stays."""
        path = f"{self._path}/{name}"
        with self._troubles(), suppress(FileExistsError):
            if isinstance(self._system, LocalFileSystem):
                with _beside(Path(path), content) as fresh:
                    _take_the_name(fresh, Path(path))
            else:
                self._make_room(path)
                self._system.pipe_file(path, content, mode="create")
        if self.file(name) != content:
            raise FileExistsError(f"{self.where}/{name} is there already, with other content")

    def size(self, name: str) -> int | None:
        """Bytes of the file; None if there is none."""
        with self._troubles():
            try:
                self._system.invalidate_cache()
                return int(self._system.info(f"{self._path}/{name}")["size"])
            except FileNotFoundError:
                return None

    def has(self, name: str, sha256: str) -> bool:
        """Whether a file of that digest is there; all of it is read."""
        with self._troubles():
            try:
                return _digest(self._system.open(f"{self._path}/{name}", "rb")) == sha256
            except FileNotFoundError:
                return False

    def take(self, name: str, source: Path, sha256: str) -> None:
        """The file at `source` on this disk, in pieces, in the place of what has that name.

        ArchiveError, and nothing under that name, if its bytes have another digest, here or once they are stored.
        """
        path = f"{self._path}/{name}"
        with self._troubles():
            if isinstance(self._system, LocalFileSystem):
                with _beside(Path(path), source) as fresh:
                    self._refuse_other(_digest(fresh.open("rb")), sha256, name)
                    fresh.replace(path)
                return
            self._refuse_other(_digest(source.open("rb")), sha256, name)
            self._make_room(path)
            self._system.put_file(str(source), path)
            stored = _digest(self._system.open(path, "rb"))
            if stored != sha256:
                self._system.rm_file(path)
            self._refuse_other(stored, sha256, name)

    def give(self, name: str, to: Path) -> str | None:
        """Copy the file to this disk, in pieces: the digest of what came; None if there is none."""
        with self._troubles():
            try:
                self._system.get_file(f"{self._path}/{name}", str(to))
            except FileNotFoundError:
                return None
            return _digest(to.open("rb"))

    def _make_room(self, path: str) -> None:
        """The folder that a file lies in, where the storage has such a thing: in S3 a misspelt name would be made a
        bucket."""
        if "s3" not in self._system.protocol:
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)

    def _refuse_other(self, found: str, sha256: str, name: str) -> None:
        if found != sha256:
            raise ArchiveError(
                Text(
                    th=f"ไฟล์ที่เขียนลงคลัง {self.where}/{name} มีเนื้อหาไม่ตรงกับที่ส่งไป (SHA-256 {found[:12]}… แทนที่จะเป็น"
                    f" {sha256[:12]}…) จึงไม่เก็บไว้ โปรดตรวจดิสก์หรือที่เก็บข้อมูลของ PERD_ARCHIVE_URL",
                    en=f"What was written to {self.where}/{name} is not what was sent (SHA-256 {found[:12]}... instead"
                    f" of {sha256[:12]}...), and was not kept: look at the disk, or the storage of PERD_ARCHIVE_URL.",
                )
            )

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except FileExistsError:
            raise
        except storage_errors() as error:
            said = str(getattr(error, "strerror", None) or error or type(error).__name__)
            raise ArchiveError(
                Text(
                    th=f"คลัง {self.where} ไม่รับหรือไม่ให้{self._keeps.th} ({said}) โปรดตรวจค่าตั้ง PERD_ARCHIVE_URL"
                    " และที่เก็บข้อมูลนั้น",
                    en=f"The archive at {self.where} does not take or give {self._keeps.en} ({said}): look at"
                    " PERD_ARCHIVE_URL and the storage behind it.",
                )
            ) from error


@contextmanager
def _beside(path: Path, content: bytes | Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_beside(path, content) as fresh:
        yield fresh


def _digest(file: Any) -> str:
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
