"""Where reports live: the latest of each dataset at an address that never changes, and every run's beside it."""

import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.domain.text import Text
from flows.reports.data import ReportData, json_bytes
from flows.reports.html import report_page
from flows.reports.index import IndexEntry, index_page

PAGE = "index.html"
JSON = "report.json"
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
    <folder>/<dataset id>/index.html, report.json   the latest report
    <folder>/<dataset id>/<run id>/...              the same, of that run, kept
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
        """The line of the dataset's latest report; None if there is none."""
        path = self.folder / _one_folder(dataset_id) / ENTRY
        return IndexEntry.from_json(path.read_bytes()) if path.is_file() else None

    def put(self, report: ReportData) -> Path:
        """Write the run's copy, then the latest; returns the latest page's path.

        A reader sees the old file or the new one, never half of one. A run id that could leave the folder, or that is
        the name of one of the files, is a ValueError; a disk that is full or read-only an OSError.
        """
        page, json = report_page(report).encode(), json_bytes(report)
        latest = self.folder / _one_folder(report.dataset.id)
        for place in (latest / _one_folder(report.run_id), latest):
            _write(place / JSON, json)
            _write(place / PAGE, page)
        _write(latest / ENTRY, IndexEntry.of(report, self.url_of(report.dataset.id)).as_json())
        return latest / PAGE

    def put_indexes(self, ministry: Text, dataset_ids: Iterable[str], at: datetime, portal_url: str) -> Path:
        """Write the ministry's index and one per agency from the latest reports; returns the ministry's path.

        A dataset without a report is left out. `at` is in UTC.
        """
        entries = [entry for dataset_id in dataset_ids if (entry := self.latest(dataset_id))]
        for agency in {entry.agency for entry in entries}:
            its = [entry for entry in entries if entry.agency == agency]
            page = index_page(its[0].agency_name, its, at, portal_url)
            _write(self.folder / AGENCIES / _one_folder(agency) / PAGE, page.encode())
        _write(self.folder / PAGE, index_page(ministry, entries, at, portal_url).encode())
        return self.folder / PAGE


def _one_folder(name: str) -> str:
    if not _ONE_FOLDER.fullmatch(name) or name in (PAGE, JSON, ENTRY):
        raise ValueError(f"{name!r} cannot be a folder of reports: use letters, digits, dots and dashes")
    return name


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)  # mkstemp's 0600 would hide the report from the web server
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
