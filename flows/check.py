"""The flow that checks without publishing: neither portal nor ledger is touched."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import desk, steps
from flows.dataset_choice import DatasetChoice
from flows.domain.draft import Draft
from flows.domain.outcome import Fit, Outcome
from flows.settings import read_settings
from flows.settle import foreseen, misdeclared
from flows.side_by_side import checks, ended
from flows.world import opened


@flow(name="check", flow_run_name=desk.run_name, task_runner=steps.SIDE_BY_SIDE)
def check(datasets: list[DatasetChoice]) -> State[Any]:
    """ตรวจชุดข้อมูลที่เลือกโดยไม่เผยแพร่ / Check the chosen datasets; publish nothing.

    Args:
        datasets: ชุดข้อมูลที่จะตรวจ เลือกได้มากกว่าหนึ่ง / The datasets, one or more.
    """
    with opened(read_settings(), checking_only=True) as world:
        names = world.catalogue.choose(list(datasets))
        outcomes: list[Outcome | Fit] = [
            desk.noted(name, misdeclared(name, world)) for name in names if name in world.catalogue.broken
        ]
        due = [name for name in names if name in world.catalogue.datasets]
        for name, started in [(name, checks(name, world)) for name in due]:
            found = ended(name, started, world)
            outcomes.append(foreseen(found) if isinstance(found, Draft) else desk.noted(name, found))
        return desk.tell(outcomes, world, dry_run=True)
