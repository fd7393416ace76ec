"""How one record is tied to all before it.

A record's hash is SHA-256 over the RFC 8785 canonical JSON of {seq, previous, record}. Whoever changes, removes or
re-orders one record has to rewrite every later one, and the head that is kept apart from the ledger then betrays it.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

from flows.domain.record import Entry, Kind

GENESIS = "0" * 64
"""The hash that the first record names as its previous one."""

_ABOUT = {"kind": r"[a-z]{1,20}", "dataset": r"[\w\u0e00-\u0e7f.-]{1,200}", "at": r"[0-9TZ:.-]{1,40}"}


@dataclass(frozen=True, slots=True)
class Link:
    """One record of the chain."""

    seq: int
    """From 1, without gaps."""
    text: str
    """Canonical JSON of {seq, previous, record}."""
    hash: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record as its bytes lie in the database, believed by nobody yet."""

    seq: int
    text: bytes
    hash: bytes


def forge(seq: int, previous: str, record: dict[str, Any]) -> Link:
    """The next link of the chain."""
    text = rfc8785.dumps({"seq": seq, "previous": previous, "record": record})
    return Link(seq, text.decode(), hashlib.sha256(text).hexdigest())


def as_entry(link: Link) -> Entry:
    """The record that a link holds. ValueError, KeyError or TypeError where its text is none."""
    record = json.loads(link.text)["record"]
    at = datetime.fromisoformat(record["at"])
    return Entry(link.seq, link.hash, Kind(record["kind"]), record["run"], record["dataset"], at, record["body"])


def first_break(rows: Iterable[Row]) -> tuple[int, str] | None:
    """The first record that does not follow from the one before, with what was done to it; None if all do."""
    hashes = [GENESIS, GENESIS]
    """Of the last two records, the older one first."""
    rest = iter(rows)
    before: Row | None = None
    for seq, row in enumerate(rest, start=1):
        if row.seq != seq:
            return seq, f"record {seq} is missing, it was deleted (the next one there is record {row.seq})"
        digest = hashlib.sha256(row.text).hexdigest()
        if digest.encode() != row.hash:
            return seq, f"{named(row)} was changed: it is not the text that was hashed when it was written"
        try:
            stored = json.loads(row.text)
            own, previous = stored["seq"], stored["previous"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return seq, f"{named(row)} is no record any more: its text and its hash were both rewritten"
        if (own, previous) == (seq, hashes[1]):
            hashes, before = [hashes[1], digest], row
            continue
        if own == seq:
            at_fault = f"{named(before)} and {named(row)} do not belong together" if before else named(row)
            return seq, f"{at_fault}: one was changed or replaced, and its hash with it"
        if (own, previous) == (seq - 1, hashes[0]) and before:
            return seq - 1, f"{named(before)} was inserted: the one behind it was written as record {seq - 1} itself"
        if isinstance(own, int) and own > seq and not any(_number_in(other) == seq for other in rest):
            return seq, f"record {seq} was deleted, and record {own} put in its place"
        instead = f"record {own}" if isinstance(own, int) else "none at all"
        return seq, f"{named(row)} was written as {instead}: the order of the records was changed"
    return None


def _number_in(row: Row) -> int | None:
    """The number that the record was written with."""
    try:
        number = json.loads(row.text)["seq"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return number if isinstance(number, int) else None


def named(row: Row) -> str:
    """The record's number, and its dataset as far as that can still be read; nothing else of its text."""
    try:
        record = json.loads(row.text.decode(errors="replace"))["record"]
        kind, dataset, at = (re.fullmatch(pattern, record[name])[0] for name, pattern in _ABOUT.items())  # type: ignore[index]
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"record {row.seq} (its text cannot be read any more)"
    return f"record {row.seq} ({kind} of {dataset}, {at})"
