"""Checkpoints that are kept elsewhere: who rewrites the ledger, its archive and its keys does not have these too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import requests

from flows.domain.errors import DeclarationError, EvidenceError
from flows.domain.text import Text
from flows.evidence.archive import NOTE
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.note_checks import NoteChecks
from flows.evidence.problems import Problem, What
from flows.evidence.record_checks import compared
from flows.evidence.table import from_csv

LARGEST = 50_000_000
"""Bytes of a table: a night has some 400."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What one place holds."""

    place: str
    notes: tuple[bytes, ...]
    """Signed notes; nobody has looked at them yet."""


def copies_at(place: str, timeouts: tuple[float, float]) -> Copies:
    """From a folder with notes, a file (a note, or the table of the evidence dataset), or the table's http(s) address.

    Raises DeclarationError if there is no such place, EvidenceError if it holds no checkpoint or does not answer.
    """
    if place.lower().startswith(("http://", "https://")):
        return _of_file(place, _downloaded(place, timeouts))
    path = Path(place)
    try:
        if path.is_dir():
            files = sorted(path.rglob(f"*{NOTE}"))
            return _some(place, tuple(file.read_bytes() for file in files))
        return _of_file(place, path.read_bytes())
    except (OSError, ValueError) as error:  # the second for a name with a NUL in it
        raise DeclarationError(
            f"{place!r} cannot be read ({getattr(error, 'strerror', error)}): name a folder or file with checkpoints,"
            " or the http(s) address of the evidence dataset's table."
        ) from error


def copies_in(table: Path, place: str) -> tuple[Copies, ...]:
    """Those of the table of checkpoints in that file, which came from `place`; none where there is no such file.

    Raises EvidenceError if it is no table of checkpoints any more.
    """
    try:
        content = table.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise EvidenceError(f"{table} cannot be read ({error.strerror}): look at the disk that it is on.") from error
    return (_of_file(place, content),)


def _of_file(place: str, content: bytes) -> Copies:
    if b"\n\n\xe2\x80\x94 " in content:  # a signature line follows an empty one
        return _some(place, (content,))
    try:
        return _some(place, tuple(signed.content for signed in from_csv(content.decode())))
    except ValueError as error:
        raise EvidenceError(
            f"{place} is neither a signed checkpoint nor a table of them ({error}): name the file that was kept, or"
            " take it anew from where it is published."
        ) from error


def _some(place: str, notes: tuple[bytes, ...]) -> Copies:
    if not notes:
        raise EvidenceError(f"{place} holds no checkpoint, so nothing can be compared with it: name another place.")
    return Copies(place, notes)


def _downloaded(address: str, timeouts: tuple[float, float]) -> bytes:
    content = b""
    try:
        with requests.get(address, timeout=timeouts, stream=True) as answer:
            answer.raise_for_status()
            for part in answer.iter_content(65_536):
                content += part
                if len(content) > LARGEST:
                    raise EvidenceError(
                        f"{address} gives more than {LARGEST:,} bytes, which is no table of checkpoints."
                    )
    except ValueError as error:  # of requests and of what is under it, each in its own way
        raise DeclarationError(
            f"{address} is no address: give that of the evidence dataset's table, as the portal shows it."
        ) from error
    except requests.RequestException as error:
        raise EvidenceError(
            f"{address} does not give the checkpoints to compare with ({type(error).__name__}): look at the address, or"
            " try again later."
        ) from error
    return content


def compared_with_copies(
    copies: Copies, archive: Mapping[int, SignedCheckpoint], checks: NoteChecks, remarks: list[Text]
) -> Iterator[Problem]:
    """Whether the ledger, and our own archive, are what they were when the copies were made."""
    place, found = copies.place, dict[int, SignedCheckpoint]()
    for number, content in enumerate(copies.notes, start=1):
        signed = checks.believed(content, f"{place} ({number})")
        if isinstance(signed, Problem):
            yield signed
        elif found.setdefault(signed.checkpoint.size, signed).note != signed.note:
            yield _two_of_a_size(signed.checkpoint.size, place)
    signed_by_size = [found[size] for size in sorted(found)]
    yield from compared(signed_by_size, checks.reading, Text(th=f"สำเนาใน {place}", en=f"the copy in {place}"))
    for size, signed in sorted(found.items()):
        ours = archive.get(size)
        if ours and ours.note != signed.note:
            yield _other_than_ours(size, place)
        elif ours is None and size <= checks.reading.tree.size and size not in checks.reading.signed:
            yield _unknown_here(size, place)
    if found and (younger := [size for size in archive if size > max(found)]):
        remarks.append(
            Text(
                th=f"สำเนาใน {place} มีถึงจุดลงนาม {max(found)}: จุดที่ใหม่กว่าอีก {len(younger)} จุดไม่มีสำเนาให้เทียบ",
                en=f"The copy in {place} ends with checkpoint {max(found)}: {len(younger)} younger ones have no copy to"
                " be compared with.",
            )
        )


def _two_of_a_size(size: int, place: str) -> Problem:
    return Problem(
        What.SWAPPED,
        Text(
            th=f"{place} มีจุดลงนาม {size} สองฉบับที่ไม่เหมือนกัน: ฉบับหนึ่งลงนามขึ้นภายหลังเพื่อแทนอีกฉบับ",
            en=f"{place} keeps two checkpoints {size} that are not the same: one of the two was signed later to take"
            " the other's place.",
        ),
        size,
    )


def _other_than_ours(size: int, place: str) -> Problem:
    return Problem(
        What.SWAPPED,
        Text(
            th=f"จุดลงนาม {size} ในคลังไม่ตรงกับสำเนาใน {place}: ฉบับหนึ่งลงนามขึ้นภายหลังเพื่อแทนอีกฉบับ",
            en=f"Checkpoint {size} in the archive is another one than the copy in {place}: one of the two was signed"
            " later to take the other's place.",
        ),
        size,
    )


def _unknown_here(size: int, place: str) -> Problem:
    return Problem(
        What.CUT_OFF,
        Text(
            th=f"{place} มีจุดลงนาม {size} แต่ทั้งบันทึกและคลังไม่มี: บันทึกหลังรายการที่ {size} ถูกตัดออก และไฟล์ถูกลบจากคลัง",
            en=f"{place} keeps checkpoint {size}, which neither the ledger nor the archive knows: what was written"
            f" after record {size} was cut off, and the checkpoint removed from the archive. Restore both from a"
            " backup.",
        ),
        size,
    )
