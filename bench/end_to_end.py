"""Where the time of one large file goes: pulled, tidied, checked, kept, published to the embedded CKAN, read back.

`python -m bench.end_to_end [ROWS]`, with a portal up that takes a file of 200 bytes a row: `python -m devportal up
--max-upload-mb 1000`. With `--home FOLDER` another portal than that of `make portal`; with `--without-portal` nothing
is published. Prints seconds of wall and processor, shares, and the most memory that the process has held; then the scan
for personal data on top of the parse, and a workbook of 100,000 rows against `frictionless validate`.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import requests
import urllib3
import yaml
from frictionless import Schema
from frictionless.resources import TableResource

from bench.agency_file import SCHEMA, TIDY
from flows.checks import LOOKS, PERSONAL_CHECKS, TABLE_CHECKS, Table, looked_through
from flows.checks.personal.identity_numbers import identity_numbers
from flows.checks.personal.persons import persons
from flows.checks.tables.by_frictionless import by_frictionless
from flows.checks.tables.canonical import Look, all_looked_through
from flows.domain.outcome import Published
from flows.domain.tidied import Tidied
from flows.domain.tidy import Tidy
from flows.examine import examine, pull
from flows.local.file_server import serving
from flows.settings import Settings
from flows.settle import settle
from flows.tidy import ReceivedCells, tidy
from flows.world import World, opened

PROJECT = Path(__file__).resolve().parents[1]
ORGANISATION = "tisi"
"""One that the embedded portal knows."""
XLSX_ROWS = 100_000
R = TypeVar("R")


class Clock:
    """Seconds by piece: of wall, of processor, and of wall within requests to the portal."""

    def __init__(self) -> None:
        self.pieces: dict[str, tuple[float, float, float]] = {}
        self.asking = 0.0

    def __call__(self, piece: str, work: Callable[[], R]) -> R:
        wall, processor, asking = time.perf_counter(), time.process_time(), self.asking
        done = work()
        self.pieces[piece] = (
            time.perf_counter() - wall,
            time.process_time() - processor,
            self.asking - asking,
        )
        return done

    @contextmanager
    def watching_requests(self) -> Iterator[None]:
        """What requests take from here on is counted, answers that come as a stream too."""
        send, read = requests.adapters.HTTPAdapter.send, urllib3.HTTPResponse.read

        def counted(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self.asking += time.perf_counter() - began

        def sending(adapter: Any, request: Any, **kwargs: Any) -> Any:
            # An answer that is no stream is read within `send` of the session, after this one.
            return counted(send, adapter, request, **kwargs)

        def reading(response: Any, *args: Any, **kwargs: Any) -> Any:
            return counted(read, response, *args, **kwargs)

        requests.adapters.HTTPAdapter.send = sending  # type: ignore[method-assign]
        urllib3.HTTPResponse.read = reading  # type: ignore[method-assign]
        try:
            yield
        finally:
            requests.adapters.HTTPAdapter.send = send  # type: ignore[method-assign]
            urllib3.HTTPResponse.read = read  # type: ignore[method-assign]

    def table(self) -> Iterator[str]:
        whole = sum(wall for wall, _, _ in self.pieces.values())
        yield f"{'':<28} {'wall s':>8} {'of it portal':>12} {'ours':>8} {'share':>6} {'cpu s':>8}"
        for piece, (wall, processor, asking) in [*self.pieces.items(), ("all", self.sums)]:
            share = wall / whole
            yield f"{piece:<28} {wall:8.2f} {asking:12.2f} {wall - asking:8.2f} {share:6.0%} {processor:8.2f}"

    @property
    def sums(self) -> tuple[float, float, float]:
        wall, processor, asking = (sum(column) for column in zip(*self.pieces.values(), strict=True))
        return wall, processor, asking


def peak_mb() -> float:
    """Of this process, so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def declared(folder: Path, address: str, size: int) -> str:
    """A catalogue of one dataset in the folder; its id."""
    slug = f"bench-{uuid4().hex[:8]}"
    agency, tables = folder / "datasets" / ORGANISATION, folder / "schemas" / "tables" / ORGANISATION
    for path in (agency, tables):
        path.mkdir(parents=True)
    for kind in ("rules", "portals"):
        shutil.copytree(PROJECT / "schemas" / kind, folder / "schemas" / kind)
    shutil.copy(PROJECT / "datasets" / ORGANISATION / "agency.yaml", agency)
    schema = {"name": f"{ORGANISATION}/{slug}", "version": "1", "title": "โครงการ", **SCHEMA}
    dataset = {
        "title": "โครงการของหน่วยงานตัวอย่าง",
        "description": "แถวที่สร้างขึ้นเพื่อวัดเวลา",
        "data_type": "record",
        "category": "public",
        "licence": "CC-BY-4.0",
        "objective": ["agency-mission"],
        "frequency": {"every": 1, "unit": "year"},
        "coverage": "country",
        "data_source": "ระบบตัวอย่าง",
        "data_format": ["CSV"],
        "tags": ["โครงการ"],
        "resources": [
            {
                "name": "projects",
                "title": "โครงการ",
                "source": {"kind": "http_file", "url": f"{address}delivered.csv", "max_bytes": 2 * size},
                "schema": f"{ORGANISATION}/{slug}",
                "tidy": TIDY,
            }
        ],
    }
    for path, content in ((tables / f"{slug}.yaml", schema), (agency / f"{slug}.yaml", dataset)):
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return f"{ORGANISATION}-{slug}"


