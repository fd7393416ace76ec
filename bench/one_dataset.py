"""A catalogue of one dataset, as large as one likes, that an agency delivers on loopback; and a Perd that knows it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from bench.agency_file import SCHEMA, TIDY
from bench.portal import ORGANISATION, ROOT
from flows.local.file_server import serving
from flows.settings import Settings
from flows.world import World, opened

DELIVERED = "delivered.csv"


def made(path: Path, rows: int) -> None:
    """The agency's file, by a process of its own: what that takes is nobody else's."""
    subprocess.run([sys.executable, "-m", "bench.agency_file", str(path), str(rows)], check=True, cwd=ROOT)


@contextmanager
def delivering(folder: Path, portal: Mapping[str, Any] | None) -> Iterator[tuple[str, World]]:
    """The dataset's id and its Perd in `folder`, while `folder`/served/delivered.csv is on the web.

    portal: the status of the one that it publishes to; None for one that publishes nothing.
    """
    served = folder / "served"
    told = {"portal_url": portal["url"], "portal_token_file": portal["token_file"]} if portal else {}
    with serving(served, 0) as address:
        name = _declared(folder, address, (served / DELIVERED).stat().st_size)
        settings = Settings(
            home=folder / ".perd",
            catalogue=folder / "datasets",
            schemas=folder / "schemas",
            portal_timeout=600,
            trusted_hosts=frozenset({"127.0.0.1"}),
            **told,
        )
        with opened(settings, checking_only=not portal) as world:
            yield name, world


def _declared(folder: Path, address: str, size: int) -> str:
    slug = f"bench-{uuid4().hex[:8]}"
    agency, tables = folder / "datasets" / ORGANISATION, folder / "schemas" / "tables" / ORGANISATION
    for path in (agency, tables):
        path.mkdir(parents=True, exist_ok=True)
    for kind in ("rules", "portals"):
        shutil.copytree(ROOT / "schemas" / kind, folder / "schemas" / kind, dirs_exist_ok=True)
    shutil.copy(ROOT / "datasets" / ORGANISATION / "agency.yaml", agency)
    source = {"kind": "http_file", "url": address + DELIVERED, "max_bytes": 2 * size}
    schema = f"{ORGANISATION}/{slug}"
    dataset = {
        "title": "โครงการของหน่วยงานตัวอย่าง",
        "description": "แถวที่สร้างขึ้นเพื่อวัดเวลา",
        "data_type": "record",
        "category": "public",
        "licence": "CC-BY-4.0",
        "objective": ["agency-mission"],
        "frequency": {"every": 1, "unit": "year"},
        "coverage": "country",
        "data_source": "ระบบตัวอย่าง",
        "data_format": ["CSV"],
        "tags": ["โครงการ"],
        "resources": [{"name": "projects", "title": "โครงการ", "source": source, "schema": schema, "tidy": TIDY}],
    }
    _write(tables / f"{slug}.yaml", {"name": schema, "version": "1", "title": "โครงการ", **SCHEMA})
    _write(agency / f"{slug}.yaml", dataset)
    return f"{ORGANISATION}-{slug}"


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
