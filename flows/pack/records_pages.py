"""For each number a page with the very records that it counts, each with the way to the dataset on the portal."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.domain.ministry import MINISTRY
from flows.pack.citations import has_records, page_of, ranges
from flows.pack.commission import Body, Commission
from flows.pack.counted import Counted, Line
from flows.pack.lookup import Numbers
from flows.pack.number import Number
from flows.pack.pages import FOLDER, PAGES, Cells
from flows.pages.style import style_of

MOST_LINES = 2_000
"""On the page of a number that is made of others: beyond it, the page leads to those."""
EVERY_RECORD = "verified-records.records"
"""Counts every record there is: its page names them by number, and their full texts are in the evidence's folder."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a number counts."""

    number: Number
    reference: int | None
    """None of a number that the pack's page does not show."""
    lines: tuple[Line, ...] = ()
    made_of: tuple[Number, ...] = ()
    """Numbers that add up to it, and whose pages have the lines."""
    ranges: str | None = None
    """The record numbers, where there are no lines."""


def write_records(
    folder: Path, numbers: Numbers, counted: Counted, commission: Commission, references: Mapping[str, int]
) -> None:
    """Write records/ of the pack."""
    bodies = {body.id: body for body in (commission.whole, *commission.agencies)}
    (folder / "records").mkdir()
    (folder / "records" / "style.css").write_text(style_of((FOLDER / "pack.css",)), encoding="utf-8")
    cells = Cells()
    by_page: dict[str, list[Number]] = defaultdict(list)
    for number in numbers.all:
        if number.what.mark == "own":
            by_page[page_of(number)].append(number)
    for page, its in by_page.items():
        path = folder / page
        path.parent.mkdir(exist_ok=True)
        path.write_text(_page(its, bodies, numbers, counted, commission, references, cells), encoding="utf-8")


def _page(
    its: list[Number],
    bodies: Mapping[str, Body],
    numbers: Numbers,
    counted: Counted,
    commission: Commission,
    references: Mapping[str, int],
    cells: Cells,
) -> str:
    first = its[0]
    counts = {seq for number in its for seq in number.records}
    rest = sorted({seq for number in its for seq in number.considered} - counts)
    months = {month.id: month.title for month in commission.period.months(commission.day)}
    return PAGES.render(
        "records.html.j2",
        [],
        what=first.what,
        body=bodies[first.scope],
        bodies=bodies,
        month=months[first.month] if first.month else None,
        months=months,
        parts=dict(first.what.parts),
        commission=commission,
        sections=[_section(number, numbers, counted, references) for number in its],
        rest=[counted.line(first, seq) for seq in rest],
        seen=set(),
        cells=cells,
    )


def _section(number: Number, numbers: Numbers, counted: Counted, references: Mapping[str, int]) -> Section:
    reference = references.get(number.key)
    if number.key.endswith(EVERY_RECORD):
        return Section(number, reference, ranges=", ".join(ranges(number.records)))
    if len(number.records) > MOST_LINES and (made_of := tuple(_made_of(number, numbers))):
        return Section(number, reference, made_of=made_of)
    return Section(number, reference, tuple(counted.line(number, seq) for seq in number.records))


def _made_of(number: Number, numbers: Numbers) -> Iterator[Number]:
    """Its months, or its agencies."""
    for each in numbers.all:
        if (each.id, each.part) != (number.id, number.part) or not has_records(each):
            continue
        of_a_month = each.scope == number.scope and number.month is None and each.month is not None
        of_an_agency = number.scope == MINISTRY != each.scope and number.month == each.month is not None
        if of_a_month or of_an_agency:
            yield each
