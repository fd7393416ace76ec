"""For each disclosed dataset of an agency: which tests it passed, when, and by which record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.domain.text import Text
from flows.pack.counted import Counted, Line
from flows.pack.number import Number
from flows.pack.scope import Scope
from flows.pages.words import short_moment


@dataclass(frozen=True, slots=True)
class Tested:
    """One dataset."""

    line: Line | None
    """The record by which it was counted; None where no record tells of it."""
    dataset: str
    title: str
    at: Text
    """When that was, or when it was last seen on the portal; in Bangkok."""
    page: str | None
    results: tuple[bool | None, ...]
    """In the order of the tests; None where nobody can tell."""


def tested(scope: Scope, tests: Sequence[Number], counted: Counted) -> Iterator[Tested]:
    """The numbers `tests` are of `scope`: what they count is what is said here."""
    passed = [frozenset(number.records) for number in tests]
    considered = [frozenset(number.considered) for number in tests]
    for each in scope.disclosed():
        seq = each.told_by.seq if each.told_by else None
        line = counted.line(tests[0], seq if seq is not None else each.looked.seq)
        yield Tested(
            line=line if seq is not None else None,
            dataset=each.dataset,
            title=line.about.title,
            at=short_moment((each.told_by or each.looked).at),
            page=line.about.page,
            results=tuple(seq in its if seq in every else None for its, every in zip(passed, considered, strict=True)),
        )
