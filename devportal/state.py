# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is remembered between commands, in small JSON files that are replaced in one step."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def read(file: Path) -> dict[str, Any]:
    """The file's object; empty when there is none or when it is not JSON (then what it said is found out anew)."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write(file: Path, content: Any, mode: int = 0o644) -> None:
    """Replace the file; a reader, or a kill at any moment, finds the old content or the new, never half of it."""
    write_text(file, json.dumps(content, ensure_ascii=False, indent=1) + "\n", mode)


def write_text(file: Path, text: str, mode: int = 0o644) -> None:
    making = file.with_name(file.name + ".making")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    making.replace(file)


def update(file: Path, **changes: Any) -> dict[str, Any]:
    content = {**read(file), **changes}
    write(file, content)
    return content
