"""A pipeline that is killed: each run of one dataset is a process of its own, forked from one that has imported all.

A run is asked to die by SIGKILL at a numbered step: before its n-th exchange with the portal begins, or when the answer
has come and nobody has read it yet. That no exchange is left out is why it is killed inside the HTTP adapter.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import requests

FINISHED = 0


@dataclass(frozen=True)
class Step:
    """One moment of a run, counted from 1."""

    number: int
    answered: bool
    """Whether the portal has done what it was asked."""

    def __str__(self) -> str:
        return f"{'after' if self.answered else 'before'} exchange {self.number}"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    """FINISHED, or minus the number of the signal."""
    said: dict[str, Any]
    """Of a run that finished: its outcome's word and reason, and how many exchanges with the portal it made."""

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Run:
    """One that goes on, to be waited for or killed."""

    def __init__(self, process: BaseProcess, answers: Connection) -> None:
        self._process, self._answers = process, answers

    def kill_after(self, seconds: float) -> Ended:
        """Wait so long, then kill it, unless it has ended by itself."""
        self._process.join(seconds)
        if self._process.is_alive():
            self._process.kill()
        return self.end()

    def end(self) -> Ended:
        self._process.join()
        code = self._process.exitcode or 0
        return Ended(code, self._answers.recv() if code == FINISHED else {})


@contextmanager
def pipeline() -> Iterator["Pipeline"]:
    """Runs are forked from a server process that has imported Perd and started no thread."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, "flows.recovery", "flows.examine", "flows.bookkeeping", "flows.world"])
    yield Pipeline(context)


class Pipeline:
    def __init__(self, context: Any) -> None:
        self._context = context

    def start(self, dataset: str, environment: dict[str, str], step: Step | None = None) -> Run:
        """One run of `dataset` in the current folder; it dies at `step`, if one is given."""
        answers, said = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_run, args=(dataset, str(Path.cwd()), environment, step, said))
        process.start()
        said.close()
        return Run(process, answers)


def _run(dataset: str, folder: str, environment: dict[str, str], step: Step | None, said: Connection) -> None:
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, folder)
    exchanges = _dying_at(step)
    word, reason = _published(dataset)
    said.send({"outcome": word, "reason": reason, "exchanges": exchanges["made"]})


def _dying_at(step: Step | None) -> dict[str, int]:
    counted = {"made": 0}
    whole = requests.adapters.HTTPAdapter.send
    portal = os.environ["PERD_PORTAL_URL"]

    def send(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.url.startswith(portal):
            return whole(self, request, *args, **kwargs)
        counted["made"] += 1
        here = step is not None and step.number == counted["made"]
        if here and step and not step.answered:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = whole(self, request, *args, **kwargs)
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    requests.adapters.HTTPAdapter.send = send  # type: ignore[method-assign]
    return counted


def _published(name: str) -> tuple[str, str]:
    """A dataset's story as the flow tells it (nightly.end), without Prefect around it."""
    from flows.bookkeeping import measure, record_outcome
    from flows.domain.errors import PipelineError
    from flows.domain.outcome import Failed, Fit, Held, Unreachable, Waiting
    from flows.examine import examine, pull
    from flows.recovery import recover
    from flows.settings import read_settings
    from flows.settle import broken, settle
    from flows.world import opened

    with opened(read_settings()) as world:
        draft = None
        try:
            recover(name, world)
            draft = examine(pull(name, world), world)
            outcome = settle(draft, world, dry_run=False)
        except PipelineError as error:
            outcome = broken(name, error)
        assert not isinstance(outcome, Fit), "only a dry run ends so"
        record_outcome(outcome, draft, measure(outcome, draft, world), world)
        return outcome.word, outcome.reason.en if isinstance(outcome, Failed | Held | Unreachable | Waiting) else ""