def settings_of(folder: Path, home: str | None, portal: bool) -> Settings:
    words = ["--home", home] if home else []
    told: dict[str, Any] = {}
    if portal:
        status = [sys.executable, "-m", "devportal", "status", *words, "--json"]
        up = json.loads(subprocess.run(status, capture_output=True, check=True).stdout)
        told = {"portal_url": up["url"], "portal_token_file": up["token_file"], "portal_timeout": 600}
    given = {"home": folder / ".perd", "catalogue": folder / "datasets", "schemas": folder / "schemas"}
    return Settings(**given, **told, trusted_hosts=frozenset({"127.0.0.1"}))


def from_source_to_public(name: str, world: World, clock: Clock) -> None:
    """As the nightly flow does it."""
    pulled = clock("pull", lambda: pull(name, world))
    draft = clock("tidy and check", lambda: examine(pulled, world))
    assert draft.verdict.fit, [finding.rule for finding in draft.verdict.findings]
    if world.portal:
        ended = clock("keep, publish and read back", lambda: settle(draft, world, dry_run=False))
        assert isinstance(ended, Published), ended
        world.portal.act("package_delete", {"id": name}, of=name)


def piece_by_piece(delivered: Path, name: str, world: World, clock: Clock, folder: Path) -> Table:
    """The same checks one by one, each by a reading of its own, and then all looks by one."""
    dataset = world.dataset(name)
    schema = world.schema(dataset.resources[0])
    rules: Tidy = dataset.resources[0].tidy
    tidied: Tidied = clock("tidy", lambda: tidy(delivered, rules, schema, folder))
    table = Table(dataset, dataset.resources[0], schema, tidied, world.rules, world.today, ReceivedCells(tidied))
    clock("validation", lambda: list(by_frictionless(table).findings))
    clock("parse", lambda: all_looked_through(table, [nothing]))
    for look in LOOKS:
        clock(f"  {look.__name__}", partial(all_looked_through, table, [look]))
    clock("  both for persons", lambda: all_looked_through(table, [identity_numbers, persons]))
    seen = clock("all of these at once", lambda: looked_through(table))
    clock("told by all checks", lambda: [list(check(seen)) for check in (*PERSONAL_CHECKS, *TABLE_CHECKS)])
    return seen


def nothing(table: Table) -> Look[None]:
    while (yield) is not None:
        pass


def workbook(path: Path, folder: Path, world: World, name: str, clock: Clock) -> None:
    """Tidy and validation of a workbook, and Frictionless alone."""
    dataset = world.dataset(name)
    schema = world.schema(dataset.resources[0])
    rules = dataset.resources[0].tidy.model_copy(update={"calendar": {}, "date_formats": {}, "thousands": ()})

    def ours() -> None:
        tidied = tidy(path, rules, schema, folder)
        table = Table(dataset, dataset.resources[0], schema, tidied, world.rules, world.today, ReceivedCells(tidied))
        assert not list(by_frictionless(table).findings)

    def plain() -> None:
        fields = [{**field, "name": field["title"]} for field in SCHEMA["fields"]]
        told = Schema.from_descriptor({"fields": fields, "primaryKey": [fields[0]["name"]]})
        resource = TableResource(path=path.name, basepath=str(path.parent), schema=told)
        assert resource.validate().valid

    clock("XLSX: ours", ours)
    clock("XLSX: frictionless validate", plain)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--home")
    parser.add_argument("--without-portal", action="store_true")
    parser.add_argument("--only-memory", action="store_true", help="the whole way once, and nothing piece by piece")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        delivered, sheet = folder / "served" / "delivered.csv", folder / "served" / "delivered.xlsx"
        delivered.parent.mkdir()
        made_by = [sys.executable, "-m", "bench.agency_file"]
        subprocess.run([*made_by, str(delivered), str(asked.rows)], check=True)
        with serving(delivered.parent, 0) as address:
            name = declared(folder, address, delivered.stat().st_size)
            settings = settings_of(folder, asked.home, not asked.without_portal)
            clock = Clock()
            with opened(settings, checking_only=asked.without_portal) as world, clock.watching_requests():
                from_source_to_public(name, world, clock)
                print(f"{asked.rows:,} rows, {delivered.stat().st_size / 1e6:,.0f} MB", *clock.table(), sep="\n")
                print(f"peak {peak_mb():,.0f} MB", flush=True)
                if asked.only_memory:
                    return
                pieces = Clock()
                piece_by_piece(delivered, name, world, pieces, folder / "pieces")
                print(*pieces.table(), sep="\n")
                scan = pieces.pieces["  both for persons"][0] - pieces.pieces["parse"][0]
                print(f"personal-data scan on top of the parse: {asked.rows / scan:,.0f} rows/s", flush=True)
                subprocess.run([*made_by, str(sheet), str(XLSX_ROWS)], check=True)
                book = Clock()
                workbook(sheet, folder / "book", world, name, book)
                print(*book.table(), sep="\n")
                ratio = book.pieces["XLSX: frictionless validate"][0] / book.pieces["XLSX: ours"][0]
                print(f"XLSX of {XLSX_ROWS:,} rows: {ratio:.1f} times as fast as Frictionless alone")


if __name__ == "__main__":
    main()
