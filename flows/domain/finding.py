"""What a check found, in words and coordinates that the agency's steward can act on."""

from dataclasses import dataclass
from enum import StrEnum

from flows.domain.text import Text


class Severity(StrEnum):
    """What a finding means for publication."""

    BLOCK = "block"
    """The dataset is held; the public goes on seeing the last good version."""
    WARN = "warn"
    """Published, and said in the report."""
    INFO = "info"


def column_letter(position: int) -> str:
    """The letters a spreadsheet shows above the 1-based column: 1 -> A, 27 -> AA."""
    letters = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the agency's own file. Any part may be unknown: a finding can be about a file or dataset as a whole."""

    resource: str | None = None
    """Name of the declared resource; None for the dataset as a whole."""
    sheet: str | None = None
    row: int | None = None
    """Record of the agency's file, counted from 1 at its top, title rows and header included."""
    column: int | None = None
    """1-based column of the agency's file."""
    header: str | None = None
    """The header as the agency wrote it."""
    field: str | None = None
    """Machine name of the column."""

    @property
    def cell(self) -> str | None:
        """The spreadsheet's name of the cell, such as C12; None where row or column is unknown."""
        if self.row is None or self.column is None:
            return None
        return f"{column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    rule: str
    """Stable slug, such as table/type-error; described in docs/rules.md."""
    severity: Severity
    message: Text
    """What is wrong, in one sentence each."""
    fix: Text
    """What to do about it, in one sentence each."""
    place: Place = Place()
    value: str | None = None
    """The value as the agency wrote it. Always None for findings about personal data."""
    waived: str | None = None
    """The reason of the waiver in force; None where the finding counts."""
    person_decides: bool = False
    """Whether a named person may let it pass."""
    approved: str | None = None
    """Who let it pass and why; None where nobody did."""

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK and self.waived is None and self.approved is None

    @property
    def standing(self) -> "Standing":
        """What the finding amounts to, waivers and approvals considered."""
        if self.approved is not None:
            return Standing.APPROVED
        if self.waived is not None:
            return Standing.WAIVED
        if self.severity is Severity.BLOCK and self.person_decides:
            return Standing.PERSON
        return Standing(self.severity.value)


class Standing(StrEnum):
    """What a finding amounts to in this run."""

    BLOCK = "block"
    PERSON = "person"
    """Blocks until a named person has let it pass."""
    WARN = "warn"
    INFO = "info"
    APPROVED = "approved"
    WAIVED = "waived"
