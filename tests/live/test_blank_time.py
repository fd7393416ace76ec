"""Somebody who reads all the time while a version takes the place of another sees one of the two, and never nothing."""

import csv
import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import requests

from flows.domain.dataset import Dataset
from flows.domain.draft import Fresh
from flows.domain.table_schema import TableSchema
from flows.portal.client import Portal
from flows.portal.profile import Profile
from tests.live.test_publish import HEADER, SCHEMA, dataset, editor, fresh, organisation, profile, publish

__all__ = ["dataset", "editor", "organisation", "profile"]  # fixtures

pytestmark = pytest.mark.live

NAMES = HEADER.split(",")
ROWS = 2_000
Row = tuple[str, ...]


def version(number: int, rows: int = ROWS, first: int = 0) -> list[str]:
    """Every row of a version bears its number."""
    return [
        f"{place:04d},โรงงาน ฉบับที่ {number},{place % 300},{number}.50,2024-02-29,1999,true"
        for place in range(first, first + rows)
    ]


@dataclass
class Reader:
    """An anonymous one, who asks for whole tables and files, over and over."""

    url: str
    resource: str
    file: str
    looks: int = 0
    names: set[str] = field(default_factory=set)
    blank: list[tuple[float, str]] = field(default_factory=list)
    """Each look at a table that was none, or was empty, or had rows of two versions: seconds, and what there was."""
    files: list[bytes] = field(default_factory=list)
    counts: set[int] = field(default_factory=set)

    @contextmanager
    def reading(self) -> Iterator[None]:
        over = Event()
        threads = [Thread(target=self._until, args=(over, look)) for look in (self._table, self._file)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _until(self, over: Event, look: Any) -> None:
        while not over.is_set():
            look()

    def _table(self) -> None:
        told = {"resource_id": self.resource, "fields": "name_th", "records_format": "csv", "limit": 30_000}
        began = time.monotonic()
        answer = requests.get(f"{self.url}/api/action/datastore_search", params=told, timeout=60)
        text = answer.json()["result"]["records"] if answer.status_code == 200 else ""
        found = [row[0] for row in csv.reader(io.StringIO(text)) if row and row[0]]
        self.looks += 1
        if len(set(found)) != 1:
            self.blank.append((time.monotonic() - began, f"HTTP {answer.status_code}: {set(found) or answer.text}"))
        self.names |= set(found)
        self.counts.add(len(found))

    def _file(self) -> None:
        self.files.append(requests.get(self.file, timeout=60).content)


def changes(keyless: bool) -> dict[str, tuple[TableSchema, list[str]]]:
    fields = SCHEMA.descriptor["fields"]
    key = {} if keyless else {"primaryKey": SCHEMA.primary_key}
    same = TableSchema("test/factories", "1", {"fields": fields, **key})
    return {
        "first": (same, version(1)),
        "every row is another": (same, version(2)),
        "more rows": (same, version(3, ROWS + 300)),
        "fewer rows": (same, version(4, ROWS - 500)),
        "other keys": (same, version(5, ROWS, first=ROWS)),
    }


@pytest.mark.parametrize("keyless", [False, True], ids=["with-key", "without-key"])
def test_a_reader_sees_the_old_version_or_the_new_one_and_never_nothing(
    editor: Portal, profile: Profile, dataset: Dataset, tmp_path: Path, keyless: bool
) -> None:
    every = changes(keyless)
    first = part(tmp_path, dataset, *every.pop("first"))
    receipt = publish(editor, profile, tmp_path, dataset, first)
    stood = first
    for what, (schema, rows) in every.items():
        reader = Reader(editor.url, receipt.files[0].id, receipt.files[0].url)
        now = part(tmp_path, dataset, schema, rows)
        with reader.reading():
            publish(editor, profile, tmp_path, dataset, now)
        assert reader.blank == [], what
        assert reader.names <= names_of(stood) | names_of(now), what
        assert reader.counts <= {stood.rows, now.rows}, what
        assert set(reader.files) <= {stood.tidied.path.read_bytes(), now.tidied.path.read_bytes()}, what
        print(f"{what:<26} {reader.looks:>4} looks at the table, {len(reader.files):>4} at the file: 0 s blank")
        stood = now


def part(folder: Path, dataset: Dataset, schema: TableSchema, rows: Sequence[str]) -> Fresh:
    return replace(fresh(folder, dataset.resources[0], rows), schema=schema)


def names_of(part: Fresh) -> set[str]:
    return {row["name_th"] for row in csv.DictReader(io.StringIO(part.tidied.path.read_text(encoding="utf-8")))}
