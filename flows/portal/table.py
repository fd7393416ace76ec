"""What the table behind a resource should be: its columns, and the mark that says which file it was made from.

Types come from the Table Schema and are never guessed from rows; codes stay text, with their leading zeros. The Thai
title and the note of each column go into the portal's data dictionary every time: a table that is made anew loses them.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from flows.domain.errors import PortalRefused
from flows.domain.table_schema import Field, TableSchema
from flows.domain.text import Text

NAME_BYTES = 63
"""PostgreSQL cuts longer column names (a Thai letter has three bytes)."""

_TYPES = {
    "integer": "int8",
    "number": "numeric",
    "year": "int4",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "bool",
}
"""Every other Frictionless type stays text."""

_BOOLEANS = {"trueValues": ("true", "True", "TRUE", "1"), "falseValues": ("false", "False", "FALSE", "0")}
"""Table Schema's own defaults."""


@dataclass(frozen=True)
class Table:
    """What a resource's table should be."""

    schema: TableSchema

    @property
    def fields(self) -> list[dict[str, Any]]:
        """`fields` of datastore_create: id, type and what the data dictionary shows."""
        return [
            {"id": field.name, "type": _type(field), "info": {"label": field.title, "notes": _notes(field)}}
            for field in self.schema.fields
        ]

    @property
    def shape(self) -> list[tuple[str, str]]:
        """Name and PostgreSQL type of each column, in order."""
        return [(field.name, _type(field)) for field in self.schema.fields]

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.schema.fields]

    @property
    def key(self) -> list[str]:
        """Names of the columns that tell one row from every other; empty where the schema has no primary key."""
        return list(self.schema.primary_key)

    @property
    def missing(self) -> frozenset[str]:
        """Cells that stand for no value."""
        return frozenset(self.schema.descriptor.get("missingValues", ("",))) | {""}

    @property
    def truths(self) -> dict[str, dict[str, bool]]:
        """For each boolean column what its words mean."""
        return {
            field["name"]: {
                **dict.fromkeys(field.get("trueValues", _BOOLEANS["trueValues"]), True),
                **dict.fromkeys(field.get("falseValues", _BOOLEANS["falseValues"]), False),
            }
            for field in self.schema.descriptor["fields"]
            if field.get("type") == "boolean"
        }

    def digest(self, file_sha256: str) -> str:
        """Digest of the table that the file of this digest makes: `perd_datastore_sha256`, the mark of a whole load."""
        content = {"file": file_sha256, "fields": self.fields, "key": self.key, "form": 1}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def check_names(self, of: str) -> None:
        """PortalRefused for a column that no table can have."""
        for field in self.schema.fields:
            if len(field.name.encode()) > NAME_BYTES or field.name.startswith("_"):
                raise PortalRefused(
                    Text(
                        th=f"คอลัมน์ {field.name!r} ของ {of} เป็นคอลัมน์ในตารางของพอร์ทัลไม่ได้ โปรดตั้งชื่อฟิลด์ใน "
                        f"schemas/tables/{self.schema.name}.yaml ให้ยาวไม่เกิน {NAME_BYTES} ไบต์และไม่ขึ้นต้นด้วยขีดล่าง",
                        en=f"The column {field.name!r} of {of} cannot be a column of the portal's table: give the "
                        f"field of schemas/tables/{self.schema.name}.yaml a name of at most {NAME_BYTES} bytes that "
                        f"does not begin with an underscore",
                    )
                )


def _type(field: Field) -> str:
    return _TYPES.get(field.type, "text")


def _notes(field: Field) -> str:
    unit = f"หน่วย (unit): {field.unit}" if field.unit else ""
    return "\n".join(line for line in (field.description.strip(), unit) if line)
