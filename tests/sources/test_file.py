"""Local files: a private copy with a receipt, inside the catalogue and below the cap."""

import hashlib
from pathlib import Path

import pytest

from flows.domain.dataset import LocalFile
from flows.domain.errors import SourceRefused
from flows.sources.file import copy_file


def test_the_copy_has_the_bytes_and_their_digest(tmp_path: Path) -> None:
    content = "รหัส,ชื่อ\r\n1,ก\r\n".encode("cp874")
    (tmp_path / "a.csv").write_bytes(content)
    taken = copy_file(LocalFile(kind="file", path="a.csv"), tmp_path, tmp_path / "copy")
    assert taken.path.read_bytes() == content
    assert taken.sha256 == hashlib.sha256(content).hexdigest()
    assert (taken.size, taken.source) == (len(content), "a.csv")
    assert taken.fetched_at.utcoffset() is not None


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match=r"no file b\.csv: put the agency's file there"):
        copy_file(LocalFile(kind="file", path="b.csv"), tmp_path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_relative_path_cannot_leave_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "datasets").mkdir()
    with pytest.raises(SourceRefused, match="out of the catalogue"):
        copy_file(LocalFile(kind="file", path="../secret"), tmp_path / "datasets", tmp_path / "copy")


def test_a_file_over_its_cap_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_bytes(b"x" * 5000)
    with pytest.raises(SourceRefused, match="larger than the 4,999 bytes"):
        copy_file(LocalFile(kind="file", path="big.csv", max_bytes=4999), tmp_path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
