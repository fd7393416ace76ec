"""`perd evidence ...`: the ledger and its proofs."""

import typer

from flows.settings import read_settings
from flows.terminal import AsJson, out, print_json

app = typer.Typer(no_args_is_help=True, help="The ledger and its proofs.")


@app.command("verify")
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
