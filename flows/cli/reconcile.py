"""`perd reconcile`: in what the portal is not what ledger and archive say, and putting it right."""

from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text as Styled

from flows.domain.record import WHOLE
from flows.settings import read_settings
from flows.terminal import AsJson, out, print_json, print_sentences

if TYPE_CHECKING:  # the command line starts quickly
    from flows.domain.drift import Drift
    from flows.reconciling import Reconciled

app = typer.Typer()

PORTAL = "พอร์ทัล / the portal as a whole"


@app.command()
def reconcile(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Datasets; all if none is named.")] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what can be put right without a person; nothing is deleted.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compare ledger, archive and portal, every byte and row of them, and name each difference."""
    from flows.reconciling import reconcile as compare
    from flows.world import opened

    every: list[Reconciled] = []
    with opened(read_settings()) as world:
        for one in compare(ids or None, repair, world):
            every.append(one)
            if not as_json:
                _print_line(one)
    if as_json:
        print_json([_as_json(one) for one in every])
    else:
        _print_all(every)
    raise typer.Exit(0 if all(one.well for one in every) else 1)


def _print_line(one: "Reconciled") -> None:
    mark, colour = "✓", "green"
    if one.trouble:
        mark, colour = "–", "yellow"
    elif one.left:
        mark, colour = "✗", "red"
    line = Styled(f"{mark} ", style=colour)
    line.append(PORTAL if one.dataset == WHOLE else one.dataset, style="default")
    slugs = list(dict.fromkeys(drift.slug for drift in one.left))
    mended = list(dict.fromkeys(drift.slug for drift in one.drifts if one.mended(drift)))
    if slugs:
        line.append(f"  {', '.join(slugs)}")
    if mended:
        line.append(f"  แก้แล้ว/mended: {', '.join(mended)}", style="green")
    if one.trouble:
        line.append("  ดูหรือแก้ไม่ได้/not looked at or not mended")
    out.print(line)


def _print_all(every: "list[Reconciled]") -> None:
    for one in every:
        for drift, following in zip_longest(one.left, one.left[1:]):
            _print_drift(drift, last=following is None or following.todo != drift.todo)
        if one.trouble:
            out.print(f"\n– {PORTAL if one.dataset == WHOLE else one.dataset}", style="yellow", markup=False)
            print_sentences("  ", one.trouble.text.th, one.trouble.text.en)
    left = [drift for one in every for drift in one.left]
    mended = sum(one.mended(drift) for one in every for drift in one.drifts)
    out.print()
    if mended:
        out.print(f"[green]แก้แล้ว {mended:,} รายการ[/green] / {mended:,} mended")
    if left:
        able = sum(drift.mends for drift in left)
        out.print(
            f"ไม่ตรงกัน {len(left):,} รายการ ระบบแก้เองได้ (--repair) {able:,} รายการ / {len(left):,} differences, of which"
            f" --repair mends {able:,} (docs/reconcile.md)"
        )
    elif all(one.trouble is None for one in every):
        out.print("[green]บันทึก คลัง และพอร์ทัลตรงกัน[/green] / ledger, archive and portal agree")


def _print_drift(drift: "Drift", last: bool) -> None:
    """`last`: of those that the same has to be done about, which is told once."""
    from flows.portal.reconcile import ACTS

    about = " · ".join(part for part in (drift.slug, drift.dataset, drift.where) if part not in ("", WHOLE))
    out.print()
    out.print(Styled(f"✗ {about}", style="red"))
    print_sentences("  ", drift.told.th, drift.told.en)
    print_sentences("= ", f"ควรเป็น / expected: {drift.expected.both}")
    print_sentences("≠ ", f"พบ / found: {drift.found.both}")
    if last:
        who = ACTS[drift.acts]
        print_sentences("→ ", f"[{who.th}] {drift.todo.th}", f"[{who.en}] {drift.todo.en}")


def _as_json(one: "Reconciled") -> dict[str, Any]:
    return {
        "dataset": one.dataset,
        "drifts": [
            {
                "drift": drift.slug,
                "dataset": drift.dataset,
                "where": drift.where,
                "expected": drift.expected.model_dump(),
                "found": drift.found.model_dump(),
                "told": drift.told.model_dump(),
                "todo": drift.todo.model_dump(),
                "acts": drift.acts.value,
                "repair_mends": drift.mends,
                "mended": one.mended(drift),
            }
            for drift in one.drifts
        ],
        "trouble": one.trouble.text.model_dump() if one.trouble else None,
    }
