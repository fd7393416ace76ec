"""The end of a night: the ledger is signed, and the signature goes to the places that keep it apart from the ledger.

Before that, it is compared with the places that have it already: somebody who may write to ledger and archive cannot
take back what the portal shows, and would else have us sign the rest and publish it in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.domain.errors import EvidenceError, PipelineError
from flows.domain.published import PublishedDataset
from flows.evidence import ABOUT_NOTES, Copies, Notary, Signed, as_csv, copies_in, sign_checkpoint
from flows.portal.client import Portal
from flows.reports.whole_file import write_file
from flows.world import World


@dataclass(frozen=True, slots=True)
class Sealed:
    signed: Signed
    not_compared: PipelineError | None
    """What kept us from the portal's copy; None if it was compared, or there is none yet."""


def seal(world: World) -> Sealed:
    """Sign all records so far; the archive has the checkpoint then, and the evidence dataset's source its table.

    Raises EvidenceError, and signs nothing, if the ledger is not what was signed before, by its archive, the table
    that was written here last, or the portal's; PipelineError for the disk.
    """
    assert world.ledger, "a run that writes has a ledger"
    where = world.settings.checkpoint_table
    copies, trouble = list(copies_in(where, str(where))), None
    try:
        copies += _on_the_portal(world)
    except EvidenceError:
        raise
    except PipelineError as error:  # it was compared the night before, and will be again
        trouble = error
    signed = sign_checkpoint(world.ledger, Notary.of(world.settings), world.run, world.now, copies)
    if all(problem.what not in ABOUT_NOTES for problem in signed.problems):
        _write_table(signed, world)
    return Sealed(signed, trouble)


def _on_the_portal(world: World) -> Iterator[Copies]:
    """The published tables as anybody gets them; a dataset of ours that is not published yet has none."""
    if world.portal is None:
        return
    for name, dataset in world.catalogue.datasets.items():
        if dataset.keeps_checkpoints and (published := world.portal.look_as_public(name)):
            yield from _tables(published, [resource.name for resource in dataset.resources], world.portal, world)


def _tables(published: PublishedDataset, names: list[str], portal: Portal, world: World) -> Iterator[Copies]:
    for resource in filter(None, map(published.resource, names)):
        file = world.workplace(published.name, "compared") / "checkpoints.csv"
        if portal.download(resource.url, size=resource.bytes_to_expect, to=file).web_page:
            raise PipelineError(
                f"{resource.url} gives a web page instead of the table of checkpoints: look at it as a visitor does."
            )
        yield from copies_in(file, resource.url)


def _write_table(signed: Signed, world: World) -> None:
    table, where = as_csv(signed.checkpoints), world.settings.checkpoint_table
    try:
        write_file(where, lambda unfinished: unfinished.write_text(table, encoding="utf-8"))
    except OSError as error:
        raise PipelineError(
            f"The ledger was signed, but the table of checkpoints cannot be written to {where} ({error.strerror}): look"
            " at the disk that PERD_HOME is on."
        ) from error
