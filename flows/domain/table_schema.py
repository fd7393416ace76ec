"""A Frictionless Table Schema of ours: what a published table looks like."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Field:
    """One field, as much of it as the pipeline itself needs."""

    name: str
    """The English machine header that is published: ASCII, no blanks, at most 63 characters."""
    title: str
    """The Thai header that the agency's file bears; the data dictionary's label."""
    type: str
    """Frictionless type; codes are strings with a pattern, never integers."""
    description: str
    aliases: tuple[str, ...]
    """Other headers under which agencies have delivered the same column (same meaning, same unit)."""
    unit: str | None
    """Unit of the values, such as baht; None where there is none."""


@dataclass(frozen=True)
class TableSchema:
    """One file of schemas/tables/. It describes the *canonical* table: ISO dates (CE), plain numbers."""

    name: str
    """Its path below schemas/tables/ without the ending, such as diw/factories."""
    version: str
    descriptor: Mapping[str, Any]
    """The Frictionless descriptor (with our `aliases` and `unit` as custom properties of fields)."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(
            Field(
                name=field["name"],
                title=field.get("title", field["name"]),
                type=field.get("type", "string"),
                description=field.get("description", ""),
                aliases=tuple(field.get("aliases", ())),
                unit=field.get("unit"),
            )
            for field in self.descriptor["fields"]
        )

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        key = self.descriptor.get("primaryKey", ())
        return (key,) if isinstance(key, str) else tuple(key)

    @cached_property
    def sha256(self) -> str:
        """Digest of the descriptor, independent of how its file is laid out."""
        text = json.dumps(self.descriptor, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
