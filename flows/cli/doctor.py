"""`perd doctor`: what will not work on a portal, before anything is published there."""

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text as Styled

from flows.settings import read_settings
from flows.terminal import AsJson, out, print_json, print_sentences

if TYPE_CHECKING:  # the command line starts quickly
    from flows.portal.doctor import Examined, Finding

app = typer.Typer()

MARKS = {"fine": ("✓", "green"), "untried": ("–", "dim"), "advice": ("!", "yellow"), "fault": ("✗", "red")}
"""Before what was looked at, by the worst that was found."""
TITLE_CELLS = 31


@app.command()
def doctor(
    portal: Annotated[
        str | None, typer.Option(metavar="URL", help="Another portal than the settings'; no token goes there.")
    ] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", metavar="FILE", help="The file that holds the token to be tried.")
    ] = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="What kind of portal it is.")] = None,
    try_upload: Annotated[
        bool,
        typer.Option("--try-upload", help="Really upload a file, into a private dataset that is deleted again."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look at a portal and a token, and say what will not work; nothing is written."""
    from flows.checkup import Another, portal_to_look_at
    from flows.portal.doctor import Weight, examine

    every: list[Examined] = []
    with portal_to_look_at(read_settings(), Another(portal, token_file, profile), try_upload=try_upload) as subject:
        if not as_json:
            out.print(f"พอร์ทัล / portal: {subject.portal.url} ({subject.profile.profile})\n", markup=False)
        for examined in examine(subject):
            every.append(examined)
            if not as_json:
                _print_line(examined)
    if as_json:
        print_json([_as_json(examined, finding) for examined in every for finding in examined.findings])
    else:
        _print_bad([finding for examined in every for finding in examined.findings if finding.bad])
    raise typer.Exit(1 if any(examined.weight is Weight.FAULT for examined in every) else 0)


def _print_line(examined: "Examined") -> None:
    """One line of the table: a tick or what else, what was looked at, and what was seen."""
    mark, colour = MARKS[examined.weight]
    row = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    row.add_column(width=1, style=colour)
    row.add_column(width=TITLE_CELLS)
    row.add_column()
    title = examined.examination.title
    row.add_row(mark, Styled(f"{title.th} · {title.en}"), Styled("\n".join(_seen(examined)), style=_dim(colour)))
    out.print(row, soft_wrap=False)


def _seen(examined: "Examined") -> list[str]:
    """Of what is bad only its name: its sentences follow below the table."""
    bad = [finding.slug for finding in examined.findings if finding.bad]
    return bad or list(dict.fromkeys(line for one in examined.findings for line in (one.told.th, one.told.en)))


def _dim(colour: str) -> str:
    return "" if colour == "green" else colour


def _print_bad(findings: "list[Finding]") -> None:
    for finding, following in zip_longest(findings, findings[1:]):
        mark, colour = MARKS[finding.weight]
        out.print()
        out.print(Styled(f"{mark} {finding.slug}", style=colour), soft_wrap=False)
        print_sentences("  ", finding.told.th, finding.told.en)
        if finding.todo and (following is None or following.todo != finding.todo):
            print_sentences("→ ", finding.todo.th, finding.todo.en)
    faults = sum(finding.weight == "fault" for finding in findings)
    out.print()
    if not findings:
        out.print("[green]ไม่พบสิ่งที่จะเป็นปัญหา[/green] / nothing stands in the way")
        return
    out.print(
        f"จะไม่ทำงาน {faults} ข้อ ควรแก้ {len(findings) - faults} ข้อ / {faults} will not work,"
        f" {len(findings) - faults} to put right (docs/doctor.md)"
    )


def _as_json(examined: "Examined", finding: "Finding") -> dict[str, Any]:
    return {
        "examination": examined.examination.name,
        "finding": finding.slug,
        "weight": finding.weight.value,
        "told": finding.told.model_dump(),
        "todo": finding.todo.model_dump() if finding.todo else None,
    }
