"""What the ledger tells of each dataset up to a moment, from one reading: only what numbers need stays in memory."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any

from flows.domain.disclosure import Disclosure
from flows.domain.errors import EvidenceError
from flows.domain.fiscal_period import midnight
from flows.domain.presence import PresenceState
from flows.domain.record import WHOLE, Entry, Kind
from flows.pack.commission import Commission
from flows.pack.portal_counts import Count, Counts

BEFORE = 0
"""Stands for the time before the period where else the number of one of its months stands, from 1."""

Latest = dict[int, Entry]
"""By month: of its records of some kind, the one with the highest number."""


@dataclass(slots=True)
class Story:
    """One dataset."""

    dataset: str
    agency: str | None = None
    """Code; None where neither a record nor the catalogue knows it."""
    looked: Latest = field(default_factory=dict)
    """Records that say whether the public sees it: outcomes, and decisions by which that changed."""
    told: Latest = field(default_factory=dict)
    """Outcomes that say what is disclosed and how."""
    views: Counts = field(default_factory=Counts)
    """Visits of its page."""
    downloads: Counts = field(default_factory=Counts)
    """Downloads of its files."""
    checked: Latest = field(default_factory=dict)
    """Outcomes that count its findings."""
    looked_for: Latest = field(default_factory=dict)
    """Looks at the portal downstream that saw whether it is there."""
    outcomes: list[list[Entry]] = field(default_factory=list)
    """Of the period, by month: each with no more of its body than the outcome's word."""
    decisions: list[Entry] = field(default_factory=list)
    """Of the period."""
    records: list[int] = field(default_factory=list)
    """Numbers of all records of the period, of whatever kind."""
    without_disclosure: int = 0
    """Outcomes of the period that say nothing of the disclosure: they were written by an earlier version."""


@dataclass(slots=True)
class Reading:
    """What the whole ledger told, up to the moment."""

    stories: dict[str, Story] = field(default_factory=dict)
    checkpoints: list[Entry] = field(default_factory=list)
    """Of the period."""
    size: int = 0
    """Number of the last record; 0 if there is none."""
    head: str = ""
    """Its hash."""


def latest(states: Latest, month: int) -> Entry | None:
    """As things stood at the end of that month."""
    known = [entry for when, entry in states.items() if when <= month]
    return max(known, key=lambda entry: entry.seq, default=None)


def read(entries: Iterable[Entry], commission: Commission) -> Reading:
    """Read the ledger once. What was recorded after the pack's moment is passed over."""
    begun = [midnight(month.first) for month in commission.period.months(commission.day)]
    reading = Reading()
    for entry in entries:
        if entry.at >= commission.as_of:
            continue
        reading.size, reading.head = entry.seq, entry.hash
        month = bisect_right(begun, entry.at)
        if entry.dataset != WHOLE:
            story = reading.stories.get(entry.dataset)
            if story is None:
                story = reading.stories[entry.dataset] = Story(entry.dataset, outcomes=[[] for _ in begun])
            _add(story, entry, month)
        elif entry.kind is Kind.CHECKPOINT and month:
            reading.checkpoints.append(entry)
    for story in reading.stories.values():
        story.agency = story.agency or _owner(story.dataset, commission.codes)
    return reading


def disclosure_of(entry: Entry) -> Disclosure:
    """What the outcome says of the disclosure. EvidenceError where it cannot be read."""
    try:
        return Disclosure.from_json(entry.body["disclosure"])
    except (KeyError, ValueError) as error:
        raise EvidenceError(
            f"Record {entry.seq} ({entry.dataset}) says something of the disclosure that this version of Perd cannot"
            " read: run `perd evidence verify`, and make the pack with the version that wrote it, or a later one."
        ) from error


def _add(story: Story, entry: Entry, month: int) -> None:
    if month:
        story.records.append(entry.seq)
    match entry.kind:
        case Kind.OUTCOME if "own_evidence" not in entry.body:  # Perd's own checkpoints are no agency's achievement
            _add_outcome(story, entry, month)
        case Kind.DECISION:
            if "disclosure" in entry.body:  # withdrawn, or public again
                story.looked[month] = entry
            if month:
                story.decisions.append(entry)
        case Kind.PRESENCE if entry.body["state"] != PresenceState.COULD_NOT_LOOK:
            story.looked_for[month] = entry


def _add_outcome(story: Story, entry: Entry, month: int) -> None:
    body = entry.body
    disclosure: Mapping[str, Any] | None = body.get("disclosure")
    if disclosure:
        story.agency = disclosure["agency"]
        if disclosure["public"] is not None:
            story.looked[month] = entry
        if disclosure["told"] is not None:
            story.told[month] = entry
        for counts, times in ((story.views, disclosure["views"]), (story.downloads, disclosure["downloads"])):
            if times is not None:
                counts.add(Count(times, entry), in_period=month != BEFORE)
    if "findings" in body:
        story.checked[month] = entry
    if month:
        story.outcomes[month - 1].append(replace(entry, body={"outcome": body["outcome"]}))
        story.without_disclosure += disclosure is None


def _owner(dataset: str, codes: Set[str]) -> str | None:
    """The agency with the longest code that the id begins with."""
    return max((code for code in codes if dataset.startswith(f"{code}-")), key=len, default=None)
