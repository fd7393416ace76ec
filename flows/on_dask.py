"""Steps in other processes, by Dask: what prefect-dask does, and what Perd asks of it besides.

Imported only where PERD_DASK is set.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import CancelledError
from typing import Any

import distributed
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import RunInput
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Crashed
from prefect.tasks import Task
from prefect_dask.client import PrefectDaskClient
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from flows.domain.errors import DeclarationError, PipelineError, WorkerLost
from flows.domain.text import Text
from flows.sources.per_host import Few
from flows.ticket import ticket
from flows.world import World

THREADS = 4
"""Of each process that is started here: as many as datasets are checked side by side in one."""
PATIENCE = 60
"""Seconds in which a scheduler has to answer, and has to have a worker."""


def few_processes() -> Few:
    """In a step on a worker: a host's semaphore is one for all processes that the scheduler knows.

    A process that dies gives its turns up after 30 s.
    """
    worker = distributed.get_worker()

    def few(host: str, at_once: int) -> Any:
        name = f"{at_once} at {host}"
        return distributed.Semaphore(at_once, name, scheduler_rpc=worker.scheduler, loop=worker.loop)  # type: ignore[no-untyped-call]

    return few


class Arrived(PrefectDaskFuture[Any]):
    """A step on Dask. What it gave is fetched once: Dask would do it anew if a worker were lost that still had it."""

    def wait(self, timeout: float | None = None) -> None:
        """Raises nothing: what Dask could not do ends as a state, as what a step could not do does."""
        if self._final_state:
            return
        dask: Any = self._wrapped_future
        try:
            lost = dask.exception(timeout=timeout)
            state = None if lost else dask.result(timeout=timeout)
        except distributed.TimeoutError:
            return
        except (distributed.KilledWorker, CancelledError) as error:
            lost, state = error, None
        self._final_state = state or Crashed(message=str(lost), data=_told(lost))
        dask.release()

    def result(self, timeout: float | None = None, raise_on_failure: bool = True) -> Any:
        """What the step gave. Raises what it raised, if it is to."""
        self.wait(timeout)
        if not self._final_state:
            raise TimeoutError(f"not done after {timeout} s")
        state: Any = self._final_state
        return state.result(raise_on_failure=raise_on_failure, _sync=True)


def _told(lost: BaseException) -> BaseException:
    if isinstance(lost, CancelledError):
        return PipelineError(
            Text(
                th="ติดต่อ Dask scheduler (PERD_DASK) ไม่ได้ระหว่างทำงาน โปรดดูบันทึกของ scheduler รอบถัดไปจะลองใหม่",
                en="The Dask scheduler (PERD_DASK) was lost while this was being done: look into its log; the next run"
                " tries it again.",
            )
        )
    if isinstance(lost, distributed.KilledWorker):
        return WorkerLost(
            Text(
                th="โพรเซสของ Dask ที่ทำงานกับชุดข้อมูลนี้หยุดไปกลางคันหลายครั้ง โปรดดูบันทึกของโพรเซสและตรวจว่าหน่วยความจำพอหรือไม่"
                " รอบถัดไปจะลองใหม่",
                en="The Dask worker that was at this was lost, again and again: look into its log, and whether there is"
                " memory enough; the next run tries it again.",
            )
        )
    return lost


class OnDask(DaskTaskRunner):
    """Dask's workers do the steps; a world travels to them as its ticket."""

    @classmethod
    def of(cls, where: str) -> "OnDask":
        """`where`: as PERD_DASK has it, an address or a number of processes."""
        logging.getLogger("distributed").setLevel(logging.WARNING)  # it tells of each process that comes and goes
        if not where.isdigit():
            return cls(address=where)
        return cls(
            cluster_class=distributed.LocalCluster,
            cluster_kwargs={
                "n_workers": int(where),
                "threads_per_worker": THREADS,
                "processes": True,
                "host": "127.0.0.1",
                "dashboard_address": "127.0.0.1:0",  # what there is of one without bokeh: any free port
                "memory_limit": 0,  # none of its own, as for threads: a share of it would be too little for some
            },
        )

    @property
    def client(self) -> PrefectDaskClient:
        """Raises DeclarationError where no scheduler answers, or it has no workers."""
        if self._client:
            return self._client
        where = f"The Dask scheduler {self.address} (PERD_DASK)" if self.address else "Dask on this machine (PERD_DASK)"
        try:
            client = super().client
            client.wait_for_workers(1, timeout=PATIENCE)
        except distributed.TimeoutError as error:
            raise DeclarationError(f"{where} has no worker: start one with `dask worker`.") from error
        except OSError as error:
            raise DeclarationError(f"{where} does not answer: start it, or correct the address.") from error
        return client

    def submit(  # type: ignore[override]
        self,
        task: Task[Any, Any],
        parameters: dict[str, Any],
        wait_for: Iterable[Any] | None = None,
        dependencies: dict[str, set[RunInput]] | None = None,
    ) -> Arrived:
        """The step in some process; an argument may be what another step will give."""
        sent = {
            name: ticket(value, few_processes) if isinstance(value, World) else value
            for name, value in parameters.items()
        }
        # Workers get Prefect's settings with each step: without an address each would start a server of its own.
        with get_client(sync_client=True) as prefect, temporary_settings({PREFECT_API_URL: str(prefect.api_url)}):
            future: PrefectDaskFuture[Any] = super().submit(task, sent, wait_for, dependencies)
        return Arrived(wrapped_future=future.wrapped_future, task_run_id=future.task_run_id)
