"""A Chromium of our own, asked over its DevTools pipe: JSON messages, each ended by a zero byte."""

import fcntl
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PATIENCE = 300
"""Seconds that all of it may take: a pack of a large ministry has hundreds of sheets."""
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # a page of the pack asks for nothing from outside
)
_ON_3_AND_4 = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""A browser reads commands from file 3 and answers on file 4, whatever numbers they have here."""


class NoAnswerError(Exception):
    """The browser ended, said no, or took too long."""


class Browser:
    """One that runs, with one page."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._until = time.monotonic() + PATIENCE
        self._asked = 0
        self._rest = bytearray()
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def open(self, address: str) -> None:
        """Until the page is there with its fonts. Raises NoAnswerError."""
        self.ask("Page.enable")
        if error := self.ask("Page.navigate", url=address).get("errorText"):
            raise NoAnswerError(error)
        self._heard(lambda said: said.get("method") == "Page.loadEventFired")
        self.ask("Runtime.evaluate", expression="document.fonts.ready.then(() => true)", awaitPromise=True)

    def ask(self, method: str, **params: Any) -> Any:
        """A command of the DevTools protocol, and its result. Raises NoAnswerError."""
        self._asked += 1
        number = self._asked
        command = {"id": number, "method": method, "params": params}
        if self._session:
            command["sessionId"] = self._session
        try:
            os.write(self._commands, json.dumps(command).encode() + b"\0")
        except BrokenPipeError as error:
            raise NoAnswerError("it ended by itself") from error
        said = self._heard(lambda said: said.get("id") == number)
        if "error" in said:
            raise NoAnswerError(f"{method}: {said['error'].get('message')}")
        return said["result"]

    def _heard(self, awaited: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next message that is it; what else is said meanwhile is passed over."""
        while True:
            said: dict[str, Any] = json.loads(self._message())
            if awaited(said):
                return said

    def _message(self) -> bytes:
        searched = 0
        while (end := self._rest.find(b"\0", searched)) < 0:
            searched = len(self._rest)
            left = self._until - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                raise NoAnswerError(f"no answer in {PATIENCE} seconds")
            more = os.read(self._answers, 1 << 20)
            if not more:
                raise NoAnswerError("it ended by itself")
            self._rest += more
        message = bytes(self._rest[:end])
        del self._rest[: end + 1]
        return message


@contextmanager
def started(program: Path) -> Iterator[Browser]:
    """The browser with a profile of its own, which goes with it. Raises OSError or NoAnswerError."""
    reads, commands, answers, writes = (_high(fd) for pair in (os.pipe(), os.pipe()) for fd in pair)
    with TemporaryDirectory(prefix="perd-browser-", ignore_cleanup_errors=True) as profile:
        flags = [*FLAGS, f"--user-data-dir={profile}"]
        if os.geteuid() == 0:  # Chromium's sandbox does not start for root
            flags.append("--no-sandbox")
        process = subprocess.Popen(
            [sys.executable, "-c", _ON_3_AND_4, str(reads), str(writes), str(program.resolve()), *flags],
            pass_fds=(reads, writes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reads)
        os.close(writes)
        try:
            yield Browser(commands, answers)
        finally:
            os.close(commands)  # at which it ends
            os.close(answers)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _high(fd: int) -> int:
    """The same file under a number that is neither 3 nor 4."""
    high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(fd)
    return high
