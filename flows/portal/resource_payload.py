"""A resource in the portal's own words: its id, and the fields that are ours."""

import hashlib
from datetime import UTC

from flows.domain.dataset import Dataset
from flows.domain.draft import Fresh, Part
from flows.domain.text import Text
from flows.portal.plain_text import plain
from flows.portal.resource_ids import own_resource_id
from flows.portal.sent import SENT, Sent
from flows.portal.standing import DATA, DATA_DICTIONARY, DATAPACKAGE

VOLATILE = frozenset({"perd_fetched_at", "last_modified"})
"""Resource fields that alone are no reason to write: they change with every look at the source."""

WORDS = ("name", "description")
"""Resource fields that people edit too, on the portal."""


def resource_id(dataset: Dataset, resource: str) -> str:
    """Our id of a resource."""
    return own_resource_id(dataset.id, resource)


def data_fields(part: Part) -> dict[str, str]:
    """Fields of one data resource. Of a kept one only what the declaration says: its source was not fetched anew."""
    fields: dict[str, str | None] = {
        **_file_fields(part.resource.name, DATA, "CSV"),
        "name": part.resource.title,
        "description": part.resource.description,
        "perd_schema": part.schema.name,
        "perd_schema_version": part.schema.version,
        "perd_schema_sha256": part.schema.sha256,
    }
    if isinstance(part, Fresh):
        fetched = part.snapshot.fetched_at.astimezone(UTC)
        fields |= {
            "last_modified": fetched.replace(tzinfo=None).isoformat(timespec="seconds"),
            "perd_sha256": part.tidied.sha256,
            "perd_bytes": str(part.tidied.size),
            "perd_rows": str(part.tidied.rows),
            "perd_fingerprint": part.fingerprint,
            "perd_source_url": part.snapshot.source,
            "perd_source_sha256": part.snapshot.sha256,
            "perd_source_bytes": str(part.snapshot.size),
            "perd_source_etag": part.snapshot.etag,
            "perd_source_last_modified": part.snapshot.last_modified,
            "perd_fetched_at": fetched.isoformat(timespec="seconds"),
        }
    return _with_sent({key: plain(value) if value else "" for key, value in fields.items()})


def companion_fields(kind: str, content: bytes | None) -> dict[str, str]:
    """Fields of the data dictionary or of datapackage.json; None if it cannot be made yet."""
    named = {
        DATA_DICTIONARY: Text(th="พจนานุกรมข้อมูล", en="Data dictionary"),
        DATAPACKAGE: Text(th="คำอธิบายชุดข้อมูลสำหรับเครื่อง", en="Data Package"),
    }[kind]
    told = {
        DATA_DICTIONARY: "ความหมาย ชนิด หน่วย และเงื่อนไขของทุกคอลัมน์ (Meaning, type, unit and constraints of every column)",
        DATAPACKAGE: (
            "ตรวจสอบได้ด้วยคำสั่ง frictionless validate กับที่อยู่ของไฟล์นี้ "
            "(Checked by `frictionless validate` with this file's address)"
        ),
    }[kind]
    return _with_sent(
        {
            **_file_fields(kind, kind, "CSV" if kind == DATA_DICTIONARY else "JSON"),
            "name": f"{named.th} ({named.en})",
            "description": told,
            "perd_sha256": hashlib.sha256(content).hexdigest() if content is not None else "",
            "perd_bytes": str(len(content)) if content is not None else "",
        }
    )


def _with_sent(fields: dict[str, str]) -> dict[str, str]:
    return {**fields, SENT: Sent.of({key: fields[key] for key in WORDS}).as_text()}


def _file_fields(resource: str, kind: str, format: str) -> dict[str, str]:
    # Format and media type are sent every time: the portal guesses them anew at each upload, and not always alike.
    media_type = {"CSV": "text/csv", "JSON": "application/json"}[format]
    return {"format": format, "mimetype": media_type, "perd_resource": resource, "perd_kind": kind}
