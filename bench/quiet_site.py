"""Many small datasets of twenty agencies: how they are called, declared and delivered."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.portal import ROOT

AGENCIES = 20
"""Each with a host of its own."""
SCHEMA = "tisi/standards"
SAMPLE = ROOT / "datasets/tisi/samples/tis_standards_2567.csv"


@dataclass(frozen=True)
class Site:
    """Where everything of one size lies; made once, used by each run after it."""

    folder: Path
    count: int
    agencies: int
    port: int
    organisation: str | None = None
    """The portal's, of all agencies; None where each has one of its own, called as the agency."""

    @property
    def catalogue(self) -> Path:
        return self.folder / "datasets"

    @property
    def files(self) -> Path:
        """What the agencies serve, a folder for each of their hosts."""
        return self.folder / "files"

    def host(self, agency: int) -> str:
        return f"127.0.0.{2 + agency}"

    def address(self, agency: int, slug: str) -> str:
        """Of the dataset's file."""
        return f"http://{self.host(agency)}:{self.port}/{slug}.csv"

    def names(self) -> Iterator[tuple[int, str, str]]:
        """(agency, slug, id) of each dataset."""
        for nth in range(self.count):
            agency = nth % self.agencies
            yield agency, f"d{nth:05}", f"a{agency:02}-d{nth:05}"

    def settings(self, portal: dict[str, str]) -> dict[str, str]:
        return {
            "PERD_HOME": str(self.folder / "home"),
            "PERD_CATALOGUE": str(self.catalogue),
            "PERD_SCHEMAS": str(ROOT / "schemas"),
            "PERD_PORTAL_URL": portal["url"],
            "PERD_PORTAL_TOKEN_FILE": portal["token_file"],
            "PERD_PROFILE": portal["profile"],
            "PERD_TRUSTED_HOSTS": json.dumps([self.host(agency) for agency in range(self.agencies)]),
            "PERD_REPORTS_URL": "http://127.0.0.1:8766",
        }

    def declare(self, only_the_first: bool) -> None:
        """Write the catalogue: all of it, or the first dataset of each agency."""
        shutil.rmtree(self.catalogue, ignore_errors=True)
        example = yaml.safe_load((ROOT / "datasets/tisi/standards.yaml").read_text(encoding="utf-8"))
        office = yaml.safe_load((ROOT / "datasets/tisi/agency.yaml").read_text(encoding="utf-8"))
        example |= {"sample": False, "created": example["created"].isoformat()}
        for agency, slug, _ in list(self.names())[: self.agencies if only_the_first else None]:
            folder, code, host = self.catalogue / f"a{agency:02}", f"a{agency:02}", self.host(agency)
            if not folder.exists():
                folder.mkdir(parents=True)
                _write(folder / "agency.yaml", office | {"code": code, "organisation": self.organisation or code})
            served = self.files / host / f"{slug}.csv"
            if not served.exists():
                served.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(SAMPLE, served)
            source = {"kind": "http_file", "url": self.address(agency, slug)}
            resource = example["resources"][0] | {"source": source, "schema": SCHEMA}
            _write(folder / f"{slug}.yaml", example | {"title": f"มาตรฐานชุดที่ {slug}", "resources": [resource]})


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


@contextmanager
def serving(site: Site) -> Iterator[None]:
    """The agencies' servers, in a process of their own."""
    command = [sys.executable, "-m", "bench.agencies", str(site.files), str(site.port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout and process.stdout.readline() == b"up\n"
        try:
            yield
        finally:
            process.communicate()
