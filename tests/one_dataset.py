"""A catalogue of one dataset with one table, of an agency that is made for tests."""

from typing import Any

import yaml

from tests.house import House

AGENCY = "perd-test"


def only(perd: House, slug: str, source: dict[str, Any], *columns: str, **changes: Any) -> None:
    """Declare `perd-test-<slug>`, and take every other dataset out. Its columns are texts, the first one the key."""
    perd.keep_only()
    named = {"th": "หน่วยงานทดสอบ", "en": "Agency of tests"}
    contact = {"name": "ฝ่ายทดสอบ", "email": "test@perd.example"}
    agency = {"code": AGENCY, "name": named, "short": named, "organisation": AGENCY, "contact": contact}
    fields = [{"name": column, "title": column, "type": "string"} for column in columns]
    name = f"{AGENCY}/{slug}"
    schema = {"name": name, "version": "1", "title": slug, "fields": fields, "primaryKey": [columns[0]]}
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
        "tags": ["ทะเบียน"],
        "resources": [{"name": "codes", "title": "รหัส", "source": source, "schema": name}],
    } | changes
    for path, content in {
        f"datasets/{AGENCY}/agency.yaml": agency,
        f"datasets/{AGENCY}/{slug}.yaml": declared,
        f"schemas/tables/{name}.yaml": schema,
    }.items():
        (perd.folder / path).parent.mkdir(exist_ok=True)
        (perd.folder / path).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
