"""The data dictionary that is published beside the data: one row per column of every table of the dataset."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from flows.domain.draft import Part

COLUMNS = ("resource", "field", "title_th", "type", "unit", "description", "constraints", "example")


def data_dictionary(parts: Iterable[Part]) -> bytes:
    """CSV in UTF-8 without BOM, lines ended by CR LF (RFC 4180). The same schemas give the same bytes."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for part in parts:
        written = {field["name"]: field for field in part.schema.descriptor["fields"]}
        for field in part.schema.fields:
            table.writerow(
                (
                    part.resource.name,
                    field.name,
                    field.title,
                    field.type,
                    field.unit or "",
                    " ".join(field.description.split()),
                    _constraints(written[field.name], field.name in part.schema.primary_key),
                    _shown(written[field.name].get("example", "")),
                )
            )
    return text.getvalue().encode("utf-8")


def _constraints(field: Mapping[str, Any], in_key: bool) -> str:
    """The Table Schema's constraints as `name=value`, apart by `; `, with `primaryKey` for a column of the key."""
    told = ["primaryKey"] if in_key else []
    for name, value in sorted(field.get("constraints", {}).items()):
        if value is True:
            told.append(name)
        elif isinstance(value, list):
            told.append(f"{name}={'|'.join(_shown(item) for item in value)}")
        elif value is not False:
            told.append(f"{name}={_shown(value)}")
    return "; ".join(told)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
