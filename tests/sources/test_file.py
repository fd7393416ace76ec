"""Local files: a private copy with a receipt, inside the catalogue and below the cap."""

import hashlib
from pathlib import Path

import pytest

from flows.domain.dataset import LocalFile
from flows.domain.errors import PipelineError, SourceRefused, SourceUnavailable
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
    (tmp_path / "datasets/a.csv").symlink_to(tmp_path / "secret")
    with pytest.raises(SourceRefused, match="out of the catalogue"):
        copy_file(LocalFile(kind="file", path="a.csv"), tmp_path / "datasets", tmp_path / "copy")


def test_a_file_over_its_cap_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "big.csv").write_bytes(b"x" * 5000)
    with pytest.raises(SourceRefused, match="larger than the 4,999 bytes"):
        copy_file(LocalFile(kind="file", path="big.csv", max_bytes=4999), tmp_path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_an_absolute_path_leads_only_below_a_folder_of_deliveries(tmp_path: Path) -> None:
    for folder in ("datasets", "delivered", "delivered-not"):
        (tmp_path / folder).mkdir()
    for file in ("delivered/a.csv", "delivered-not/a.csv"):
        (tmp_path / file).write_bytes(b"x")
    (tmp_path / "delivered/link.csv").symlink_to(tmp_path / "delivered-not/a.csv")

    def copied(path: Path, *folders: Path) -> int:
        return copy_file(LocalFile(kind="file", path=str(path)), tmp_path / "datasets", tmp_path / "copy", folders).size

    assert copied(tmp_path / "delivered/a.csv", tmp_path / "delivered") == 1
    (tmp_path / "copy").unlink()
    for path, folders in (
        ("delivered/a.csv", ()),
        ("delivered-not/a.csv", ("delivered",)),
        ("delivered/../delivered-not/a.csv", ("delivered",)),
        ("delivered/link.csv", ("delivered",)),
    ):
        with pytest.raises(SourceRefused, match="PERD_DELIVERY_FOLDERS"):
            copied(tmp_path / path, *(tmp_path / folder for folder in folders))
    assert not (tmp_path / "copy").exists()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(SourceRefused, match="not a file"):
        copy_file(LocalFile(kind="file", path="a.csv"), tmp_path, tmp_path / "copy")


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises((SourceRefused, SourceUnavailable), match=r"a\.csv"):
        copy_file(LocalFile(kind="file", path="a.csv"), tmp_path, tmp_path / "copy")


def test_our_own_disk_is_not_the_agencys_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "gone").write_bytes(b"no folder can be made here")
    with pytest.raises(PipelineError, match="disk that PERD_HOME is on") as told:
        copy_file(LocalFile(kind="file", path="a.csv"), tmp_path, tmp_path / "gone/copy")
    assert type(told.value) is PipelineError


def test_the_steward_reads_thai(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as told:
        copy_file(LocalFile(kind="file", path="b.csv"), tmp_path, tmp_path / "copy")
    assert "ไม่พบไฟล์ b.csv" in told.value.text.th
    assert "There is no file" not in told.value.text.th
