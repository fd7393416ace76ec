"""What the publication officer sees of datasets that nobody declares: one line each, a table, and a red run where too
many are missing at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prefect import get_run_logger
from prefect.artifacts import create_table_artifact

from flows import desk, steps
from flows.domain.outcome import Fit, Outcome
from flows.domain.thai_calendar import thai_date
from flows.domain.withdrawal import Step
from flows.withdrawing import ACTS, Survey, Undeclared, in_words, too_many
from flows.world import World

WITHDRAWALS = "withdrawals"
"""Stands for the dataset in an outcome that is about all that nobody declares. No dataset can be called so."""


@dataclass(frozen=True)
class Told:
    """What a run says of them."""

    outcomes: Sequence[Outcome | Fit] = ()
    """What went wrong, by dataset."""
    summary: str = ""


NOT_LOOKED_FOR = Told()


def look_for_undeclared(world: World, dry_run: bool) -> Told:
    """One night's withdrawals, or in a dry run what they would be."""
    seen: Any = steps.withdraw(world, dry_run, return_state=True).result(raise_on_failure=False)
    if not isinstance(seen, Survey):
        return Told(_said([(WITHDRAWALS, seen)]))
    for each in seen.found:
        words = in_words(each, seen)
        get_run_logger().warning("ไม่มีคำประกาศแล้ว / no longer declared: %s: %s / %s", each.dataset, words.th, words.en)
    for name, error in seen.untold:
        get_run_logger().error("แจ้งหน่วยงานทางอีเมลไม่ได้ / %s: %s", name, error.sentence)
    if seen.found:
        create_table_artifact(
            key="undeclared",
            table=[_row(each, seen) for each in seen.found],
            description=f"ชุดข้อมูลที่ไม่มีคำประกาศแล้ว ณ วันที่ {thai_date(world.today)} / no longer declared",
        )
    stopped = too_many(seen)
    outcomes = _said([*seen.trouble, *([(WITHDRAWALS, stopped)] if stopped else [])])
    return Told(outcomes, f"ไม่มีคำประกาศแล้ว {len(seen.found)}" if seen.found else "")


def _said(trouble: Sequence[tuple[str, BaseException]]) -> list[Outcome]:
    outcomes = [desk.noted(name, error) for name, error in trouble]
    for outcome in outcomes:
        desk.say(outcome)
    return outcomes


def _row(each: Undeclared, seen: Survey) -> dict[str, Any]:
    words = in_words(each, seen)
    runs = each.step in (*ACTS, Step.WAIT)
    return {
        "ชุดข้อมูล / dataset": each.dataset,
        "หน่วยงาน / agency": each.known.agency,
        "ไม่มีคำประกาศตั้งแต่ / missing since": each.grace.since.isoformat() if runs else "",
        "เปิดเผยถึง / public until": each.grace.ends.isoformat() if runs else "",
        "รอบนี้ / this run": f"{words.th} / {words.en}",
        "หน้าบนพอร์ทัล / page": each.page,
    }
