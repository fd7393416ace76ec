"""What we can show afterwards: an append-only, hash-chained ledger, signed each night, and proofs of what it holds."""

from flows.evidence.examine import Examined, examine
from flows.evidence.export import Exported, Part, export
from flows.evidence.ledger import Ledger, Verified
from flows.evidence.notary import Notary
from flows.evidence.proof import prove
from flows.evidence.signing import Signed, sign_checkpoint
from flows.evidence.table import as_csv

__all__ = [
    "Examined",
    "Exported",
    "Ledger",
    "Notary",
    "Part",
    "Signed",
    "Verified",
    "as_csv",
    "examine",
    "export",
    "prove",
    "sign_checkpoint",
]
