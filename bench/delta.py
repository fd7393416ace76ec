"""A table of a million rows of which one in a hundred changed: the change against loading it anew, on the real portal.

`python -m bench.delta [ROWS]`, with the embedded portal up (`make portal`). Both bring the same table to the same rows;
each includes the comparison of the files and the count at the end. Prints seconds, rows written, and the ratios.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import polars as pl

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


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bench(portal: Portal, count: int, folder: Path) -> dict[str, float]:
    old, new = folder / "old.csv", folder / "new.csv"
    before = rows(count)
    before.write_csv(old)
    after = changed(before)
    after.write_csv(new)
    with a_resource(portal) as resource:
        load = LoadTable("factories", resource, TABLE, new, after.height, "", "", replaces=True, known=True)
        datastore.make(portal, resource, TABLE, old, before.height, "the old version")
        loading = Loading(portal, load, new, "bench", old)
        delta = seconds(loading.carry_out)
        touched = loading.touched
        full = seconds(lambda: datastore.make(portal, resource, TABLE, new, after.height, "the new version"))
    return {
        "rows": count,
        "delta_seconds": round(delta, 2),
        "delta_rows_written": touched,
        "full_seconds": round(full, 2),
        "full_rows_written": after.height,
        "delta_1m_ratio": round(full / delta, 1),
        "delta_1m_rows_ratio": round(after.height / touched, 1),
    }


if __name__ == "__main__":
    status = subprocess.run([sys.executable, "-m", "devportal", "status", "--json"], capture_output=True, check=True)
    up = json.loads(status.stdout)
    with tempfile.TemporaryDirectory() as made, Portal(up["url"], Path(up["token_file"]).read_text().strip()) as client:
        for figure, value in bench(client, int((sys.argv[1:] or ["1000000"])[0]), Path(made)).items():
            print(f"{figure:<22} {value:>12,}", flush=True)
