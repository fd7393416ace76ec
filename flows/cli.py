"""`perd ...`: parses, calls, prints. Exit codes: 0 all well, 1 something needs a person, 2 wrong use or declaration."""

import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from flows.domain.errors import DeclarationError, PipelineError
from flows.domain.outcome import Failed, Fit, Outcome, arrived
from flows.settings import read_settings
from flows.terminal import err, out, outcome_as_json, print_json, print_line

app = typer.Typer(
    name="perd",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Perd (เปิด): checks agencies' datasets and publishes what is fit and free to an open-data portal.",
    epilog="Exit codes: 0 all well; 1 something needs a person; 2 wrong use or declaration (docs/commands.md).",
)
portal = typer.Typer(no_args_is_help=True, help="The embedded CKAN portal of this machine.")
evidence = typer.Typer(no_args_is_help=True, help="The ledger and its proofs.")
app.add_typer(portal, name="portal")
app.add_typer(evidence, name="evidence")


Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Datasets; all if none is named.")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def main() -> None:
    """Entry point: our own errors become one sentence and an exit code."""
    try:
        app()
    except PipelineError as error:
        err.print("perd: ", style="red", end="")
        err.print(error.sentence, markup=False)
        sys.exit(2 if isinstance(error, DeclarationError) else 1)


@app.command("list")
def list_datasets(as_json: AsJson = False) -> None:
    """Name every declared dataset, and every mistake in the declarations."""
    from flows.world import lay_out

    catalogue = lay_out(read_settings()).catalogue
    if as_json:
        print_json(
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
        table.columns[0].no_wrap = True
        for name, dataset in catalogue.datasets.items():
            table.add_row(name, dataset.agency.short.th, dataset.declared.title)
        out.print(table)
        for mistake in catalogue.mistakes:
            err.print(f"mistake  {mistake}", markup=False)
    raise typer.Exit(2 if catalogue.mistakes else 0)


@app.command()
def check(ids: Ids = None, as_json: AsJson = False) -> None:
    """Pull, tidy and check; publish nothing."""
    from flows.looking import look_at
    from flows.world import opened

    outcomes: list[Outcome | Fit] = []
    with opened(read_settings(), checking_only=True) as world:
        for outcome in look_at(world.catalogue.choose(ids or None), world):
            outcomes.append(outcome)
            if not as_json:
                print_line(outcome)
    if as_json:
        print_json([outcome_as_json(outcome) for outcome in outcomes])
    if any(isinstance(outcome, Failed) and outcome.kind == "DeclarationError" for outcome in outcomes):
        raise typer.Exit(2)
    raise typer.Exit(0 if all(isinstance(outcome, Fit) for outcome in outcomes) else 1)


@app.command()
def run(
    ids: Ids = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be published; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring datasets on the portal up to date, as the nightly flow does."""
    from flows.settings import quiet_prefect

    quiet_prefect()
    from flows.desk import INCOMPLETE, watched
    from flows.nightly import nightly
    from flows.publish import publish

    outcomes: list[Outcome | Fit] = []

    def heard(outcome: Outcome | Fit) -> None:
        outcomes.append(outcome)
        if not as_json:
            print_line(outcome)

    with watched(by=heard):
        state = publish(ids, dry_run, return_state=True) if ids else nightly(dry_run, return_state=True)
    if as_json:
        print_json([outcome_as_json(outcome) for outcome in outcomes])
    if not state.is_completed() and state.name != INCOMPLETE:
        state.result()  # the run broke off: its own sentence is heard, whatever had ended before
        raise typer.Exit(1)
    raise typer.Exit(0 if all(arrived(outcome) for outcome in outcomes) else 1)


@app.command()
def demo(once: Annotated[bool, typer.Option("--once", help="End by itself.")] = False) -> None:
    """Everything on this machine: the portal, the nightly run over the examples, the reports."""
    from flows.local.demo import demo as play

    raise typer.Exit(0 if play(once, out.print, print_line) else 1)


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

    settings = read_settings()
    answer = local.portal_up(lay_out(settings).catalogue.agencies.values(), settings.home, "--profile", profile)
    _portal_says(answer, as_json)


@portal.command("down")
def portal_down(profile: str = "data-go-th", as_json: AsJson = False) -> None:
    """Stop it; its data stay."""
    from flows.local import portal as local

    answer = local.devportal("down", "--profile", profile)
    local.portal_gone(read_settings().home)
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
    local.portal_gone(read_settings().home)
    _portal_says(answer, as_json)


@evidence.command("verify")
def evidence_verify(as_json: AsJson = False) -> None:
    """Recompute the whole ledger; name the first record that is not what was written."""
    from flows.evidence import Ledger

    settings = read_settings()
    verified = Ledger(settings.ledger, settings.head_file, existing=True).verify()
    if as_json:
        print_json({"records": verified.records, "head": verified.head})
    else:
        out.print(
            f"[green]บันทึกหลักฐานถูกต้องครบถ้วน[/green] {verified.records:,} รายการ / the ledger verifies:"
            f" {verified.records:,} records, head {verified.head}"
        )


def _portal_says(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        out.print(f"พอร์ทัล / portal {answer.get('state', '')}: {answer.get('url') or '-'}")
