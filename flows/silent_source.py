"""For how long a source has given nothing. What was published from it stays public, however long: a person decides."""

from dataclasses import replace
from datetime import date, datetime

from flows.domain.outcome import Failed, Unreachable
from flows.domain.record import Kind
from flows.domain.text import Text
from flows.domain.thai_calendar import in_bangkok, thai_date
from flows.evidence import Ledger

_SINCE = Text(
    th=" ต้นทางไม่ให้ข้อมูลมาตั้งแต่ {day} ({days} วัน) สิ่งที่เผยแพร่แล้วยังเปิดเผยตามเดิม",
    en=" The source has given nothing since {day} ({days} days); what was published stays public.",
)
_TOO_LONG = Text(
    th=" เกิน {grace} วันแล้ว หน่วยงานต้องแก้ไขต้นทาง หรือตัดสินใจถอนชุดข้อมูลด้วย perd withdraw {dataset}",
    en=" That is longer than {grace} days: the agency has to mend its source, or decide to withdraw the dataset"
    " (perd withdraw {dataset}).",
)


def since_when(outcome: Unreachable, ledger: Ledger, today: date, grace_days: int) -> Unreachable:
    """The same outcome that tells since when, from the second night on. `today` in Bangkok. Raises EvidenceError."""
    since = _first_silent_day(outcome.dataset, ledger)
    if since is None:
        return outcome
    days = (today - since).days
    overdue = days >= grace_days
    thai, english = outcome.reason.th, outcome.reason.en.rstrip(".") + "."
    for more in (_SINCE, _TOO_LONG) if overdue else (_SINCE,):
        said = {"days": days, "grace": grace_days, "dataset": outcome.dataset}
        thai += more.th.format(day=thai_date(since), **said)
        english += more.en.format(day=since, **said)
    return replace(outcome, reason=Text(th=thai, en=english), since=since, overdue=overdue)


def _first_silent_day(dataset: str, ledger: Ledger) -> date | None:
    """Nights on which the portal failed, or what an earlier run had left was finished, say nothing of the source."""
    first: str | None = None
    for told in ledger.latest(Kind.OUTCOME, dataset):
        body = told["body"]
        if body["outcome"] == Unreachable.word:
            first = told["at"]
        elif body["outcome"] != Failed.word and not {"finishes", "undone"} & body.keys():
            break
    return in_bangkok(datetime.fromisoformat(first)).date() if first else None
