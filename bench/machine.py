"""What the figures were measured on, and with: nothing that tells one such machine from another."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from bench.figures import Figures
from bench.portal import BENCH
from devportal import environment


def machine() -> Figures:
    """CKAN's own environment is made for it where it is not there yet."""
    BENCH.mkdir(parents=True, exist_ok=True)
    ckan = environment.ensure(BENCH / "environment.log")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "machine_cpu": _cpu(),
        "machine_cores": os.cpu_count() or 1,
        "machine_memory_gb": round(memory / 1e9, 1),
        "machine_system": f"{platform.system()} {platform.machine()}",
        "version_python": platform.python_version(),
        **{f"version_{package}": version(package) for package in ("frictionless", "polars", "prefect", "ckanapi")},
        "version_ckan": _told(ckan.python, "-c", "from importlib.metadata import version; print(version('ckan'))"),
        "version_postgresql": _told(ckan.postgres_bin / "postgres", "--version").rpartition(" ")[2],
    }


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _told(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
