"""What a declaration, or a person on the portal, decided about a dataset: written into the ledger when it first counts.

Answers to what the gate asks are decisions.py's. Here are those that nobody is asked for: a waiver and a severity that
stand in the dataset's file, and a dataset that somebody closed on the portal.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import rfc8785

from flows.domain.dataset import Waiver
from flows.domain.draft import Draft
from flows.domain.finding import Standing
from flows.domain.outcome import Published, Unchanged
from flows.domain.personal_text import named_or
from flows.domain.record import Kind, Record
from flows.domain.withdrawal import A_PERSON, REOPENED, WITHDRAWN
from flows.evidence import Ledger

WAIVED, OVERRIDDEN = "waived", "overridden"
WITHHELD = "reason withheld: it seems to name a person"
"""Instead of such a reason: what is evidence can never be taken out again."""


def record_declared_decisions(draft: Draft, ledger: Ledger, run: str, at: datetime, today: date) -> None:
    """Those of this run that no earlier record tells of, each once; `today` in Bangkok. Raises EvidenceError."""
    for body in untold_decisions(draft, ledger, at, today):
        ledger.append(Record(Kind.DECISION, run, draft.dataset.id, at, body))


def untold_decisions(draft: Draft, ledger: Ledger, at: datetime, today: date) -> list[dict[str, Any]]:
    """The records that are still to be written. Raises EvidenceError."""
    taken = {**_signed(_waivers(draft, today)), **_signed(_severities(draft))}
    if draft.standing and draft.standing.closed_by_hand and not _known_as_closed(draft.dataset.id, ledger):
        taken |= _signed([_withdrawal(draft, at)])
    if not taken:
        return []
    known = {told["body"].get("sign") for told in ledger.latest(Kind.DECISION, draft.dataset.id)}
    more = {"agency": draft.dataset.agency.code}
    return [body | more | {"sign": sign} for sign, body in taken.items() if sign not in known]


def _waivers(draft: Draft, today: date) -> Iterator[dict[str, Any]]:
    """Each waiver that let a finding of this run pass."""
    tallies = draft.verdict.findings.tallies
    passed = {(each.rule, each.resource) for each in tallies if each.standing is Standing.WAIVED}
    used = [_used(draft.dataset.declared.waivers, rule, resource, today) for rule, resource in passed]
    for waiver in draft.dataset.declared.waivers:
        if waiver in used:
            yield {
                "decision": WAIVED,
                "rule": waiver.rule,
                "resource": waiver.resource,
                "until": waiver.until.isoformat(),
                "reason": named_or(WITHHELD, waiver.reason),
                "by": _file(draft),
            }


def _used(waivers: Sequence[Waiver], rule: str, resource: str | None, today: date) -> Waiver | None:
    """Which of them a finding of that rule and resource passed by: the first that is in force for it, as in checks."""
    for waiver in waivers:
        if waiver.rule == rule and waiver.until >= today and waiver.resource in (None, resource):
            return waiver
    return None


def _severities(draft: Draft) -> Iterator[dict[str, Any]]:
    """Each rule whose severity the dataset's file changes."""
    for rule, severity in draft.dataset.declared.severities.items():
        yield {"decision": OVERRIDDEN, "rule": rule, "severity": severity.value, "by": _file(draft)}


def _withdrawal(draft: Draft, at: datetime) -> dict[str, Any]:
    """Who did it, and why, only the portal's own log can tell."""
    return {"decision": WITHDRAWN, "by": A_PERSON, "seen_at": at.isoformat(timespec="seconds")}


def _known_as_closed(dataset: str, ledger: Ledger) -> bool:
    """Whether a withdrawal is written down, and nobody has opened the dataset, or found it public, since."""
    for told in ledger.latest(Kind.DECISION, dataset):
        if told["body"]["decision"] == REOPENED:
            return False
        if told["body"]["decision"] == WITHDRAWN:
            return str(told["at"]) > _last_public(dataset, ledger)
    return False


def _last_public(dataset: str, ledger: Ledger) -> str:
    """When a run last ended with the dataset public, as the ledger writes times; nothing where none did."""
    for told in ledger.latest(Kind.OUTCOME, dataset):
        body = told["body"]
        if body["outcome"] in (Published.word, Unchanged.word) or body.get("disclosure", {}).get("public"):
            return str(told["at"])
    return ""


def _file(draft: Draft) -> str:
    return f"declared in {draft.dataset.path}"


def _signed(bodies: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By the digest of all that was decided: another end, reason or severity is another decision."""
    return {hashlib.sha256(rfc8785.dumps(body)).hexdigest(): body for body in bodies}
