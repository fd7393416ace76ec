"""What `perd` prints: one line per dataset for people, JSON for machines."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from flows.domain.outcome import Fit, Held, Outcome, Published, Unchanged, Waiting
from flows.reports.words import OUTCOMES

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]

out = Console(soft_wrap=True, highlight=False)
err = Console(soft_wrap=True, highlight=False, stderr=True)

COLOURS = {
    "published": "green",
    "unchanged": "green",
    "fit": "green",
    "held": "yellow",
    "failed": "red",
    "unreachable": "red",
    "waiting": "cyan",
}


def print_line(outcome: Outcome | Fit) -> None:
    """Outcome, dataset, rows, findings; then the portal's address, or the reason where there is none."""
    line = Styled()
    line.append(f"{_padded(OUTCOMES[outcome.word].badge.th, 20)} {outcome.word:<11}", style=COLOURS[outcome.word])
    line.append(f"  {outcome.dataset:<38}")
    match outcome:
        case Published() | Unchanged() | Held() | Waiting() | Fit():
            line.append(f" {outcome.rows:>8,} แถว/rows {len(outcome.findings):>5,} ข้อ/findings  ")
        case _:
            line.append(" " * 40)
    shown = outcome.url if isinstance(outcome, Published | Unchanged | Fit) else outcome.reason.th
    line.append(shown or "")
    out.print(line)


def print_sentences(lead: str, *sentences: str) -> None:
    """Indented under what they are about: the first one, Thai, after `lead` (two cells), the others below it, dim."""
    for number, sentence in enumerate(sentences):
        block = Table.grid(padding=0)
        block.add_column(width=2)
        block.add_column()
        block.add_row(lead if number == 0 else "", Styled(sentence, style="" if number == 0 else "dim"))
        out.print(Padding(block, (0, 0, 0, 2)), soft_wrap=False)


def print_json(value: Any) -> None:
    """`value` on standard output, readable."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def outcome_as_json(outcome: Outcome | Fit) -> dict[str, Any]:
    """{dataset, outcome} and what else the outcome has: rows, url, kind, reason {th, en}, findings [...]."""
    answer: dict[str, Any] = {"dataset": outcome.dataset, "outcome": outcome.word}
    for name in ("rows", "url", "kind"):
        if hasattr(outcome, name):
            answer[name] = getattr(outcome, name)
    if not isinstance(outcome, Published | Unchanged | Fit):
        answer["reason"] = outcome.reason.model_dump()
    if isinstance(outcome, Published | Unchanged):
        answer["remarks"] = [remark.model_dump() for remark in outcome.remarks]
        answer["portal_edits"] = [edit.recorded.model_dump() for edit in outcome.edits]
    if isinstance(outcome, Published | Unchanged | Held | Waiting | Fit):
        answer["findings"] = [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "standing": finding.standing.value,
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
