"""The form of the Prefect UI in which a named person lets a dataset pass, or does not."""

from datetime import UTC, datetime

from prefect import get_run_logger
from prefect.exceptions import FlowPauseTimeout
from prefect.flow_runs import pause_flow_run
from prefect.input import RunInput
from pydantic import Field

from flows.decisions import SHORTEST_REASON, decide
from flows.domain.decision import Decision
from flows.domain.finding import Standing
from flows.domain.outcome import Waiting
from flows.evidence import Ledger
from flows.settings import read_settings

PATIENCE_SECONDS = 3600
"""How long a run stays open for an answer. After it the dataset goes on waiting: `perd approve` answers later."""


class Approval(RunInput):
    """คำตอบของผู้มีอำนาจอนุมัติ / The answer of whoever may approve."""

    approve: bool = Field(default=False, title="อนุมัติให้เผยแพร่ / Approve the publication")
    reason: str = Field(min_length=SHORTEST_REASON, title="เหตุผล / Reason")
    by: str = Field(min_length=2, title="ชื่อและตำแหน่งผู้ตัดสินใจ / Name and position of who decides")


def ask(waiting: Waiting, run: str, report_url: str | None, patience_seconds: int = PATIENCE_SECONDS) -> bool:
    """Pause the flow run until the form is sent, and write the answer down; True if it was yes.

    False as well where nobody answers in time. Raises EvidenceError if the ledger does not take the answer.
    """
    assert waiting.asks, "only what a person may answer is asked"
    get_run_logger().warning("รอผู้อนุมัติ / waiting for approval: %s  %s", waiting.dataset, waiting.reason.th)
    form = Approval.with_initial_data(description=_told(waiting, report_url))
    try:
        given = pause_flow_run(wait_for_input=form, timeout=patience_seconds, key=f"approve-{waiting.dataset}")
    except FlowPauseTimeout:
        get_run_logger().warning("ไม่มีผู้ตอบภายในเวลา / nobody answered in time: %s", waiting.dataset)
        return False
    settings = read_settings()
    ledger = Ledger(settings.ledger, settings.head_file)
    try:
        decide(
            ledger,
            Decision(waiting.dataset, waiting.asks, given.approve, given.reason, given.by, datetime.now(UTC)),
            run,
        )
    finally:
        ledger.close()
    return given.approve


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
