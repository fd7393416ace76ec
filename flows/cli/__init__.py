"""`perd ...`: parses, calls, prints. Exit codes: 0 all well, 1 something needs a person, 2 wrong use or declaration."""

import sys

import typer

from flows.cli import (
    award,
    decisions,
    doctor,
    evidence,
    machine,
    portal,
    publication,
    reconcile,
    reports,
    versions,
    withdrawal,
)
from flows.domain.errors import DeclarationError, PipelineError
from flows.terminal import err

app = typer.Typer(
    name="perd",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Perd (เปิด): checks agencies' datasets and publishes what is fit and free to an open-data portal.",
    epilog="Exit codes: 0 all well; 1 something needs a person; 2 wrong use or declaration (docs/commands.md).",
)
for part in (publication, decisions, withdrawal, versions, reconcile, award, doctor, machine):
    app.add_typer(part.app)
app.add_typer(reports.app, name="reports")
app.add_typer(portal.app, name="portal")
app.add_typer(evidence.app, name="evidence")


def main() -> None:
    """Entry point: our own errors become one sentence and an exit code."""
    try:
        app()
    except PipelineError as error:
        err.print("perd: ", style="red", end="")
        err.print(error.sentence, markup=False)
        sys.exit(2 if isinstance(error, DeclarationError) else 1)
