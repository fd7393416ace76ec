"""The flow an officer starts to see whether the portal is ready: a table of what was looked at."""

from typing import Any

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import desk
from flows.checkup import portal_to_look_at
from flows.domain.errors import PipelineError
from flows.portal.doctor import Examined, Finding, Weight, examine
from flows.settings import read_settings

BADGES = {
    Weight.FINE: "✓ เรียบร้อย / fine",
    Weight.UNTRIED: "– ไม่ได้ตรวจ / not looked at",
    Weight.ADVICE: "! ควรแก้ / to put right",
    Weight.FAULT: "✗ จะไม่ทำงาน / will not work",
}


@flow(name="doctor", flow_run_name=desk.run_name)
def doctor() -> State[Any]:
    """ตรวจว่าพอร์ทัลและโทเคนพร้อมเผยแพร่หรือไม่ โดยไม่เขียนสิ่งใด / See whether portal and token are ready; writes nothing."""
    try:
        with portal_to_look_at(read_settings()) as subject:
            every = list(examine(subject))
    except PipelineError as error:
        return Failed(message=f"{error.text.th} / {error.text.en}")
    create_table_artifact(
        key="doctor",
        table=[_row(examined, finding) for examined in every for finding in examined.findings],
        description=f"{subject.portal.url} ({subject.profile.profile})",
    )
    bad = [finding.slug for examined in every for finding in examined.findings if finding.bad]
    if any(examined.weight is Weight.FAULT for examined in every):
        return Failed(message=f"พอร์ทัลยังไม่พร้อม / the portal is not ready: {', '.join(bad)}")
    return Completed(message=", ".join(bad) or "ไม่พบสิ่งที่จะเป็นปัญหา / nothing stands in the way")


def _row(examined: Examined, finding: Finding) -> dict[str, str]:
    title, todo = examined.examination.title, finding.todo
    return {
        "สิ่งที่ตรวจ / looked at": f"{title.th} / {title.en}",
        "ผล / result": BADGES[finding.weight],
        "ข้อ / finding": finding.slug,
        "พบว่า / seen": f"{finding.told.th} / {finding.told.en}",
        "ต้องทำ / to do": f"{todo.th} / {todo.en}" if todo else "",
    }
