"""What a declaration, or a person on the portal, decided about a dataset: written into the ledger when it first counts.

Answers to what the gate asks are decisions.py's. Here are those that nobody is asked for: a waiver and a severity that
stand in the dataset's file, and a dataset that somebody closed on the portal.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import rfc8785

from flows.domain.draft import Draft
from flows.domain.finding import Standing
from flows.domain.record import Kind, Record
from flows.evidence import Ledger

WAIVED, OVERRIDDEN, WITHDRAWN = "waived", "overridden", "withdrawn"


def record_declared_decisions(draft: Draft, ledger: Ledger, run: str, at: datetime) -> None:
    """Those of this run that no earlier record tells of, each once. Raises EvidenceError."""
    taken = {**_signed(_waivers(draft)), **_signed(_severities(draft))}
    if draft.standing and draft.standing.closed_by_hand and not _closed_before(draft.dataset.id, ledger):
        taken |= _signed([_withdrawal(draft, at)])
    if not taken:
        return
    known = {told["body"].get("sign") for told in ledger.latest(Kind.DECISION, draft.dataset.id)}
    for sign, body in taken.items():
        if sign not in known:
            ledger.append(Record(Kind.DECISION, run, draft.dataset.id, at, body | {"sign": sign}))


def _waivers(draft: Draft) -> Iterator[dict[str, Any]]:
    """Each waiver that let a finding of this run pass."""
    counted = draft.verdict.findings.rules(Standing.WAIVED)
    for waiver in draft.dataset.declared.waivers:
        if waiver.rule in counted:
            yield {
                "decision": WAIVED,
                "rule": waiver.rule,
                "resource": waiver.resource,
                "until": waiver.until.isoformat(),
                "reason": waiver.reason,
                "by": _file(draft),
            }


def _severities(draft: Draft) -> Iterator[dict[str, Any]]:
    """Each rule whose severity the dataset's file changes."""
    for rule, severity in draft.dataset.declared.severities.items():
        yield {"decision": OVERRIDDEN, "rule": rule, "severity": severity.value, "by": _file(draft)}


def _withdrawal(draft: Draft, at: datetime) -> dict[str, Any]:
    """Who did it, and why, only the portal's own log can tell."""
    return {"decision": WITHDRAWN, "by": "a person on the portal", "seen_at": at.isoformat(timespec="seconds")}


def _closed_before(dataset: str, ledger: Ledger) -> bool:
    """Whether the newest run that got to look at the portal already found it not public."""
    for told in ledger.latest(Kind.OUTCOME, dataset):
        public = told["body"].get("disclosure", {}).get("public")
        if public is not None:
            return not public
    return False


def _file(draft: Draft) -> str:
    return f"declared in {draft.dataset.path}"


def _signed(bodies: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By the digest of all that was decided: another end, reason or severity is another decision."""
    return {hashlib.sha256(rfc8785.dumps(body)).hexdigest(): body for body in bodies}
