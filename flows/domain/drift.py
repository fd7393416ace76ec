"""One thing in which ledger, archive and portal do not agree."""

from dataclasses import dataclass
from enum import StrEnum

from flows.domain.text import Text


class Acts(StrEnum):
    """Who puts it right."""

    PERD = "perd"
    """`perd reconcile --repair`, or the next run: nobody has to do anything."""
    OFFICER = "officer"
    """Whoever runs Perd."""
    EDITOR = "editor"
    """Whoever edits datasets on the portal."""
    PORTAL = "portal"
    """The portal's administrator."""
    ARCHIVE = "archive"
    """Whoever keeps the archive, and its backups."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Never a cell's value."""

    slug: str
    """`<where it shows>/<what>`: docs/reconcile.md explains each."""
    dataset: str
    """Its id; `record.WHOLE` where it is about the portal as a whole."""
    where: str
    """A resource, a field as CKAN calls it, `<resource>.<field>`, or the number of a version; empty where the dataset
    itself is meant."""
    expected: Text
    """What should be there."""
    found: Text
    """What is."""
    told: Text
    """What that means, in a sentence."""
    todo: Text
    """Who does what about it."""
    acts: Acts
    mends: bool
    """Whether `--repair` puts it right, without a person."""

    @property
    def sign(self) -> tuple[str, str, str]:
        """What it is known again by, when it is looked for once more."""
        return self.slug, self.dataset, self.where
