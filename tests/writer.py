"""A run of one dataset as the flow tells it (nightly.end), without Prefect: once for each line of standard input.

Before each look at the source new data are delivered. What came of it is one line of JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.bookkeeping import measure, record_outcome, report
from flows.domain.errors import PipelineError
from flows.domain.outcome import Fit, Published, Unchanged
from flows.examine import examine, pull
from flows.settings import read_settings
from flows.settle import Superseded, broken, settle
from flows.world import World, opened

ROWS = 20


def deliver(file: Path) -> None:
    """A table whose every row bears the moment of its delivery. Whole at once, for another run may be reading it."""
    now = time.time_ns()
    lines = ["code,stamp", *(f"C{number:03d},{now}" for number in range(ROWS))]
    new = file.with_suffix(f".{now}")
    new.write_text("\r\n".join([*lines, ""]), encoding="utf-8")
    new.replace(file)


def run(name: str, file: Path, world: World) -> dict[str, Any]:
    again = 0
    while True:
        deliver(file)
        draft = None
        try:
            draft = examine(pull(name, world), world)
            outcome = settle(draft, world, dry_run=False)
        except Superseded:
            again += 1
            continue
        except PipelineError as error:
            outcome = broken(name, error)
        break
    assert not isinstance(outcome, Fit), "only a dry run ends so"
    measured = measure(outcome, draft, world)
    record_outcome(outcome, draft, measured, world)
    if measured:
        report(outcome, draft, measured, world)
    done = isinstance(outcome, Published | Unchanged)
    edits = outcome.edits if isinstance(outcome, Published | Unchanged) else ()
    return {
        "outcome": outcome.word,
        "why": None if done else outcome.reason.en,
        "again": again,
        "written": outcome.written if isinstance(outcome, Published) else (),
        "edits": [{"field": edit.field, "kept": edit.kept.value, "told": edit.told.th} for edit in edits],
    }


def rounds(name: str, file: Path) -> Iterator[dict[str, Any]]:
    for _ in sys.stdin:
        with opened(read_settings()) as world:
            yield run(name, file, world)


if __name__ == "__main__":
    for told in rounds(sys.argv[1], Path(sys.argv[2])):
        print(json.dumps(told, ensure_ascii=False), flush=True)
