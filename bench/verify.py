"""How long it takes to verify a ledger: `python -m bench.verify [RECORDS] [ROUNDS]`.

By `perd evidence verify`, and by the verify.py of an export, in a Python that has nothing but its standard library.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.figures import hand_over, seconds, taking_turns, tell
from flows.evidence import Part, export
from tests.evidence.bare_python import bare_python
from tests.evidence.notarised import FIRST_NIGHT, Notarised

NIGHTS = 5


def bench(records: int, rounds: int, folder: Path) -> dict[str, float]:
    ledger, place = Notarised(folder), folder / "export"
    for night in range(NIGHTS):
        ledger.write_at_once(records // NIGHTS, night)
        ledger.sign(night)
    vkey = ledger.keys.trusted_keys()[0].vkey

    def by_bare_python() -> None:
        assert bare_python(place / "verify.py", "--key", vkey).code == 0

    def by_perd() -> None:
        assert not ledger.examined().problems

    with ledger.ledger() as opened:
        exported = seconds(partial(export, opened, ledger.notary, place, Part(), FIRST_NIGHT))
    bare, ours = taking_turns(rounds, by_bare_python, by_perd)
    tell(f"{records:,} records: verified in {ours:.2f} s, by verify.py in {bare:.2f} s; exported in {exported:.2f} s")
    return {
        "verify_100k_seconds": round(ours, 2),
        "verify_100k_bare_python_seconds": round(bare, 2),
        "verify_100k_export_seconds": round(exported, 2),
    }


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    records, rounds = words + [100_000, 3][len(words) :]
    with tempfile.TemporaryDirectory() as made:
        hand_over(bench(records, rounds, Path(made)))
