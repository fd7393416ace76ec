"""The flow that holds ledger, archive and portal against each other: each week, or when an officer starts it."""

from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import desk
from flows.dataset_choice import DatasetChoice
from flows.domain.drift import Drift
from flows.domain.errors import PipelineError
from flows.domain.record import WHOLE
from flows.portal.reconcile import ACTS
from flows.reconciling import Reconciled
from flows.reconciling import reconcile as compare
from flows.settings import read_settings
from flows.world import opened

DRIFT = "Drift"
"""Name of the red state of a run after which something is still not as it should be."""


@flow(name="reconcile", flow_run_name=desk.run_name)
def reconcile(datasets: list[DatasetChoice] | None = None, repair: bool = False) -> State[Any]:
    """เทียบบันทึกหลักฐาน คลัง และพอร์ทัล ทุกไบต์ทุกแถว / Compare ledger, archive and portal, every byte and row.

    Args:
        datasets: ชุดข้อมูลที่จะเทียบ เว้นว่างเพื่อเทียบทั้งหมด / The datasets; none for all, and the portal as a whole.
        repair: แก้สิ่งที่แก้ได้โดยไม่ต้องมีคนตัดสินใจ / Put right what can be put right without a person.
    """
    every: list[Reconciled] = []
    try:
        with opened(read_settings()) as world:
            for one in compare(list(datasets) if datasets is not None else None, repair, world):
                every.append(one)
                _say(one)
    except PipelineError as error:
        return Failed(message=f"{error.text.th} / {error.text.en}")
    create_table_artifact(
        key="reconcile",
        table=[_row(one, drift) for one in every for drift in one.drifts]
        + [_trouble(one) for one in every if one.trouble],
        description=f"เทียบแล้ว {len(every):,} รายการ / {len(every):,} looked at",
    )
    left = [drift for one in every for drift in one.left]
    mended = sum(one.mended(drift) for one in every for drift in one.drifts)
    if all(one.well for one in every):
        more = f" แก้แล้ว {mended:,} / {mended:,} mended" if mended else ""
        return Completed(message=f"บันทึก คลัง และพอร์ทัลตรงกัน / ledger, archive and portal agree{more}")
    told = f"ไม่ตรงกัน {len(left):,} แก้แล้ว {mended:,} / {len(left):,} differences, {mended:,} mended"
    not_seen = ", ".join(one.dataset for one in every if one.trouble)
    return Failed(name=DRIFT, message=told + (f". ไม่ได้ตรวจ / not looked at: {not_seen}" if not_seen else ""))


def _say(one: Reconciled) -> None:
    """What a person wrote on the portal is for the artifact alone."""
    log = get_run_logger()
    for drift in one.drifts:
        said = "แก้แล้ว / mended" if one.mended(drift) else "ไม่ตรงกัน / differs"
        log.warning("%s  %s  %s  %s", said, one.dataset, drift.slug, drift.where)
    if one.trouble:
        log.error("ดูหรือแก้ไม่ได้ / not looked at or not mended: %s: %s", one.dataset, one.trouble.sentence)


def _row(one: Reconciled, drift: Drift) -> dict[str, str]:
    return {
        "ชุดข้อมูล / dataset": "" if drift.dataset == WHOLE else drift.dataset,
        "ที่ / where": drift.where,
        "ข้อ / drift": drift.slug,
        "ผล / result": _result(one, drift),
        "หมายความว่า / it means": drift.told.both,
        "ควรเป็น / expected": drift.expected.both,
        "พบ / found": drift.found.both,
        "ผู้ดำเนินการ / who acts": ACTS[drift.acts].both,
        "ต้องทำ / to do": "" if one.mended(drift) else drift.todo.both,
    }


def _result(one: Reconciled, drift: Drift) -> str:
    if one.mended(drift):
        return "✓ แก้แล้ว / mended"
    return "✗ ระบบแก้เองได้ / repair mends it" if drift.mends else "✗ ต้องมีคนแก้ / needs a person"


def _trouble(one: Reconciled) -> dict[str, str]:
    assert one.trouble
    return {
        "ชุดข้อมูล / dataset": "" if one.dataset == WHOLE else one.dataset,
        "ผล / result": "– ดูหรือแก้ไม่ได้ / not looked at or not mended",
        "พบ / found": one.trouble.text.both,
    }
