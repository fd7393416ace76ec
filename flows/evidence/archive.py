"""The archive: signed checkpoints, kept apart from the ledger. A folder as shipped, any storage that fsspec knows.

<archive>/checkpoints/000000000120.note      the checkpoint of 120 records
<archive>/checkpoints/000000000120.tsr       its time stamp (RFC 3161), where there is one
"""

from flows.domain.text import Text
from flows.storage import Folder, refuse_nowhere

FOLDER = "checkpoints"
NOTE, STAMP = ".note", ".tsr"


class Archive(Folder):
    """At an fsspec address."""

    def __init__(self, address: str) -> None:
        super().__init__(address, FOLDER, Text(th="จุดลงนาม", en="a checkpoint"))

    @classmethod
    def of(cls, address: str) -> "Archive":
        """At the address of the settings: DeclarationError also for one that keeps nothing, or not where it says."""
        refuse_nowhere(address)
        return cls(address)
