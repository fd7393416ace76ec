"""agency_file's deliveries, validated by Frictionless alone, as they are."""

from pathlib import Path
from typing import Any

from frictionless import Schema
from frictionless.resources import TableResource

from bench.agency_file import FIELDS, TIDY

AS_TEXT: dict[str, dict[str, Any]] = {
    "amount": {"groupChar": ","},
    # Days of the Buddhist era cannot be told to it: 29/02/2555 is none of its own. So it has less to do.
    "approved_on": {"type": "string", "constraints": {"required": True}},
}
"""How the CSV writes what a workbook has cells for."""


def validated(path: Path) -> None:
    """`frictionless validate` with a schema that the CSV or workbook meets as it is."""
    own = AS_TEXT if path.suffix == ".csv" else {}
    schema = Schema.from_descriptor(
        {
            "fields": [{**field, **own.get(field["name"], {}), "name": field["title"]} for field in FIELDS],
            "primaryKey": [FIELDS[0]["title"]],
            "missingValues": ["", *TIDY["null_words"]],
        }
    )
    assert TableResource(path=path.name, basepath=str(path.parent), schema=schema).validate().valid
