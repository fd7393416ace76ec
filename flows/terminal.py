"""What `perd` prints: one line per dataset for people, JSON for machines."""

import json
import sys
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

from flows.domain.outcome import Held, Outcome, Published, Unchanged
from flows.domain.text import Text
from flows.reports.words import OUTCOMES

out = Console(soft_wrap=True, highlight=False)
err = Console(soft_wrap=True, highlight=False, stderr=True)

FIT = Text(th="พร้อมเผยแพร่", en="fit")
"""What a run that writes nothing calls a dataset that it would publish."""
COLOURS = {
    "published": "green",
    "unchanged": "green",
    "held": "yellow",
    "failed": "red",
    "unreachable": "red",
    "waiting": "cyan",
}


def print_line(outcome: Outcome, writing: bool = True) -> None:
    """Outcome, dataset, rows, findings; then the portal's address, or the reason where there is none."""
    word = Text(th=OUTCOMES[outcome.word].badge.th, en=outcome.word)
    if isinstance(outcome, Published) and not writing:
        word = FIT
    line = Styled()
    line.append(f"{_padded(word.th, 20)} {word.en:<11}", style=COLOURS[outcome.word])
    line.append(f"  {outcome.dataset:<38}")
    match outcome:
        case Published() | Unchanged() | Held():
            line.append(f" {outcome.rows:>8,} แถว/rows {len(outcome.findings):>5,} ข้อ/findings  ")
        case _:
            line.append(" " * 40)
    line.append(outcome.url if isinstance(outcome, Published | Unchanged) else outcome.reason.th)
    out.print(line)


def print_json(value: Any) -> None:
    """`value` on standard output, readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    """{dataset, outcome} and what else the outcome has: rows, url, kind, reason {th, en}, findings [...]."""
    answer: dict[str, Any] = {"dataset": outcome.dataset, "outcome": outcome.word}
    for name in ("rows", "url", "kind"):
        if hasattr(outcome, name):
            answer[name] = getattr(outcome, name)
    if not isinstance(outcome, Published | Unchanged):
        answer["reason"] = outcome.reason.model_dump()
    if isinstance(outcome, Published):
        answer["remarks"] = [remark.model_dump() for remark in outcome.remarks]
    if isinstance(outcome, Published | Unchanged | Held):
        answer["findings"] = [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "message": finding.message.model_dump(),
                "resource": finding.place.resource,
                "cell": finding.place.cell,
                "value": finding.value,
                "waived": finding.waived,
            }
            for finding in outcome.findings
        ]
    return answer


def _padded(text: str, width: int) -> str:
    """Thai vowel and tone marks take no room of their own: `str.ljust` would count them."""
    return text + " " * max(0, width - cell_len(text))
