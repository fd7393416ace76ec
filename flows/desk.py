"""What the publication officer sees in the Prefect UI: names, lines, artifacts, and a colour that is true."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from traceback import format_tb
from typing import Any

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.tasks import Task

from flows import sealing
from flows.domain.decision import sign_of
from flows.domain.draft import Draft
from flows.domain.errors import EvidenceError, PipelineError
from flows.domain.finding import Finding, Standing
from flows.domain.outcome import Fit, Held, Outcome, Published, Unchanged, Waiting, arrived
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_date, thai_datetime
from flows.evidence import Signed
from flows.notices import needs_the_agency
from flows.notices import notify as mail_agency
from flows.presence import record_presence
from flows.reports.words import OUTCOMES
from flows.scoring import scores_together
from flows.settle import broken
from flows.world import World

FINDINGS_SHOWN = 50
INCOMPLETE = "Incomplete"
"""Name of the red state of a run that came to its end although something that was due did not arrive."""
LEDGER = "ledger"
"""Stands for the dataset in an outcome that is about the evidence itself. No dataset can be called so."""
MINISTRY = Text(th="รายงานการตรวจสอบข้อมูลเปิด ทุกหน่วยงาน", en="Open-data validation reports, all agencies")

_watcher: ContextVar[Callable[[Outcome | Fit], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(by: Callable[[Outcome | Fit], None]) -> Iterator[None]:
    """Whoever starts a run in this process hears of each outcome as it comes."""
    token = _watcher.set(by)
    try:
        yield
    finally:
        _watcher.reset(token)


def run_name() -> str:
    """Such as: nightly 20 พฤศจิกายน 2569 เวลา 01:30 น."""
    return f"{flow_run.flow_name} {thai_datetime(datetime.now(UTC))}"


def patient(step: Task[Any, Any], world: World) -> Task[Any, Any]:
    """The step with the pauses between its tries that the settings ask for."""
    pauses = list(world.settings.retry_seconds)
    return step.with_options(retries=len(pauses), retry_delay_seconds=pauses)


def say(outcome: Outcome | Fit) -> None:
    """One line per dataset, as soon as it has ended."""
    level = "info" if arrived(outcome) else "error"
    getattr(get_run_logger(), level)("%s  %s  %s", OUTCOMES[outcome.word].badge.th, outcome.dataset, detail(outcome))
    for remark in _remarks(outcome):
        get_run_logger().warning("%s  %s / %s", outcome.dataset, remark.th, remark.en)
    if watcher := _watcher.get():
        watcher(outcome)


def sound(draft: Draft) -> None:
    """What Perd has noticed about itself and somebody has to look into."""
    for alarm in draft.alarms:
        get_run_logger().error("%s  %s / %s", draft.dataset.id, alarm.th, alarm.en)


def _remarks(outcome: Outcome | Fit) -> tuple[Text, ...]:
    """What somebody may want to know; what a person wrote on the portal is for the report alone."""
    if not isinstance(outcome, Published | Unchanged):
        return ()
    return (*outcome.remarks, *(edit.recorded for edit in outcome.edits))


def say_recovered(name: str, found: Outcome | BaseException | None) -> None:
    """How it ended with what an earlier run had left half done."""
    if isinstance(found, PipelineError):
        get_run_logger().error("ทำงานที่ค้างไว้ให้เสร็จไม่ได้ / not finished yet: %s: %s", name, found.sentence)
    elif isinstance(found, BaseException):
        noted(name, found)
    elif found:
        get_run_logger().warning("งานที่รอบก่อนหน้าทำค้างไว้ / left by an earlier run: %s: %s", name, detail(found))


def notify(outcome: Outcome, world: World) -> None:
    """Tell the agency, where a mail server is set. One that does not take it is said, and changes no outcome."""
    dataset = world.catalogue.datasets.get(outcome.dataset)
    if world.mail is None or dataset is None or not needs_the_agency(outcome):
        return
    if trouble := mail_agency(outcome, dataset, world.mail, world):
        get_run_logger().error("แจ้งหน่วยงานทางอีเมลไม่ได้ / %s: %s", outcome.dataset, trouble.sentence)


def look_downstream(names: Sequence[str], world: World) -> None:
    """Whether a portal that harvests ours shows the datasets too, in one line; no outcome depends on it."""
    if told := record_presence(names, world):
        get_run_logger().info("พอร์ทัลปลายทาง / downstream: %s / %s", told.th, told.en)


def seal(world: World) -> list[Outcome | Fit]:
    """Sign the night's records, and keep the signature as an artifact too. Gives what went wrong: then it is red."""
    try:
        sealed = sealing.seal(world)
    except PipelineError as error:
        return [_of_the_ledger(error)]
    signed = sealed.signed
    if sealed.not_compared:
        get_run_logger().warning(
            "เทียบกับสำเนาบนพอร์ทัลไม่ได้ / not compared with the portal's copy: %s", sealed.not_compared.sentence
        )
    create_markdown_artifact(
        key="checkpoint", markdown=_checkpoint_page(signed), description=f"{signed.checkpoint.checkpoint.size:,}"
    )
    get_run_logger().info("ลงนามกำกับบันทึกหลักฐาน / ledger signed: %s", f"{signed.checkpoint.checkpoint.size:,}")
    if signed.reason:
        get_run_logger().warning("ขอการรับรองเวลาไม่ได้ / no time stamp: %s", signed.reason)
    return [_of_the_ledger(EvidenceError(problem.sentence)) for problem in signed.problems]


