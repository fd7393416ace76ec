"""`perd evidence key ...`: the keys that sign the ledger."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from typing import Annotated
from uuid import uuid4

import typer

from flows.domain.errors import DeclarationError
from flows.settings import Settings, read_settings
from flows.terminal import out

app = typer.Typer(no_args_is_help=True, help="The keys that sign the ledger.")


@app.command("new")
def key_new(
    lost: Annotated[bool, typer.Option("--lost", help="In the place of one that nobody has any more.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="With --lost: how it was lost; kept as evidence.")] = "",
) -> None:
    """Make the ledger's first signing key, or one in the place of a lost one, which signs the ledger at once."""
    from flows.evidence import Ledger, Notary, copies_in, sign_checkpoint
    from flows.evidence.keys import make_first, replace_lost
    from flows.evidence.proof import verified

    settings = read_settings()
    notary = Notary.of(settings)
    with a_run(settings) as (run, at):
        ledger = Ledger(settings.ledger, settings.head_file)
        reading = verified(ledger, notary).reading
        if lost:
            replace_lost(ledger, notary.keys, reading, reason, run, at)
            key_show()  # it is the ledger's key, whatever becomes of the signature
            copies = copies_in(settings.checkpoint_table, str(settings.checkpoint_table))
            # Until it has signed, nobody who has but the new public key could verify what is exported.
            signed = sign_checkpoint(ledger, notary, run, at, copies)
            out.print(f"\nลงนามด้วยกุญแจใหม่แล้ว / signed by the new key:\n\n{signed.checkpoint.note}", markup=False)
            return
        if reading.keys:
            raise DeclarationError(
                "The ledger has a signing key already: change it with `perd evidence key rotate`, or if it is lost for"
                " ever give --lost and a --reason."
            )
        make_first(ledger, notary.keys, run, at)
    key_show()


@app.command("rotate")
def key_rotate() -> None:
    """Change the signing key: one more checkpoint is signed by the old and the new one together."""
    from flows.evidence import Ledger, Notary, copies_in, sign_checkpoint
    from flows.evidence.keys import begin_rotation
    from flows.evidence.proof import verified

    settings = read_settings()
    notary = Notary.of(settings)
    with a_run(settings) as (run, at):
        ledger = Ledger(settings.ledger, settings.head_file, existing=True)
        reading = verified(ledger, notary).reading
        if not reading.keys:
            raise DeclarationError("The ledger has no signing key yet: make one with `perd evidence key new`.")
        begin_rotation(ledger, notary.keys, reading, run, at)
        copies = copies_in(settings.checkpoint_table, str(settings.checkpoint_table))
        signed = sign_checkpoint(ledger, notary, run, at, copies)
    out.print(f"จุดลงนามที่ทั้งสองกุญแจลงนาม / signed by both keys:\n\n{signed.checkpoint.note}", markup=False)
    key_show()


@app.command("show")
def key_show() -> None:
    """Print what to give to whoever is to verify the ledger: the public keys, and the digest of verify.py."""
    from flows.evidence import Notary

    keys = Notary.of(read_settings()).keys.trusted_keys()
    if not keys:
        raise DeclarationError("There is no key yet: `perd evidence key new` or the first nightly run makes one.")
    for key in keys:
        out.print(f"{key.vkey}\n  ลายนิ้วมือ / fingerprint  {key.fingerprint}", markup=False)
    program = files("flows.evidence").joinpath("handover", "verify.py").read_bytes()
    out.print(f"verify.py  SHA-256  {hashlib.sha256(program).hexdigest()}", markup=False)


@contextmanager
def a_run(settings: Settings) -> Iterator[tuple[str, datetime]]:
    """Id and time of what is done by hand; other runs that write are waited for."""
    from flows.turn import home_folder, my_turn

    home_folder(settings.home)
    with my_turn(settings.home):
        at = datetime.now(UTC)
        yield f"{at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}", at
