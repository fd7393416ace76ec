"""How Frictionless reads a canonical table: by csv.reader, in the one dialect that tidy writes.

Its own CSV parser guesses a dialect from the first rows even where every part of it is given, and on wide rows full of
quotation marks the guess takes minutes. This one is asked for by a format name of its own, so nobody else gets it.
"""

import csv
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

from frictionless import Parser, Plugin, Resource, system

FORMAT = "perd-canonical"
WIDTH = "perdWidth"
"""Key of the resource's custom properties: how many columns are read, where not all of them are."""
_ONE_AT_A_TIME = threading.Lock()


class CanonicalParser(Parser):
    """RFC 4180, as tidy writes it."""

    requires_loader = True
    supported_types = ["string"]  # noqa: RUF012 (the base class's own attribute)

    def read_cell_stream_create(self) -> Iterator[list[str]]:
        rows = csv.reader(self.loader.text_stream)
        width = self.resource.custom.get(WIDTH)
        yield from rows if width is None else (row[:width] for row in rows)


class _CanonicalPlugin(Plugin):
    def create_parser(self, resource: Resource) -> Any:
        return CanonicalParser(resource) if resource.format == FORMAT else None


@cache
def known_to_frictionless() -> str:
    """The format's name, once Frictionless knows it."""
    with _ONE_AT_A_TIME:
        _ = system.methods  # `register` forgets what it has cached only where this is among it
        system.register(FORMAT, _CanonicalPlugin())
    return FORMAT
