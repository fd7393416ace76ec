"""What is wrong with a ledger's evidence: one sentence for each, which names the record or checkpoint."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flows.domain.text import Text


class What(StrEnum):
    """What was done."""

    CHAIN = "chain"
    """A record was changed, deleted, inserted or moved, or the end cut off; or the database no longer refuses it."""
    CUT_OFF = "cut-off"
    """Records that a checkpoint was signed over are not there."""
    REWRITTEN = "rewritten"
    """Records are other ones than those that a checkpoint was signed over."""
    UNTRUSTED = "untrusted"
    """Signed by no key that is trusted, or not by the one whose turn it was."""
    FOREIGN = "foreign"
    """A checkpoint of another ledger."""
    SWAPPED = "swapped"
    """A checkpoint lies under another one's name, or in another one's place."""
    DAMAGED = "damaged"
    """A file that holds no checkpoint any more."""
    MISSING = "missing"
    """A checkpoint that the ledger knows of is gone."""
    DISORDER = "disorder"
    """Signed earlier than a smaller one."""
    TIMESTAMP = "timestamp"
    """A time stamp is gone, another one, or does not confirm its checkpoint."""
    KEYS = "keys"
    """The trusted keys are gone, or the ledger says of another key than they."""


ABOUT_RECORDS = frozenset({What.CHAIN, What.CUT_OFF, What.REWRITTEN, What.UNTRUSTED, What.FOREIGN, What.KEYS})
"""Nothing more is signed while one of these stands: it would vouch for records that are not what they were."""

ABOUT_NOTES = frozenset({What.MISSING, What.SWAPPED})
"""A table of what is in the archive would not hold what was signed."""


@dataclass(frozen=True, slots=True)
class Problem:
    what: What
    sentence: Text
    checkpoint: int | None = None
    """Size of the checkpoint that it is about."""

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what.value, "checkpoint": self.checkpoint, "sentence": self.sentence.model_dump()}
