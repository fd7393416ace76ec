"""`perd approve` and `perd decline`: a named person's answer where the gate leaves it to one."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.settings import read_settings
from flows.terminal import out

app = typer.Typer()

DatasetId = Annotated[str, typer.Argument(metavar="ID")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept as evidence.")]
By = Annotated[str, typer.Option("--by", help="Name and position of who decides; kept as evidence.")]
Seen = Annotated[str | None, typer.Option("--seen", help="The sign of what was looked at; the report gives it.")]


@app.command()
def approve(dataset: DatasetId, reason: Reason, by: By, seen: Seen = None) -> None:
    """Let pass what the gate leaves to a person: for exactly the data that were looked at."""
    _decide(dataset, True, reason, by, seen)


@app.command()
def decline(dataset: DatasetId, reason: Reason, by: By, seen: Seen = None) -> None:
    """Say no to what the gate leaves to a person: the dataset is held until its data change."""
    _decide(dataset, False, reason, by, seen)


def _decide(dataset: str, approved: bool, reason: str, by: str, seen: str | None) -> None:
    from flows.decisions import decide, looked_at, waiting_for
    from flows.domain.decision import Decision
    from flows.evidence import Ledger
    from flows.world import lay_out, report_shelf

    settings = read_settings()
    catalogue = lay_out(settings).catalogue
    catalogue.choose([dataset])  # a name that nobody declared is said to be one
    ledger = Ledger(settings.ledger, settings.head_file, existing=True)
    try:
        asked = waiting_for(ledger, dataset)
        looked_at(asked, seen, dataset, report_shelf(settings).url_of(dataset))
        decision = Decision(dataset, asked.question, approved, reason, by, datetime.now(UTC))
        decide(ledger, decision, asked.run, catalogue.agency_of(dataset))
    finally:
        ledger.close()
    word = "อนุมัติแล้ว รอบถัดไปจะเผยแพร่ / approved, the next run publishes it" if approved else "ไม่อนุมัติ / declined"
    out.print(f"{dataset}: {word} ({by}; {', '.join(asked.rules)})", markup=False)
    if approved:
        out.print(f"เผยแพร่ทันที / publish at once: perd run {dataset}", markup=False)
