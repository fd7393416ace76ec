"""The folder of a pack, but for the evidence, which is another room's.

index.html, pack.pdf          to read and to print
numbers.xlsx, numbers.json    every number, for people and for programs
records/<scope>/<number>.html the very records that a number counts
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.domain.record import Entry
from flows.domain.thai_calendar import in_bangkok
from flows.pack.citations import Citations
from flows.pack.commission import Commission
from flows.pack.counted import Counted
from flows.pack.lookup import Numbers
from flows.pack.manifest import sha256_of
from flows.pack.number import Number
from flows.pack.numbers import all_numbers
from flows.pack.numbers_json import numbers_json
from flows.pack.page import Told, index_page
from flows.pack.pdf import write_pdf
from flows.pack.records_pages import write_records
from flows.pack.scope import scopes
from flows.pack.story import read
from flows.pack.workbook import write_workbook

PAGE, PDF, WORKBOOK, JSON = "index.html", "pack.pdf", "numbers.xlsx", "numbers.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and of what."""

    numbers: tuple[Number, ...]
    numbers_sha256: str
    """Of numbers.json."""
    ledger_size: int
    """Records up to the pack's moment; 0 if there are none."""
    ledger_head: str
    """Hash of the last of them; empty if there are none."""
    earliest: date | None
    """Day in Bangkok of the earliest record that was counted; None where none was."""


def write_folder(folder: Path, entries: Iterable[Entry], commission: Commission, browser: Path | None) -> Written:
    """Write the pack into a folder that is there and empty. `browser` prints the PDF; there is none without it.

    Raises PipelineError where the browser does not print, EvidenceError for a record that cannot be read, OSError.
    """
    reading = read(entries, commission)
    known = scopes(reading, commission)
    numbers = Numbers(all_numbers(known, commission))
    counted = Counted(known, commission.titles)
    citations = Citations()
    counted_agencies = {agency.id for agency in commission.agencies}
    others = sum(story.agency not in counted_agencies for story in reading.stories.values())
    told = Told(reading.size, reading.head, others if commission.ministry else 0)
    page = index_page(commission, known, numbers, counted, citations, told, has_pdf=browser is not None)
    references = citations.references
    (folder / PAGE).write_text(page, encoding="utf-8")
    with ThreadPoolExecutor(1) as beside:
        printed = beside.submit(write_pdf, folder / PAGE, folder / PDF, browser) if browser else None
        write_records(folder, numbers, counted, commission, references)
        (folder / JSON).write_bytes(numbers_json(numbers.all, commission, references))
        write_workbook(folder / WORKBOOK, numbers, known, counted, commission, references)
        if printed:
            printed.result()
    first = counted.earliest
    return Written(
        numbers=numbers.all,
        numbers_sha256=sha256_of(folder / JSON),
        ledger_size=reading.size,
        ledger_head=reading.head,
        earliest=in_bangkok(first).date() if first else None,
    )
