"""All checkpoints as one table, as it is published: from each line its note can be made again, byte for byte."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from flows.evidence.checkpoint import Checkpoint, SignedCheckpoint, iso
from flows.evidence.note_keys import from_base64, to_base64
from flows.evidence.signed_note import Note, Signature

COLUMNS = ("origin", "tree_size", "root_hash", "signed_at", "key", "signatures", "note_sha256")
_BETWEEN = "; "
"""Several signatures, or keys, in one cell."""


def as_csv(checkpoints: Iterable[SignedCheckpoint]) -> str:
    """One line each, with a heading. `signed_at` is UTC, `root_hash` base64 as in the note."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for signed in checkpoints:
        point, signatures = signed.checkpoint, signed.note.signatures
        writer.writerow(
            (
                point.origin,
                point.size,
                to_base64(point.root),
                iso(point.signed_at),
                _BETWEEN.join(each.short for each in signatures),
                _BETWEEN.join(str(each) for each in signatures),
                signed.note.sha256,
            )
        )
    return out.getvalue()


def from_csv(text: str) -> Iterator[SignedCheckpoint]:
    """The checkpoints of a table, whatever columns else it has. ValueError naming the first line that is none."""
    for number, row in enumerate(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))), start=2):
        try:
            point = Checkpoint(
                row["origin"], int(row["tree_size"]), from_base64(row["root_hash"]), _moment(row["signed_at"])
            )
            signatures = tuple(Signature.parse(each) for each in row["signatures"].split(_BETWEEN))
            signed = SignedCheckpoint.parse(str(Note(point.text, signatures)).encode())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"line {number} is no checkpoint") from error
        if signed.note.sha256 != row["note_sha256"]:
            raise ValueError(f"line {number} is not the checkpoint that it was: note_sha256 is another one")
        yield signed


def _moment(cell: str) -> datetime:
    """Tables may have been written by a program that spells times in its own way; without a zone it is UTC."""
    return datetime.fromisoformat(cell if cell.endswith("Z") or "+" in cell else f"{cell}Z")
