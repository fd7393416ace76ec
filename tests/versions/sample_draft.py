"""A draft of two tables, whose rows, schemas and declaration a test may choose."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.domain.dataset import Agency, Contact, Dataset, Declaration, HttpFile, Resource
from flows.domain.draft import Draft, Fresh, Kept, Part
from flows.domain.findings import NOTHING
from flows.domain.provenance import shown_address
from flows.domain.published import PublishedResource
from flows.domain.snapshot import Snapshot
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.tidied import Column, RowMap, Tidied
from flows.domain.verdict import Verdict

AT = datetime(2026, 11, 20, 1, 30, 0, 123456, tzinfo=UTC)
STOCK = TableSchema(
    "tst/stock",
    "1.0.0",
    {
        "fields": [
            {"name": "code", "title": "รหัส", "type": "string"},
            {"name": "amount", "title": "จำนวน", "type": "integer", "unit": "ตัน"},
        ],
        "primaryKey": ["code"],
    },
)
PRICES = TableSchema(
    "tst/prices",
    "1.0.0",
    {"fields": [{"name": "day", "title": "วันที่", "type": "date"}, {"name": "price", "title": "ราคา", "type": "number"}]},
)
STOCK_ROWS = (("A01", "10"), ("A02", "20"), ("A03", ""))
PRICE_ROWS = (("2026-01-31", "1.50"), ("2026-02-28", "1.75"))


def dataset(**declared: Any) -> Dataset:
    agency = Agency(
        code="tst",
        name=Text(th="กรมทดสอบ", en="Department of Tests"),
        short=Text(th="กทส.", en="DOT"),
        organisation="tst",
        contact=Contact(name="กองข้อมูล", email="data@tests.example.go.th"),
        notify=("steward@tests.example.go.th",),
    )
    told = {
        "title": "คลังสินค้า",
        "description": "ยอดคงเหลือและราคา",
        "data_type": "statistics",
        "licence": "CC-BY-4.0",
        "tags": ("คลังสินค้า", "ราคา"),
        "resources": (_resource("stock", STOCK), _resource("prices", PRICES)),
    }
    return Dataset(slug="stocks", agency=agency, declared=Declaration(**(told | declared)), path="tst/stocks.yaml")


def _resource(name: str, schema: TableSchema) -> Resource:
    source = HttpFile(kind="http_file", url=f"https://tests.example.go.th/{name}.csv?key=k3y-of-a-source")
    return Resource(name=name, title=name, source=source, table_schema=schema.name)


def fresh(resource: Resource, schema: TableSchema, rows: Sequence[Sequence[str]], folder: Path, **said: Any) -> Fresh:
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    names = [field.name for field in schema.fields]
    csv.writer(text).writerows([names, *rows])
    content = text.getvalue().encode()
    path = folder / f"{resource.name}-{hashlib.sha256(content).hexdigest()[:8]}.csv"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    source = hashlib.sha256(b"the agency's " + content).hexdigest()
    receipt = {"etag": '"v1"', "last_modified": "Fri, 20 Nov 2026 01:00:00 GMT"} | said
    snapshot = Snapshot(path, source, len(content) + 13, shown_address(resource.source.url), AT, **receipt)  # type: ignore[union-attr, arg-type]
    columns = tuple(Column(name, name, nth) for nth, name in enumerate(names, start=1))
    tidied = Tidied(path, sha256, len(content), len(rows), columns, RowMap(2), (), "utf-8", path, 1)
    return Fresh(resource, schema, snapshot, tidied, hashlib.sha256(schema.sha256.encode()).hexdigest())


def draft(
    folder: Path,
    stock: Sequence[Sequence[str]] = STOCK_ROWS,
    prices: Sequence[Sequence[str]] = PRICE_ROWS,
    schemas: tuple[TableSchema, TableSchema] = (STOCK, PRICES),
    **declared: Any,
) -> Draft:
    made = dataset(**declared)
    parts = tuple(
        fresh(resource, schema, rows, folder)
        for resource, schema, rows in zip(made.resources, schemas, (stock, prices), strict=True)
    )
    return Draft(made, parts, Verdict(NOTHING), None)


def kept(part: Part) -> Kept:
    """The same as it stands on a portal, and was not made anew."""
    assert isinstance(part, Fresh)
    fields = {
        "perd_source_url": part.snapshot.source,
        "perd_source_bytes": str(part.snapshot.size),
        "perd_fetched_at": part.snapshot.fetched_at.isoformat(timespec="seconds"),
    }
    published = PublishedResource(
        id="0",
        resource=part.resource.name,
        url="https://portal.example.go.th/file.csv",
        sha256=part.tidied.sha256,
        sent_bytes=part.tidied.size,
        size=part.tidied.size,
        file="file.csv",
        rows=part.tidied.rows,
        fingerprint=part.fingerprint,
        source_sha256=part.snapshot.sha256,
        etag=part.snapshot.etag,
        last_modified=part.snapshot.last_modified,
        fields=fields,
    )
    return Kept(part.resource, part.schema, published)
