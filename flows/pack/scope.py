"""Whose numbers are counted together, and what of theirs the public saw at a moment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from flows.domain.disclosure import Disclosure, Told
from flows.domain.fiscal_period import Month
from flows.domain.record import Entry
from flows.pack.commission import Body, Commission
from flows.pack.story import Reading, Story, disclosure_of, latest


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A dataset that the public sees."""

    dataset: str
    agency: str | None
    looked: Entry
    """Says that the public sees it."""
    told_by: Entry | None
    """Says what is disclosed; None where no record does so."""
    disclosure: Disclosure | None
    """Of `told_by`."""

    @property
    def told(self) -> Told | None:
        return self.disclosure.told if self.disclosure else None


@dataclass(frozen=True)
class Scope:
    """The ministry, or one agency."""

    body: Body
    stories: Mapping[str, Story]
    """By dataset."""
    checkpoints: tuple[Entry, ...]
    """Of the whole ledger, in the period."""
    months: tuple[Month, ...]
    day: date
    """As of which everything is counted."""
    _read: dict[int, Disclosure] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        return self.body.id

    def disclosed(self, month: int | None = None) -> tuple[Disclosed, ...]:
        """What the public saw at the end of that month (from 1; 0 is before the period), or sees at the end."""
        return tuple(self._disclosed(len(self.months) if month is None else month))

    def _disclosed(self, month: int) -> Iterator[Disclosed]:
        for dataset, story in self.stories.items():
            looked = latest(story.looked, month)
            if looked and looked.body["disclosure"]["public"]:
                told = latest(story.told, month)
                yield Disclosed(dataset, story.agency, looked, told, self.read(told) if told else None)

    def read(self, entry: Entry) -> Disclosure:
        """What the record says of the disclosure, read once."""
        if entry.seq not in self._read:
            self._read[entry.seq] = disclosure_of(entry)
        return self._read[entry.seq]


def scopes(reading: Reading, commission: Commission) -> tuple[Scope, ...]:
    """The ministry first, if the pack is of it; then each of its agencies, also one of which nothing is recorded."""
    months = commission.period.months(commission.day)
    read: dict[int, Disclosure] = {}
    of = {agency.id: _stories(reading, [agency.id]) for agency in commission.agencies}
    whole = _stories(reading, of)
    bodies = [(commission.ministry, whole)] if commission.ministry else []
    bodies += [(agency, of[agency.id]) for agency in commission.agencies]
    return tuple(
        Scope(body, stories, tuple(reading.checkpoints), months, commission.day, read) for body, stories in bodies
    )


def _stories(reading: Reading, agencies: Iterable[str]) -> dict[str, Story]:
    chosen = set(agencies)
    return {name: story for name, story in sorted(reading.stories.items()) if story.agency in chosen}
