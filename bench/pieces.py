"""The checks of one large file one by one, each by a reading of its own, and then by one reading.

`python -m bench.pieces [ROWS] [ROUNDS]`. Told is what each takes; handed over, how fast the scan for personal data is
on top of the parse. Beside it, a plain loop over the cells that has python-stdnum look for identity numbers and nothing
else.
"""

import csv
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from stdnum.th import pin

from bench.clock import Clock
from bench.figures import hand_over, seconds, tell
from bench.one_dataset import DELIVERED, delivering, made
from flows.checks import LOOKS, PERSONAL_CHECKS, TABLE_CHECKS, Table, looked_through
from flows.checks.personal.identity_numbers import identity_numbers
from flows.checks.personal.persons import persons
from flows.checks.tables.by_frictionless import by_frictionless
from flows.checks.tables.canonical import Look, all_looked_through
from flows.tidy import ReceivedCells, tidy
from flows.world import World

PLAIN_ROWS = 100_000
"""That the plain loop reads."""


def table_of(delivered: Path, name: str, world: World, folder: Path, clock: Clock) -> Table:
    dataset = world.dataset(name)
    [resource] = dataset.resources
    schema = world.schema(resource)
    tidied = clock("tidy", lambda: tidy(delivered, resource.tidy, schema, folder))
    return Table(dataset, resource, schema, tidied, world.rules, world.today, ReceivedCells(tidied))


def one_by_one(table: Table, clock: Clock) -> None:
    clock("validation", lambda: list(by_frictionless(table).findings))
    for look in LOOKS:
        clock(f"parse and {look.__name__}", partial(all_looked_through, table, [look]))
    seen = clock("parse and all of these", lambda: looked_through(table))
    clock("told by all checks", lambda: [list(check(seen)) for check in (*PERSONAL_CHECKS, *TABLE_CHECKS)])


def scan_seconds(table: Table, rounds: int) -> float:
    """Of both looks for personal data in one reading, less those of a reading that looks for nothing."""

    def scan() -> float:
        both = seconds(lambda: all_looked_through(table, [identity_numbers, persons]))
        return both - seconds(lambda: all_looked_through(table, [nothing]))

    return median(scan() for _ in range(rounds))


def nothing(table: Table) -> Look[None]:
    while (yield) is not None:
        pass


def plain_scan_seconds(path: Path, rounds: int) -> float:
    """As scan_seconds, of a loop over the first PLAIN_ROWS."""

    def scan() -> float:
        both = seconds(lambda: [cell for row in _rows(path) for cell in row if pin.is_valid(cell)])
        return both - seconds(lambda: [cell for row in _rows(path) for cell in row if not cell])

    return median(scan() for _ in range(rounds))


def _rows(path: Path) -> Iterator[list[str]]:
    return islice(csv.reader(path.read_text(encoding="utf-8").splitlines()), PLAIN_ROWS)


def bench(rows: int, rounds: int, folder: Path) -> dict[str, float]:
    delivered, clock = folder / "served" / DELIVERED, Clock()
    delivered.parent.mkdir()
    made(delivered, rows)
    with delivering(folder, None) as (name, world):
        table = table_of(delivered, name, world, folder / "tidied", clock)
        one_by_one(table, clock)
        scan = scan_seconds(table, rounds)
    tell("\n".join(clock.table()))
    plain = plain_scan_seconds(table.tidied.path, rounds)
    return {
        "personal_scan_rows_per_second": round(rows / scan),
        "personal_scan_plain_rows_per_second": round(min(rows, PLAIN_ROWS) / plain),
    }


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    rows, rounds = words + [1_000_000, 3][len(words) :]
    with tempfile.TemporaryDirectory() as given:
        hand_over(bench(rows, rounds, Path(given)))
