"""The errors of a file of wrong_table's schema: by way of a proof, and by Frictionless alone; all, either way."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from frictionless import Dialect, Schema
from frictionless.resources import TableResource

from bench.figures import peak_mb
from bench.wrong_table import SCHEMA
from flows.checks.tables.canonical_format import known_to_frictionless
from flows.checks.tables.proof.report import Make, errors, prove, report


def alone(path: Path) -> int:
    """How many errors `frictionless validate` reports, with the same schema and no limit."""
    resource = TableResource(
        name="table",
        path=path.name,
        basepath=str(path.parent),
        encoding="utf-8",
        schema=Schema.from_descriptor(SCHEMA),
    )
    return int(resource.validate(limit_errors=0).stats["errors"])


def by_proof(path: Path) -> int:
    """How many errors are in the same report, made by way of a proof."""
    make = maker(path)
    return int(report(make, prove(make, path), limit=0).stats["errors"])


def one_by_one(path: Path) -> int:
    """How many errors Perd has of it where there are many: every one made, and none of them kept."""
    make = maker(path)
    return sum(1 for _ in errors(make, prove(make, path)))


def maker(path: Path) -> Make:
    """As Perd has a canonical file read."""

    def make(kind: type[Dialect]) -> TableResource:
        return TableResource(
            name="table",
            path=path.name,
            basepath=str(path.parent),
            scheme="file",
            format=known_to_frictionless(),
            encoding="utf-8",
            dialect=kind(header=True, header_rows=[1], comment_char=""),
            schema=Schema.from_descriptor(SCHEMA),
        )

    return make


WAYS = {"alone": alone, "by_proof": by_proof, "one_by_one": one_by_one}


def peak_of(way: str, path: Path) -> float:
    """The most memory in MB that a process of its own takes for it."""
    command = [sys.executable, "-m", "bench.both_ways", way, str(path)]
    return float(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    WAYS[asked.way](asked.file)
    print(peak_mb())
