"""The form of the Prefect UI in which a named person lets a dataset pass, or does not."""

from datetime import UTC, datetime
from threading import Timer
from uuid import UUID

from prefect import get_run_logger
from prefect.flow_runs import pause_flow_run, resume_flow_run
from prefect.input import RunInput
from prefect.runtime import flow_run
from pydantic import Field

from flows.decisions import SHORTEST_REASON, decide
from flows.domain.decision import Decision
from flows.domain.errors import EvidenceError, PipelineError
from flows.domain.finding import Standing
from flows.domain.outcome import Waiting
from flows.evidence import Ledger
from flows.settings import read_settings

SPARE_SECONDS = 600
"""Prefect's own end of the pause comes later than ours, and so never."""
NOBODY = "--"
"""As long as a name has to be; nobody is called so."""


class Approval(RunInput):
    """คำตอบของผู้มีอำนาจอนุมัติ / The answer of whoever may approve."""

    approve: bool = Field(default=False, title="อนุมัติให้เผยแพร่ / Approve the publication")
    reason: str = Field(min_length=SHORTEST_REASON, title="เหตุผล / Reason")
    by: str = Field(min_length=2, title="ชื่อและตำแหน่งผู้ตัดสินใจ / Name and position of who decides")


def ask(waiting: Waiting, run: str, report_url: str | None, patience_seconds: float, agency: str | None) -> bool:
    """Pause the flow run until the form is sent, and write the answer down; True if it was yes.

    False as well where nobody answers in time, or the answer cannot be kept as it is: then the dataset goes on waiting,
    and `perd approve` answers later.
    Raises EvidenceError if the ledger does not take the answer.
    """
    assert waiting.asks, "only what a person may answer is asked"
    get_run_logger().warning("รอผู้อนุมัติ / waiting for approval: %s  %s", waiting.dataset, waiting.reason.th)
    form = Approval.with_initial_data(description=_told(waiting, report_url))
    alarm = Timer(patience_seconds, _nobody_answers, [flow_run.id])
    alarm.daemon = True
    alarm.start()
    try:
        given = pause_flow_run(
            wait_for_input=form, timeout=int(patience_seconds) + SPARE_SECONDS, key=f"approve-{waiting.dataset}"
        )
    finally:
        alarm.cancel()
    if given.by == NOBODY:
        get_run_logger().warning("ไม่มีผู้ตอบภายในเวลา / nobody answered in time: %s", waiting.dataset)
        return False
    settings = read_settings()
    ledger = Ledger(settings.ledger, settings.head_file)
    try:
        decide(
            ledger,
            Decision(waiting.dataset, waiting.asks, given.approve, given.reason, given.by, datetime.now(UTC)),
            run,
            agency,
        )
    except EvidenceError:
        raise
    except PipelineError as refused:  # such as a reason that names a person: the dataset goes on waiting
        get_run_logger().error("คำตอบไม่ถูกบันทึก / the answer was not kept: %s", refused.text.th)
        return False
    finally:
        ledger.close()
    return given.approve


def _nobody_answers(run: str) -> None:
    """Send the form in nobody's name: a pause that runs out by itself would end the whole run as failed."""
    no_answer = {"approve": False, "reason": "ไม่มีผู้ตอบภายในเวลา / no answer in time", "by": NOBODY}
    resume_flow_run(UUID(str(run)), run_input=no_answer)


def _told(waiting: Waiting, report_url: str | None) -> str:
    lines = [
        f"## รอการอนุมัติ: {waiting.dataset}",
        waiting.reason.th,
        waiting.reason.en,
        *(f"- `{rule}` × {count:,}" for rule, count in waiting.findings.rules(Standing.PERSON).items()),
    ]
    if report_url:
        lines.append(f"[รายงานฉบับเต็ม / full report]({report_url})")
    lines.append("คำตอบจะถูกบันทึกเป็นหลักฐานพร้อมชื่อ / The answer is kept as evidence, with the name.")
    return "\n\n".join(lines)
