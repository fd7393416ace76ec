"""What a person is asked, and the answers that stand in the ledger."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import rfc8785

from flows.domain.decision import Decision
from flows.domain.draft import Fresh, Part
from flows.domain.errors import PipelineError
from flows.domain.finding import Standing
from flows.domain.findings import Findings
from flows.domain.outcome import Waiting
from flows.domain.record import Kind, Record
from flows.domain.text import Text
from flows.evidence import Ledger

SHORTEST_REASON = 10
"""Characters: as for a waiver."""


def question(parts: Sequence[Part], findings: Findings) -> str:
    """Digest of what a person has to answer for: the agency's bytes, and which rule found something where."""
    sources = [
        (part.resource.name, part.snapshot.sha256 if isinstance(part, Fresh) else part.published.source_sha256)
        for part in parts
    ]
    asked = {
        (finding.rule, finding.place.resource or "", finding.place.field or finding.place.header or "")
        for finding in findings.at_hand
        if finding.standing is Standing.PERSON
    }
    return hashlib.sha256(rfc8785.dumps({"sources": sources, "asked": sorted(asked)})).hexdigest()


def answer(ledger: Ledger, dataset: str, asked: str) -> Decision | None:
    """The latest answer to that very question; None if nobody has answered. Raises EvidenceError."""
    for told in ledger.latest(Kind.DECISION, dataset):
        body = told["body"]
        if body["question"] == asked:
            at = datetime.fromisoformat(told["at"])
            return Decision(dataset, asked, body["decision"] == "approved", body["reason"], body["by"], at)
    return None


def decide(ledger: Ledger, decision: Decision, run: str) -> None:
    """Write the answer down. Raises PipelineError where it says too little, EvidenceError if the ledger refuses."""
    if len(decision.reason.strip()) < SHORTEST_REASON or not decision.by.strip():
        raise PipelineError(
            Text(
                th=f"การอนุมัติ {decision.dataset} ต้องมีชื่อผู้ตัดสินใจ และเหตุผลอย่างน้อย {SHORTEST_REASON} ตัวอักษร",
                en=f"A decision about {decision.dataset} needs a name and a reason of at least {SHORTEST_REASON}"
                " characters: give both.",
            )
        )
    body = {
        "decision": "approved" if decision.approved else "declined",
        "question": decision.question,
        "reason": decision.reason.strip(),
        "by": decision.by.strip(),
    }
    ledger.append(Record(Kind.DECISION, run, decision.dataset, decision.at, body))


def waiting_for(ledger: Ledger, dataset: str) -> dict[str, Any]:
    """The record of the run that left the dataset waiting. PipelineError if its last run did not end so."""
    last = next(ledger.latest(Kind.OUTCOME, dataset), None)
    if last is None or last["body"].get("outcome") != Waiting.word or not last["body"].get("question"):
        ended = last["body"]["outcome"] if last else "-"
        raise PipelineError(
            Text(
                th=f"ชุดข้อมูล {dataset} ไม่ได้รอการอนุมัติ (รอบล่าสุดจบด้วยผล {ended}) จึงไม่มีสิ่งที่ต้องตัดสินใจ โปรดอ่านรายงานของชุดข้อมูล",
                en=f"{dataset} does not wait for anybody's approval (its last run ended as {ended}): read its report,"
                " which says what has to be put right.",
            )
        )
    return last
