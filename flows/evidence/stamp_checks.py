"""Do the time stamps confirm their checkpoints?"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from flows.domain.errors import PipelineError
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_datetime
from flows.evidence.archive import STAMP
from flows.evidence.checkpoint import DIGITS, SignedCheckpoint, iso
from flows.evidence.own_records import CheckpointBody, Stamp
from flows.evidence.problems import Problem, What
from flows.evidence.timestamp import Authority

CLOCKS_DIFFER = timedelta(minutes=10)
"""By how much the authority's clock may lag behind ours."""


def stamp_name(size: int) -> str:
    return f"{size:0{DIGITS}}{STAMP}"


def missing_stamps(stamps: Mapping[str, bytes], said: Mapping[int, CheckpointBody]) -> Iterator[Problem]:
    """Those that the ledger knows of, and that are gone or other ones."""
    for size, body in said.items():
        if body.timestamp is not Stamp.CONFIRMED:
            continue
        content = stamps.get(stamp_name(size))
        if content is None:
            yield Problem(
                What.TIMESTAMP,
                Text(
                    th=f"การประทับเวลาของจุดลงนาม {size} ถูกลบออกจากคลัง โปรดกู้คืนจากสำเนา มิฉะนั้นการลงนามครั้งถัดไปจะขอใหม่",
                    en=f"The time stamp of checkpoint {size} was removed from the archive: restore it from a copy, or"
                    " the next signing asks for a new one.",
                ),
                size,
            )
        elif hashlib.sha256(content).hexdigest() != body.timestamp_sha256:
            yield Problem(
                What.TIMESTAMP,
                Text(
                    th=f"การประทับเวลาของจุดลงนาม {size} ไม่ใช่ไฟล์ที่บันทึกไว้: ถูกสลับหรือแก้ไข โปรดกู้คืนจากสำเนา",
                    en=f"The time stamp of checkpoint {size} is not the one that the ledger tells of: it was exchanged"
                    " or changed; restore it from a copy.",
                ),
                size,
            )


def confirmed(
    stamps: Mapping[str, bytes],
    checkpoints: Iterable[SignedCheckpoint],
    authority: Authority,
    wrong_clocks: Collection[int],
) -> Iterator[datetime | Problem]:
    """When each stamped checkpoint was confirmed, or why it is not; `wrong_clocks`: sizes of those whose own time is
    known to be wrong."""
    for each in checkpoints:
        size, signed_at = each.checkpoint.size, each.checkpoint.signed_at
        stamp = stamps.get(stamp_name(size))
        if stamp is None:
            continue
        try:
            at = authority.confirmed_at(stamp, each.content)
        except PipelineError as error:
            yield Problem(
                What.TIMESTAMP,
                Text(
                    th=f"การประทับเวลาของจุดลงนาม {size} ไม่ยืนยันจุดลงนามนั้น: ถูกสลับหรือแก้ไข หรือใบรับรองไม่ใช่ของผู้ประทับเวลา",
                    en=f"The time stamp of checkpoint {size} does not confirm it. {error.sentence}",
                ),
                size,
            )
            continue
        if at < signed_at - CLOCKS_DIFFER and size not in wrong_clocks:
            yield Problem(
                What.TIMESTAMP,
                Text(
                    th=f"จุดลงนาม {size} ระบุเวลาลงนาม {thai_datetime(signed_at)} หลังเวลาที่ผู้ประทับเวลายืนยัน"
                    f" ({thai_datetime(at)}): นาฬิกาของเครื่องที่ลงนามไม่ตรง",
                    en=f"Checkpoint {size} says that it was signed at {iso(signed_at)}, after the time at which it was"
                    f" confirmed ({iso(at)}): the clock of the machine that signed is wrong.",
                ),
                size,
            )
            continue
        yield at
