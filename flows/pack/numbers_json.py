"""numbers.json: every number with its definition and the records that it counts, for programs."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flows.pack.commission import Commission
from flows.pack.number import Number

FORMAT = "perd-award-numbers/1"


def numbers_json(numbers: Iterable[Number], commission: Commission, references: Mapping[str, int]) -> bytes:
    """UTF-8. Whole numbers are numbers, others texts; days and moments are ISO (CE), months like 2026-10."""
    every = tuple(numbers)
    period = commission.period
    told = {
        "format": FORMAT,
        "of": commission.whole.id,
        "name": commission.whole.name.model_dump(),
        "period": {"id": period.id, "first": period.first.isoformat(), "last": period.last.isoformat()},
        "as_of": iso(commission),
        "definitions": {
            number.id: {
                "title": number.what.title.model_dump(),
                "definition": number.what.definition.model_dump(),
                "unit": number.what.unit.model_dump(),
                "mark": number.what.mark,
                "source": number.what.source.model_dump(),
            }
            for number in every
            if number.what.mark == "own"
        },
        "numbers": [_number(number, references) for number in every],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def iso(commission: Commission) -> str:
    """The moment up to which was counted, UTC."""
    return commission.as_of.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(number: Number, references: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "key": number.key,
        "reference": references.get(number.key),
        "id": number.id,
        "scope": number.scope,
        "month": number.month,
        "part": number.part,
        "value": _plain(number.value),
        "out_of": _plain(number.out_of),
        "note": number.note.model_dump() if number.note else None,
        "records": number.records,
        "considered": number.considered,
    }
    if number.what.mark == "official":
        told |= {
            "mark": "official",
            "title": number.what.title.model_dump(),
            "source": number.what.source.model_dump(),
        }
    return told


def _plain(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value
