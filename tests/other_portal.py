"""A portal that is not ours, on loopback: a small server that answers CKAN's actions as it is told."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = "<!doctype html><title>Access Denied</title>"
ABSENT = {"success": False, "error": {"__type": "Not Found Error", "message": "Not found"}}
HIDDEN = {"success": False, "error": {"__type": "Authorization Error", "message": "Access denied"}}

Reply = tuple[int, str | bytes | dict[str, Any], dict[str, str]]
"""Status, body and further headers."""


def reply(status: int, body: str | bytes | dict[str, Any], **headers: str) -> Reply:
    if isinstance(body, dict):
        headers = {"Content_Type": "application/json", **headers}
    return status, body, {name.replace("_", "-"): value for name, value in headers.items()}


def found(*datasets: Any) -> Reply:
    return reply(200, {"success": True, "result": {"count": len(datasets), "results": list(datasets)}})


def shown(dataset: Any) -> Reply:
    return reply(200, {"success": True, "result": dataset})


Act = Callable[["Handler", dict[str, str]], None]
"""Answers by itself, given what was asked."""


class Server(ThreadingHTTPServer):
    """Answers each action as it is told, everything else with 404 in HTML, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, Reply | Act] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Action and parameters of each question."""
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def always(self, answer: Reply | Act) -> None:
        self.replies = {"package_show": answer, "package_search": answer}


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.answer({name: values[0] for name, values in asked.items()})

    def do_POST(self) -> None:
        self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def answer(self, asked: dict[str, str]) -> None:
        action = urlsplit(self.path).path.rpartition("/")[2]
        self.server.asked.append((action, asked))
        self.server.headers.append(dict(self.headers.items()))
        answer = self.server.replies.get(action, reply(404, PAGE))
        with suppress(BrokenPipeError, ConnectionResetError):  # an impatient visitor has gone by then
            if callable(answer):
                answer(self, asked)
            else:
                self.send(answer)

    def send(self, answer: Reply) -> None:
        status, body, headers = answer
        content = json.dumps(body).encode() if isinstance(body, dict) else body
        content = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
