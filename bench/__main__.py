"""`python -m bench [NAME ...] [--small]`: the named benches of benches.yaml, or all, each in a process of its own.

Their figures go into results.json beside those of benches that were not named, and from there into README.md and
docs/bench.md. With --small all of it runs with small sizes, and the figures are only printed: they say nothing.
"""

import argparse
import json
import subprocess
import sys
import time

from bench import keys, pages, results
from bench.figures import Figures, tell
from bench.machine import machine
from bench.portal import ROOT


def run(name: str, bench: keys.Bench, small: bool) -> Figures:
    """Raises CalledProcessError if it fails."""
    tell(f"== {name}")
    began = time.perf_counter()
    command = [sys.executable, "-m", f"bench.{bench.module}", *(bench.small if small else bench.words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    tell(f"== {name}: {time.perf_counter() - began:,.0f} s")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    if wrong := figures.keys() ^ {key for key, told in bench.keys.items() if not (told.ratio or told.least)}:
        raise ValueError(f"bench.{bench.module} and benches.yaml differ: {', '.join(sorted(wrong))}")
    return figures


def main() -> None:
    benches = keys.read()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(benches.benches))
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.names) - benches.benches.keys():
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    known, failed = {} if asked.small else results.read(), []
    on = machine()  # before anything is measured, as it may have something to make
    for name in asked.names or benches.benches:
        try:
            new = run(name, benches.benches[name], asked.small)
        except subprocess.CalledProcessError:
            failed.append(name)  # it has said why; the others are measured all the same
            continue
        known = results.merged(known, new, on, benches)
        if not asked.small:
            results.write(known)
            pages.write(known)
    print(json.dumps(known, ensure_ascii=False, indent=2))
    print(pages.tables(known))
    if asked.small:
        tell("small sizes: whatever the tables say, these figures say nothing")
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
