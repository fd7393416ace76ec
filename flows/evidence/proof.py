"""Proofs for somebody who has neither the ledger nor Perd: that a record is in it, and that it only grew.

Each is checked, as its reader does, before it is handed out.
"""

from typing import Any

from flows.domain.errors import EvidenceError, PipelineError
from flows.evidence.chain import Link
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.examine import Examined, examine
from flows.evidence.ledger import Ledger
from flows.evidence.merkle import MerkleTree, extends, includes, leaf_hash
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
    link = next(link for link in ledger.links() if link.seq == seq)
    return {
        "format": FORMAT,
        "seq": seq,
        "record": link.text,
        "index": seq - 1,
        "tree_size": newest,
        "inclusion": inclusion(link, examined.reading.tree, signed),
        "checkpoint": str(signed.note),
        "keys": [key.vkey for key in signed.note.signers(notary.keys.trusted_keys())],
    }


def verified(ledger: Ledger, notary: Notary) -> Examined:
    """All of it. Raises EvidenceError where the records are not those that were signed: then nothing can be shown."""
    examined = examine(ledger, notary)
    if trouble := examined.about_records:
        raise EvidenceError(trouble.sentence)
    return examined


def inclusion(link: Link, tree: MerkleTree, signed: SignedCheckpoint) -> list[str]:
    """That the record is among those that were signed, in base64. EvidenceError if its text is not that any more."""
    point = signed.checkpoint
    proof = tree.inclusion(link.seq - 1, point.size)
    if not includes(leaf_hash(link.text.encode()), link.seq - 1, point.size, proof, point.root):
        raise EvidenceError(
            f"Record {link.seq} is not what it was when the ledger was verified a moment ago: nothing is handed out."
            " Give `perd evidence verify`, which says what was changed."
        )
    return [to_base64(node) for node in proof]


def consistency(first: SignedCheckpoint, second: SignedCheckpoint, tree: MerkleTree) -> list[str]:
    """That the second checkpoint stands for the records of the first and more, in base64. EvidenceError if it does
    not."""
    old, new = first.checkpoint, second.checkpoint
    proof = tree.consistency(old.size, new.size)
    if not extends(old.size, old.root, new.size, new.root, proof):
        raise EvidenceError(
            f"Checkpoint {new.size} does not go on from checkpoint {old.size}: nothing is handed out. Give `perd"
            " evidence verify`, which says what was changed."
        )
    return [to_base64(node) for node in proof]
