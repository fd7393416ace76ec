"""`perd demo` and `perd prefect`: all of it on this machine."""

from typing import Annotated

import typer

from flows.terminal import out, print_line

app = typer.Typer()


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
