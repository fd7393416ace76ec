"""Many datasets at a glance: one page per agency, and one for the ministry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.domain.finding import Standing
from flows.domain.score import HistoryLine, Score, shown
from flows.domain.text import Text
from flows.pages.words import moment
from flows.reports.index_entry import IndexEntry
from flows.reports.page import PAGES
from flows.reports.score_view import score_views
from flows.reports.words import OUTCOMES, STANDINGS

__all__ = ["IndexEntry", "Scored", "index_page"]

Scored = tuple[Sequence[Score], Sequence[HistoryLine]]
"""The scores of several datasets together, and how they were run by run, oldest first."""

_MOST_URGENT_FIRST = ("held", "unreachable", "failed", "waiting", "published", "fit", "unchanged")
_ALWAYS_COUNTED = tuple(word for word in _MOST_URGENT_FIRST if word != "fit")
_COLUMNS = (Standing.BLOCK, Standing.PERSON, Standing.WARN, Standing.INFO)


@dataclass(frozen=True, slots=True)
class _Section:
    code: str
    name: Text
    entries: tuple[IndexEntry, ...]
    outcomes: Mapping[str, int]
    """Only those that occur."""


def index_page(
    title: Text,
    entries: Iterable[IndexEntry],
    at: datetime,
    portal_url: str,
    scored: Scored = ((), ()),
    agency_pages: str | None = None,
) -> str:
    """The page as text: `title` is the agency's or the ministry's name, `at` is in UTC, `scored` are the scores of all.

    agency_pages: the folder beside this page that has one for each agency, ending in /; None where there is none.

    Agencies stand in the order of their codes; within one, what somebody has to act on comes first.
    """
    listed = sorted(entries, key=_urgency)
    sections = []
    for code in sorted({entry.agency for entry in listed}):
        its = tuple(entry for entry in listed if entry.agency == code)
        counted = {word: count for word, count in _counted(its).items() if count}
        sections.append(_Section(code, its[0].agency_name, its, counted))
    total = _counted(listed)
    return PAGES.render(
        "index.html.j2",
        ["switch.js", "index.js"],
        title=title,
        at=moment(at),
        agencies=sections,
        total=len(listed),
        outcomes={word: count for word, count in total.items() if count or word in _ALWAYS_COUNTED},
        words=OUTCOMES,
        standings={standing.value: STANDINGS[standing] for standing in _shown(listed)},
        moment=moment,
        portal_url=portal_url,
        scores=score_views(*scored),
        points=shown,
        agency_pages=agency_pages,
    )


def _urgency(entry: IndexEntry) -> tuple[int, int, int, int, str]:
    counts = entry.counts
    wrong = (-counts.get("block", 0), -counts.get("person", 0), -counts.get("warn", 0))
    return (_MOST_URGENT_FIRST.index(entry.outcome), *wrong, entry.dataset)


def _counted(entries: Iterable[IndexEntry]) -> dict[str, int]:
    words = [entry.outcome for entry in entries]
    return {word: words.count(word) for word in _MOST_URGENT_FIRST}


def _shown(entries: Iterable[IndexEntry]) -> list[Standing]:
    """What a person has to decide is a column only where there is any."""
    asked = any(entry.counts.get("person", 0) for entry in entries)
    return [standing for standing in _COLUMNS if asked or standing is not Standing.PERSON]
