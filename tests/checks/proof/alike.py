"""What Frictionless says of a table alone, and by way of a proof."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import attrs
from frictionless import Dialect, Error

from tests.checks.proof.rooms import REAL, Room
from tests.checks.proof.tables import Case, Make


@dataclass(frozen=True)
class Told:
    report: Any
    """The whole of it but for the time that it took, or what was raised."""
    errors: Any
    """Each with all that Frictionless keeps in it, or what was raised."""


def alone(case: Case, folder: Path) -> Told:
    case.written(folder)
    make = case.make(folder)
    return Told(
        _guarded(lambda: _described(make(Dialect).validate(limit_errors=case.limit))),
        _guarded(lambda: _all_errors(make)),
    )


def proof_of(case: Case, folder: Path, room: Room = REAL) -> Any:
    """The room's Proof; None where it has none. The file has been written."""
    return room.report.prove(case.make(folder), case.path(folder), case.tuning)


def by_proof(case: Case, folder: Path, proof: Any, room: Room = REAL) -> Told:
    make = case.make(folder)
    return Told(
        _guarded(lambda: _described(room.report.report(make, proof, case.limit))),
        _guarded(lambda: [everything(error) for error in room.report.errors(make, proof)]),
    )


def _guarded(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 (what Frictionless raises must be raised either way)
        return f"{type(error).__name__}: {error}"


def _described(report: Any) -> dict[str, Any]:
    made: dict[str, Any] = report.to_descriptor()
    for stats in (made["stats"], *(task["stats"] for task in made["tasks"])):
        stats.pop("seconds")
    return made


def _all_errors(make: Make) -> list[Any]:
    told: list[Any] = []
    with make(Dialect) as resource:
        told += map(everything, resource.header.errors)
        for row in resource.row_stream:
            told += map(everything, row.errors)
    return told


def everything(error: Error) -> Any:
    fields = {each.name: getattr(error, each.name) for each in attrs.fields(type(error))}
    return type(error), fields, vars(error)
