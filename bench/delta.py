"""A table of a million rows of which one in a hundred changed: the change against loading it anew, on the real portal.

`python -m bench.delta [ROWS] [ROUNDS]`, with a portal of its own. Both bring the same table to the same rows; each
includes the comparison of the files and the count at the end.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

import polars as pl

from bench.figures import hand_over, seconds, tell
from bench.portal import portal_for_large_files
from flows.domain.table_schema import TableSchema
from flows.portal import datastore
from flows.portal.client import Portal
from flows.portal.payload import as_sent, dataset_fields
from flows.portal.table import Table
from flows.portal.table_loading import Loading
from flows.portal.writes import LoadTable
from flows.settings import Settings
from flows.world import lay_out

EXAMPLE = "tisi-standards"
TYPES = {"code": "string", "name": "string", "province": "string", "licence": "string", "registered_on": "date"}
TYPES |= {"workers": "integer", "capital": "number", "active": "boolean", "founded": "year", "remark": "string"}
TABLE = Table(
    TableSchema(
        name="bench/factories",
        version="1",
        descriptor={"fields": [{"name": name, "type": type} for name, type in TYPES.items()], "primaryKey": "code"},
    )
)


def rows(count: int) -> pl.DataFrame:
    number = pl.int_range(count, eager=True).alias("number")
    text = number.cast(pl.String)
    return pl.DataFrame(
        {
            "code": "F" + text.str.zfill(8),
            "name": "บริษัท อุตสาหกรรมตัวอย่าง " + text,
            "province": (number % 77).cast(pl.String).str.zfill(2),
            "licence": "จ3-" + text,
            "registered_on": ["2024-02-29"] * count,
            "workers": (number % 500).cast(pl.String),
            "capital": (number * 3).cast(pl.String) + ".50",
            "active": ["true"] * count,
            "founded": ["1999"] * count,
            "remark": [""] * count,
        }
    )


def changed(table: pl.DataFrame) -> pl.DataFrame:
    """One row in a hundred: eight of ten such rows have another cell, one is gone, one is new."""
    touched = set(random.Random(1).sample(range(table.height), table.height // 100))
    gone = set(sorted(touched)[::10])
    mark = pl.Series([place in touched for place in range(table.height)])
    left = table.with_columns(remark=pl.when(mark).then(pl.lit("แก้ไขแล้ว")).otherwise(pl.col("remark"))).filter(
        pl.Series([place not in gone for place in range(table.height)])
    )
    new = rows(table.height + len(gone)).tail(len(gone))
    return pl.concat([left, new])


@contextmanager
def a_resource(portal: Portal) -> Iterator[str]:
    """One of a dataset of its own, which is taken away again."""
    desk = lay_out(Settings())
    dataset = desk.catalogue.datasets[EXAMPLE]
    name = f"bench-{uuid4().hex[:8]}"
    told = as_sent(dataset_fields(dataset, desk.profile)) | {"name": name, "title": name, "private": True}
    portal.act("package_create", told, of=name)
    try:
        made = portal.act(
            "resource_create", {"package_id": name, "name": name, "url": "http://example.com/f.csv"}, of=name
        )
        yield made["id"]
    finally:
        portal.act("package_delete", {"id": name}, of=name)


def bench(portal: Portal, count: int, rounds: int, folder: Path) -> dict[str, float]:
    old, new = folder / "old.csv", folder / "new.csv"
    before = rows(count)
    before.write_csv(old)
    after = changed(before)
    after.write_csv(new)
    deltas, fulls, touched = [], [], set()
    with a_resource(portal) as resource:
        load = LoadTable("factories", resource, TABLE, new, after.height, "", "", replaces=True, known=True)
        for _ in range(rounds):
            datastore.make(portal, resource, TABLE, old, before.height, "the old version")
            loading = Loading(portal, load, new, "bench", old)
            deltas.append(seconds(loading.carry_out))
            touched.add(loading.touched)
            fulls.append(seconds(lambda: datastore.make(portal, resource, TABLE, new, after.height, "the new version")))
            tell(f"{count:,} rows: the change {deltas[-1]:.2f} s, loaded anew {fulls[-1]:.2f} s")
    [written] = touched
    return {
        "delta_1m_seconds": round(median(deltas), 2),
        "delta_1m_rows_written": written,
        "delta_1m_full_seconds": round(median(fulls), 2),
        "delta_1m_full_rows_written": after.height,
    }


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    count, rounds = words + [1_000_000, 3][len(words) :]
    with tempfile.TemporaryDirectory() as made, portal_for_large_files() as up:
        token = Path(up["token_file"]).read_text(encoding="utf-8").strip()
        with Portal(up["url"], token) as client:
            hand_over(bench(client, count, rounds, Path(made)))
