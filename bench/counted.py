"""What a night costs: counted by the access logs of agencies and portal, by processes, and by files."""

import os
import re
import resource
import time
from pathlib import Path
from typing import Any

from bench.agencies import ACCESS_LOG
from bench.quiet_site import Site

READS = re.compile(r"^(GET|HEAD) |^POST /api/(3/)?action/\w+_(show|search|list|list_for_user|info)[ ?]")
"""A request that cannot change anything: ckanapi asks by POST for what it only reads."""


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
        source, portal = (self._new_lines(name) for name in self._logs)
        files = [path for path in self._reports.rglob("*") if path.is_file() and path.stat().st_mtime >= self._began]
        return {
            "seconds": round(seconds, 2),
            "own_cpu_seconds": round(_cpu() - self._cpu, 1),
            "ckan_cpu_seconds": round(self._of_ckan() - self._ckan_cpu, 1),
            "source_requests": len(source),
            "source_bodies": sum(line.endswith(" 200") for line in source),
            "portal_requests": len(portal),
            "writes": sum(not READS.match(line) for line in portal),
            "files_written": len(files),
        }

    def _new_lines(self, name: str) -> list[str]:
        with self._logs[name].open(encoding="utf-8") as log:
            log.seek(self._from[name])
            return log.read().splitlines()

    def _of_ckan(self) -> float:
        ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in self._ckan]
        return sum(int(one) + int(other) for one, other in ticks) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
