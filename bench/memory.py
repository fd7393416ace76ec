"""The most memory that files of several sizes take, pulled, tidied and checked without a portal.

`python -m bench.memory [MEGABYTES ...]`; beside it, for the smaller ones, what `frictionless validate` alone takes.
Each in a process of its own (`python -m bench.memory ours|frictionless FILE`).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.clock import Clock
from bench.end_to_end import from_source_to_public
from bench.figures import hand_over, peak_mb, tell
from bench.one_dataset import DELIVERED, delivering, made
from bench.plain_frictionless import validated
from bench.portal import ROOT

SIZES = {"100mb": 100, "1gb": 1_000, "5gb": 5_000}
"""In MB of 10**6 bytes."""
ROW = 195
"""Bytes, about."""
KEYS = 2
"""The primary key, and a field whose values are unique."""
FOR_A_KEY = 8
"""Bytes a row."""
COMPARED = ("100mb", "1gb")
"""With Frictionless, which would take half an hour for the largest."""


def ours(delivered: Path) -> None:
    with delivering(delivered.parents[1], None) as (name, world):
        from_source_to_public(name, world, Clock())


WAYS = {"ours": ours, "frictionless": validated}


def peak_of(way: str, delivered: Path) -> float:
    command = [sys.executable, "-m", "bench.memory", way, str(delivered)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT).stdout)


def bench(sizes: dict[str, int], folder: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    for word, megabytes in sizes.items():
        delivered, rows = folder / word / "served" / DELIVERED, megabytes * 1_000_000 // ROW
        delivered.parent.mkdir(parents=True)
        made(delivered, rows)
        figures[f"peak_rss_{word}_mb"] = round(peak_of("ours", delivered))
        figures[f"peak_rss_{word}_keys_mb"] = round(rows * KEYS * FOR_A_KEY / 1e6)
        if word in COMPARED:
            figures[f"peak_rss_{word}_frictionless_mb"] = round(peak_of("frictionless", delivered))
        tell(f"{rows:,} rows, {delivered.stat().st_size / 1e6:,.0f} MB: {figures}")
        shutil.rmtree(folder / word)
    return figures | {"peak_rss_mb": max(figures[f"peak_rss_{word}_mb"] for word in sizes)}


if __name__ == "__main__":
    words = sys.argv[1:]
    if words and words[0] in WAYS:
        WAYS[words[0]](Path(words[1]))
        print(peak_mb())
    else:
        asked = dict(zip(SIZES, [int(word) for word in words] or SIZES.values(), strict=True))
        with tempfile.TemporaryDirectory() as given:
            hand_over(bench(asked, Path(given)))
