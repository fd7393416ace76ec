"""Scores as JSON, and back. Points are texts ("66.7"): no binary fraction ever stands in a file."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.domain.score import Score

FORMAT = "perd-scores/1"
"""Raised when a key changes its meaning or goes; new keys may come under the same number."""

_SCORES = TypeAdapter(tuple[Score, ...])


def as_json(scores: tuple[Score, ...]) -> dict[str, Any]:
    """Plain values, ready for json.dumps:

    format  perd-scores/1
    scores  [{family, title, defined_by, total, out_of, grade, measures [{id, title, value, out_of, note,
            lost [{points, reason, detail, resources, datasets}]}]}]

    A text is {th, en}; points are texts with one decimal; what was not measured is null.
    """
    return {"format": FORMAT, "scores": _SCORES.dump_python(scores, mode="json")}


def from_json(stored: bytes | Mapping[str, Any]) -> tuple[Score, ...]:
    """The scores that `as_json` wrote. Anything else is a ValueError."""
    plain = json.loads(stored, parse_float=Decimal) if isinstance(stored, bytes) else stored
    if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
        raise ValueError(f"these are no scores of the format {FORMAT}")
    try:
        return _SCORES.validate_python(plain.get("scores"), strict=False)
    except ValidationError as error:
        raise ValueError(f"these scores cannot be read: {error}") from error
