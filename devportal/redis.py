# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redis for one portal: on a loopback port, holding nothing that must survive."""

from __future__ import annotations

import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .environment import Environment
from .errors import DevportalError, last_lines
from .home import Home
from .ports import HOST
from .processes import Piece


@dataclass(frozen=True, slots=True)
class Redis:
    home: Home
    environment: Environment

    @property
    def log(self) -> Path:
        return self.home.logs / "redis.log"

    def running(self) -> list[Piece]:
        return processes.naming(self.home.redis, "redis-server")

    def start(self, port: int) -> Piece:
        command: list[str | Path] = [self.environment.redis_server, "--bind", HOST, "--port", str(port)]
        # Its own title would overwrite the command line by which we know it again.
        command += ["--save", "", "--appendonly", "no", "--set-proc-title", "no", "--dir", self.home.redis]
        piece = processes.start(
            command,
            folder=self.home.redis,
            log=self.log,
            environment=self.environment.variables(),
        )
        processes.wait_until(lambda: answers(port) or not piece.alive(), 20)
        if not piece.alive() or not answers(port):
            raise DevportalError(f"Redis does not start ({last_lines(self.log)}): read {self.log}")
        return piece

    def stop(self) -> None:
        processes.stop(self.running(), signal.SIGTERM, 5)


def answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False
