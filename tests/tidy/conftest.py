"""A desk on which an agency's file is tidied: bytes, a schema and rules in, a canonical table out."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.domain.dataset import Tidy
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Tidied
from flows.tidy import tidy


def read_csv(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@dataclass
class Desk:
    folder: Path

    def schema(self, fields: Sequence[str | dict[str, Any]]) -> TableSchema:
        """A field is its descriptor, or `name=title` for a string, or `name=title=type`."""
        descriptors = []
        for field in fields:
            if isinstance(field, str):
                name, title, *kind = field.split("=")
                field = {"name": name, "title": title, "type": kind[0] if kind else "string"}
            descriptors.append(field)
        return TableSchema("agency/table", "1.0", {"fields": descriptors})

    def tidy(
        self,
        content: str | bytes | Path,
        fields: Sequence[str | dict[str, Any]] = ("a=ก", "b=ข"),
        block_bytes: int = 8 << 20,
        **rules: Any,
    ) -> Tidied:
        """`content` is text (kept as UTF-8, line ends as they are), bytes, or a file that lies there already."""
        path = content if isinstance(content, Path) else self.folder / "snapshot"
        if isinstance(content, str):
            path.write_bytes(content.encode())
        elif isinstance(content, bytes):
            path.write_bytes(content)
        return tidy(path, Tidy(**rules), self.schema(fields), self.folder / "out", block_bytes)

    def rows(self, tidied: Tidied) -> list[list[str]]:
        """The canonical file's records below the header, as csv.reader has them."""
        return read_csv(tidied.path.read_bytes().decode())[1:]

    def header(self, tidied: Tidied) -> list[str]:
        return read_csv(tidied.path.read_bytes().decode())[0]

    def changes(self, tidied: Tidied) -> dict[tuple[str, str | None], int]:
        return {(change.rule, change.column): change.count for change in tidied.changes}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
