"""Each way in which a version may be lost in the archive is told apart, and a file is put back only as it was."""

from pathlib import Path

import pytest

from flows.domain.errors import ArchiveError
from flows.domain.on_record import Condition
from flows.domain.version import StoredFile, Version
from flows.versions import Versions
from flows.versions.condition import condition, fetched
from tests.versions.sample_draft import AT, draft

ID = "tst-stocks"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def versions(archive: Path) -> Versions:
    return Versions.of(archive.as_uri())


@pytest.fixture
def version(versions: Versions, tmp_path: Path) -> Version:
    return versions.keep(draft(tmp_path), "run-1", AT, lambda part: Path("/nowhere"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def kept(archive: Path, file: StoredFile) -> Path:
    return archive / "files" / file.sha256[:2] / file.sha256


def test_a_version_that_is_whole_lies_on_this_disk_then(versions: Versions, version: Version, place: Path) -> None:
    found = condition(versions, ID, 1, version.manifest_sha256, place)
    assert (found.manifest, found.version) == (Condition.WHOLE, version)
    assert found.files == {"stock": Condition.WHOLE, "prices": Condition.WHOLE}
    for table in version.tables:
        assert fetched(table.resource, place).stat().st_size == table.file.size


def test_a_file_that_is_gone_or_damaged_is_put_back_as_it_was(
    versions: Versions, version: Version, archive: Path, place: Path, tmp_path: Path
) -> None:
    stock, prices = (kept(archive, table.file) for table in version.tables)
    good = prices.read_bytes()
    stock.unlink()
    prices.chmod(0o644)
    prices.write_bytes(good.replace(b"1.50", b"1.51"))
    assert condition(versions, ID, 1, None, place).files == {"stock": Condition.GONE, "prices": Condition.DAMAGED}
    assert not list(place.iterdir()), "what is not whole is not left lying there"

    copy = tmp_path / "copy"
    copy.write_bytes(b"another")
    with pytest.raises(ArchiveError):
        versions.put_back(version.tables[1].file, copy)
    copy.write_bytes(good)
    versions.put_back(version.tables[1].file, copy)
    assert condition(versions, ID, 1, None, place).files == {"stock": Condition.GONE, "prices": Condition.WHOLE}


def test_a_manifest_is_gone_damaged_or_exchanged(
    versions: Versions, version: Version, archive: Path, place: Path
) -> None:
    def told(number: int = 1, sha256: str | None = version.manifest_sha256) -> Condition:
        found = condition(versions, ID, number, sha256, place)
        assert found.version is None and not found.files
        return found.manifest

    assert told(sha256="0" * 64) is Condition.EXCHANGED
    assert told(number=2) is Condition.GONE
    manifest = archive / "versions" / ID / "1.json"
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("คลังสินค้า", "คลัง"), encoding="utf-8")
    assert told() is Condition.DAMAGED


def test_an_archive_that_does_not_answer_is_no_drift(
    versions: Versions, version: Version, archive: Path, place: Path
) -> None:
    (archive / "versions" / ID / "1.json").unlink()
    (archive / "versions" / ID / "1.json").mkdir()
    with pytest.raises(ArchiveError, match="does not take or give"):
        condition(versions, ID, 1, None, place)
