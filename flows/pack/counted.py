"""The records that numbers count, each as a line of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.domain.disclosure import Disclosure
from flows.domain.record import Entry
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_short_datetime
from flows.pack.number import Number
from flows.pack.says import says
from flows.pack.scope import Scope
from flows.pack.story import Story, latest


@dataclass(frozen=True, slots=True)
class Line:
    """One record."""

    seq: int
    at: str
    """As people in Bangkok read it, B.E."""
    iso: str
    """UTC, CE."""
    dataset: str
    title: str
    says: Text
    kind: str
    """Such as outcome."""
    hash: str
    page: str | None
    """The dataset's page on the portal."""
    downloads: tuple[str, ...]
    """Where the public downloads its files."""
    downstream: str | None = None
    """Its page on a portal downstream."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is said of a dataset where the record itself does not say it."""

    title: str
    page: str | None
    downloads: tuple[str, ...]


class Counted:
    """All records that numbers of these scopes count, with as much of them as was kept."""

    def __init__(self, scopes: Sequence[Scope], titles: Mapping[str, str]) -> None:
        self._entries: dict[int, Entry] = {}
        self._known: dict[str, _Known] = {}
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

    def line(self, number: Number, seq: int) -> Line:
        """The record as `number` counts it."""
        entry = self._entries[seq]
        disclosure = self._disclosure(entry)
        known = self._known.get(entry.dataset, _NOTHING)
        told = disclosure.told if disclosure else None
        return Line(
            seq=seq,
            at=thai_short_datetime(entry.at),
            iso=entry.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            dataset=entry.dataset,
            title=told.title if told else known.title,
            says=says(number, entry, disclosure),
            kind=entry.kind.value,
            hash=entry.hash,
            page=(disclosure.page if disclosure else None) or known.page,
            downloads=tuple(resource.url for resource in told.resources) if told else known.downloads,
            downstream=entry.body.get("page") if "downstream" in entry.body else None,
        )

    def _known_of(self, story: Story, month: int, titles: Mapping[str, str]) -> _Known:
        looked, told_by = latest(story.looked, month), latest(story.told, month)
        told = told.told if (told := self._disclosure(told_by) if told_by else None) else None
        look = self._disclosure(looked) if looked else None
        return _Known(
            title=told.title if told else titles.get(story.dataset, story.dataset),
            page=look.page if look else None,
            downloads=tuple(resource.url for resource in told.resources) if told and look and look.public else (),
        )

    def _disclosure(self, entry: Entry) -> Disclosure | None:
        return self._read(entry) if entry.body.get("disclosure") else None


_NOTHING = _Known("", None, ())


def _kept(story: Story) -> Iterator[Entry]:
    """What is kept whole comes last, so that it stands in the place of what is not."""
    for month in story.outcomes:
        yield from month
    yield from story.decisions
    for states in (story.looked_for, story.checked, story.viewed.by_month, story.downloaded.by_month):
        yield from states.values()
    for counted in (story.viewed, story.downloaded):
        if counted.first:
            yield counted.first
    yield from (*story.looked.values(), *story.told.values())
