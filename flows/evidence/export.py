"""Hand the ledger over: a folder that verifies with nothing but Python, whole or the records of one agency or period.

records.jsonl       the exact text of each record, one a line
proofs.jsonl        where it is a part: that each record is in the ledger
consistency.jsonl   where it is a part: that each checkpoint goes on from the one before
checkpoints/        signed notes, and their time stamps
keys.txt            the public keys
export.json         what was asked for
README.txt, verify.py
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from flows.domain.errors import DeclarationError, EvidenceError, PipelineError
from flows.domain.text import Text
from flows.evidence.archive import STAMP
from flows.evidence.chain import Link
from flows.evidence.checkpoint import SignedCheckpoint, iso
from flows.evidence.ledger import Ledger
from flows.evidence.merkle import MerkleTree
from flows.evidence.notary import Notary
from flows.evidence.part import Part, chosen
from flows.evidence.proof import consistency, inclusion, verified
from flows.evidence.stamp_checks import stamp_name

FORMAT = "perd-export/1"


@dataclass(frozen=True, slots=True)
class Exported:
    folder: Path
    records: int
    checkpoint: SignedCheckpoint
    """The last one: it covers every record that was exported."""
    younger: int
    """How many records are younger than it, and therefore not in the folder."""


def export(ledger: Ledger, notary: Notary, folder: Path, part: Part, at: datetime) -> Exported:
    """Write the folder, which must be new or empty, from records that a checkpoint covers.

    Raises EvidenceError where anything does not verify, DeclarationError for a folder that is neither, PipelineError
    if nothing was signed yet or the disk does not take it.
    """
    examined = verified(ledger, notary)
    if examined.problems:
        wrong = examined.problems[0].sentence
        raise EvidenceError(
            Text(
                th=f"ยังส่งออกไม่ได้ เพราะผู้รับจะตรวจไม่ผ่าน: {wrong.th} (กู้คืนจุดลงนามจากสำเนาด้วย `perd evidence restore`)",
                en=f"Nothing is exported, since whoever gets it could not verify it. {wrong.en} (`perd evidence"
                " restore` puts checkpoints back from a copy.)",
            )
        )
    if not examined.checkpoints:
        raise PipelineError("Nothing was signed yet, so nothing can be shown: give `perd evidence sign` first.")
    tree, points = examined.reading.tree, examined.checkpoints
    newest = max(points)
    numbers = chosen(ledger, newest, part)
    _refuse_unless_fresh(folder)
    stamps = notary.archive.files(STAMP)
    try:
        (folder / "checkpoints").mkdir(parents=True)
        for size, signed in points.items():
            (folder / "checkpoints" / signed.file_name).write_bytes(signed.content)
            if stamp := stamps.get(stamp_name(size)):
                (folder / "checkpoints" / stamp_name(size)).write_bytes(stamp)
        _write_lines(folder / "records.jsonl", (link.text for link in ledger.links() if link.seq in numbers))
        if not part.whole:
            links = (link for link in ledger.links() if link.seq in numbers)
            _write_lines(folder / "proofs.jsonl", _proofs(links, tree, points[newest]))
            _write_lines(folder / "consistency.jsonl", _steps(tree, points.values()))
        (folder / "keys.txt").write_text("".join(f"{key.vkey}\n" for key in notary.keys.trusted_keys()))
        about = {
            "format": FORMAT,
            "made_at": iso(at),
            "tree_size": newest,
            "records": len(numbers),
            "since": part.since and part.since.isoformat(),
            "until": part.until and part.until.isoformat(),
            "agency": part.agency,
        }
        (folder / "export.json").write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        for name in ("verify.py", "README.txt"):
            (folder / name).write_bytes(files("flows.evidence").joinpath("handover", name).read_bytes())
    except OSError as error:
        raise PipelineError(
            f"The export cannot be written to {folder} ({error.strerror}): look at the disk, and begin anew with an"
            " empty folder."
        ) from error
    return Exported(folder, len(numbers), points[newest], tree.size - newest)


def _refuse_unless_fresh(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DeclarationError(
            f"{folder} is there and not empty: an export goes into a folder of its own, name a new one."
        )


def _proofs(links: Iterable[Link], tree: MerkleTree, newest: SignedCheckpoint) -> Iterator[str]:
    for link in links:
        yield json.dumps({"seq": link.seq, "proof": inclusion(link, tree, newest)})


def _steps(tree: MerkleTree, points: Iterable[SignedCheckpoint]) -> Iterator[str]:
    for first, second in pairwise(points):
        sizes = {"first": first.checkpoint.size, "second": second.checkpoint.size}
        yield json.dumps(sizes | {"proof": consistency(first, second, tree)})


def _write_lines(file: Path, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{line}\n" for line in lines)
