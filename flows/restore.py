"""The flow by which an officer brings an earlier version of a dataset back from the Prefect UI."""

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed
from pydantic import Field

from flows import desk
from flows.dataset_choice import DatasetChoice
from flows.decisions import SHORTEST_REASON
from flows.domain.errors import PipelineError
from flows.restoring import restore as bring_back
from flows.settings import read_settings
from flows.world import opened


@flow(name="restore", flow_run_name=desk.run_name)
def restore(
    dataset: DatasetChoice,
    version: Annotated[int, Field(ge=1)],
    reason: Annotated[str, Field(min_length=SHORTEST_REASON)],
    by: Annotated[str, Field(min_length=2)],
) -> State[Any]:
    """นำรุ่นก่อนกลับมาบนพอร์ทัล ทั้งไฟล์ ตาราง และคำอธิบาย / Bring an earlier version back: file, table and metadata.

    Args:
        dataset: ชุดข้อมูล / The dataset.
        version: เลขรุ่น ดูได้ด้วยคำสั่ง perd versions / The version's number, as `perd versions` lists it.
        reason: เหตุผล ซึ่งจะเก็บเป็นหลักฐาน / Why; kept as evidence.
        by: ชื่อและตำแหน่งผู้ตัดสินใจ / Name and position of who decides.
    """
    try:
        with opened(read_settings()) as world:
            outcome = bring_back(dataset, version, by, reason, world)
            desk.say(outcome)
            return desk.tell([outcome], world, dry_run=False)
    except PipelineError as error:
        return Failed(message=f"{error.text.th} / {error.text.en}")