def _of_the_ledger(error: PipelineError) -> Outcome:
    outcome = noted(LEDGER, error)
    say(outcome)
    return outcome


def _checkpoint_page(signed: Signed) -> str:
    point = signed.checkpoint.checkpoint
    return "\n".join(
        [
            f"# ลงนามกำกับบันทึกหลักฐาน {point.size:,} รายการ เมื่อ {thai_datetime(point.signed_at)}",
            "",
            "ข้อความนี้คือลายมือชื่อของบันทึกทั้งหมด เก็บไว้ที่นี่แยกจากบันทึก ใช้ตรวจด้วย `perd evidence verify --against แฟ้ม`",
            "",
            "This signature over all records is kept here, apart from them; `perd evidence verify --against FILE`"
            " compares.",
            "",
            "```",
            str(signed.checkpoint.note).rstrip(),
            "```",
        ]
    )


def noted(name: str, error: BaseException) -> Outcome:
    """The outcome of an error. Of a bug the log gets the way it took, but not its text, which may quote data."""
    if not isinstance(error, PipelineError):
        way = "".join(format_tb(error.__traceback__))
        get_run_logger().critical("%s: a bug in Perd: %s\n%s", name, type(error).__name__, way)
    return broken(name, error)


def detail(outcome: Outcome | Fit) -> str:
    """What follows the word: the address for what is public, the reason for what is not."""
    match outcome:
        case Published() | Unchanged() | Fit():
            return outcome.url or ""
        case _:
            return outcome.reason.th


