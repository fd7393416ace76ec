"""What a person is asked, and the answers that stand in the ledger."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import rfc8785

from flows.domain.decision import SIGN_CHARACTERS, Decision, sign_of
from flows.domain.draft import Fresh, Part
from flows.domain.errors import PipelineError
from flows.domain.finding import Standing
from flows.domain.findings import Findings
from flows.domain.outcome import Failed, Unreachable, Waiting
from flows.domain.personal_text import looks_personal
from flows.domain.published import PublishedDataset
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.evidence import Ledger

SHORTEST_REASON = 10
"""Characters: as for a waiver."""


def question(parts: Sequence[Part], standing: PublishedDataset | None, findings: Findings) -> str:
    """Digest of what a person has to answer for: the tables and how they were made, what was found in them in which
    measure, and what the public has now.

    The canonical table is meant, not the agency's bytes: a workbook that is written anew at each download has other
    bytes and asks nothing new. Once something has been published, what stands is another, and an old answer lapses.
    """
    tables = [
        [part.resource.name, part.tidied.sha256, part.fingerprint]
        if isinstance(part, Fresh)
        else [part.resource.name, part.published.sha256, part.published.fingerprint]
        for part in parts
    ]
    stands = sorted([each.resource, each.sha256] for each in standing.resources) if standing else []
    asked = sorted(
        [finding.rule, finding.place.resource or "", finding.place.field or "", finding.message.en]
        for finding in findings.at_hand
        if finding.standing is Standing.PERSON
    )
    counts = findings.rules(Standing.PERSON)
    told = rfc8785.dumps({"tables": tables, "stands": stands, "asked": asked, "counts": counts})
    return hashlib.sha256(told).hexdigest()


def answer(ledger: Ledger, dataset: str, asked: str) -> Decision | None:
    """The latest answer to that very question; None if nobody has answered. Raises EvidenceError."""
    for told in ledger.latest(Kind.DECISION, dataset):
        body = told["body"]
        if body.get("question") == asked:
            at = datetime.fromisoformat(told["at"])
            return Decision(dataset, asked, body["decision"] == "approved", body["reason"], body["by"], at)
    return None


def decide(ledger: Ledger, decision: Decision, run: str, agency: str | None) -> None:
    """Write the answer down; `agency` is the code of the dataset's, as far as known.

    Raises PipelineError where it says too little, EvidenceError if the ledger refuses.
    """
    refuse_unsaid(decision.dataset, decision.by, decision.reason)
    body = {
        "decision": "approved" if decision.approved else "declined",
        "question": decision.question,
        "reason": decision.reason.strip(),
        "by": decision.by.strip(),
        "agency": agency,
    }
    ledger.append(Record(Kind.DECISION, run, decision.dataset, decision.at, body))


def refuse_unsaid(dataset: str, by: str, reason: str) -> None:
    """PipelineError unless a decision about the dataset says who decided and why, in words that may be kept."""
    if len(reason.strip()) < SHORTEST_REASON or not by.strip():
        raise PipelineError(
            Text(
                th=f"การตัดสินใจเรื่อง {dataset} ต้องมีชื่อผู้ตัดสินใจ และเหตุผลอย่างน้อย {SHORTEST_REASON} ตัวอักษร",
                en=f"A decision about {dataset} needs a name and a reason of at least {SHORTEST_REASON}"
                " characters: give both.",
            )
        )
    if looks_personal(reason):
        raise PipelineError(
            Text(
                th=f"เหตุผลของการตัดสินใจเรื่อง {dataset} มีข้อมูลที่ดูเหมือนข้อมูลส่วนบุคคล (ชื่อ เลขประจำตัว หรือหมายเลขโทรศัพท์)"
                " เหตุผลนี้จะถูกเก็บเป็นหลักฐานถาวรและลบไม่ได้ โปรดเขียนใหม่โดยไม่ระบุบุคคล",
                en=f"The reason of the decision about {dataset} seems to hold personal data (a name, a number of a"
                " person, a telephone): it is kept as evidence and can never be removed. Write it without.",
            )
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run left for a person to decide."""

    question: str
    run: str
    rules: tuple[str, ...]

    @property
    def seen(self) -> str:
        """The beginning of the question, by which a person says what was looked at."""
        return sign_of(self.question)


def waiting_for(ledger: Ledger, dataset: str) -> Asked:
    """What the dataset waits for. PipelineError if it waits for nobody.

    A night on which the source or the portal did not answer changes nothing about that.
    """
    ended = "-"
    for told in ledger.latest(Kind.OUTCOME, dataset):
        body = told["body"]
        if body["outcome"] == Waiting.word and body.get("question"):
            return Asked(body["question"], told["run"], tuple(body.get("rules", ())))
        ended = body["outcome"]
        if ended not in (Failed.word, Unreachable.word):
            break
    raise PipelineError(
        Text(
            th=f"ชุดข้อมูล {dataset} ไม่ได้รอการอนุมัติ (รอบล่าสุดจบด้วยผล {ended}) จึงไม่มีสิ่งที่ต้องตัดสินใจ โปรดอ่านรายงานของชุดข้อมูล",
            en=f"{dataset} does not wait for anybody's approval (its last run ended as {ended}): read its report,"
            " which says what has to be put right.",
        )
    )


def looked_at(asked: Asked, seen: str | None, dataset: str, report: str | None) -> None:
    """PipelineError unless `seen` is the sign of what the dataset waits for now: nobody approves what they have not
    seen, such as a file that has come since the report was read."""
    if seen is not None and len(seen) >= SIGN_CHARACTERS and asked.question.startswith(seen.lower()):
        return
    rules = ", ".join(asked.rules) or "-"
    where = report or "-"
    raise PipelineError(
        Text(
            th=f"ชุดข้อมูล {dataset} รอการตัดสินใจเรื่อง {rules} (รายงาน: {where}) โปรดอ่านรายงานฉบับล่าสุด"
            f" แล้วสั่งอีกครั้งโดยเติม --seen {asked.seen}",
            en=f"{dataset} waits for a decision about {rules} (report: {where}). Read its latest report, then give the"
            f" command again with --seen {asked.seen}.",
        )
    )
