"""`perd ...`: parses, calls, prints. Exit codes: 0 all well, 1 something needs a person, 2 wrong use or declaration."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from flows.domain.errors import DeclarationError, PipelineError
from flows.domain.outcome import Held, Outcome, Published, Unchanged, arrived
from flows.settings import Settings

app = typer.Typer(
    name="perd",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Perd (เปิด): checks agencies' datasets and publishes what is fit and free to an open-data portal.",
    epilog="Exit codes: 0 all well; 1 a dataset is held or did not arrive, or evidence does not verify; 2 wrong use.",
)
portal = typer.Typer(no_args_is_help=True, help="The embedded CKAN portal of this machine.")
evidence = typer.Typer(no_args_is_help=True, help="The ledger and its proofs.")
app.add_typer(portal, name="portal")
app.add_typer(evidence, name="evidence")

out = Console(soft_wrap=True, highlight=False)
err = Console(soft_wrap=True, highlight=False, stderr=True)

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Datasets; all if none is named.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
COLOURS = {
    "published": "green",
    "unchanged": "green",
    "held": "yellow",
    "failed": "red",
    "unreachable": "red",
    "waiting": "cyan",
}


def main() -> None:
    """Entry point: our own errors become one sentence and an exit code."""
    try:
        app()
    except DeclarationError as error:
        err.print(f"[red]perd:[/red] {error.sentence}", markup=True)
        sys.exit(2)
    except PipelineError as error:
        err.print(f"[red]perd:[/red] {error.sentence}")
        sys.exit(1)


@app.command("list")
def list_datasets(as_json: AsJson = False) -> None:
    """Name every declared dataset, and every mistake in the declarations."""
    from flows.world import lay_out

    catalogue = lay_out(Settings()).catalogue
    if as_json:
        _print_json(
            {
                "datasets": [
                    {"id": name, "title": dataset.declared.title, "agency": dataset.agency.code}
                    for name, dataset in catalogue.datasets.items()
                ],
                "mistakes": [
                    {"file": mistake.file, "line": mistake.line, "message": mistake.message}
                    for mistake in catalogue.mistakes
                ],
            }
        )
    else:
        table = Table("id", "หน่วยงาน / agency", "ชื่อ / title", box=None, pad_edge=False)
        for name, dataset in catalogue.datasets.items():
            table.add_row(name, dataset.agency.short.th, dataset.declared.title)
        out.print(table)
        for mistake in catalogue.mistakes:
            err.print(f"[red]mistake[/red] {mistake}")
    raise typer.Exit(2 if catalogue.mistakes else 0)


@app.command()
def check(ids: Ids = None, as_json: AsJson = False) -> None:
    """Pull, tidy and check; publish nothing."""
    from flows.examine import examine, pull
    from flows.settle import broken, foreseen, misdeclared
    from flows.world import opened

    outcomes: list[Outcome] = []
    with opened(Settings(), checking_only=True) as world:
        for name in world.catalogue.choose(ids or None):
            try:
                if name in world.catalogue.broken:
                    raise misdeclared(name, world)
                outcome = foreseen(examine(pull(name, world), world))
            except PipelineError as error:
                outcome = broken(name, error)
            outcomes.append(outcome)
            if not as_json:
                _print_line(outcome, would=True)
    if as_json:
        _print_json([_as_json(outcome) for outcome in outcomes])
    if any(outcome.word == "failed" for outcome in outcomes):
        raise typer.Exit(2)
    raise typer.Exit(0 if all(isinstance(outcome, Published) for outcome in outcomes) else 1)


@app.command()
def run(
    ids: Ids = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be published; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring datasets on the portal up to date, as the nightly flow does."""
    from flows.settings import quiet_prefect

    quiet_prefect()
    from flows.desk import watched
    from flows.nightly import nightly
    from flows.publish import publish

    outcomes: list[Outcome] = []

    def heard(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if not as_json:
            _print_line(outcome, would=dry_run)

    with watched(by=heard):
        state = publish(ids, dry_run, return_state=True) if ids else nightly(dry_run, return_state=True)
    if not outcomes:
        state.result()  # the run ended before any dataset did: let its own sentence be heard
    if as_json:
        _print_json([_as_json(outcome) for outcome in outcomes])
    raise typer.Exit(0 if all(arrived(outcome) for outcome in outcomes) else 1)


@app.command()
def demo(once: Annotated[bool, typer.Option("--once", help="End by itself.")] = False) -> None:
    """Everything on this machine: the portal, the nightly run over the examples, the reports."""
    from flows.local.demo import demo as play

    raise typer.Exit(0 if play(once, out.print, _print_line) else 1)


@app.command()
def prefect() -> None:
    """Prefect on this machine: its server, a worker and the deployments, until Ctrl-C."""
    from flows.local.prefect import office

    office(out.print)


@portal.command("up")
def portal_up(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Start the embedded portal; quick if it is up already."""
    from flows.local import portal as local
    from flows.world import lay_out

    settings = Settings()
    answer = local.portal_up(lay_out(settings).catalogue.agencies.values(), settings.home, "--profile", profile)
    _portal_says(answer, as_json)


@portal.command("down")
def portal_down(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Stop it; its data stay."""
    from flows.local import portal as local

    answer = local.devportal("down", "--profile", profile)
    local.portal_gone(Settings().home)
    _portal_says(answer, as_json)


@portal.command("status")
def portal_status(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Say whether it is up, and where."""
    from flows.local import portal as local

    _portal_says(local.devportal("status", "--profile", profile), as_json)


@portal.command("reset")
def portal_reset(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Stop it and remove its data."""
    from flows.local import portal as local

    answer = local.devportal("reset", "--profile", profile)
    local.portal_gone(Settings().home)
    _portal_says(answer, as_json)


@evidence.command("verify")
def evidence_verify(as_json: AsJson = False) -> None:
    """Recompute the whole ledger; name the first record that is not what was written."""
    from flows.evidence import Ledger

    settings = Settings()
    verified = Ledger(settings.ledger, settings.home / "ledger.head").verify()
    if as_json:
        _print_json({"records": verified.records, "head": verified.head})
    else:
        out.print(
            f"[green]บันทึกหลักฐานถูกต้องครบถ้วน[/green] {verified.records:,} รายการ / the ledger verifies:"
            f" {verified.records:,} records, head {verified.head}"
        )


def _print_line(outcome: Outcome, would: bool = False) -> None:
    from flows.reports.words import OUTCOMES

    word = OUTCOMES[outcome.word].badge
    rows = f"{getattr(outcome, 'rows', 0):>7,} แถว/rows" if hasattr(outcome, "rows") else " " * 16
    findings = f"{len(getattr(outcome, 'findings', ())):>4,} ข้อ/findings" if hasattr(outcome, "findings") else ""
    english = ("would be " if would and isinstance(outcome, Published) else "") + outcome.word
    detail = outcome.url if isinstance(outcome, Published | Unchanged) else outcome.reason.th
    out.print(
        f"[{COLOURS[outcome.word]}]{word.th} {english:<11}[/] {outcome.dataset:<38} {rows} {findings}", detail, sep="  "
    )


def _as_json(outcome: Outcome) -> dict[str, Any]:
    answer: dict[str, Any] = {"dataset": outcome.dataset, "outcome": outcome.word}
    for name in ("rows", "url", "kind"):
        if hasattr(outcome, name):
            answer[name] = getattr(outcome, name)
    if hasattr(outcome, "reason"):
        answer["reason"] = outcome.reason.model_dump()
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


def _portal_says(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _print_json(answer)
    else:
        out.print(f"พอร์ทัล / portal {answer.get('state', '')}: {answer.get('url') or '-'}")


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
