"""The archive keeps each file whole, and never puts one in another's place; on a disk as on an object store."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from flows.domain.errors import ArchiveError, DeclarationError
from flows.evidence.archive import NOTE, STAMP, Archive


@pytest.fixture(params=["disk", "object store"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    if request.param == "disk":
        yield Archive((tmp_path / "archive").as_uri())
        return
    store = fsspec.filesystem("memory")
    yield Archive("memory://bucket/archive")
    store.rm("/bucket", recursive=True) if store.exists("/bucket") else None


@pytest.fixture
def free_port() -> int:
    """Nobody listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def test_what_is_kept_comes_back_by_name(archive: Archive) -> None:
    assert archive.files(NOTE) == {}
    archive.keep("000000000240.note", b"second")
    archive.keep("000000000120.note", b"first")
    archive.keep("000000000120.tsr", b"stamp")
    assert list(archive.files(NOTE).items()) == [("000000000120.note", b"first"), ("000000000240.note", b"second")]
    assert archive.files(STAMP) == {"000000000120.tsr": b"stamp"}
    assert archive.file("000000000240.note") == b"second"
    assert archive.file("000000000360.note") is None


def test_the_same_again_changes_nothing_and_other_content_is_refused(archive: Archive) -> None:
    archive.keep("1.note", b"first")
    archive.keep("1.note", b"first")
    with pytest.raises(FileExistsError, match=r"1\.note is there already, with other content"):
        archive.keep("1.note", b"other")
    assert archive.files(NOTE) == {"1.note": b"first"}


def test_a_file_that_a_crash_left_unfinished_is_none(tmp_path: Path) -> None:
    archive = Archive(str(tmp_path))
    archive.keep("1.note", b"first")
    (tmp_path / "checkpoints" / ".2.note.0123").write_bytes(b"ha")
    assert archive.files(NOTE) == {"1.note": b"first"}
    assert sorted(path.name for path in (tmp_path / "checkpoints").iterdir()) == [".2.note.0123", "1.note"]


def test_a_disk_without_hard_links_keeps_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    archive = Archive(str(tmp_path))
    archive.keep("1.note", b"first")
    with pytest.raises(FileExistsError):
        archive.keep("1.note", b"other")
    assert archive.files(NOTE) == {"1.note": b"first"}


@pytest.mark.parametrize("address", ["nonsense://x/y", "gs://bucket/archive"])
def test_an_address_that_leads_nowhere_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(DeclarationError, match="PERD_ARCHIVE_URL"):
        Archive(address)


def test_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file is in the way")
    with pytest.raises(
        ArchiveError, match=r"The archive at file://.* does not take or give a checkpoint.*PERD_ARCHIVE"
    ):
        Archive(str(tmp_path / "archive")).keep("1.note", b"first")


@pytest.mark.parametrize("address", ["memory://archive", "file://fileserver/archive", "zip:///", "reference://x"])
def test_an_address_that_keeps_nothing_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(DeclarationError, match="PERD_ARCHIVE_URL"):
        Archive.of(address)


def test_a_server_that_is_not_there_is_one_sentence(free_port: int) -> None:
    with pytest.raises(ArchiveError, match=r"does not answer \(ConnectionRefusedError\)"):
        Archive.of(f"ftp://perd:secret@127.0.0.1:{free_port}/archive")
