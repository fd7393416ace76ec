"""`kind: checkpoints`: the table of our own signed checkpoints, which each night's end writes anew."""

from dataclasses import replace
from pathlib import Path

from flows.domain.errors import SourceRefused
from flows.domain.snapshot import Snapshot
from flows.domain.source import Checkpoints, LocalFile
from flows.domain.text import Text
from flows.sources.file import copy_file


def copy_checkpoints(source: Checkpoints, table: Path, into: Path) -> Snapshot:
    """A private copy of `table`. Raises as `copy_file`; SourceRefused as well where nothing was ever signed."""
    if not table.exists():
        raise SourceRefused(
            Text(
                th="ยังไม่เคยลงนามกำกับบันทึกหลักฐาน จึงยังไม่มีตาราง โปรดรอให้รอบประจำคืน (nightly) ทำงานจนจบหนึ่งรอบ",
                en="No checkpoint has been signed yet, so there is no table: let the nightly flow end once.",
            )
        )
    where = LocalFile(kind="file", path=str(table.absolute()), max_bytes=source.max_bytes)
    return replace(copy_file(where, table.parent, into, [table.parent]), source="checkpoints")
