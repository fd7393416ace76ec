"""`perd reports ...`: the validation reports that agencies read."""

from typing import Annotated

import typer

from flows.settings import read_settings
from flows.terminal import out

app = typer.Typer(no_args_is_help=True, help="The validation reports that agencies read.")


@app.callback()
def _group() -> None:
    """A group, however few its commands are."""


@app.command()
def serve(port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 8766) -> None:
    """Show them at http://127.0.0.1:PORT/ until Ctrl-C."""
    from flows.local.file_server import serving
    from flows.local.interrupt import wait_for_interrupt
    from flows.world import report_shelf

    shelf = report_shelf(read_settings())
    with serving(shelf.folder, port) as address:
        out.print(f"รายงาน / reports: {address}", markup=False)
        if not (shelf.folder / "index.html").exists():
            out.print("ยังไม่มีรายงาน: จะมีหลังการทำงานรอบแรก / no report yet: the first run makes them")
        wait_for_interrupt()
