"""`kind: file`: a file in the catalogue's folder, or in a folder that agencies deliver to."""

import hashlib
import os
from collections.abc import Collection
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from flows.domain.errors import SourceRefused, SourceUnavailable
from flows.domain.provenance import shown_address
from flows.domain.snapshot import Snapshot
from flows.domain.source import LocalFile
from flows.domain.text import Text
from flows.sources.our_disk import new_copy

BLOCK = 1 << 20


def copy_file(source: LocalFile, catalogue: Path, into: Path, delivery_folders: Collection[Path] = ()) -> Snapshot:
    """A private copy, so that nothing changes under the run's feet while the file is read more than once.

    A relative path lies below `catalogue`, an absolute one below a delivery folder, links followed. Raises
    SourceRefused where it does not, or leads to no file, or the file is over its cap; SourceUnavailable where it
    cannot be read; PipelineError where our own disk does not take the copy.
    """
    path, shown = _within_bounds(source, catalogue, delivery_folders), shown_address(source.path)
    digest, size = hashlib.sha256(), 0
    try:
        if not path.exists():
            raise _missing(source)
        if not path.is_file():
            raise SourceRefused(
                Text(
                    th=f"{shown} ไม่ใช่ไฟล์ข้อมูล (เป็นโฟลเดอร์หรือไฟล์พิเศษ) โปรดระบุตำแหน่งของไฟล์ใน `path` ให้ถูกต้อง",
                    en=f"{shown} is a folder or a device, not a file: correct `path` in the declaration.",
                )
            )
        with path.open("rb") as original, new_copy(into) as copy:
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            while block := original.read(BLOCK):
                size += len(block)
                if size > source.max_bytes:
                    raise _too_large(source)
                digest.update(block)
                copy.write(block)
    except FileNotFoundError as error:
        raise _missing(source) from error
    except OSError as error:
        raise SourceUnavailable(
            Text(
                th=f"อ่านไฟล์ {shown} ไม่ได้ในขณะนี้ ({error.strerror}) โปรดตรวจสอบสิทธิ์การอ่านและดิสก์ที่เก็บไฟล์",
                en=f"{shown} cannot be read now ({error.strerror}): look at its rights and the disk it is on.",
            )
        ) from error
    return Snapshot(
        path=into,
        sha256=digest.hexdigest(),
        size=size,
        source=shown,
        fetched_at=datetime.now(UTC),
        last_modified=format_datetime(changed, usegmt=True),
    )


def _within_bounds(source: LocalFile, catalogue: Path, delivery_folders: Collection[Path]) -> Path:
    path, shown = Path(source.path), shown_address(source.path)
    if not path.is_absolute():
        path = catalogue / path
        if not _followed(path).is_relative_to(_followed(catalogue)):
            raise SourceRefused(
                Text(
                    th=f"{shown} อยู่นอกโฟลเดอร์ของรายการข้อมูล (catalogue) โปรดใช้ตำแหน่งที่อยู่ภายในโฟลเดอร์นั้น",
                    en=f"{shown} leads out of the catalogue's folder: use a path below it.",
                )
            )
    elif not any(_followed(path).is_relative_to(_followed(folder)) for folder in delivery_folders):
        raise SourceRefused(
            Text(
                th=f"{shown} ไม่ได้อยู่ในโฟลเดอร์รับส่งไฟล์ที่อนุญาตไว้ โปรดใช้ตำแหน่งในโฟลเดอร์ของรายการข้อมูล"
                " หรือให้ผู้ดูแลระบบเพิ่มโฟลเดอร์นั้นใน PERD_DELIVERY_FOLDERS",
                en=f"{shown} lies in no folder that agencies deliver to: use a path below the catalogue, or have"
                " its folder named in PERD_DELIVERY_FOLDERS.",
            )
        )
    return path


def _followed(path: Path) -> Path:
    """As `Path.resolve`, which ends in a RuntimeError where links lead in a circle."""
    return Path(os.path.realpath(path))


def _missing(source: LocalFile) -> SourceRefused:
    shown = shown_address(source.path)
    return SourceRefused(
        Text(
            th=f"ไม่พบไฟล์ {shown} โปรดนำไฟล์ของหน่วยงานมาวางไว้ที่ตำแหน่งนี้ หรือแก้ `path` ในไฟล์ประกาศ",
            en=f"There is no file {shown}: put the agency's file there, or correct `path` in the declaration.",
        )
    )


def _too_large(source: LocalFile) -> SourceRefused:
    shown = shown_address(source.path)
    return SourceRefused(
        Text(
            th=f"{shown} มีขนาดเกิน {source.max_bytes:,} ไบต์ตามที่ประกาศไว้ โปรดตรวจสอบว่าเป็นไฟล์ที่ถูกต้อง"
            " แล้วจึงเพิ่มค่า `max_bytes`",
            en=f"{shown} is larger than the {source.max_bytes:,} bytes that its declaration allows: check that it"
            " is the right file, then raise `max_bytes`.",
        )
    )
