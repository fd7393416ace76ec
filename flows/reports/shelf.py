"""Where reports live: the latest of each dataset at an address that never changes, and every run's beside it."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.html import report_page
from flows.reports.index import IndexEntry, Scored, index_page
from flows.reports.json_report import ALL_FINDINGS, MOST_FINDINGS, json_bytes, write_all_findings
from flows.reports.whole_file import write_file
from flows.reports.workbook import write_workbook

PAGE = "index.html"
JSON = "report.json"
WORKBOOK = "report.xlsx"
ENTRY = "entry.json"
"""The latest report's line of the index, so that an index is made without reading whole reports."""
AGENCIES = "agency"
"""Folder of the agencies' indexes. No dataset can be called so: an id has its agency's code, a dash and a slug."""
_ONE_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class ReportShelf:
    """
    <folder>/index.html                             the ministry's index
    <folder>/agency/<code>/index.html               an agency's
    <folder>/<dataset id>/index.html, report.json, report.xlsx   the latest report
    <folder>/<dataset id>/findings.jsonl.gz                      every finding, where they are very many
    <folder>/<dataset id>/<run id>/...                           the same, of that run, kept
    """

    folder: Path
    base_url: str | None = None
    """Where the folder is served from; None where it is not served at all."""

    def url_of(self, dataset_id: str) -> str | None:
        """Address of the dataset's latest report, the same in every run; None without a `base_url`."""
        if self.base_url is None:
            return None
        return f"{self.base_url.rstrip('/')}/{_one_folder(dataset_id)}/"

    def latest(self, dataset_id: str) -> IndexEntry | None:
        """The line of the dataset's latest report; None if there is none, or it cannot be read any more."""
        path = self.folder / _one_folder(dataset_id) / ENTRY
        try:
            return IndexEntry.from_json(path.read_bytes()) if path.is_file() else None
        except (ValueError, TypeError, KeyError, AttributeError):
            return None  # damaged: the next report writes it anew

    def put(self, report: ReportData) -> Path:
        """Write the run's copy, then the latest; returns the latest page's path.

        A reader sees the old file or the new one, never half of one. A run id that could leave the folder, or that is
        the name of one of the files, is a ValueError; a disk that is full or read-only an OSError.
        """
        latest = self.folder / _one_folder(report.dataset.id)
        run = latest / _one_folder(report.run_id)
        made = {
            JSON: lambda path: path.write_bytes(json_bytes(report)),
            WORKBOOK: lambda path: write_workbook(report, path),
            PAGE: lambda path: path.write_text(report_page(report), encoding="utf-8"),
        }
        if len(report.findings) > MOST_FINDINGS:
            made = {ALL_FINDINGS: lambda path: write_all_findings(report, path), **made}
        for name, make in made.items():  # the page last: it links to the others
            write_file(run / name, make)
        for name in made:
            write_file(latest / name, partial(_same_file, run / name))
        if ALL_FINDINGS not in made:
            (latest / ALL_FINDINGS).unlink(missing_ok=True)
        entry = IndexEntry.of(report, self.url_of(report.dataset.id)).as_json()
        write_file(latest / ENTRY, lambda path: path.write_bytes(entry))
        return latest / PAGE

    def read_beside(self, dataset_id: str, name: str) -> bytes | None:
        """A file that is kept beside the dataset's reports and is none of them; None if there is none."""
        path = self.folder / _one_folder(dataset_id) / name
        return path.read_bytes() if path.is_file() else None

    def write_beside(self, dataset_id: str, name: str, content: bytes) -> None:
        """Keep it there, in the place of an older one. Raises OSError."""
        write_file(self.folder / _one_folder(dataset_id) / name, lambda path: path.write_bytes(content))

    def put_indexes(
        self,
        ministry: Text,
        dataset_ids: Iterable[str],
        at: datetime,
        portal_url: str,
        scored: Callable[[Path, Sequence[str]], Scored] = lambda folder, ids: ((), ()),
    ) -> Path:
        """Write the ministry's index and one per agency from the latest reports; returns the ministry's path.

        A dataset without a report is left out. `at` is in UTC; `scored` gives the scores of the named datasets
        together, and how they were run by run, which it may keep in the index's folder.
        """
        entries = [entry for dataset_id in dataset_ids if (entry := self.latest(dataset_id))]
        for agency in {entry.agency for entry in entries}:
            its = [entry for entry in entries if entry.agency == agency]
            folder = self.folder / AGENCIES / _one_folder(agency)
            together = scored(folder, [entry.dataset for entry in its])
            _write_text(folder / PAGE, index_page(its[0].agency_name, its, at, portal_url, together))
        together = scored(self.folder, [entry.dataset for entry in entries])
        page = index_page(ministry, entries, at, portal_url, together, agency_pages=f"{AGENCIES}/")
        _write_text(self.folder / PAGE, page)
        return self.folder / PAGE


def _one_folder(name: str) -> str:
    if not _ONE_FOLDER.fullmatch(name) or name in (PAGE, JSON, WORKBOOK, ALL_FINDINGS, ENTRY):
        raise ValueError(f"{name!r} cannot be a folder of reports: use letters, digits, dots and dashes")
    return name


def _write_text(path: Path, text: str) -> None:
    write_file(path, lambda unfinished: unfinished.write_text(text, encoding="utf-8"))


def _same_file(kept: Path, path: Path) -> None:
    """The run's copy under another name: a workbook of a large table is not kept twice."""
    path.unlink()
    try:
        os.link(kept, path)
    except OSError:  # a file system without hard links
        shutil.copyfile(kept, path)
