"""The end of a night: the ledger is signed, and the signature goes to the places that keep it apart from the ledger."""

from flows.domain.errors import PipelineError
from flows.evidence import Notary, Signed, as_csv, sign_checkpoint
from flows.reports.whole_file import write_file
from flows.world import World


def seal(world: World) -> Signed:
    """Sign all records so far; the archive has the checkpoint then, and the evidence dataset's source its table.

    Raises EvidenceError, and signs nothing, if the ledger is not what was signed before; PipelineError for the disk.
    """
    assert world.ledger, "a run that writes has a ledger"
    signed = sign_checkpoint(world.ledger, Notary.of(world.settings), world.run, world.now)
    if signed.problems:  # a table of what is left would take the portal's copy of what is gone away, too
        return signed
    table = as_csv(signed.checkpoints)
    where = world.settings.checkpoint_table
    try:
        write_file(where, lambda unfinished: unfinished.write_text(table, encoding="utf-8"))
    except OSError as error:
        raise PipelineError(
            f"The ledger was signed, but the table of checkpoints cannot be written to {where} ({error.strerror}): look"
            " at the disk that PERD_HOME is on."
        ) from error
    return signed
