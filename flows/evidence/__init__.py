"""What we can show afterwards: an append-only, hash-chained ledger, signed each night, and proofs of what it holds.

    the ledger      ledger; chain, head; database, migrate, migrations/; last_publication (what it says is public)
    ... refuses     append_only (by triggers of its database), guards (which are still those)
    its tree        merkle; reading (one pass over all), own_records (what it says of its keys and checkpoints)
    signing         signing, with a notary: keys (key_files), archive, timestamp; clock, reasons;
                    checkpoint, signed_note, note_keys
    verifying       examine; trust_, note_, record_, archive_ and stamp_checks; problems; copies (elsewhere), restore
    one writer      lease, lease_table: one run at a time writes a dataset; they only share the ledger's database
    handing over    proof, export, part; table (as it is published); handover/ is what a third party runs

docs/evidence.md tells what is shown by it, to whom, and what is not.
"""

from flows.evidence.copies import Copies, copies_in
from flows.evidence.examine import Examined, examine
from flows.evidence.export import Exported, export
from flows.evidence.lease import Holder, Leases
from flows.evidence.ledger import Ledger, Verified
from flows.evidence.notary import Notary
from flows.evidence.part import Part
from flows.evidence.problems import ABOUT_NOTES
from flows.evidence.proof import prove
from flows.evidence.signing import Signed, sign_checkpoint
from flows.evidence.table import as_csv

__all__ = [
    "ABOUT_NOTES",
    "Copies",
    "Examined",
    "Exported",
    "Holder",
    "Leases",
    "Ledger",
    "Notary",
    "Part",
    "Signed",
    "Verified",
    "as_csv",
    "copies_in",
    "examine",
    "export",
    "prove",
    "sign_checkpoint",
]
