"""The flow by which an officer sees a dataset's versions, and brings an earlier one back, from the Prefect UI."""

from itertools import pairwise
from typing import Annotated, Any

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows import desk
from flows.dataset_choice import DatasetChoice
from flows.domain.errors import PipelineError
from flows.domain.thai_calendar import thai_short_datetime
from flows.domain.version import Version
from flows.restoring import restore as bring_back
from flows.settings import read_settings
from flows.standing_version import standing_version, unseen
from flows.versions import difference, in_words
from flows.world import World, opened


@flow(name="restore", flow_run_name=desk.run_name)
def restore(
    dataset: DatasetChoice, version: Annotated[int | None, Field(ge=1)] = None, reason: str = "", by: str = ""
) -> State[Any]:
    """นำรุ่นก่อนกลับมาบนพอร์ทัล ทั้งไฟล์ ตาราง และคำอธิบาย / Bring an earlier version back: file, table and metadata.

    Args:
        dataset: ชุดข้อมูล / The dataset.
        version: เลขรุ่น เว้นว่างเพื่อดูรายการรุ่นเท่านั้น / The version's number; none only lists them, and writes nothing.
        reason: เหตุผล อย่างน้อย 10 ตัวอักษร เก็บเป็นหลักฐาน / Why, in ten letters at least; kept as evidence.
        by: ชื่อและตำแหน่งผู้ตัดสินใจ เก็บเป็นหลักฐาน / Name and position of who decides; kept as evidence.
    """
    try:
        with opened(read_settings(), writing=version is not None) as world:
            if version is None:
                return _listed(dataset, world)
            outcome = bring_back(dataset, version, by, reason, world)
            desk.say(outcome)
            return desk.tell([outcome], world, dry_run=False)
    except PipelineError as error:
        return Failed(message=f"{error.text.th} / {error.text.en}")


def _listed(dataset: str, world: World) -> State[Any]:
    assert world.portal, "only a run that checks has none"
    on_portal = world.portal.look(dataset)
    stands, why = standing_version(on_portal, world), unseen(dataset, on_portal)
    versions = [each for each in world.versions.newest_first(dataset) if isinstance(each, Version)]
    changed = {now.number: difference(before, now) for now, before in pairwise(versions)}
    create_table_artifact(
        key="versions",
        table=[
            {
                "รุ่น / version": each.number,
                "วันที่ / date": thai_short_datetime(each.at),
                "แถว / rows": each.rows,
                "บนพอร์ทัล / portal": "● อยู่ / stands" if each == stands else "",
                "สิ่งที่เปลี่ยน / what changed": in_words(changed.get(each.number)),
                "รอบ / run": each.run,
            }
            for each in versions
        ],
        description=dataset,
    )
    told = f"{dataset}: {len(versions):,} รุ่น / versions"
    return Completed(message=f"{told} ({why.th} / {why.en})" if why else told)
