"""Where steps run beside the flow's own thread: in threads of this process, or on Dask if PERD_DASK says so."""

from contextlib import suppress
from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.domain.errors import DeclarationError
from flows.settings import read_settings


class AsSet(ThreadPoolTaskRunner[Any]):
    """The task runner of every flow: which one it is turns out when a run starts, and Prefect makes its copy."""

    def duplicate(self) -> TaskRunner[Any]:  # type: ignore[override]
        with suppress(DeclarationError):  # told by the flow itself, whose first act is to read the settings
            if where := read_settings().dask:
                from flows.on_dask import OnDask

                return OnDask.of(where)
        return super().duplicate()

    def __reduce__(self) -> tuple[Any, ...]:
        """A step that has arrived in another process starts no others there."""
        return ThreadPoolTaskRunner, (1,)
