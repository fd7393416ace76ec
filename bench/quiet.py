"""A night in which nothing changed, and one in which one dataset in a hundred did, on the real portal.

`python -m bench.quiet [DATASETS] [NIGHTS]`: makes a portal of its own (some seconds) and a catalogue of one-resource
datasets on 20 loopback hosts, once; then runs the nightly flow over it. Prints medians of the quiet nights; requests
are counted by the servers' and the portal's own access logs.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.agencies import ACCESS_LOG
from bench.quiet_site import ROOT, Site, copy_the_rest, serving
from flows.settings import quiet_prefect

AGENCIES = 20
BENCH = ROOT / ".perd/bench"
PORT = 18_900


def portal_up(folder: Path) -> dict[str, Any]:
    organisations = [{"name": f"a{n:02}", "title": f"หน่วยงาน {n:02}", "description": ""} for n in range(AGENCIES)]
    command = [sys.executable, "-m", "devportal", "up", "--home", str(folder), "--organisations", "-", "--json"]
    up = subprocess.run(command, input=json.dumps(organisations), capture_output=True, text=True, check=True, cwd=ROOT)
    answer: dict[str, Any] = json.loads(up.stdout)
    return answer


class Counted:
    """What happened since it was made."""

    def __init__(self, site: Site, portal: dict[str, Any]) -> None:
        self._logs = {"source": site.files / ACCESS_LOG, "portal": Path(portal["access_log"])}
        self._from = {name: log.stat().st_size if log.exists() else 0 for name, log in self._logs.items()}
        self._reports = site.folder / "home/reports"
        self._ckan = [int(pid) for pid in _children(portal["pids"]["ckan"])]
        self._began, self._cpu, self._ckan_cpu = time.time(), _cpu(), self._of_ckan()

    def figures(self) -> dict[str, float]:
        seconds = time.time() - self._began
        lines = {name: self._new_lines(name) for name in self._logs}
        actions = Counter(line.split(" ")[1].rsplit("/", 1)[-1].partition("?")[0] for line in lines["portal"])
        reads = sum(
            count for action, count in actions.items() if action.endswith(("_show", "_search", "_list", "_user"))
        )
        files = [path for path in self._reports.rglob("*") if path.is_file() and path.stat().st_mtime >= self._began]
        return {
            "seconds": round(seconds, 1),
            "own_cpu_seconds": round(_cpu() - self._cpu, 1),
            "ckan_cpu_seconds": round(self._of_ckan() - self._ckan_cpu, 1),
            "source_requests": len(lines["source"]),
            "source_bodies": sum(line.endswith(" 200") for line in lines["source"]),
            "portal_requests": len(lines["portal"]),
            "portal_writes": sum(count for action, count in actions.items()) - reads - _gets(lines["portal"]),
            "files_written": len(files),
        }

    def _new_lines(self, name: str) -> list[str]:
        with self._logs[name].open(encoding="utf-8") as log:
            log.seek(self._from[name])
            return log.read().splitlines()

    def _of_ckan(self) -> float:
        ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in self._ckan]
        return sum(int(one) + int(other) for one, other in ticks) / os.sysconf("SC_CLK_TCK")


def _gets(lines: list[str]) -> int:
    return sum(line.startswith(("GET ", "HEAD ")) for line in lines if "/api/" not in line)


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def prefect() -> Iterator[None]:
    quiet_prefect()
    from prefect.testing.utilities import prefect_test_harness

    import flows.nightly  # noqa: F401 (what is imported once is no part of a night)

    with prefect_test_harness(server_startup_timeout=120):
        yield


def night() -> Counter[str]:
    """One run of the nightly flow; its outcomes by word."""
    from flows.desk import watched
    from flows.nightly import nightly

    outcomes: list[Any] = []
    with watched(by=outcomes.append):
        nightly(False, return_state=True)
    for outcome in outcomes:
        if outcome.word not in ("unchanged", "published"):
            print(outcome, file=sys.stderr)
    return Counter(outcome.word for outcome in outcomes)


def told(what: str, figures: dict[str, float], outcomes: Counter[str] | None = None) -> None:
    said = "  ".join(f"{name} {value:,}" for name, value in figures.items())
    print(f"{what:<22} {said}  {dict(outcomes) if outcomes else ''}", flush=True)


def seed(site: Site, portal: dict[str, Any]) -> None:
    """Publish the first dataset of each agency, copy the others, and let a first night find them as they should be."""
    began = time.perf_counter()
    site.declare(only_the_first=True)
    with serving(site):
        outcomes = night()
        assert outcomes == {"published": site.agencies}, outcomes
        print(f"published {site.agencies} in {time.perf_counter() - began:.0f} s", flush=True)
        site.declare(only_the_first=False)
        copy_the_rest(site, portal)
        print(f"copied to {site.count} after {time.perf_counter() - began:.0f} s", flush=True)
        counted = Counted(site, portal)
        outcomes = night()
        figures = counted.figures()
        told("first night", figures, outcomes)
        assert outcomes == {"unchanged": site.count} and not figures["portal_writes"], "the copies are not faithful"
    (site.folder / "seeded").touch()


def measured(what: str, site: Site, portal: dict[str, Any], work: Callable[[], Counter[str]]) -> dict[str, float]:
    counted = Counted(site, portal)
    outcomes = work()
    figures = counted.figures()
    told(what, figures, outcomes)
    return figures


def change(site: Site) -> int:
    """Another row in the file of one dataset in a hundred, of those whose files and tables the portal really has."""
    changed = list(site.names())[: min(site.count // 100, site.agencies)]
    for agency, slug, _ in changed:
        file = site.files / site.host(agency) / f"{slug}.csv"
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        number = 95_000 + len(lines)
        file.write_text("".join([*lines, lines[-1].replace(lines[-1].split(" ")[1], str(number), 1)]), encoding="utf-8")
    return len(changed)


def bench(count: int, nights: int) -> None:
    site = Site(BENCH / f"quiet-{count}", count, AGENCIES, PORT + count // 1000)
    portal = portal_up(site.folder / "portal")
    site.files.mkdir(parents=True, exist_ok=True)
    os.environ |= site.settings(portal)
    with prefect():
        if not (site.folder / "seeded").exists():
            seed(site, portal)
        with serving(site):
            quiet = [measured(f"quiet night {nth + 1}", site, portal, night) for nth in range(nights)]
            told("quiet, median", {name: statistics.median(one[name] for one in quiet) for name in quiet[0]})
            measured(f"{change(site)} changed", site, portal, night)


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    bench(*(words + [1_000, 3][len(words) :]))
