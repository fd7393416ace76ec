"""Which errors of Frictionless have a finer name: each fault is told once, by the rule that says most about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flows.checks.subject import Table
from flows.checks.tables.canonical import look_through
from flows.checks.tables.storable import judge_of
from flows.checks.tables.words import shortened
from flows.checks.thai import mojibake
from flows.checks.thai import spelling as thai_spelling
from flows.checks.thai.cells import (
    Descriptor,
    Told,
    allowed,
    common_era_left,
    leading_zeros_lost,
    no_such_leap_day,
    thai_digits,
)
from flows.checks.thai.house_numbers import Houses, house_columns
from flows.checks.thai.rounded_ids import Ids, rounded_ids
from flows.checks.thai.texts import BLOCKING, is_text, told_of_text
from flows.checks.thai.totals import labels_of

ELSEWHERE: Final = Told("")
"""The cell is told by a check of its own, and the dataset is held by that."""


@dataclass
class Finer:
    """One table's errors, seen with what is known of its columns. The whole table is read only where it must be."""

    table: Table

    def __post_init__(self) -> None:
        self._fields = [self._named.get(column.name, {}) for column in self.table.tidied.columns]
        self._labels = labels_of(self.table.tidied, self.table.schema)

    @cached_property
    def _named(self) -> dict[str, Descriptor]:
        return {field["name"]: field for field in self.table.schema.descriptor["fields"]}

    @cached_property
    def _ids(self) -> Mapping[int, Ids]:
        return rounded_ids(self.table)

    @cached_property
    def _houses(self) -> Mapping[int, Houses]:
        return look_through(self.table, house_columns)

    def is_misfit_total(self, cells: Sequence[str]) -> bool:
        """Whether the row as a whole is told as a total that is no record."""
        return self._labels.misfit(cells)

    def is_rounded_key(self, cells: Sequence[str]) -> bool:
        """Whether a part of the row's key is one of the numbers that are told as rounded away, all of them alike."""
        keys = self.table.schema.primary_key
        return any(
            column.name in keys and nth < len(cells) and nth in self._ids and self._ids[nth].told(cells[nth])
            for nth, column in enumerate(self.table.tidied.columns)
        )

    def of_cell(self, nth: int, cells: Sequence[str], error_type: str) -> Told | None:
        """The finer word for an error in canonical column `nth` (from 0) of a row; None where there is none."""
        cell = cells[nth] if nth < len(cells) else ""
        if error_type not in ("type-error", "constraint-error") or "\0" in cell:
            return None
        if self._labels.misfit(cells) and (nth == self._labels.label(cells) or not cell.strip()):
            return ELSEWHERE
        if not cell.strip():
            return None
        field = self._fields[nth]
        return self._of_text(nth, cell, field) if is_text(field) else self._of_value(cell, field, error_type)

    def _of_text(self, nth: int, cell: str, field: Descriptor) -> Told | None:
        rules = self.table.resource.tidy
        told = told_of_text(cell, field, rules)
        if told is not None and told.slug in BLOCKING:
            return ELSEWHERE
        if nth in self._ids and self._ids[nth].told(cell):
            return ELSEWHERE
        if nth in self._houses and self._houses[nth].told(cell) is not None:
            return ELSEWHERE
        spelling = thai_spelling.misspelt(cell)
        if spelling is not None and allowed(spelling.mended, field.get("constraints", {})):
            return Told("thai/misspelt-value", {"mended": thai_spelling.around(cell, spelling.mended)})
        return leading_zeros_lost(cell, field)

    def _of_value(self, cell: str, field: Descriptor, error_type: str) -> Told | None:
        rules = self.table.resource.tidy
        stored = judge_of(field, rules)
        if stored is not None and stored[1](cell) is not None:
            return ELSEWHERE
        if error_type == "constraint-error":
            return None
        was = mojibake.mended(cell)
        if was is not None:
            return Told("thai/mojibake", {"mended": shortened(was)})
        digits = thai_digits(cell, field, rules)
        return digits or common_era_left(cell, field, rules) or no_such_leap_day(cell, field, rules)
