"""What the ledger says of a dataset that was published: its files, and the version that they are of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.domain.on_record import Recorded, RecordedFile, RecordedOrigin
from flows.domain.outcome import Published, Unchanged
from flows.domain.record import Kind
from flows.domain.withdrawal import A_PERSON, REOPENED, WITHDRAWN
from flows.evidence.ledger import Ledger

STANDS = (Published.word, Unchanged.word)
"""Outcomes after which the public has what the record says."""

Told = Mapping[str, Any]
"""A record, as `Record.as_json` wrote it."""


def last_outcome(ledger: Ledger, dataset: str) -> str | None:
    """Word of the newest outcome; None where there is none."""
    told = next(ledger.latest(Kind.OUTCOME, dataset), None)
    return str(told["body"]["outcome"]) if told else None


def last_withdrawn(ledger: Ledger, dataset: str) -> bool:
    """Whether the newest word on who sees it is that Perd made it private, or somebody who gave name and reason."""
    for told in ledger.latest(Kind.DECISION, dataset, Kind.OUTCOME):
        body = told["body"]
        if body.get("decision") == WITHDRAWN:
            return bool(body["by"] != A_PERSON)
        if body.get("decision") == REOPENED or body.get("outcome") in STANDS:
            return False
        if (body.get("disclosure") or {}).get("public"):
            return False
    return False


def last_publication(ledger: Ledger, dataset: str) -> Recorded | None:
    """The last that the ledger tells of; None where it never saw the dataset public."""
    stood = [told for told in ledger.latest(Kind.OUTCOME, dataset) if told["body"]["outcome"] in STANDS]
    if not stood:
        return None
    # What was only found unchanged is told in the portal's own words; what was published was also read back.
    last = next((told for told in stood if told["body"]["outcome"] == Published.word), stood[0])
    body = last["body"]
    return Recorded(
        at=datetime.fromisoformat(last["at"]),
        portal=body.get("portal") or "",
        version=body.get("version"),
        manifest_sha256=body.get("manifest_sha256"),
        files=dict(_files(body)),
        origins=dict(_origins(stood)),
    )


def _files(body: Told) -> Iterator[tuple[str, RecordedFile]]:
    for file in (*body.get("resources", ()), *body.get("read_back", ())):
        yield file["resource"], RecordedFile(file["sha256"], file["rows"])


def _origins(stood: Sequence[Told]) -> Iterator[tuple[str, RecordedOrigin]]:
    """Of each table from the newest record of a run that had its source before it; the oldest ones come first."""
    for told in reversed(stood):
        for part in told["body"].get("resources", ()):
            if "source" in part:
                yield (
                    part["resource"],
                    RecordedOrigin(
                        part["sha256"],
                        part["rows"],
                        part["fingerprint"],
                        part["source"],
                        part["source_sha256"],
                        part["source_bytes"],
                    ),
                )
