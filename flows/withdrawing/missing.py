"""Which datasets were once published and are declared no more, by the ledger alone: the portal is not asked.

Only what this ledger tells of counts. Datasets of another Perd on the same portal are never missed.
"""

from collections.abc import Iterator

from flows.catalogue import Catalogue
from flows.domain.record import Kind
from flows.domain.withdrawal import Known, known_by
from flows.evidence import Ledger


def missing(ledger: Ledger, catalogue: Catalogue) -> tuple[str, ...]:
    """The ids of all that a run has ever ended, and that no file declares: one that cannot be read declares its own."""
    declared = {*catalogue.datasets, *catalogue.broken}
    return tuple(name for name in ledger.datasets(Kind.OUTCOME) if name not in declared)


def known_of(ledger: Ledger, dataset: str, portal: str) -> Known:
    """`portal`: its address as the settings have it. Raises EvidenceError."""
    return known_by(
        dataset,
        portal,
        ledger.latest(Kind.OUTCOME, dataset),
        ledger.latest(Kind.NOTIFICATION, dataset),
        ledger.latest(Kind.DECISION, dataset),
    )


def public_by_agency(ledger: Ledger, portal: str) -> dict[str, str]:
    """The agency's code of each dataset, declared or not, that the public sees as far as the ledger knows."""
    every = (known_of(ledger, name, portal) for name in ledger.datasets(Kind.OUTCOME))
    return {known.dataset: known.agency for known in every if known.public and not known.own_evidence}


def in_grace(ledger: Ledger, catalogue: Catalogue, portal: str) -> Iterator[Known]:
    """Those that stay public for some days more, although no declaration speaks of them."""
    for name in missing(ledger, catalogue):
        known = known_of(ledger, name, portal)
        if known.grace and known.public is not False and not known.reopened:
            yield known
