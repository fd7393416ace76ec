"""manifest.json: every file of the pack with its digest and size. Its own digest goes into the ledger."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.pack.commission import Commission
from flows.pack.numbers_json import iso

FORMAT = "perd-award-pack/1"
NAME = "manifest.json"


def write_manifest(folder: Path, commission: Commission, ledger_size: int, ledger_head: str) -> str:
    """List what is in the folder; returns the SHA-256 of the list. Raises OSError."""
    period = commission.period
    told: dict[str, Any] = {
        "format": FORMAT,
        "of": commission.whole.id,
        "period": {"id": period.id, "first": period.first.isoformat(), "last": period.last.isoformat()},
        "as_of": iso(commission),
        "code": commission.code_version,
        "ledger": {"size": ledger_size, "head": ledger_head},
        "award_profile": commission.award.year,
        "files": dict(_files(folder)),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
    (folder / NAME).write_bytes(text)
    return hashlib.sha256(text).hexdigest()


def sha256_of(path: Path) -> str:
    """Of a file, lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name != NAME:
            yield name, {"sha256": sha256_of(path), "bytes": path.stat().st_size}
