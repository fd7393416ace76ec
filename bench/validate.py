"""A table of a million rows against its Table Schema: by way of a proof, and by Frictionless alone.

`python -m bench.validate [ROWS] [ROUNDS]`. The same file, schema and process; the two take turns. For each share of
bad cells, all errors are asked for, and both have to tell as many.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.both_ways import alone, by_proof, peak_of
from bench.figures import counts_and_seconds, hand_over, tell
from bench.wrong_table import write

SHARES = {"clean": 0.0, "tenth_percent": 0.001, "dirty": 0.01}
"""Of the cells, a bad one."""


def bench(rows: int, rounds: int, table: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    for word, share in SHARES.items():
        write(table, rows, share)
        by_proof(table)  # the process is warm
        count, [plain, ours] = counts_and_seconds(rounds, partial(alone, table), partial(by_proof, table))
        of_this = f"validate_{word}_1m"
        figures |= {
            f"{of_this}_errors": count,
            f"{of_this}_frictionless_seconds": round(plain, 2),
            f"{of_this}_seconds": round(ours, 2),
        }
        tell(f"{share:.1%} of the cells bad: {count:,} errors, Frictionless {plain:.2f} s, by proof {ours:.2f} s")
    figures["validate_dirty_1m_peak_rss_mb"] = round(peak_of("one_by_one", table))
    figures["validate_dirty_1m_frictionless_peak_rss_mb"] = round(peak_of("alone", table))
    return figures


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    rows, rounds = words + [1_000_000, 3][len(words) :]
    with tempfile.TemporaryDirectory() as made:
        hand_over(bench(rows, rounds, Path(made) / "table.csv"))
