"""Frictionless' report and errors of a canonical file, by way of a proof or without one: the same either way."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
from frictionless import Dialect, Error, FrictionlessException, Report
from frictionless.resources import TableResource

from flows.canonical.doubt import Doubt
from flows.checks.tables.proof.handing import EveryError, HandedOver, ProvenResource
from flows.checks.tables.proof.known import Proof, Tuning
from flows.checks.tables.proof.scan import scan
from flows.checks.tables.proof.stop import as_if_read

IN_PRODUCTION = Tuning()
Make = Callable[[type[Dialect]], TableResource]
"""Makes the resource, not open: a canonical file with one header row, its dialect an instance of the given class."""


def prove(make: Make, path: Path, tuning: Tuning = IN_PRODUCTION) -> Proof | None:
    """What is proven of the file; None where nothing is, or Frictionless does not open it."""
    try:
        resource = make(HandedOver)
        with ProvenResource.of(resource, None) as opened:
            return scan(opened, path, tuning)
    except (Doubt, FrictionlessException, re.error, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None


def report(make: Make, proof: Proof | None, limit: int) -> Report:
    """As `validate(limit_errors=limit)`; 0 for no limit. Raises what that raises."""
    if proof is None:
        return make(Dialect).validate(limit_errors=limit)
    resource = ProvenResource.of(make(HandedOver), proof)
    told = resource.validate(EveryError(), limit_errors=limit)
    try:
        return as_if_read(told, make(Dialect), proof)
    except Doubt:
        return report(make, None, limit)


def errors(make: Make, proof: Proof | None) -> Iterator[Error]:
    """The same errors as in a report without a limit, one row at a time and none of them kept."""
    with make(Dialect) if proof is None else ProvenResource.of(make(HandedOver), proof) as resource:
        yield from resource.header.errors
        for row in resource.row_stream:
            yield from row.errors
