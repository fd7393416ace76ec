"""Put checkpoints that were removed from the archive back from a copy: only those that the ledger tells of."""

from flows.domain.errors import PipelineError
from flows.evidence.checkpoint import SignedCheckpoint
from flows.evidence.copies import Copies
from flows.evidence.ledger import Ledger
from flows.evidence.notary import Notary
from flows.evidence.reading import read_through


def restore(ledger: Ledger, notary: Notary, copies: Copies) -> list[int]:
    """Sizes of those that were put back. What the ledger says of a note, its digest, leaves no doubt which one it is.

    Raises PipelineError where another file bears the name of one of them: it has to be looked at first.
    """
    said = read_through(ledger.links()).signed
    told = {body.note_sha256: size for size, body in said.items()}
    restored = []
    for content in copies.notes:
        try:
            signed = SignedCheckpoint.parse(content)
        except ValueError:
            continue
        size = told.get(signed.note.sha256)
        if size is None or notary.archive.file(signed.file_name) == content:
            continue
        try:
            notary.archive.keep(signed.file_name, content)
        except FileExistsError as error:
            raise PipelineError(f"{error}: move that file away, keep it as evidence, and restore again.") from error
        restored.append(size)
    return restored
