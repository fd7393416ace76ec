"""Versions in the archive: kept before they are published, listed, and read."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flows.domain.draft import Draft, Fresh, Kept
from flows.domain.errors import ArchiveError, AskedWrongly, NotAsKept
from flows.domain.provenance import keepable
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.domain.version import StoredFile, Version
from flows.storage import Folder, refuse_nowhere
from flows.versions.drafting import as_draft
from flows.versions.manifest import as_manifest, content_digest, from_manifest
from flows.versions.tables import table_of

ENDING = ".json"
Fetch = Callable[[Kept], Path]
"""The file of a resource that is kept as it stands on the portal, verified: a path on this disk."""


class Versions:
    """In the archive at an fsspec address. Everything raises ArchiveError where the archive does not play along."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._files = Folder(address, "files", Text(th="ไฟล์ข้อมูล", en="a data file"))

    @classmethod
    def of(cls, address: str) -> "Versions":
        """At the address of the settings. DeclarationError for one that leads nowhere or keeps nothing."""
        refuse_nowhere(address)
        return cls(address)

    def keep(self, draft: Draft, run: str, at: datetime, fetch: Fetch) -> Version:
        """Keep all that the draft would publish, every file and then the manifest; the version that it is.

        Content that was kept before is the version that it was then. A file is in the archive, whole and verified,
        before a manifest names it. Whatever `fetch` raises is raised.
        """
        tables = tuple(map(table_of, draft.parts))
        for part, table in zip(draft.parts, tables, strict=True):
            if isinstance(part, Fresh):
                self._take(table.file, part.tidied.path)
            elif self._files.size(_place(table.file)) != table.file.size:
                self._take(table.file, fetch(part))
        content = content_digest(draft.dataset, tables)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        return self._numbered(Version(0, keepable(draft.dataset), run, at, tables, content, ""))

    def numbers(self, dataset: str) -> list[int]:
        """Of all versions of the dataset, ascending."""
        return sorted(_by_number(dict.fromkeys(self._manifests(dataset).names(), b"")))

    def read(self, dataset: str, number: int) -> Version:
        """AskedWrongly if there is no such version, ArchiveError if its manifest is damaged."""
        folder = self._manifests(dataset)
        manifest = folder.file(f"{number}{ENDING}")
        if manifest is None:
            raise _no_such(dataset, number, self.numbers(dataset))
        return from_manifest(manifest, f"{folder.where}/{number}{ENDING}")

    def newest_first(self, dataset: str) -> Iterator[Version | ArchiveError]:
        """Every version of the dataset; what is wrong with one whose manifest is damaged."""
        folder = self._manifests(dataset)
        known = _by_number(folder.files(ENDING))
        for number in sorted(known, reverse=True):
            try:
                yield from_manifest(known[number], f"{folder.where}/{number}{ENDING}")
            except ArchiveError as error:
                yield error

    def draft_of(self, version: Version, standing: PublishedDataset | None, folder: Path) -> Draft:
        """The version as the draft that `portal.publish` brings the portal to, its files in `folder`, verified.

        `standing` is what stands on the portal. ArchiveError where a file is gone or is not what was kept.
        """
        paths = {table.resource: folder / f"{table.resource}.archived.csv" for table in version.tables}
        for table in version.tables:
            self.fetch(table.file, paths[table.resource], version)
        return as_draft(version, standing, paths)

    def fetch(self, file: StoredFile, to: Path, of: Version) -> None:
        """Copy a file of the version to this disk. NotAsKept if it is gone or is not what was kept."""
        found = self._files.give(_place(file), to)
        if found != file.sha256:
            raise _lost(f"{self._files.where}/{_place(file)}", of, gone=found is None)

    def put_back(self, file: StoredFile, path: Path) -> None:
        """The very file at `path`, in the place of one that is gone or damaged. ArchiveError if it is another one."""
        self._take(file, path)

    def _manifests(self, dataset: str) -> Folder:
        keeps = Text(th="ไฟล์กำกับรุ่นข้อมูล", en="a version's manifest")
        return Folder(self._address, f"versions/{dataset}", keeps)

    def _take(self, file: StoredFile, path: Path) -> None:
        if not self._files.has(_place(file), file.sha256):
            self._files.take(_place(file), path, file.sha256)

    def _numbered(self, version: Version) -> Version:
        """The version of that content, or the one that is made of it now, under the next number."""
        for known in self.newest_first(version.id):  # a damaged one keeps nobody from publishing, and keeps its number
            if isinstance(known, Version) and known.content == version.content:
                return known
        folder = self._manifests(version.id)
        number = max(self.numbers(version.id), default=0) + 1
        while True:
            numbered = replace(version, number=number)
            manifest = as_manifest(numbered)
            try:
                folder.keep(f"{number}{ENDING}", manifest)
            except FileExistsError:  # another machine has just taken it
                number += 1
                continue
            return replace(numbered, manifest_sha256=hashlib.sha256(manifest).hexdigest())


def _place(file: StoredFile) -> str:
    return f"{file.sha256[:2]}/{file.sha256}"


def _by_number(files: Mapping[str, bytes]) -> dict[int, bytes]:
    """Whatever else somebody put there is left out."""
    stems = {name.removesuffix(ENDING): content for name, content in files.items() if name.endswith(ENDING)}
    return {int(stem): content for stem, content in stems.items() if stem.isascii() and stem.isdigit()}


def _no_such(dataset: str, number: int, known: list[int]) -> AskedWrongly:
    if not known:
        return AskedWrongly(
            Text(
                th=f"ในคลังไม่มีรุ่นใดของ {dataset} ตรวจชื่อชุดข้อมูลด้วย perd list หากชื่อถูกแล้ว รุ่นแรกจะถูกเก็บเมื่อเผยแพร่ครั้งถัดไป",
                en=f"The archive has no version of {dataset}. See whether that is its name (`perd list`); if it is, the"
                " first version is kept when it is published next.",
            )
        )
    return AskedWrongly(
        Text(
            th=f"ไม่มีรุ่นที่ {number} ของ {dataset} ในคลัง มีรุ่นที่ {known[0]} ถึง {known[-1]} ดูรายการด้วยคำสั่ง perd versions"
            f" {dataset}",
            en=f"There is no version {number} of {dataset} in the archive, which has {known[0]} to {known[-1]}: `perd"
            f" versions {dataset}` lists them.",
        )
    )


def _lost(where: str, of: Version, gone: bool) -> NotAsKept:
    what = Text(th="เสียหาย เนื้อหาไม่ตรงกับที่เก็บไว้", en="is damaged: it is not what was kept")
    if gone:
        what = Text(th="หายไป", en="is gone")
    error = NotAsKept(
        Text(
            th=f"ไฟล์ {where} ของรุ่นที่ {of.number} ของ {of.id} {what.th} จึงนำรุ่นนี้กลับมาไม่ได้ และไม่ได้เปลี่ยนสิ่งใดบนพอร์ทัล"
            " โปรดกู้ไฟล์นี้จากสำเนาสำรองของคลัง",
            en=f"The file {where} of version {of.number} of {of.id} {what.en}. The version cannot be brought back, and"
            " nothing was changed on the portal: bring the file back from a backup of the archive.",
        )
    )
    error.gone = gone
    return error
