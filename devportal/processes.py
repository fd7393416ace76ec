# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starting servers that outlive the command, knowing them again, and ending them.

A process is known by its number *and* its start time, so that a number that the kernel has given to somebody else is
never taken for ours. A server that was started but not written down (a kill between the two) is found by its
command line, which names its folder. Linux only: it reads /proc.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import DevportalError, last_lines

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """One running server."""

    pid: int
    started: int
    """Clock ticks after the machine's start, field 22 of /proc/<pid>/stat."""

    def alive(self) -> bool:
        return started_at(self.pid) == self.started

    def as_json(self) -> dict[str, int]:
        return {"pid": self.pid, "started": self.started}


def started_at(pid: int) -> int | None:
    """Start time in clock ticks; None when there is no such process, or only its remains (a zombie)."""
    stat = _stat(pid)
    return None if stat is None or stat[0] in ("Z", "X") else int(stat[19])


def from_json(content: Any) -> Piece | None:
    """The piece that was written down, if it still runs."""
    if not isinstance(content, dict) or not isinstance(content.get("pid"), int):
        return None
    piece = Piece(content["pid"], int(content.get("started", -1)))
    return piece if piece.alive() else None


def naming(folder: Path, program: str) -> list[Piece]:
    """Running processes of this program with this folder as one of their arguments: the parent before its children."""
    wanted = os.fsencode(folder)
    found: list[tuple[int, Piece]] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        stat = _stat(int(entry.name))
        ours = wanted in arguments and Path(os.fsdecode(arguments[0])).name.startswith(program)
        if ours and stat is not None and stat[0] not in ("Z", "X"):
            found.append((int(stat[1]), Piece(int(entry.name), int(stat[19]))))
    pids = {piece.pid for _, piece in found}
    return [piece for parent, piece in sorted(found, key=lambda one: (one[0] in pids, one[1].started))]


def start(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str],
    before_exec: Callable[[], None] | None = None,
) -> Piece:
    """Start a server in a session of its own; its output is appended to `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=before_exec,
        )
    started = started_at(process.pid)
    # The child is ours to reap or to leave behind; without this Python would warn that it still runs.
    process.returncode = 0
    if started is None:
        raise DevportalError(f"{Path(command[0]).name} ended at once ({last_lines(log)}); read {log}")
    return Piece(process.pid, started)


def dying_with_us(then: Callable[[], None] | None = None) -> Callable[[], None]:
    """For a tool's `preexec_fn`: it is killed when we are, and does not go on making what the next `up` makes anew."""
    libc, ours = ctypes.CDLL(None), os.getpid()

    def before_exec() -> None:
        if then:
            then()
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)

    return before_exec


def stop(pieces: Sequence[Piece], sign: signal.Signals, patience: float) -> None:
    """Ask the first to end; after `patience` seconds end all of them by force. The dead are stepped over."""
    asked = [piece for piece in pieces[:1] if _signal(piece, sign)]
    if asked:
        wait_until(lambda: not any(piece.alive() for piece in pieces), patience)
    for piece in pieces:
        _signal(piece, signal.SIGKILL)
    if not wait_until(lambda: not any(piece.alive() for piece in pieces), 10):
        raise DevportalError(f"process {next(p.pid for p in pieces if p.alive())} does not end: end it by hand")


def wait_until(ready: Callable[[], bool], patience: float) -> bool:
    """True as soon as `ready`; False after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _signal(piece: Piece, sign: signal.Signals) -> bool:
    if not piece.alive():
        return False
    try:
        os.kill(piece.pid, sign)
    except ProcessLookupError:
        return False
    return True


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/<pid>/stat from the third (state) on; the second may hold blanks and brackets."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()
