"""A kept version as the draft of a dataset whose tables were all made anew: what publishing takes."""

import csv
from collections.abc import Mapping
from pathlib import Path

from flows.domain.draft import Draft, Fresh
from flows.domain.findings import NOTHING
from flows.domain.published import PublishedDataset
from flows.domain.snapshot import Snapshot
from flows.domain.tidied import Column, RowMap, Tidied
from flows.domain.verdict import Verdict
from flows.domain.version import Version, VersionTable

FIRST_ROW = 2
"""Of the data, in a canonical file: they follow the header."""


def as_draft(version: Version, standing: PublishedDataset | None, paths: Mapping[str, Path]) -> Draft:
    """`paths`: the canonical file of each table on this disk, by resource. Nothing was checked, so nothing was found.

    Of the agency's own file there is the receipt alone: the canonical file stands for it.
    """
    parts = tuple(_fresh(version, table, paths[table.resource]) for table in version.tables)
    return Draft(version.dataset, parts, Verdict(NOTHING), standing)


def _fresh(version: Version, table: VersionTable, path: Path) -> Fresh:
    receipt = table.receipt
    snapshot = Snapshot(
        path=path,
        sha256=receipt.sha256,
        size=receipt.size,
        source=receipt.source,
        fetched_at=receipt.fetched_at or version.at,
        etag=receipt.etag,
        last_modified=receipt.last_modified,
    )
    return Fresh(version.declared(table), table.schema, snapshot, _canonical(table, path), table.fingerprint)


def _canonical(table: VersionTable, path: Path) -> Tidied:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file), [])
    return Tidied(
        path=path,
        sha256=table.file.sha256,
        size=table.file.size,
        rows=table.file.rows,
        columns=tuple(Column(name, name, position) for position, name in enumerate(names, start=1)),
        row_map=RowMap(FIRST_ROW),
        changes=(),
        encoding="utf-8",
        received=path,
        header_row=1,
    )
