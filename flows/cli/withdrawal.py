"""`perd withdraw`: a named person makes a dataset private, brings it back, or lets go on what the brake stopped."""

from typing import Annotated

import typer

from flows.domain.errors import DeclarationError
from flows.settings import read_settings
from flows.terminal import out

app = typer.Typer()


@app.command()
def withdraw(
    reason: Annotated[str, typer.Option("--reason", help="Why; kept as evidence.")],
    by: Annotated[str, typer.Option("--by", help="Name and position of who decides; kept as evidence.")],
    dataset: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Make ID public again instead.")] = False,
    missing: Annotated[
        bool, typer.Option("--missing", help="Instead: let go on all withdrawals that the brake stops tonight.")
    ] = False,
    seen: Annotated[str | None, typer.Option("--seen", help="With --missing: the sign that the run gave.")] = None,
) -> None:
    """Make ID private at once. Nothing is deleted; its name, files and tables stay, and --undo brings it back."""
    if (dataset is None) != missing or (missing and undo) or (seen is not None and not missing):
        raise DeclarationError(
            "`perd withdraw` needs one dataset's ID, with or without --undo, or --missing with --seen SIGN."
        )
    from flows.withdrawing import release, reopen
    from flows.withdrawing import withdraw as close
    from flows.world import opened

    with opened(read_settings()) as world:
        if dataset is None:
            released = release(seen, by, reason, world, world.today)
            for name in released:
                out.print(f"{name}: รอบถัดไปจะดำเนินการต่อ / the next run goes on with it", markup=False)
        elif undo:
            page = reopen(dataset, by, reason, world)
            out.print(f"{dataset}: สาธารณะเห็นแล้ว / public again ({page})", markup=False)
        else:
            close(dataset, by, reason, world)
            out.print(f"{dataset}: ปิดไม่ให้สาธารณะเห็นแล้ว / private now ({by})", markup=False)
            out.print(
                f'นำกลับมา / bring it back: perd withdraw {dataset} --undo --by "..." --reason "..."', markup=False
            )
