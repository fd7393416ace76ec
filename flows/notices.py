"""Telling an agency by mail that its dataset needs it: once for the same trouble, and never with a cell's value."""

import hashlib
from collections.abc import Callable, Iterable
from email.message import EmailMessage

import rfc8785

from flows.domain.dataset import Dataset
from flows.domain.errors import PipelineError
from flows.domain.finding import Standing
from flows.domain.outcome import Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_date
from flows.mail import MailServer
from flows.reports.words import OUTCOMES
from flows.world import World

STEPS = Text(
    th="รายงานบอกว่าต้องแก้ช่องใดและแก้อย่างไร เมื่อแก้แฟ้มที่ต้นทางแล้ว ระบบจะตรวจใหม่ในรอบถัดไปโดยไม่ต้องแจ้งกลับ",
    en="The report says which cells to mend, and how. Once the file is mended at its source, the next run checks it"
    " again.",
)


def needs_the_agency(outcome: Outcome) -> bool:
    """Whether somebody there has something to do."""
    return isinstance(outcome, Held | Unreachable) or (isinstance(outcome, Waiting) and outcome.asks is not None)


def notify(outcome: Outcome, dataset: Dataset, server: MailServer, world: World) -> PipelineError | None:
    """Tell the agency's data stewards, unless they know; the error if the mail server did not take it.

    Either is a record of the ledger, with the number of recipients and no address. Raises EvidenceError.
    """
    assert world.ledger, "a run that tells agencies writes down what it did"
    sign = _sign(outcome)
    if not dataset.agency.notify or _told_already(sign, dataset.id, world):
        return None
    trouble = handed_in(lambda: _message(outcome, dataset, server.sender, world), dataset.id, server)
    body = {
        "agency": dataset.agency.code,
        "channel": "mail",
        "outcome": outcome.word,
        "recipients": len(dataset.agency.notify),
        "report": world.shelf.url_of(dataset.id),
        "sent": trouble is None,
        "reason": trouble.sentence if trouble else None,
        "sign": sign,
    }
    world.ledger.append(Record(Kind.NOTIFICATION, world.run, dataset.id, world.now, body))
    return trouble


def handed_in(write: Callable[[], EmailMessage], dataset: str, server: MailServer) -> PipelineError | None:
    """What went wrong with the message that `write` gives, about `dataset`; None if the server took it."""
    try:
        server.send(write())
    except PipelineError as error:
        return error
    except ValueError as error:
        return PipelineError(
            f"What is to be told about {dataset} cannot be put into a message ({type(error).__name__}): correct the"
            " dataset's title, the agency's `notify` or PERD_MAIL_FROM."
        )
    return None


def _told_already(sign: str, dataset: str, world: World) -> bool:
    """Whether the newest notice that was sent says the same, and nothing has gone well since."""
    assert world.ledger
    told = next((told for told in world.ledger.latest(Kind.NOTIFICATION, dataset) if told["body"]["sent"]), None)
    if told is None or told["body"]["sign"] != sign:
        return False
    for ended in world.ledger.latest(Kind.OUTCOME, dataset):
        if ended["at"] < told["at"]:
            return True
        if ended["body"]["outcome"] in (Published.word, Unchanged.word):
            return False
    return True


def _sign(outcome: Outcome) -> str:
    """Digest of what is wrong, not of when: the same on every night on which nobody has mended anything, but for a
    source that has been silent for too long."""
    counted = _rules(outcome) if isinstance(outcome, Held | Waiting) else {}
    what = getattr(outcome, "kind", "")
    told = [outcome.word, what, counted]
    if isinstance(outcome, Unreachable) and outcome.overdue:
        told.append("overdue")
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def _rules(outcome: Held | Waiting) -> dict[str, int]:
    return outcome.findings.rules(Standing.BLOCK, Standing.PERSON)


def _message(outcome: Outcome, dataset: Dataset, sender: str, world: World) -> EmailMessage:
    words, report = OUTCOMES[outcome.word], world.shelf.url_of(dataset.id)
    counted = _rules(outcome) if isinstance(outcome, Held | Waiting) else {}
    found = [(world.rules[rule].title, count) for rule, count in counted.items()]
    reason = outcome.reason if isinstance(outcome, Unreachable) else None
    thai = [
        f"ชุดข้อมูล: {dataset.declared.title} ({dataset.id})",
        f"ผลของรอบวันที่ {thai_date(world.today)}: {words.badge.th}",
        words.tells.th,
        *([reason.th] if reason else []),
        *(f"- {title.th} ({count:,} ข้อ)" for title, count in found),
        *([f"รายงานฉบับเต็ม: {report}", STEPS.th] if report else []),
    ]
    english = [
        f"Dataset {dataset.id}, run of {world.today.isoformat()}: {words.badge.en}",
        words.tells.en,
        *([reason.en] if reason else []),
        *(f"- {title.en} ({count:,})" for title, count in found),
        *([f"Report: {report}", STEPS.en] if report else []),
    ]
    subject = f"{words.badge.th}: {dataset.declared.title}"
    return message(subject, [*thai, "", *english], sender, dataset.agency.notify)


def message(subject: str, lines: Iterable[str], sender: str, recipients: Iterable[str]) -> EmailMessage:
    """Raises ValueError for what no message can hold."""
    made = EmailMessage()
    # A header is one line, and much that is white space to Unicode ends a line to somebody.
    made["Subject"] = " ".join(subject.split())
    made["From"], made["To"] = sender, ", ".join(recipients)
    made.set_content("\n".join(lines) + "\n")
    return made
