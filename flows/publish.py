"""The flow an officer starts from the Prefect UI for datasets chosen from a list."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import desk, steps
from flows.dataset_choice import DatasetChoice
from flows.nightly import bring_up_to_date


@flow(name="publish", flow_run_name=desk.run_name, task_runner=steps.SIDE_BY_SIDE)
def publish(datasets: list[DatasetChoice], dry_run: bool = False) -> State[Any]:
    """เผยแพร่เฉพาะชุดข้อมูลที่เลือก / Bring the chosen datasets on the portal up to date.

    Args:
        datasets: ชุดข้อมูลที่จะเผยแพร่ เลือกได้มากกว่าหนึ่ง / The datasets, one or more.
        dry_run: ลองทำโดยไม่เขียนลงพอร์ทัล / Only say what would be done; write nothing.
    """
    return bring_up_to_date(list(datasets), dry_run)
