# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loopback ports."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"
PREFERRED = {"data-go-th": 5000, "plain": 5001}
"""So that addresses people have noted stay good from one day to the next."""


def choose(*wishes: int | None) -> int:
    """The first of the wished-for ports that is free, otherwise any free one."""
    for wish in wishes:
        if wish and free(wish):
            return wish
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def free(port: int) -> bool:
    with socket.socket() as probe:
        # Without this a port whose last connections are still fading away would count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
