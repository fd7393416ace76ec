"""What is kept is whole and on the disk, whenever the process is killed; what that leaves behind does not pile up."""

import os
import signal
import stat
import time
from pathlib import Path

import pytest

from flows.evidence.head import Head, keep_head, kept_head
from flows.storage.durable_file import FORGOTTEN, keep_file, written_beside


def killed_while_keeping(file: Path) -> Path:
    """The unfinished file that it left behind."""
    before = set(file.parent.iterdir())
    process = os.fork()
    if process == 0:
        with written_beside(file, b"9 half"):
            os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    (left,) = set(file.parent.iterdir()) - before
    return left


def test_a_process_that_is_killed_leaves_what_was_kept_before(tmp_path: Path) -> None:
    file, head = tmp_path / "ledger.head", Head(1, "0" * 64)
    keep_head(file, head)
    left = killed_while_keeping(file)
    assert left.read_bytes() == b"9 half"
    assert kept_head(file) == head


def test_what_killed_processes_leave_is_removed_once_nobody_can_be_writing_it(tmp_path: Path) -> None:
    file = tmp_path / "ledger.head"
    old, young = killed_while_keeping(file), killed_while_keeping(file)
    long_ago = time.time() - FORGOTTEN - 60
    other = tmp_path / ".another-file.0123"
    other.touch()
    for path in (old, other):
        os.utime(path, (long_ago, long_ago))
    keep_file(file, b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"ledger.head", young.name, other.name}


def test_the_content_is_on_the_disk_before_it_has_its_name_and_the_name_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, synced, really = tmp_path / "ledger.head", [], os.fsync

    def noted(descriptor: int) -> None:
        what = "names" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "content"
        synced.append((what, file.read_bytes()))
        really(descriptor)

    keep_file(file, b"old")
    monkeypatch.setattr(os, "fsync", noted)
    keep_file(file, b"new")
    assert synced == [("content", b"old"), ("names", b"new")]


def test_only_its_owner_reads_a_secret(tmp_path: Path) -> None:
    keep_file(tmp_path / "signing.key", b"secret", 0o600)
    assert stat.S_IMODE((tmp_path / "signing.key").stat().st_mode) == 0o600
