"""The records that numbers count, each as a line of a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flows.domain.disclosure import Disclosure
from flows.domain.record import Entry
from flows.domain.text import Text
from flows.pack.number import Number
from flows.pack.says import says
from flows.pack.scope import Scope
from flows.pack.story import Story, latest
from flows.pages.words import short_moment


@dataclass(frozen=True, slots=True)
class About:
    """The dataset of a record, and the way to it."""

    dataset: str
    title: str
    page: str | None
    """Its page on the portal."""
    downloads: tuple[str, ...]
    """Where the public downloads its files."""
    downstream: str | None = None
    """Its page on a portal downstream."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record."""

    seq: int
    at: Text
    """As people in Bangkok read it."""
    iso: str
    """UTC, CE."""
    kind: str
    """Such as outcome."""
    about: About
    says: Text
    hash: str


class Counted:
    """All records that numbers of these scopes count, with as much of them as was kept."""

    def __init__(self, scopes: Sequence[Scope], titles: Mapping[str, str]) -> None:
        self._entries: dict[int, Entry] = {}
        self._known: dict[str, About] = {}
        self._read = scopes[0].read
        for scope in scopes:
            self._entries |= {entry.seq: entry for entry in scope.checkpoints}
            for name, story in scope.stories.items():
                if name not in self._known:
                    self._known[name] = self._known_of(story, len(scope.months), titles)
                    self._entries |= {entry.seq: entry for entry in _kept(story)}

    @property
    def earliest(self) -> datetime | None:
        """When the first of them was written, UTC; None where there is none."""
        return min((entry.at for entry in self._entries.values()), default=None)

    @property
    def datasets(self) -> Iterable[About]:
        """Every dataset of these scopes, as its latest records have it, in order of id."""
        return (self._known[name] for name in sorted(self._known))

    def line(self, number: Number, seq: int) -> Line:
        """The record as `number` counts it."""
        entry = self._entries[seq]
        disclosure = self._disclosure(entry)
        return Line(
            seq=seq,
            at=short_moment(entry.at),
            iso=f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            kind=entry.kind.value,
            about=self._about(entry, disclosure),
            says=says(number, entry, disclosure),
            hash=entry.hash,
        )

    def _about(self, entry: Entry, disclosure: Disclosure | None) -> About:
        """As the record itself has it, or else as the latest one of its dataset."""
        known = self._known.get(entry.dataset, _NOTHING)
        if "downstream" in entry.body:
            return replace(known, downstream=entry.body.get("page"))
        if disclosure is None:
            return known
        told = disclosure.told
        return About(
            entry.dataset,
            told.title if told else known.title,
            disclosure.page or known.page,
            tuple(resource.url for resource in told.resources) if told else known.downloads,
        )

    def _known_of(self, story: Story, month: int, titles: Mapping[str, str]) -> About:
        looked, told_by = latest(story.looked, month), latest(story.told, month)
        told = told.told if (told := self._disclosure(told_by) if told_by else None) else None
        look = self._disclosure(looked) if looked else None
        return About(
            story.dataset,
            told.title if told else titles.get(story.dataset, story.dataset),
            look.page if look else None,
            tuple(resource.url for resource in told.resources) if told and look and look.public else (),
        )

    def _disclosure(self, entry: Entry) -> Disclosure | None:
        return self._read(entry) if entry.body.get("disclosure") else None


_NOTHING = About("", "", None, ())


def _kept(story: Story) -> Iterator[Entry]:
    """What is kept whole comes last, so that it stands in the place of what is not."""
    for month in story.outcomes:
        yield from month
    yield from story.decisions
    for states in (story.looked_for, story.checked, story.looked, story.told):
        yield from states.values()
    yield from (*story.views.kept(), *story.downloads.kept())
