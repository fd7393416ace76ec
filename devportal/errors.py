# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one error of this package."""

from __future__ import annotations

from pathlib import Path


class DevportalError(Exception):
    """Something outside stands in the way. The message is one sentence that says what to do, with the log's path."""


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log for an error message, on one line; empty when there is no log."""
    if not log.exists():
        return ""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return " / ".join(lines[-count:])[-600:]
