# SPDX-License-Identifier: AGPL-3.0-or-later
"""The WSGI application, for the server that the control code starts.

CKAN finds its settings through CKAN_INI. Each request is written to the file named by PERD_ACCESS_LOG before its answer
leaves, so that whoever has an answer can count on finding its line: METHOD PATH STATUS TIME.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from ckan.cli import load_config
from ckan.config.middleware import make_app

_ckan = make_app(load_config())
# One short write to a file opened for appending is never mixed with another process's.
_log = os.open(os.environ["PERD_ACCESS_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def noted(status: str, headers: Any, *more: Any) -> Any:
        path = environ["RAW_URI"].split("?")[0]
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        os.write(_log, f"{environ['REQUEST_METHOD']} {path} {status.split()[0]} {now}\n".encode())
        return start_response(status, headers, *more)

    return _ckan(environ, noted)
