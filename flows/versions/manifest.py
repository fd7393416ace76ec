"""A version's manifest: JSON of two spaces, UTF-8, keys in a fixed order. Its own digest is in no manifest."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.domain.dataset import Dataset
from flows.domain.errors import NotAsKept
from flows.domain.provenance import keepable
from flows.domain.text import Text
from flows.domain.version import Version, VersionTable

FORM = 1
_VERSION = TypeAdapter(Version)


def content_digest(dataset: Dataset, tables: Sequence[VersionTable]) -> str:
    """Of what makes it another version: the declaration as it is written, the schemas, and the canonical files.

    Where the agency's file came from and when is no part of it: the same table once more is no news to the public.
    """
    # A default that a later version adds is no change of what was declared; where the file of it lies neither.
    declared = keepable(dataset).model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"path": True})
    told = [
        [table.resource, table.schema.name, table.schema.version, table.schema.sha256, table.file.sha256]
        for table in tables
    ]
    text = json.dumps({"declaration": declared, "tables": told}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def as_manifest(version: Version) -> bytes:
    """Its `manifest_sha256` is left out."""
    plain: dict[str, Any] = _VERSION.dump_python(version, mode="json", by_alias=True, exclude={"manifest_sha256"})
    told = {"form": FORM, "id": version.id, **plain}
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def from_manifest(manifest: bytes, where: str) -> Version:
    """What `as_manifest` gave. NotAsKept where it is none, or its content is not what it says; `where` names it."""
    try:
        told = json.loads(manifest)
        form, id = told.pop("form"), told.pop("id")
        if form != FORM:
            raise ValueError(f"form {form}")
        version = _VERSION.validate_python(
            told | {"manifest_sha256": hashlib.sha256(manifest).hexdigest()}, strict=False
        )
        if id != version.id or version.content != content_digest(version.dataset, version.tables):
            raise ValueError("content")
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAsKept(
            Text(
                th=f"ไฟล์กำกับรุ่น {where} ในคลังเสียหาย หรือเขียนโดย Perd รุ่นอื่น จึงใช้ไม่ได้ โปรดกู้ไฟล์นี้จากสำเนาสำรองของคลัง",
                en=f"The manifest {where} in the archive is damaged, or another version of Perd wrote it: it cannot be"
                " used; bring the file back from a backup of the archive.",
            )
        ) from error
    return version
