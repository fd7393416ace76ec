"""Copies of datasets in a CKAN's own tables, search index included. Run by the portal's Python, which has psycopg2.

Standard input: one JSON object a line. The first: {"socket": folder of PostgreSQL's socket, "site_id"}; each further
one: {"template": id of a dataset, "copies": [[[old, new], ...], ...]}, the texts that are others in each copy, among
them [the template's id, the copy's].
"""

import hashlib
import json
import sys
from typing import Any
from uuid import uuid4

import psycopg2  # type: ignore[import-untyped]

ROWS = {
    "package": "id = %(id)s",
    "resource": "package_id = %(id)s",
    "package_tag": "package_id = %(id)s",
    "perd_search": "stored->>'id' = %(id)s",
}
"""Where the template's rows are, by table."""


def indexed_as(package: str, site: str) -> str:
    """As ckan.lib.search.index names a document."""
    return hashlib.md5(f"{package}{site}".encode()).hexdigest()


def main() -> None:
    first = json.loads(sys.stdin.readline())
    connection = psycopg2.connect(f"postgresql://ckan:local@/ckan?host={first['socket']}")
    with connection, connection.cursor() as cursor:
        for line in sys.stdin:
            order = json.loads(line)
            copy_all(cursor, order["template"], order["copies"], first["site_id"])
        for table in ROWS:
            cursor.execute(f"ANALYZE {table}")
    connection.close()


def copy_all(cursor: Any, template: str, copies: list[list[list[str]]], site: str) -> None:
    for table, where in ROWS.items():
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE {where}", {"id": template})
        rows = [row for (row,) in cursor.fetchall()]
        assert rows, f"{table} has nothing of {template}"
        insert = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
        for pairs in copies:
            package = dict(pairs)[template]
            for row in rows:
                text = row.replace(indexed_as(template, site), indexed_as(package, site))
                for old, new in pairs:
                    text = text.replace(old, new)
                if table == "package_tag":
                    text = json.dumps(json.loads(text) | {"id": str(uuid4())})
                cursor.execute(insert, (text,))


if __name__ == "__main__":
    main()
