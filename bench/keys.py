"""benches.yaml read: every bench, every key of results.json, and which keys follow from others."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("benches.yaml")
DIGITS = 3
"""Behind the point of a ratio."""


class Key(BaseModel):
    """What one figure means."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    unit: str
    what: str
    against: tuple[str, ...] = ()
    """Keys of the alternatives that were measured in the same run."""
    ratio: tuple[str, str] | None = None
    """Keys; the first divided by the second."""
    least: tuple[str, ...] | None = None
    """Keys; the least of them."""

    def value(self, results: Mapping[str, Any]) -> float | None:
        """Of a key that follows from others; None where one of them is not there, or it follows from none."""
        others = self.ratio or self.least or ()
        known = [float(results[key]) for key in others if key in results]
        if not others or len(known) < len(others):
            return None
        return round(known[0] / known[1], DIGITS) if self.ratio else min(known)


class Bench(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    module: str
    words: tuple[str, ...]
    small: tuple[str, ...]
    how: str
    keys: dict[str, Key]


class Benches(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    benches: dict[str, Bench]
    machine: dict[str, Key]

    @cached_property
    def keys(self) -> dict[str, Key]:
        """All of them."""
        return {key: told for keys in self._groups() for key, told in keys.items()}

    def _groups(self) -> Iterator[dict[str, Key]]:
        yield self.machine
        for bench in self.benches.values():
            yield bench.keys

    def with_what_follows(self, results: Mapping[str, Any]) -> dict[str, Any]:
        """The results with every key that follows from them, in the order of benches.yaml.

        Raises ValueError for a key that nobody has documented.
        """
        if unknown := sorted(results.keys() - self.keys.keys()):
            raise ValueError(f"not in benches.yaml: {', '.join(unknown)}")
        known = dict(results)
        for key, told in self.keys.items():
            if told.ratio or told.least:
                known.pop(key, None)
                if (value := told.value(known)) is not None:
                    known[key] = value
        return {key: known[key] for key in self.keys if key in known}


def read() -> Benches:
    return Benches.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
