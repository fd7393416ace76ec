"""How one record is tied to all before it.

A record's hash is SHA-256 over the RFC 8785 canonical JSON of {seq, previous, record}. Whoever changes, removes or
re-orders one record has to rewrite every later one, and the head that is kept apart from the ledger then betrays it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import rfc8785

GENESIS = "0" * 64
"""The hash that the first record names as its previous one."""


@dataclass(frozen=True, slots=True)
class Link:
    """One stored record."""

    seq: int
    """From 1, without gaps."""
    text: str
    """Canonical JSON of {seq, previous, record}."""
    hash: str


def forge(seq: int, previous: str, record: dict[str, Any]) -> Link:
    """The next link of the chain."""
    text = rfc8785.dumps({"seq": seq, "previous": previous, "record": record})
    return Link(seq, text.decode(), hashlib.sha256(text).hexdigest())


def first_break(links: Iterable[Link]) -> tuple[int, str] | None:
    """The first record that does not follow from the one before, with what is wrong with it; None if all do."""
    previous = GENESIS
    for seq, link in enumerate(links, start=1):
        if link.seq != seq:
            return seq, f"record {seq} is missing (the next one there is record {link.seq})"
        if hashlib.sha256(link.text.encode()).hexdigest() != link.hash:
            return seq, f"record {seq}{_about(link.text)} is not the text that was hashed when it was written"
        stored = json.loads(link.text)
        if stored["seq"] != seq or stored["previous"] != previous:
            return seq, f"record {seq}{_about(link.text)} does not follow record {seq - 1}: it was moved or replaced"
        previous = link.hash
    return None


def _about(text: str) -> str:
    """Which dataset and run the record speaks of, as far as its text can still be read."""
    try:
        record = json.loads(text)["record"]
        return f" ({record['kind']} of {record['dataset']}, {record['at']})"
    except (ValueError, KeyError, TypeError):
        return " (its text cannot be read any more)"
