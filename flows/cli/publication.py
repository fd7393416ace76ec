"""`perd list`, `check` and `run`: what is declared, whether it is fit, and bringing it to the portal."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from flows.cli.grace_view import grace_json, grace_line, undeclared
from flows.domain.errors import DeclarationError
from flows.domain.outcome import Failed, Fit, Outcome, arrived
from flows.settings import read_settings
from flows.terminal import AsJson, err, out, outcome_as_json, print_json, print_line

app = typer.Typer()
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Datasets; all if none is named.")]


@app.command("list")
def list_datasets(as_json: AsJson = False) -> None:
    """Name every declared dataset, every one that was and is still public, and every mistake in the declarations."""
    from flows.world import lay_out

    settings = read_settings()
    catalogue = lay_out(settings).catalogue
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
                "undeclared": [grace_json(each) for each in undeclared(settings, catalogue)],
            }
        )
    else:
        table = Table("id", "หน่วยงาน / agency", "ชื่อ / title", box=None, pad_edge=False)
        table.columns[0].no_wrap = True
        for name, dataset in catalogue.datasets.items():
            table.add_row(name, dataset.agency.short.th, dataset.declared.title)
        out.print(table)
        for each in undeclared(settings, catalogue):
            out.print(grace_line(each), markup=False)
        for mistake in catalogue.mistakes:
            err.print(f"mistake  {mistake}", markup=False)
    raise typer.Exit(2 if catalogue.mistakes else 0)


@app.command()
def check(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]... | FILE", help="Datasets, all if none is named; or a file.")
    ] = None,
    as_dataset: Annotated[
        str | None, typer.Option("--as", metavar="ID", help="The dataset that FILE would be delivered for.")
    ] = None,
    resource: Annotated[str | None, typer.Option(help="Which resource of it FILE is, if it has several.")] = None,
    open_report: Annotated[bool, typer.Option("--open", help="Show the report of FILE in the browser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Pull, tidy and check; publish nothing. With --as: the report of a file on this disk, before it is sent."""
    if as_dataset is None:
        if resource or open_report:
            raise DeclarationError("--resource and --open belong to `perd check FILE --as ID`: name its dataset.")
        raise typer.Exit(_check_datasets(what, as_json))
    if what is None or len(what) != 1:
        raise DeclarationError("`perd check FILE --as ID` looks at one file: name exactly one.")
    raise typer.Exit(_check_file(Path(what[0]), as_dataset, resource, open_report, as_json))


def _check_datasets(ids: list[str] | None, as_json: bool) -> int:
    from flows.looking import look_at
    from flows.world import opened

    outcomes: list[Outcome | Fit] = []
    with opened(read_settings(), checking_only=True) as world:
        for outcome in look_at(world.catalogue.choose(ids or None), world):
            outcomes.append(outcome)
            if not as_json:
                print_line(outcome)
        if as_json:  # many findings lie on disk only as long as the world is open
            print_json([outcome_as_json(outcome) for outcome in outcomes])
    if any(isinstance(outcome, Failed) and outcome.kind == "DeclarationError" for outcome in outcomes):
        return 2
    return 0 if all(isinstance(outcome, Fit) for outcome in outcomes) else 1


def _check_file(file: Path, dataset: str, resource: str | None, open_report: bool, as_json: bool) -> int:
    from flows.bookkeeping import report_of
    from flows.looking import look_at_file
    from flows.settle import foreseen
    from flows.world import checked_shelf, opened

    settings = read_settings()
    with opened(settings, checking_only=True) as world:
        world.catalogue.choose([dataset])
        draft = look_at_file(file, dataset, resource, world)
        outcome = foreseen(draft)
        page = checked_shelf(settings).put(report_of(outcome, draft, draft.dataset, world, before_sending=True))
        if as_json:
            print_json([outcome_as_json(outcome) | {"report": str(page)}])
        else:
            print_line(outcome)
            out.print(f"รายงาน / report: {page}", markup=False)
            out.print(f"แฟ้ม Excel ที่ระบายสี / coloured workbook: {page.with_name('report.xlsx')}", markup=False)
    if open_report:
        typer.launch(page.as_uri())
    return 0 if isinstance(outcome, Fit) else 1


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
    from flows.world import lay_out

    outcomes: list[Outcome | Fit] = []
    told: list[dict[str, Any]] = []

    def heard(outcome: Outcome | Fit) -> None:
        outcomes.append(outcome)
        if as_json:
            told.append(outcome_as_json(outcome))
        else:
            print_line(outcome)

    with watched(by=heard):
        state = publish(ids, dry_run, False, return_state=True) if ids else nightly(dry_run, return_state=True)
    if as_json:
        print_json(told)
    elif not ids:
        settings = read_settings()
        for each in undeclared(settings, lay_out(settings).catalogue):
            out.print(grace_line(each), markup=False)
    if not state.is_completed() and state.name != INCOMPLETE:
        state.result()  # the run broke off: its own sentence is heard, whatever had ended before
        raise typer.Exit(1)
    raise typer.Exit(0 if all(arrived(outcome) for outcome in outcomes) else 1)
