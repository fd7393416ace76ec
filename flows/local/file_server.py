"""A folder served over loopback HTTP: the example agencies' downloads, and the reports."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flows.domain.errors import DeclarationError

SAMPLES_PORT = 8765
"""The example declarations name it in their addresses."""
REPORTS_PORT = 8766


class _Quiet(SimpleHTTPRequestHandler):
    """Answers conditional requests by modification time, as most agencies' servers do."""

    extensions_map = {  # noqa: RUF012 (the base class's own attribute)
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv",
        ".json": "application/json",
        ".txt": "text/plain",
        ".gz": "application/gzip",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }

    def list_directory(self, path: object) -> None:
        """A folder without a page of its own is nobody's business."""
        self.send_error(404, "Not found")

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """Serve `folder` on 127.0.0.1 while the block runs; port 0 takes a free one. Gives the address, ending in /."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    except OSError as error:
        raise DeclarationError(
            f"Port {port} on this machine is taken ({error.strerror}): stop what uses it, perhaps another demo."
        ) from error
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
