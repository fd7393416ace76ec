"""How a number is cited: by a reference in square brackets, in the order in which they are read; on paper, too."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from flows.pack.number import Number

LONGEST = 420
"""Characters of a list of record numbers in the appendix; all of them are in the records' pages and numbers.json."""


class Citations:
    """Gives each number its reference when it is first cited."""

    def __init__(self) -> None:
        self._cited: dict[str, Number] = {}
        self._references: dict[str, int] = {}

    def reference(self, number: Number) -> int:
        """From 1; the same each time. Call it in the order of reading."""
        if number.key not in self._references:
            self._cited[number.key] = number
            self._references[number.key] = len(self._references) + 1
        return self._references[number.key]

    @property
    def cited(self) -> Iterable[Number]:
        """In the order of their references."""
        return self._cited.values()

    @property
    def references(self) -> Mapping[str, int]:
        """By the number's key."""
        return self._references


def has_records(number: Number) -> bool:
    """Whether there is anything to be cited: nought of nothing has no records."""
    return bool(number.records or number.considered)


def page_of(number: Number) -> str:
    """Where in the pack its records stand: records/diw/outcomes-2026-10.html."""
    month = f"-{number.month}" if number.month else ""
    return f"records/{number.scope}/{number.id}{month}.html"


def anchor_of(number: Number) -> str:
    """Its place on that page."""
    return f"part-{number.part.replace('/', '-')}" if number.part else "all"


def ranges(numbers: Iterable[int]) -> list[str]:
    """1, 2, 3, 7 -> 1–3, 7."""
    found = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        its = [seq for _, seq in run]
        found.append(str(its[0]) if len(its) == 1 else f"{its[0]}–{its[-1]}")
    return found


def shortened(numbers: Iterable[int]) -> tuple[str, int]:
    """As many ranges as there is room for, and how many record numbers were left out."""
    every = sorted(numbers)
    told: list[str] = []
    length = shown = 0
    for each in ranges(every):
        length += len(each) + 2
        if length > LONGEST and told:
            break
        told.append(each)
        first, _, last = each.partition("–")
        shown += int(last or first) - int(first) + 1
    return ", ".join(told), len(every) - shown
