"""`perd approve` and `perd decline`: a named person's answer where the gate leaves it to one."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.settings import read_settings
from flows.terminal import out

app = typer.Typer()
Reason = Annotated[str, typer.Option("--reason", help="Why; kept as evidence.")]
By = Annotated[str, typer.Option("--by", help="Name and position of who decides; kept as evidence.")]


@app.command()
def approve(dataset: Annotated[str, typer.Argument(metavar="ID")], reason: Reason, by: By) -> None:
    """Let pass what the gate leaves to a person: for exactly the data of the dataset's last run."""
    _decide(dataset, True, reason, by)


@app.command()
def decline(dataset: Annotated[str, typer.Argument(metavar="ID")], reason: Reason, by: By) -> None:
    """Say no to what the gate leaves to a person: the dataset is held until its data change."""
    _decide(dataset, False, reason, by)


def _decide(dataset: str, approved: bool, reason: str, by: str) -> None:
    from flows.decisions import decide, waiting_for
    from flows.domain.decision import Decision
    from flows.evidence import Ledger
    from flows.world import lay_out

    settings = read_settings()
    lay_out(settings).catalogue.choose([dataset])  # a name that nobody declared is said to be one
    ledger = Ledger(settings.ledger, settings.head_file, existing=True)
    asked = waiting_for(ledger, dataset)
    decide(ledger, Decision(dataset, asked["body"]["question"], approved, reason, by, datetime.now(UTC)), asked["run"])
    ledger.close()
    word = "อนุมัติแล้ว รอบถัดไปจะเผยแพร่ / approved, the next run publishes it" if approved else "ไม่อนุมัติ / declined"
    out.print(f"{dataset}: {word} ({by})", markup=False)
    if approved:
        out.print(f"เผยแพร่ทันที / publish at once: perd run {dataset}", markup=False)
