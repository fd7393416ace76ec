"""A version comes back from the archive as it was kept, or is named as what is wrong with it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import fsspec
import pytest

from flows.domain.draft import Draft, Fresh, Kept
from flows.domain.errors import ArchiveError, AskedWrongly, DeclarationError
from flows.domain.provenance import keepable
from flows.domain.table_schema import TableSchema
from flows.domain.version import Version
from flows.portal.payload import declaration_sha256
from flows.versions import Versions
from tests.versions import sample_draft
from tests.versions.sample_draft import AT, STOCK_ROWS, draft, kept

ID = "tst-stocks"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def versions(archive: Path) -> Versions:
    return Versions.of(archive.as_uri())


def nothing_to_fetch(part: Kept) -> Path:
    raise AssertionError(f"{part.resource.name} is in the archive already")


def keep(versions: Versions, made: Draft) -> Version:
    return versions.keep(made, "run-1", AT, nothing_to_fetch)


def files(archive: Path) -> list[Path]:
    return sorted(path for path in (archive / "files").rglob("*") if path.is_file())


def test_a_version_comes_back_as_the_draft_that_was_kept(versions: Versions, tmp_path: Path) -> None:
    made = draft(tmp_path)
    version = keep(versions, made)
    assert (version.number, version.run, version.rows) == (1, "run-1", 5)
    assert version.at == AT.replace(microsecond=123000)
    assert versions.read(ID, 1) == version
    again = versions.draft_of(version, None, tmp_path)
    assert again.dataset == keepable(made.dataset)
    assert declaration_sha256(again.dataset) == declaration_sha256(made.dataset), "the portal keeps it beside"
    assert again.verdict.fit
    for before, after in zip(made.parts, again.parts, strict=True):
        assert isinstance(before, Fresh) and isinstance(after, Fresh)
        assert after.tidied.path != before.tidied.path
        assert after.tidied.path.read_bytes() == before.tidied.path.read_bytes()
        assert after.snapshot == replace(before.snapshot, path=after.snapshot.path)
        assert after.tidied == replace(before.tidied, path=after.tidied.path, received=after.tidied.path)
        assert (after.schema, after.fingerprint) == (before.schema, before.fingerprint)


def test_the_same_content_is_no_new_version(versions: Versions, tmp_path: Path, archive: Path) -> None:
    first = keep(versions, draft(tmp_path))
    later = draft(tmp_path)
    newer = tuple(
        replace(part, snapshot=replace(part.snapshot, etag='"v2"', fetched_at=AT + timedelta(days=1)))
        for part in later.parts
        if isinstance(part, Fresh)
    )
    assert keep(versions, replace(later, parts=newer)) == first
    more = keep(versions, draft(tmp_path, stock=(*STOCK_ROWS, ("A04", "1"))))
    renamed = keep(versions, draft(tmp_path, title="คลังสินค้าและราคา"))
    label = TableSchema("tst/stock", "1.0.0", json.loads(json.dumps(sample_draft.STOCK.descriptor)))
    label.descriptor["fields"][1]["title"] = "ปริมาณ"
    labelled = keep(versions, draft(tmp_path, schemas=(label, sample_draft.PRICES)))
    assert [each.number for each in (more, renamed, labelled)] == [2, 3, 4]
    assert versions.numbers(ID) == [1, 2, 3, 4]
    assert keep(versions, draft(tmp_path)) == first, "what was published before is the version that it was then"
    assert len(files(archive)) == 3, "a file that several versions have is there once"
    assert [path.name[:2] for path in files(archive)] == [path.parent.name for path in files(archive)]


def test_what_is_kept_on_the_portal_is_fetched_if_the_archive_lacks_it(versions: Versions, tmp_path: Path) -> None:
    made = draft(tmp_path)
    stock, prices = made.parts
    assert isinstance(stock, Fresh)
    asked: list[str] = []

    def fetch(part: Kept) -> Path:
        asked.append(part.resource.name)
        return stock.tidied.path

    half = replace(made, parts=(kept(stock), prices))
    version = versions.keep(half, "run-1", AT, fetch)
    assert asked == ["stock"]
    assert versions.keep(half, "run-2", AT, nothing_to_fetch) == version
    table = version.table("stock")
    assert table is not None
    assert table.file.sha256 == stock.tidied.sha256
    assert table.receipt.fetched_at == AT.replace(microsecond=0), "as the portal keeps it"
    assert keep(versions, made) == version, "whether it was made anew or stands there, it is the same"


def test_a_portal_that_gives_another_file_than_it_says_is_not_believed(versions: Versions, tmp_path: Path) -> None:
    made = draft(tmp_path)
    other = tmp_path / "other.csv"
    other.write_bytes(b"code,amount\r\n")
    with pytest.raises(ArchiveError, match="is not what was sent"):
        versions.keep(replace(made, parts=(kept(made.parts[0]), made.parts[1])), "run-1", AT, lambda part: other)
    assert versions.numbers(ID) == []


def test_a_damaged_file_in_the_archive_is_named_and_mended_when_it_is_kept_again(
    versions: Versions, tmp_path: Path, archive: Path
) -> None:
    made = draft(tmp_path)
    version = keep(versions, made)
    damaged, gone = files(archive)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    with pytest.raises(ArchiveError, match=rf"{damaged.name} of version 1 of {ID} is damaged") as told:
        versions.draft_of(version, None, tmp_path)
    assert "เสียหาย" in told.value.text.th
    damaged.unlink()
    gone.unlink()
    with pytest.raises(ArchiveError, match="is gone"):
        versions.draft_of(version, None, tmp_path)
    assert keep(versions, made) == version
    assert versions.draft_of(version, None, tmp_path).rows == 5


def test_a_damaged_manifest_is_named_and_keeps_nobody_from_publishing(
    versions: Versions, tmp_path: Path, archive: Path
) -> None:
    keep(versions, draft(tmp_path))
    manifest = archive / "versions" / ID / "1.json"
    whole = manifest.read_text(encoding="utf-8")
    for damaged in (whole[:-20], "[]", "", whole.replace("คลังสินค้า", "โกดัง"), whole.replace('"form": 1', '"form": 2')):
        manifest.write_text(damaged, encoding="utf-8")
        with pytest.raises(ArchiveError, match=r"The manifest .*versions/tst-stocks/1\.json .* is damaged"):
            versions.read(ID, 1)
    assert keep(versions, draft(tmp_path)).number == 2, "nothing is written over what is damaged"
    assert manifest.read_text(encoding="utf-8") == damaged


def test_a_version_that_was_never_kept_is_told_with_those_that_were(versions: Versions, tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="no version of tst-stocks.*perd list"):
        versions.read(ID, 1)
    keep(versions, draft(tmp_path))
    with pytest.raises(AskedWrongly, match=r"no version 7 of tst-stocks in the archive, which has 1 to 1"):
        versions.read(ID, 7)


def test_an_archive_that_does_not_take_it_is_one_sentence(tmp_path: Path, archive: Path) -> None:
    archive.write_text("a file is in the way")
    with pytest.raises(ArchiveError, match=r"The archive at file://.* does not take or give a data file") as told:
        keep(Versions.of(archive.as_uri()), draft(tmp_path))
    assert "PERD_ARCHIVE_URL" in told.value.text.th
    with pytest.raises(DeclarationError, match="this process's own memory"):
        Versions.of("memory://archive")


def test_a_manifest_holds_no_cell_and_no_name_that_a_server_said(
    versions: Versions, tmp_path: Path, archive: Path
) -> None:
    made = draft(tmp_path, stock=(("นายสมชาย ใจดี", "1"), ("1101700203452", "2")))
    stock, prices = made.parts
    assert isinstance(stock, Fresh)
    named = replace(stock, snapshot=replace(stock.snapshot, etag='"นายสมชาย ใจดี"'))
    version = keep(versions, replace(made, parts=(named, prices)))
    manifest = (archive / "versions" / ID / "1.json").read_text(encoding="utf-8")
    for secret in ("steward@", "k3y-of", "สมชาย", "1101700203452", "2026-01-31", "1.75"):
        assert secret not in manifest
    table = version.table("stock")
    assert table is not None and table.receipt.etag is None


def test_an_object_store_keeps_the_same(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    versions = Versions("memory://versions-of-a-test")
    try:
        made = draft(tmp_path)
        version = keep(versions, made)
        assert versions.read(ID, 1) == version
        assert versions.draft_of(version, None, tmp_path).rows == 5
        assert keep(versions, draft(tmp_path, title="อื่น")).number == 2
        for path in store.find("/versions-of-a-test/files"):
            store.pipe_file(path, b"x")
        with pytest.raises(ArchiveError, match="is damaged"):
            versions.draft_of(version, None, tmp_path)
        keep(versions, made)
        assert versions.draft_of(version, None, tmp_path).rows == 5
    finally:
        store.rm("/versions-of-a-test", recursive=True)
