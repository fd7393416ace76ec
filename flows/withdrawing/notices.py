"""Telling an agency by mail that one of its datasets is not declared any more, and later that it was made private.

The first of these notices is a record of the ledger even where nobody can be told: the grace begins with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from flows.domain.dataset import Agency
from flows.domain.errors import PipelineError
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_date
from flows.domain.withdrawal import UNDECLARED, WITHDRAWN
from flows.mail import MailServer
from flows.notices import handed_in, message
from flows.withdrawing.survey import Undeclared, agency_of
from flows.world import World


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says."""

    subject: Text
    lines: tuple[Text, ...]


NOTICES: Mapping[str, Words] = {
    UNDECLARED: Words(
        Text(th="ไม่พบคำประกาศของชุดข้อมูล", en="No longer declared"),
        (
            Text(
                th="ตั้งแต่วันที่ {since} ไม่มีคำประกาศของชุดข้อมูลนี้ในระบบเผยแพร่ อาจมีผู้นำออก เปลี่ยนชื่อ หรือหายไปโดยไม่ตั้งใจ",
                en="Since {since} nothing declares this dataset to the publishing system: somebody took it out or"
                " renamed it, or it was lost.",
            ),
            Text(
                th="สาธารณะยังเห็นข้อมูลตามเดิม หากไม่มีคำประกาศกลับมา ระบบจะปิดไม่ให้สาธารณะเห็นตั้งแต่วันที่ {ends} โดยไม่ลบสิ่งใด",
                en="The public still sees it. Unless it is declared again, it is made private on {ends} or later."
                " Nothing is deleted.",
            ),
            Text(
                th="หากไม่ได้ตั้งใจให้นำออก โปรดแจ้งผู้ดูแลระบบเผยแพร่ให้นำคำประกาศกลับมา หากตั้งใจ ไม่ต้องดำเนินการใด",
                en="If that is not meant, ask those who run the publishing system to declare it again. If it is,"
                " nothing has to be done.",
            ),
        ),
    ),
    WITHDRAWN: Words(
        Text(th="ปิดชุดข้อมูลไม่ให้สาธารณะเห็นแล้ว", en="Made private"),
        (
            Text(
                th="ชุดข้อมูลนี้ไม่มีคำประกาศตั้งแต่วันที่ {since} จึงปิดไม่ให้สาธารณะเห็นแล้ว ไม่มีสิ่งใดถูกลบ",
                en="Nothing has declared this dataset since {since}: the public does not see it any more. Nothing was"
                " deleted.",
            ),
            Text(
                th="เมื่อมีคำประกาศกลับมา ระบบจะเปิดให้สาธารณะเห็นอีกครั้งเอง",
                en="Once it is declared again, it is public again by itself.",
            ),
        ),
    ),
}
NO_SERVER = "No mail server is set (PERD_SMTP_URL)."
NOBODY = "The agency's file names nobody to be told (notify), or is gone."


def tell(each: Undeclared, what: str, world: World) -> PipelineError | None:
    """`what`: UNDECLARED or WITHDRAWN. The error if the mail server did not take it. Raises EvidenceError."""
    assert world.ledger, "a run that tells agencies writes down what it did"
    agency = agency_of(each.known, world)
    recipients = agency.notify if agency else ()
    trouble, reason = None, NO_SERVER if world.mail is None else NOBODY
    sent = False
    if (server := world.mail) is not None and agency is not None and recipients:
        trouble = handed_in(lambda: _message(each, what, agency, server), each.dataset, server)
        sent, reason = trouble is None, trouble.sentence if trouble else ""
    body = {
        "agency": each.known.agency,
        "channel": "mail",
        "outcome": what,
        "since": each.grace.since.isoformat(),
        "ends": each.grace.ends.isoformat(),
        "recipients": len(recipients),
        "sent": sent,
        "reason": reason or None,
        "sign": what,
    }
    world.ledger.append(Record(Kind.NOTIFICATION, world.run, each.dataset, world.now, body))
    return trouble


def _message(each: Undeclared, what: str, agency: Agency, server: MailServer) -> EmailMessage:
    words, since, ends = NOTICES[what], each.grace.since, each.grace.ends
    thai = {"since": thai_date(since), "ends": thai_date(ends)}
    lines = [
        f"ชุดข้อมูล: {each.title} ({each.dataset})",
        *(line.th.format(**thai) for line in words.lines),
        each.page,
        "",
        f"Dataset {each.dataset}: {words.subject.en}",
        *(line.en.format(since=since, ends=ends) for line in words.lines),
    ]
    return message(f"{words.subject.th}: {each.title}", lines, server.sender, agency.notify)
