"""The ledger's head, kept apart from its database: the chain alone cannot show that its end was cut off."""

import re
from dataclasses import dataclass
from pathlib import Path

from flows.domain.errors import EvidenceError
from flows.storage.durable_file import keep_file

_KEPT = re.compile(rb"(\d{1,18}) ([0-9a-f]{64})\s*")


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of the last record; 0 and GENESIS before there is one."""

    seq: int
    hash: str


def kept_head(file: Path) -> Head | None:
    """None if there is no such file. Raises EvidenceError for one that cannot be read or holds no head."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EvidenceError(
            f"The ledger's head file {file} cannot be read ({error.strerror}): look at the disk that it is on; nothing"
            " is published without it."
        ) from error
    found = _KEPT.fullmatch(content)
    if not found:
        raise EvidenceError(
            f"The ledger's head file {file} holds no head any more: restore it from a backup; nothing is published"
            " without it."
        )
    return Head(int(found[1]), found[2].decode())


def keep_head(file: Path, head: Head) -> None:
    """Put the head in the file's place, whole or not at all. Raises EvidenceError if the disk does not take it."""
    try:
        keep_file(file, f"{head.seq} {head.hash}\n".encode())
    except OSError as error:
        raise EvidenceError(
            f"The ledger's head cannot be kept in {file} ({error.strerror}): look at PERD_LEDGER_HEAD and the disk;"
            " nothing is published without it."
        ) from error
