"""The flow an officer starts from the Prefect UI for datasets chosen from a list."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows import desk, steps
from flows.approval_form import ask
from flows.dataset_choice import DatasetChoice
from flows.domain.outcome import Waiting
from flows.nightly import bring_up_to_date
from flows.settings import read_settings
from flows.world import lay_out, report_shelf


@flow(name="publish", flow_run_name=desk.run_name, task_runner=steps.SIDE_BY_SIDE)
def publish(datasets: list[DatasetChoice], dry_run: bool = False, ask_for_approval: bool = True) -> State[Any]:
    """เผยแพร่เฉพาะชุดข้อมูลที่เลือก / Bring the chosen datasets on the portal up to date.

    Args:
        datasets: ชุดข้อมูลที่จะเผยแพร่ เลือกได้มากกว่าหนึ่ง / The datasets, one or more.
        dry_run: ลองทำโดยไม่เขียนลงพอร์ทัล / Only say what would be done; write nothing.
        ask_for_approval: หากมีข้อที่ต้องให้คนตัดสินใจ ให้หยุดรอคำตอบในหน้านี้ / Pause for an answer where a person decides.
    """
    first = bring_up_to_date(list(datasets), dry_run)
    if dry_run or not ask_for_approval:
        return first.state
    # Outside of the world that the run had opened: nobody else waits while a person makes up their mind.
    approved = [each.dataset for each in first.outcomes if isinstance(each, Waiting) and each.asks and _ask(each)]
    if not approved:
        return first.state
    second = bring_up_to_date(approved, dry_run)
    return second.state if first.state.is_completed() else first.state


def _ask(waiting: Waiting) -> bool:
    settings = read_settings()
    report = report_shelf(settings).url_of(waiting.dataset)
    agency = lay_out(settings).catalogue.agency_of(waiting.dataset)
    return ask(waiting, str(flow_run.id), report, settings.approval_seconds, agency)
