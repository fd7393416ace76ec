"""What every bench needs: seconds of things that take turns, the most memory held, and how figures are handed over."""

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

Figures = Mapping[str, float | int | str]
"""By key; every key is documented in benches.yaml."""


def hand_over(figures: Figures) -> None:
    """To `python -m bench`: the last line of standard output is one JSON object."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


def tell(line: str) -> None:
    """Whoever waits."""
    print(line, file=sys.stderr, flush=True)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def taking_turns(rounds: int, *works: Callable[[], object]) -> list[float]:
    """Median seconds of each: each once in every round, so that what slows the machine slows them all."""
    taken = [[seconds(work) for work in works] for _ in range(rounds)]
    return [median(each) for each in zip(*taken, strict=True)]


def counts_and_seconds(rounds: int, *counts: Callable[[], int]) -> tuple[int, list[float]]:
    """As taking_turns, of works that have to come to the same count each time; and that count."""
    told: set[int] = set()
    taken = taking_turns(rounds, *(lambda count=count: told.add(count()) for count in counts))
    [count] = told
    return count, taken


def peak_mb() -> float:
    """The most memory that this process has held, in MB of 10**6 bytes.

    Not getrusage's: that begins with what the process had that started this one.
    """
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024 / 1e6
