"""results.json: one flat object of figures, of one machine and the same versions."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.figures import Figures, tell
from bench.keys import Benches

RESULTS = Path(__file__).with_name("results.json")


def read(path: Path = RESULTS) -> dict[str, Any]:
    """Empty where nothing has been measured yet."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def merged(known: Mapping[str, Any], new: Figures, machine: Figures, benches: Benches) -> dict[str, Any]:
    """The known figures with the new ones in their place. Those of another machine or other versions are let go."""
    same = all(known.get(key) == value for key, value in machine.items())
    if known and not same:
        tell("measured before on another machine or with other versions: those figures are left out")
    today = {"date": datetime.now(UTC).date().isoformat()}
    return benches.with_what_follows({**(known if same else {}), **machine, **today, **new})


def write(results: Mapping[str, Any], path: Path = RESULTS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
