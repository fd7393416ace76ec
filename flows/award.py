"""The flow an officer starts for the award: the evidence pack of a period."""

from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import desk
from flows.agency_choice import AgencyChoice
from flows.awarding import Awarded, award
from flows.domain.errors import PipelineError
from flows.settings import read_settings

SHOWN = ("disclosed", "open-licence", "machine-readable", "items-complete", "fresh", "free-access")
"""Numbers that the artifact names."""


@flow(name="award-pack", flow_run_name=desk.run_name)
def award_pack(period: str, agency: AgencyChoice | None = None, with_pdf: bool = True) -> State[Any]:
    """ทำชุดหลักฐานสำหรับรางวัล / Make the evidence pack for the award.

    Args:
        period: ปีงบประมาณ พ.ศ. เช่น 2570 ไตรมาส เช่น 2570-Q1 หรือวันที่ ค.ศ. 2026-10-01/2026-12-31 / A fiscal year in B.E., a quarter, or days in CE.
        agency: หน่วยงาน เว้นว่างเพื่อทำของทั้งกระทรวง / The agency; none for the whole ministry.
        with_pdf: ทำ PDF ด้วย (ต้องมี Chromium) / Make the PDF, too; needs a Chromium.
    """  # noqa: E501
    try:
        made = award(period, agency, read_settings(), with_pdf=with_pdf)
    except PipelineError as error:
        return Failed(message=f"{error.text.th} / {error.text.en}")
    create_markdown_artifact(key="award-pack", markdown=_page(made), description=made.commission.period.title.th)
    return Completed(message=f"{made.folder.name}: {len(made.written.numbers):,} ตัวเลข / numbers")


def _page(made: Awarded) -> str:
    commission = made.commission
    lines = [
        f"# {commission.whole.name.th}: {commission.period.title.th}",
        "",
        f"โฟลเดอร์ / folder: `{made.folder}`",
        "",
        f"แฟ้มที่ส่งต่อ / to hand over: `{made.zip_file}`",
        "",
        f"SHA-256 ของ / of manifest.json: `{made.manifest_sha256}` (บันทึกที่ / record {made.record})",
        "",
        "| ตัวเลข / number | ค่า / value |",
        "| --- | --- |",
    ]
    for number in made.written.numbers:
        if number.scope == commission.whole.id and number.id in SHOWN:
            out_of = "" if number.out_of is None else f" / {number.out_of:,}"
            value = "—" if number.value is None else f"{number.value:,}"
            lines.append(f"| {number.what.title.th} / {number.what.title.en} | {value}{out_of} |")
    lines += ["", "ตัวชี้วัดของระบบเปิด ไม่ใช่คะแนนทางการ / Perd's own indicators, not official scores."]
    return "\n".join(lines)
