"""An agency that is made for tests, its Table Schemas and its datasets, declared in a house."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.house import House

AGENCY = "perd-test"
Fields = Sequence[dict[str, Any]]


def declare_agency(perd: House) -> Path:
    """Declare it, and take every dataset of the others out; the folder of its declarations."""
    perd.keep_only()
    named = {"th": "หน่วยงานทดสอบ", "en": "Agency of tests"}
    contact = {"name": "ฝ่ายทดสอบ", "email": "test@perd.example"}
    told = {"code": AGENCY, "name": named, "short": named, "organisation": AGENCY, "contact": contact}
    written(perd.datasets / AGENCY / "agency.yaml", told)
    return perd.datasets / AGENCY


def declare_schema(perd: House, table: str, fields: Fields, key: Sequence[str] = ()) -> str:
    """Declare a Table Schema; its name."""
    name = f"{AGENCY}/{table}"
    told = {"name": name, "version": "1", "title": table, "fields": list(fields)}
    written(perd.schemas / f"tables/{name}.yaml", told | ({"primaryKey": list(key)} if key else {}))
    return name


def resource(name: str, source: dict[str, Any], schema: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": f"ตาราง {name}", "source": source, "schema": schema} | more


def declare_dataset(perd: House, slug: str, *resources: dict[str, Any], **changes: Any) -> str:
    """Declare a dataset that nothing is wrong with, but for the `changes`; its id."""
    declared = {
        "title": f"ทะเบียนทดสอบ {slug}",
        "description": "คำอธิบายตามคำประกาศ",
        "data_type": "record",
        "category": "public",
        "licence": "CC-BY-4.0",
        "objective": ["agency-mission"],
        "frequency": {"every": 1, "unit": "day"},
        "coverage": "country",
        "data_source": "ระบบทดสอบ",
        "data_format": ["CSV"],
        "tags": ["ทะเบียน", "codes"],
        "resources": list(resources),
    }
    written(perd.datasets / AGENCY / f"{slug}.yaml", declared | changes)
    return f"{AGENCY}-{slug}"


def text(name: str, title: str = "", **more: Any) -> dict[str, Any]:
    """A field of a schema."""
    return {"name": name, "title": title or name, "type": "string", **more}


def written(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
