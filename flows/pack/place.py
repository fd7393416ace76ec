"""Where a pack lies: a folder that appears when it is whole, and its zip beside it."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.domain.errors import PipelineError
from flows.domain.fiscal_period import FiscalPeriod
from flows.domain.text import Text
from flows.domain.thai_calendar import in_bangkok


def free_place(parent: Path, period: FiscalPeriod, agency: str | None, now: datetime) -> Path:
    """A folder's name that is not taken: a second pack of a period bears the time, too."""
    name = f"{period.folder}-{agency}" if agency else period.folder
    taken = (parent / name).exists() or (parent / f"{name}.zip").exists()
    return parent / (f"{name}-{now:%Y%m%dT%H%M%SZ}" if taken else name)


@contextmanager
def room_for(final: Path) -> Iterator[Path]:
    """A folder to write into, which gets its name when all has gone well; else nothing of it is left."""
    unfinished = final.with_name(f".unfinished-{final.name}")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)  # of a pack that was broken off
        unfinished.mkdir(parents=True)
        yield unfinished
        unfinished.rename(final)
    except OSError as error:
        raise _no_room(final, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def zipped(folder: Path, at: datetime) -> Path:
    """The folder as one file beside it, to hand over; `at` (UTC) is the time of every file in it."""
    into = folder.with_name(f"{folder.name}.zip")
    local = in_bangkok(at)
    stamp = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    try:
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                info = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", stamp)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    except OSError as error:
        raise _no_room(into, error) from error
    return into


def _no_room(final: Path, error: OSError) -> PipelineError:
    return PipelineError(
        Text(
            th=f"เขียนชุดหลักฐานลงใน {final} ไม่ได้ ({error.strerror}) โปรดตรวจพื้นที่และสิทธิ์ของดิสก์ หรือระบุที่อื่นด้วย --out",
            en=f"The pack cannot be written to {final} ({error.strerror}): look at the disk, or name another place by"
            " --out.",
        )
    )
