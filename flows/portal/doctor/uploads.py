"""How large a file may be. The web server is asked without sending one; CKAN's own limit only by a real upload."""

from collections.abc import Callable, Iterator

from flows.domain.errors import PipelineError
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal.client import Revision, Upload
from flows.portal.doctor.finding import Finding
from flows.portal.doctor.needs import Needs
from flows.portal.doctor.room import Room, room_for
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import megabytes
from flows.portal.doctor.try_upload import real_upload
from flows.portal.doctor.words import found
from flows.portal.failures import Absent
from flows.portal.table_rows import CHUNK_BYTES

AROUND = 4_000
"""Bytes that a form puts around a file."""
NEAR_ENOUGH = 0.05
"""How exactly the limit is looked for, as a share of it."""
NOBODY = "perd-doctor-there-is-no-such-dataset"


def upload(subject: Subject) -> Iterator[Finding]:
    """Do files get through, and how large ones?"""
    if blocked := _blocked(subject):
        yield found("upload/blocked", reason=blocked)
        return
    wanted, why = wanted_bytes(subject.needs)
    allowed = max(wanted, subject.needs.allowed_bytes)

    def room(size: int) -> Room:
        return room_for(subject.portal.url, size + AROUND, subject.user_agent)

    told = room(allowed)
    if told is Room.TOO_LARGE:
        limit = largest_taken(allowed, lambda size: room(size) is Room.ENOUGH)
        yield judged_limit(limit, wanted, why, allowed)
    elif subject.try_upload:
        yield from real_upload(subject, allowed)
    else:
        yield found("upload/room", wanted=megabytes(allowed)) if told is Room.ENOUGH else found("upload/unknown")


def wanted_bytes(needs: Needs) -> tuple[int, Text]:
    """The size that must get through, and what is so large: a declared file, or a call with rows."""
    if needs.asked_bytes > CHUNK_BYTES:
        return needs.asked_bytes, Text(th=f"max_bytes ของ {needs.asked_by}", en=f"max_bytes of {needs.asked_by}")
    return CHUNK_BYTES, Text(th="การส่งแถวเข้า DataStore", en="sending rows to the DataStore")


def judged_limit(limit: int, wanted: int, why: Text, allowed: int) -> Finding:
    """What to say of a web server that takes `limit` bytes, and not the `allowed` ones."""
    if limit < wanted:
        return found("upload/too-small", limit=megabytes(limit), needs=why, wanted=megabytes(wanted))
    return found("upload/below-cap", limit=megabytes(limit), wanted=megabytes(allowed))


def largest_taken(refused: int, takes: Callable[[int], bool]) -> int:
    """The largest size below `refused` that is taken, found by halving; 0 if none is."""
    taken = 0
    while refused - taken > max(100_000, NEAR_ENOUGH * refused):
        middle = (taken + refused) // 2
        if takes(middle):
            taken = middle
        else:
            refused = middle
    return taken


def _blocked(subject: Subject) -> Text | None:
    """What keeps a file on the way to package_revise; it is sent to a dataset that there is not."""
    nobody = PublishedDataset(
        id=NOBODY, name=NOBODY, private=True, metadata_modified="", url="", fields={}, resources=(), usage=None
    )
    revision = Revision(added={}, upload=("", Upload("perd-doctor.csv", "text/csv", b"doctor\r\n")))
    try:
        subject.portal.revise(nobody, revision)
    except Absent:
        return None
    except PipelineError as error:
        return error.text
    return None
