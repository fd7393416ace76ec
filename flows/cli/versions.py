"""`perd versions`, `diff` and `restore`: what was published, how it differs, and bringing it back."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from flows.cli.version_view import diff_json, diff_lines, version_json, version_lines
from flows.domain.draft import Draft, Fresh
from flows.domain.errors import PipelineError
from flows.domain.outcome import arrived
from flows.domain.thai_calendar import in_bangkok
from flows.domain.version import Version
from flows.domain.version_diff import Rows, TableDiff
from flows.settings import Settings, read_settings
from flows.terminal import AsJson, err, out, print_json, print_line

app = typer.Typer()
DatasetId = Annotated[str, typer.Argument(metavar="ID")]
Number = Annotated[int, typer.Argument(min=1, metavar="VERSION", help="Its number, as `perd versions` lists it.")]


@app.command("versions")
def list_versions(dataset: DatasetId, as_json: AsJson = False) -> None:
    """List every version that was published, the newest first, and which one stands on the portal now."""
    from flows.versions import Versions, difference

    settings = read_settings()
    kept = list(Versions.of(settings.archive).newest_first(dataset))
    versions = [each for each in kept if isinstance(each, Version)]
    damaged = [each for each in kept if isinstance(each, PipelineError)]
    if not kept:
        _refuse_unknown(dataset, settings)
    stands = _standing(versions, dataset, settings)
    earlier = {now.number: before for now, before in pairwise(versions)}
    changed = {each.number: difference(earlier[each.number], each) for each in versions if each.number in earlier}
    if as_json:
        print_json([version_json(each, changed.get(each.number), stands) for each in versions])
    else:
        for line in version_lines(versions, changed, stands):
            out.print(line, markup=False)
    for error in damaged:
        err.print(error.text.th, markup=False)
    raise typer.Exit(1 if damaged else 0)


@app.command()
def diff(
    dataset: DatasetId,
    before: Annotated[int, typer.Argument(min=1, metavar="A", help="The earlier version.")],
    now: Annotated[int, typer.Argument(min=1, metavar="B", help="The later one.")],
    rows: Annotated[int, typer.Option(min=0, help="Show so many rows of each kind; personal columns hidden.")] = 0,
    as_json: AsJson = False,
) -> None:
    """How two versions differ: rows added, removed and changed, columns, and what is declared."""
    from flows.versions import Versions, difference

    archive = Versions.of(read_settings().archive)
    versions = archive.read(dataset, before), archive.read(dataset, now)
    found = difference(*versions)
    with TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("a", "b")]
        drafts = [
            archive.draft_of(version, None, _made(place)) for version, place in zip(versions, places, strict=True)
        ]
        counted = {table.resource: _rows(table, drafts, rows) for table in found.tables}
    if as_json:
        print_json({"dataset": dataset, "before": before, "now": now, **diff_json(found, counted)})
    else:
        for line in diff_lines(found, counted):
            out.print(line, markup=False)


@app.command()
def restore(
    dataset: DatasetId,
    version: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept as evidence.")],
    by: Annotated[str, typer.Option("--by", help="Name and position of who decides; kept as evidence.")],
) -> None:
    """Bring the portal back to an earlier version: file, table and metadata, proven as a visitor."""
    from flows.restoring import restore as bring_back
    from flows.world import opened

    with opened(read_settings()) as world:
        outcome = bring_back(dataset, version, by, reason, world)
    print_line(outcome)
    raise typer.Exit(0 if arrived(outcome) else 1)


def _refuse_unknown(dataset: str, settings: Settings) -> None:
    from flows.world import lay_out

    lay_out(settings).catalogue.choose([dataset])  # a name that nobody declared is said to be one
    err.print(f"{dataset}: ยังไม่มีรุ่นในคลัง รุ่นแรกจะถูกเก็บเมื่อเผยแพร่ครั้งถัดไป / no version is kept yet", markup=False)


def _standing(versions: list[Version], dataset: str, settings: Settings) -> Version | None:
    """The one that stands on the portal; None also where the portal does not tell. What keeps the public from it is
    said."""
    from flows.portal.profile import load_profile
    from flows.standing_version import standing_among, unseen
    from flows.world import connect_portal

    try:
        profile = load_profile(settings.schemas / "portals", settings.profile)
        with connect_portal(settings) as portal:
            stands = portal.look(dataset)
    except PipelineError as error:
        err.print(f"ไม่ทราบว่ารุ่นใดอยู่บนพอร์ทัล / not known which one stands on the portal: {error.sentence}", markup=False)
        return None
    if versions and (why := unseen(dataset, stands)):
        err.print(f"{dataset}: {why.th} / {why.en}", markup=False)
    return standing_among(versions, stands, profile)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _rows(table: TableDiff, drafts: list[Draft], show: int) -> Rows | None:
    from flows.comparing import compared, personal_columns
    from flows.world import lay_out

    if table.before is None or table.now is None or table.same_file:
        return None
    parts = [
        (draft, part)
        for draft in drafts
        for part in draft.parts
        if isinstance(part, Fresh) and part.resource.name == table.resource
    ]
    hidden: set[str] = set()
    if show:
        rules, today = lay_out(read_settings()).rules, in_bangkok(datetime.now(UTC)).date()
        for draft, part in parts:
            hidden |= personal_columns(part, draft.dataset, rules, today)
    return compared(parts[0][1], parts[1][1], show, hidden)
