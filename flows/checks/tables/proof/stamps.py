"""What Frictionless said of a row, said again of another row with the same cells at fault.

An error's text names the row once, at a place that does not depend on the row. It is found by asking Frictionless for
the same error of a row with a number that occurs nowhere else, and kept only if the error at hand comes out of it again
letter by letter. This costs as much as an error does, so it is done when an oddity is met for the second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import attrs
from frictionless import Error
from frictionless.errors import RowError

from flows.checks.tables.proof.selection import Oddity

NOWHERE = 8_675_309_424_242
"""The number of no row."""
KEPT = 20_000
"""Oddities whose errors are kept, about 2 KB each."""
REMEMBERED = 200_000
"""Oddities that are known to have been met once."""
_OF_THE_ROW = ("row_number", "cells", "message")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One error without its row."""

    kind: type[RowError]
    same: tuple[tuple[str, Any], ...]
    """The attributes that do not depend on the row."""
    before: str
    after: str
    """The message around the row's number."""
    assigned: frozenset[str]
    """What Frictionless has noted down as said of the error."""

    def error(self, number: int, cells: list[str]) -> RowError:
        """The error as Frictionless itself makes it, of this row; its text is not made anew."""
        made = object.__new__(self.kind)
        put = object.__setattr__
        made.__dict__.update(
            custom={},
            metadata_defaults={"custom": {}, "cells": cells.copy()},
            metadata_assigned=set(self.assigned),
            metadata_initiated=True,
        )
        for name, value in self.same:
            put(made, name, value)
        put(made, "row_number", number)
        put(made, "cells", cells)
        put(made, "message", f"{self.before}{number}{self.after}")
        return made


class Stamps:
    """The errors of oddities met more than once."""

    def __init__(self, met_before: int, reading_order: Sequence[int]) -> None:
        """met_before: how often an oddity was met before its errors are kept; reading_order: see `reading_order`."""
        self._stamps: dict[Oddity, list[Stamp]] = {}
        self._place = {nth: place for place, nth in enumerate(reading_order)}
        self._met: set[int] = set()
        self._patient = met_before > 0

    def errors(self, oddity: Oddity | None, number: int, cells: list[str]) -> list[Error] | None:
        """Those of a row with this oddity; None where Frictionless has to say so."""
        stamps = (self._stamps.get(oddity) or self._composed(oddity)) if oddity else None
        return [stamp.error(number, cells.copy()) for stamp in stamps] if stamps else None

    def _composed(self, oddity: Oddity) -> list[Stamp] | None:
        """The errors of several cells, where those of each by itself are known."""
        if len(oddity) == 1 or not all(nth in self._place for nth, _ in oddity):
            return None
        composed: list[Stamp] = []
        for part in sorted(oddity, key=lambda part: self._place[part[0]]):
            stamps = self._stamps.get((part,))
            if not stamps:
                return None
            composed += stamps
        return composed

    def learn(self, oddity: Oddity | None, number: int, errors: Sequence[Error]) -> None:
        """What Frictionless said of row `number`."""
        if not oddity or oddity in self._stamps or len(self._stamps) >= KEPT:
            return
        if self._patient and hash(oddity) not in self._met:
            if len(self._met) < REMEMBERED:
                self._met.add(hash(oddity))
            return
        stamps = [stamped(error, number) for error in errors]
        self._stamps[oddity] = [stamp for stamp in stamps if stamp] if all(stamps) else []


def stamped(error: Error, number: int) -> Stamp | None:
    """The error of row `number` without its row; None where Frictionless' own could not be made of it again."""
    if not isinstance(error, RowError) or error.row_number != number:
        return None
    given = {each.name: getattr(error, each.name) for each in attrs.fields(type(error)) if each.init}
    elsewhere = type(error)(**(given | {"row_number": NOWHERE}))
    before, *after = elsewhere.message.split(str(NOWHERE))
    if len(after) != 1:
        return None
    same = tuple((name, value) for name, value in given.items() if name not in _OF_THE_ROW)
    stamp = Stamp(type(error), same, before, after[0], frozenset(error.metadata_assigned))
    again = stamp.error(number, list(error.cells))
    return stamp if _all(again) == _all(error) else None


def _all(error: RowError) -> tuple[Any, ...]:
    fields = [getattr(error, each.name) for each in attrs.fields(type(error))]
    return type(error), fields, vars(error)
