"""`perd award`: the evidence pack for the award's committee."""

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import read_settings
from flows.terminal import AsJson, out, print_json

app = typer.Typer()


@app.command()
def award(
    period: Annotated[str, typer.Argument(help="Fiscal year in B.E. (2570), quarter (2570-Q1), or CE days (FROM/TO).")],
    agency: Annotated[str | None, typer.Option(metavar="CODE", help="Of this agency only.")] = None,
    into: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to put it; PERD_HOME/awards if not given.")
    ] = None,
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="Without the PDF, which needs a Chromium.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the evidence pack: page, PDF, workbook, records and proofs, zipped with a manifest."""
    from flows.awarding import award as make

    made = make(period, agency, read_settings(), into, with_pdf=not no_pdf)
    if as_json:
        print_json(
            {
                "folder": str(made.folder),
                "zip": str(made.zip_file),
                "manifest_sha256": made.manifest_sha256,
                "record": made.record,
                "numbers": len(made.written.numbers),
                "as_of": made.commission.as_of.isoformat(),
            }
        )
        return
    whole = made.commission.whole.name
    out.print(f"ชุดหลักฐาน / evidence pack: {whole.th} {made.commission.period.title.th}", markup=False)
    out.print(f"หน้าเว็บ / page: {made.folder / 'index.html'}", markup=False)
    out.print(f"แฟ้มที่ส่งต่อ / to hand over: {made.zip_file}", markup=False)
    out.print(f"SHA-256 ของ / of manifest.json: {made.manifest_sha256} (บันทึกที่ / record {made.record})", markup=False)
    if not made.commission.is_over:
        out.print("ช่วงเวลานี้ยังไม่สิ้นสุด / the period is not over yet", markup=False)
