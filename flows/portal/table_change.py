"""Bring a table that stands to the rows of another file, so that nobody ever sees it empty.

One call of the DataStore is one transaction: all rows that change or are new go in one call, and rows that vanish are
overwritten in it: by new ones, or by nothing where more vanish than come. So no row of the old version outlives it.
What is left empty a second call takes away, because no call of CKAN's both changes and removes rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from flows.portal import stored_rows
from flows.portal.client import Portal
from flows.portal.refused_rows import RowsRefused, first_refused
from flows.portal.stored_rows import ID
from flows.portal.table import Table
from flows.portal.table_delta import AT, Delta, delta
from flows.portal.table_rows import CHUNK_ROWS, Record, chunks

CALL_ROWS = 100_000
CALL_BYTES = 48_000_000
"""Of JSON in one call. More than this changes in several calls, between which the table holds rows of both versions."""
SECONDS_PER_ROW = 1 / 500
"""How long a call is waited for: a portal updates some thousand rows in a second."""


@dataclass(frozen=True)
class Standing:
    """One resource's table on the portal, and what is known of it."""

    portal: Portal
    resource: str
    """The portal's id."""
    table: Table
    of: str
    """For messages."""
    file: Path | None = None
    """The canonical CSV whose rows it holds; None if that is not known, so that the portal has to be asked."""

    def difference(self, path: Path) -> Delta:
        """What has to change so that it holds the canonical CSV at `path`."""
        new = stored_rows.of_file(path, self.table)
        if self.file is not None and self.table.key:
            return delta(stored_rows.of_file(self.file, self.table), new, self.table.key)
        old = stored_rows.of_portal(self.portal, self.resource, self.table.names, self.of)
        return delta(old.lazy(), new, self.table.key)

    def change(self, difference: Delta, dry_run: bool = False) -> None:
        """Carry it out. RowsRefused with the first row that is not taken: then nothing of that call was kept, and of
        those before it what `in_part` says.

        dry_run: let the portal try it, and keep nothing.
        """
        slots = self._ids(difference)
        emptied = slots[difference.inserted.height :]
        coming = list(_coming(difference, slots, self._last_id() if difference.inserted.height else 0))
        coming += [{ID: id, **dict.fromkeys(self.table.names)} for id in emptied]
        places = [*difference.changed[AT], *difference.inserted[AT], *([0] * len(emptied))]
        calls = list(chunks(coming, CALL_ROWS, CALL_BYTES))
        if dry_run or len(calls) > 1:  # what is taken in part would leave rows of both versions
            for before, records in calls:
                self._upsert(records, places[before:], dry_run=True)
        if dry_run:
            return
        for before, records in calls:
            try:
                self._upsert(records, places[before:])
            except RowsRefused as refusal:
                refusal.in_part = before > 0
                raise
        for start in range(0, len(emptied), CHUNK_ROWS):
            going = {"filters": {ID: emptied[start : start + CHUNK_ROWS]}, "calculate_record_count": False}
            self._act("datastore_records_delete", going)

    def _upsert(self, records: list[Record], places: list[int], dry_run: bool = False) -> None:
        def send(dry_run: bool, part: Sequence[Record]) -> None:
            how = {"records": part, "method": "upsert", "dry_run": dry_run, "calculate_record_count": False}
            self._act("datastore_upsert", how, len(part) * SECONDS_PER_ROW)

        with first_refused(records, partial(send, True), lambda index: places[index] + 1):
            send(dry_run, records)

    def _ids(self, difference: Delta) -> list[int]:
        """The portal's numbers of the rows that vanish."""
        gone = difference.vanished
        if ID in gone.columns or not gone.height:
            return gone[ID].to_list() if gone.height else []
        standing = stored_rows.of_portal(self.portal, self.resource, self.table.key, self.of, among=gone)
        return standing.join(gone, on=self.table.key, how="semi", nulls_equal=True)[ID].to_list()

    def _last_id(self) -> int:
        last = {"fields": [ID], "sort": f"{ID} desc", "limit": 1, "include_total": False}
        found = self._act("datastore_search", last)["records"]
        return int(found[0][ID]) if found else 0

    def _act(self, action: str, data: dict[str, Any], seconds: float = 0) -> Any:
        told = {"resource_id": self.resource, **data}
        if action != "datastore_search":
            told["force"] = True
        return self.portal.act(action, told, of=self.of, seconds=seconds)


def _coming(difference: Delta, slots: list[int], last_id: int) -> Iterator[Record]:
    """The records of the upsert. A new row takes the place of one that goes, or a number of its own: the portal's own
    counter does not know of numbers that were given, and would give them again."""
    yield from difference.changed.drop(AT).to_dicts()
    inserted = difference.inserted.drop(AT)
    more = inserted.height - len(slots)
    numbers = pl.Series(ID, [*slots[: inserted.height], *range(last_id + 1, last_id + 1 + more)], dtype=pl.Int64)
    yield from inserted.with_columns(numbers).to_dicts()
