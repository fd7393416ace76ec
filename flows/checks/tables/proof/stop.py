"""What Frictionless says of a file that it has not read to its end, because it had its fill of errors."""

from typing import Any

from frictionless import Report, system
from frictionless.resources import TableResource

from flows.canonical.doubt import Doubt
from flows.canonical.structure import read_rows
from flows.checks.tables.proof.known import Proof

CHUNK = 8_192
"""Bytes that io.TextIOWrapper asks for at a time."""


def as_if_read(report: Report, resource: TableResource, proof: Proof) -> Report:
    """The report of a run that may have stopped early, with the figures of one that has read so far and no further.

    resource: as the one reported about, not open. Raises Doubt where it cannot be told how far.
    """
    task = report.tasks[0]
    if not task.warnings:
        return report
    read = _read(resource, proof, max(task.stats.get("rows", 0) + 1, resource.detector.sample_size))
    figures: Any = task.stats
    for name in ("md5", "sha256", "bytes"):
        figures.pop(name, None)
        if value := getattr(read.stats, name):
            figures[name] = value
    return report


def _read(resource: TableResource, proof: Proof, row: int) -> TableResource:
    """The resource after its bytes have been read as far as `row` asks for, by Frictionless' own reader of bytes."""
    until = _end_of(proof, row)
    with system.create_loader(resource) as loader:
        stream: Any = loader.byte_stream
        while (until is None or (resource.stats.bytes or 0) < until) and stream.read1(CHUNK):
            pass
    return resource


def _end_of(proof: Proof, row: int) -> int | None:
    """The byte after row `row`, the header being row 1; None where the end of the file has been met."""
    with proof.path.open("rb") as file:
        if row >= proof.rows + 1:
            file.seek(max(proof.size - 1, 0))
            return proof.size if row == proof.rows + 1 and file.read() == b"\n" else None
        for each in proof.stretches:
            if each.first <= row < each.first + each.rows:
                if not each.regular:
                    raise Doubt("where a row ends is not sure")
                _, end = read_rows(file, each.start, each.end, row - each.first + 1)
                return end
        _, end = read_rows(file, 0, proof.size, row)
        return end
