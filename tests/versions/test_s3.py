"""Versions in an S3-compatible store: kept, verified and read as in a folder, and its silence is one sentence."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from flows.domain.draft import Kept
from flows.domain.errors import ArchiveError
from flows.evidence.archive import NOTE, Archive
from flows.storage import Folder
from flows.versions import Versions
from tests.versions.sample_draft import AT, STOCK_ROWS, draft

pytestmark = pytest.mark.slow


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """An endpoint of our own, as a MinIO or Ceph in the ministry's own rooms would be."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "ENDPOINT_URL": f"http://{host}:{port}",
        "ACCESS_KEY_ID": "perd",
        "SECRET_ACCESS_KEY": "s3cret-of-the-store",
    }
    for name, value in (told | {"DEFAULT_REGION": "us-east-1", "MAX_ATTEMPTS": "1"}).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    S3FileSystem.clear_instance_cache()
    yield server
    S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def bucket(store: ThreadedMotoServer) -> str:
    """An empty one."""
    name = f"archive-{uuid4().hex[:8]}"
    S3FileSystem().mkdir(name)
    return name


def nothing_to_fetch(part: Kept) -> Path:
    raise AssertionError(part.resource.name)


def test_versions_are_kept_and_come_back(bucket: str, tmp_path: Path) -> None:
    versions = Versions.of(f"s3://{bucket}/perd")
    made = draft(tmp_path)
    first = versions.keep(made, "run-1", AT, nothing_to_fetch)
    second = versions.keep(draft(tmp_path, stock=(*STOCK_ROWS, ("A04", "1"))), "run-2", AT, nothing_to_fetch)
    assert (first.number, second.number) == (1, 2)
    assert versions.keep(made, "run-3", AT, nothing_to_fetch) == first
    assert versions.read(first.id, 1) == first
    assert [part.rows for part in versions.draft_of(second, None, tmp_path).parts] == [4, 2]

    system = S3FileSystem()
    table = second.table("stock")
    assert table is not None
    path = f"{bucket}/perd/files/{table.file.sha256[:2]}/{table.file.sha256}"
    content = system.cat_file(path)
    system.pipe_file(path, content[:-1] + b"?")
    with pytest.raises(ArchiveError, match="of version 2 of tst-stocks is damaged"):
        versions.draft_of(second, None, tmp_path)
    system.rm_file(path)
    with pytest.raises(ArchiveError, match="is gone"):
        versions.draft_of(second, None, tmp_path)


def test_what_is_there_is_never_written_over(bucket: str) -> None:
    archive = Archive.of(f"s3://{bucket}/perd")
    archive.keep("1.note", b"first")
    archive.keep("1.note", b"first")
    with pytest.raises(FileExistsError, match=r"1\.note is there already, with other content"):
        archive.keep("1.note", b"other")
    assert archive.files(NOTE) == {"1.note": b"first"}


def test_a_store_that_does_not_answer_is_one_sentence_without_its_secret(
    store: ThreadedMotoServer, bucket: str, tmp_path: Path
) -> None:
    versions = Versions.of(f"s3://{bucket}/perd")
    versions.keep(draft(tmp_path), "run-1", AT, nothing_to_fetch)
    store.stop()
    for doing in (
        lambda: versions.numbers("tst-stocks"),
        lambda: versions.keep(draft(tmp_path, title="อื่น"), "run-2", AT, nothing_to_fetch),
    ):
        with pytest.raises(ArchiveError, match=r"The archive at s3://archive-.*PERD_ARCHIVE_URL") as told:
            doing()
        assert "s3cret" not in str(told.value)
    store.start()


def test_a_bucket_that_is_not_there_is_one_sentence(store: ThreadedMotoServer, tmp_path: Path) -> None:
    folder = Folder("s3://no-such-bucket/perd", "files", draft(tmp_path).dataset.agency.name)
    assert folder.names() == []
    with pytest.raises(ArchiveError, match="does not take or give"):
        folder.keep("1", b"1")
