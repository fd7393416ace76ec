"""The proof that one record is in the ledger, for somebody who has neither the ledger nor Perd."""

from typing import Any

from flows.domain.errors import EvidenceError, PipelineError
from flows.evidence.examine import Examined, examine
from flows.evidence.ledger import Ledger
from flows.evidence.notary import Notary
from flows.evidence.note_keys import to_base64

FORMAT = "perd-proof/1"


def prove(ledger: Ledger, notary: Notary, seq: int) -> dict[str, Any]:
    """Plain JSON: the record's exact text, its place in the tree, the proof of inclusion, and the signed checkpoint.

    Raises EvidenceError where the ledger does not verify, PipelineError if there is no such record, or nothing signed
    covers it yet.
    """
    examined = verified(ledger, notary)
    newest, records = max(examined.checkpoints, default=0), examined.reading.tree.size
    if not 1 <= seq <= records:
        raise PipelineError(f"The ledger has no record {seq}: its records have the numbers 1 to {records}.")
    if seq > newest:
        raise PipelineError(
            f"Record {seq} is younger than the last checkpoint, which covers the records up to {newest}: wait for the"
            " nightly run, or sign the ledger now with `perd evidence sign`."
        )
    signed = examined.checkpoints[newest]
    return {
        "format": FORMAT,
        "seq": seq,
        "record": next(link.text for link in ledger.links() if link.seq == seq),
        "index": seq - 1,
        "tree_size": newest,
        "inclusion": [to_base64(node) for node in examined.reading.tree.inclusion(seq - 1, newest)],
        "checkpoint": str(signed.note),
        "keys": [key.vkey for key in signed.note.signers(notary.keys.trusted_keys())],
    }


def verified(ledger: Ledger, notary: Notary) -> Examined:
    """All of it. Raises EvidenceError where the records are not those that were signed: then nothing can be shown."""
    examined = examine(ledger, notary)
    if trouble := examined.about_records:
        raise EvidenceError(trouble.sentence)
    return examined