def tell(outcomes: Sequence[Outcome | Fit], world: World, dry_run: bool, undeclared: str = "") -> State[Any]:
    """The night's artifacts, and the run's own end: red if anything that was due did not arrive.

    undeclared: what is to be said of the datasets that nobody declares.
    """
    create_table_artifact(
        key="outcomes",
        table=[_row(outcome, world) for outcome in outcomes],
        description=f"ผลของรอบวันที่ {thai_date(world.today)}" + (" (ลองทำ ไม่ได้เขียนลงพอร์ทัล)" if dry_run else ""),
    )
    for outcome in outcomes:
        if isinstance(outcome, Held | Waiting):
            create_markdown_artifact(
                key=f"{outcome.word}-{outcome.dataset}",
                markdown=_not_published_page(outcome, world),
                description=outcome.dataset,
            )
    if not dry_run:
        _renew_indexes(world)
    if world.portal and world.portal.pace.slowed:
        get_run_logger().warning(
            "พอร์ทัลตอบช้าหรือขอให้ชะลอ จึงเว้นช่วงระหว่างการเขียนนานถึง %.0f วินาที / the portal was slow, or asked for a slower"
            " pace: up to %.0f s between two writes",
            world.portal.pace.longest,
            world.portal.pace.longest,
        )
    counts = Counter(OUTCOMES[outcome.word].badge.th for outcome in outcomes)
    summary = ", ".join([*(f"{word} {count}" for word, count in counts.items()), *filter(None, [undeclared])])
    missing = [outcome.dataset for outcome in outcomes if not arrived(outcome)]
    if missing:
        return Failed(name=INCOMPLETE, message=f"{summary}. ไม่มาถึง / did not arrive: {', '.join(missing)}")
    return Completed(message=summary + (" (dry run)" if dry_run else ""))


def _renew_indexes(world: World) -> None:
    """An index that cannot be written changes nothing about what the run has done: it is said, and made next time."""
    ids = world.catalogue.choose(None)
    scored = partial(scores_together, world=world)
    try:
        world.shelf.put_indexes(MINISTRY, ids, world.started, world.settings.portal_url or "", scored)
    except OSError as error:
        get_run_logger().error(
            "เขียนหน้ารวมรายงานไม่ได้ / the reports' index cannot be written to %s (%s)", world.shelf.folder, error.strerror
        )


def _row(outcome: Outcome | Fit, world: World) -> dict[str, Any]:
    findings = getattr(outcome, "findings", ())
    return {
        "ชุดข้อมูล / dataset": outcome.dataset,
        "ผล / outcome": f"{OUTCOMES[outcome.word].badge.th} / {outcome.word}",
        "แถว / rows": getattr(outcome, "rows", ""),
        "ข้อที่พบ / findings": len(findings),
        "รายละเอียด / detail": detail(outcome),
        "รายงาน / report": world.shelf.url_of(outcome.dataset) or "",
    }


def _not_published_page(outcome: Held | Waiting, world: World) -> str:
    report = world.shelf.url_of(outcome.dataset)
    lines = [
        f"# {OUTCOMES[outcome.word].badge.th}: {outcome.dataset}",
        "",
        outcome.reason.th,
        "",
        outcome.reason.en,
        "",
        "| กฎ / rule | ตำแหน่ง / cell | ข้อที่พบ / finding | วิธีแก้ / fix |",
        "| --- | --- | --- | --- |",
    ]
    blocking = [finding for finding in outcome.findings.at_hand if finding.blocks][:FINDINGS_SHOWN]
    lines += [_finding_line(finding) for finding in blocking]
    if more := outcome.findings.count(Standing.BLOCK, Standing.PERSON) - len(blocking):
        lines += ["", f"และอีก {more:,} ข้อ ดูทั้งหมดในรายงาน / and more in the report"]
    if isinstance(outcome, Waiting) and outcome.asks:
        command = f'perd approve {outcome.dataset} --seen {sign_of(outcome.asks)} --reason "..." --by "..."'
        how = f"อนุมัติด้วยคำสั่ง `{command}` หรือเริ่มโฟลว์ publish ของชุดข้อมูลนี้แล้วตอบแบบฟอร์ม"
        lines += ["", how + " / or start publish for it and answer its form"]
    if report:
        lines += ["", f"[รายงานฉบับเต็ม / full report]({report})"]
    return "\n".join(lines)


def _finding_line(finding: Finding) -> str:
    where = " ".join(part for part in (finding.place.resource, finding.place.cell) if part)
    cells = (finding.rule, where, f"{finding.message.th} / {finding.message.en}", finding.fix.th)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
