"""`perd evidence ...`: the ledger and its proofs."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from flows.cli import evidence_key
from flows.cli.evidence_key import a_run
from flows.domain.declared import Day
from flows.domain.errors import DeclarationError
from flows.settings import read_settings
from flows.terminal import AsJson, err, out, print_json

app = typer.Typer(no_args_is_help=True, help="The ledger and its proofs.")
app.add_typer(evidence_key.app, name="key")

Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="PLACE",
        help="Checkpoints kept elsewhere: a folder, a file, or the address of the evidence dataset's table.",
    ),
]


@app.command("verify")
def evidence_verify(against: Against = None, as_json: AsJson = False) -> None:
    """Recompute the whole ledger and all checkpoints; name what is not what was written and signed."""
    from flows.evidence import Ledger, Notary, examine
    from flows.evidence.copies import copies_at

    settings = read_settings()
    notary = Notary.of(settings)
    copies = [copies_at(place, (settings.connect_timeout, settings.read_timeout)) for place in against or ()]
    examined = examine(Ledger(settings.ledger, settings.head_file, existing=True), notary, copies)
    records, head = examined.reading.tree.size, examined.head
    if as_json:
        print_json(
            {
                "verified": not examined.problems,
                "records": records,
                "head": head,
                "checkpoints": list(examined.checkpoints),
                "timestamps": examined.stamps,
                "problems": [problem.as_json() for problem in examined.problems],
                "remarks": [remark.model_dump() for remark in examined.remarks],
            }
        )
        raise typer.Exit(1 if examined.problems else 0)
    for problem in examined.problems:
        err.print(f"[red]ผิด / wrong[/red]  {_plain(problem.sentence.th)}\n             {_plain(problem.sentence.en)}")
    for remark in examined.remarks:
        out.print(f"หมายเหตุ / note  {_plain(remark.th)}\n                 {_plain(remark.en)}")
    if examined.problems:
        raise typer.Exit(1)
    out.print(
        f"[green]บันทึกหลักฐานถูกต้องครบถ้วน[/green] {records:,} รายการ จุดลงนาม {len(examined.checkpoints):,} จุด"
        f" / the ledger verifies: {records:,} records, {len(examined.checkpoints):,} checkpoints,"
        f" {examined.stamps:,} time stamps, head {head}"
    )


@app.command("restore")
def evidence_restore(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="As of `verify --against`.")],
) -> None:
    """Put checkpoints that were removed from the archive back from a copy that was kept elsewhere."""
    from flows.evidence import Ledger, Notary
    from flows.evidence.copies import copies_at
    from flows.evidence.restore import restore

    settings = read_settings()
    ledger = Ledger(settings.ledger, settings.head_file, existing=True)
    copies = copies_at(place, (settings.connect_timeout, settings.read_timeout))
    sizes = restore(ledger, Notary.of(settings), copies)
    listed = ", ".join(map(str, sizes)) or "ไม่มี / none"
    out.print(f"จุดลงนามที่กู้คืน / checkpoints restored: {listed}", markup=False)


@app.command("sign")
def evidence_sign(
    wrong_clock: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help="Say that the clock was ahead when checkpoints were signed that bear a later time than now, and why;"
            " kept as evidence.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the ledger and sign it as it is now, as the nightly run does at its end."""
    from flows.evidence import Ledger, Notary, copies_in, sign_checkpoint

    settings = read_settings()
    notary = Notary.of(settings)
    with a_run(settings) as (run, at):
        copies = copies_in(settings.checkpoint_table, str(settings.checkpoint_table))
        ledger = Ledger(settings.ledger, settings.head_file, existing=True)
        signed = sign_checkpoint(ledger, notary, run, at, copies, wrong_clock)
    point = signed.checkpoint.checkpoint
    if as_json:
        print_json(
            {
                "checkpoint": point.size,
                "fresh": signed.fresh,
                "note": str(signed.checkpoint.note),
                "timestamp": signed.timestamp.value,
                "reason": signed.reason,
                "problems": [problem.as_json() for problem in signed.problems],
            }
        )
    else:
        word = "ลงนามแล้ว / signed" if signed.fresh else "ไม่มีบันทึกใหม่ / nothing new since"
        out.print(f"{word}: จุดลงนาม / checkpoint {point.size}\n\n{signed.checkpoint.note}", markup=False)
        for problem in signed.problems:
            out.print(f"ผิด / wrong  {problem.sentence.th}\n             {problem.sentence.en}", markup=False)
        if signed.reason:
            out.print(f"ขอการรับรองเวลาไม่ได้ / no time stamp: {signed.reason}", markup=False)
    raise typer.Exit(1 if signed.problems or signed.reason else 0)


@app.command("prove")
def evidence_prove(
    record: Annotated[int, typer.Argument(metavar="RECORD", help="Its number.")],
    to_file: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")] = None,
) -> None:
    """Prove that a record is in the ledger: JSON that verify.py checks, for somebody who has neither."""
    from flows.evidence import Ledger, Notary, prove

    settings = read_settings()
    proof = prove(Ledger(settings.ledger, settings.head_file, existing=True), Notary.of(settings), record)
    if to_file is None:
        print_json(proof)
        return
    try:
        to_file.write_text(json.dumps(proof, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise DeclarationError(f"{to_file} cannot be written ({error.strerror}): name another file.") from error
    out.print(f"ข้อพิสูจน์ / proof: {to_file}", markup=False)


@app.command("export")
def evidence_export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day in Bangkok, such as 2026-10-01.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day in Bangkok.")] = None,
    agency: Annotated[str | None, typer.Option(metavar="CODE", help="Records of this agency only.")] = None,
) -> None:
    """Write the signed records into a folder that anybody verifies with `python3 verify.py`."""
    from flows.evidence import Ledger, Notary, Part, export

    settings = read_settings()
    part = Part(_day(since, "--since"), _day(until, "--until"), agency)
    ledger = Ledger(settings.ledger, settings.head_file, existing=True)
    exported = export(ledger, Notary.of(settings), folder, part, datetime.now(UTC))
    size = exported.checkpoint.checkpoint.size
    out.print(
        f"ส่งออกแล้ว / exported: {exported.records:,} รายการ / records, จุดลงนาม / checkpoint {size:,}: {folder}",
        markup=False,
    )
    if exported.younger:
        out.print(
            f"บันทึก {exported.younger:,} รายการใหม่กว่าจุดลงนามจึงไม่ได้ส่งออก / {exported.younger:,} records are"
            " younger than the checkpoint and were left out: perd evidence sign",
            markup=False,
        )


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return TypeAdapter(Day).validate_python(text)
    except ValidationError as error:
        raise DeclarationError(f"{option} {text} is no day: write it as 2026-10-01 (CE).") from error


def _plain(text: str) -> str:
    """Square brackets would be read as colours."""
    return text.replace("[", r"\[")
