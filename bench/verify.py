"""How long it takes to verify a ledger: `python -m bench.verify` prints seconds and records a second."""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flows.evidence import Part, export
from tests.evidence.bare_python import bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised

NIGHTS = 5


def measured(what: str, records: int, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    print(f"{records:>9,} records  {what:<38} {seconds:7.2f} s  {records / seconds:>11,.0f} records/s", flush=True)


def bench(records: int, folder: Path) -> None:
    ledger, place = Notarised(folder), folder / "export"
    for night in range(NIGHTS):
        ledger.write_at_once(records // NIGHTS, night)
        ledger.sign(night)
    vkey = ledger.keys.trusted_keys()[0].vkey
    with ledger.ledger() as opened:
        measured("perd evidence verify", records, ledger.examined)
        measured("perd evidence export", records, partial(export, opened, ledger.notary, place, Part(), FIRST_NIGHT))
        measured("verify.py", records, partial(bare_python, place / "verify.py", "--key", vkey))


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as made:
            bench(size, Path(made))
