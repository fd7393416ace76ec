"""How keys come and go. The ledger is the journal: its last record of a key says which one signs.

    new      secret laid beside, trusted, recorded, put in place
    rotated  the same, but put in place only when a checkpoint is signed by both keys: so the old one vouches for it
    lost     as new; nobody vouches for it, and every verification says so

A machine that stops in between goes on from what the ledger says.
"""

from contextlib import suppress
from datetime import datetime
from secrets import token_hex

from flows.domain.errors import EvidenceError
from flows.domain.record import WHOLE, Kind, Record
from flows.domain.text import Text
from flows.evidence.key_files import DamagedKey, KeyFiles
from flows.evidence.ledger import Ledger
from flows.evidence.note_keys import PublicKey, SigningKey
from flows.evidence.own_records import KeyBody, KeyEvent, as_body
from flows.evidence.reading import Reading
from flows.evidence.reasons import kept_reason


def make_first(ledger: Ledger, files: KeyFiles, run: str, at: datetime) -> PublicKey:
    """The ledger's first key, and so its name. For a ledger of which nothing was ever signed."""
    key = _fresh_beside(files, f"perd-ledger-{token_hex(8)}", KeyEvent.CREATED, at)
    _record(ledger, KeyBody(KeyEvent.CREATED, key.public.vkey), run, at)
    files.finish()
    return key.public


def begin_rotation(ledger: Ledger, files: KeyFiles, reading: Reading, run: str, at: datetime) -> None:
    """The next checkpoint is then signed by both keys. EvidenceError if the key in use is not there."""
    old = signers(files, reading)[0]
    if _awaited(reading):
        return  # begun before, and interrupted
    new = _fresh_beside(files, old.name, KeyEvent.ROTATED, at)
    _record(ledger, KeyBody(KeyEvent.ROTATED, new.public.vkey, old.public.short), run, at)


def replace_lost(ledger: Ledger, files: KeyFiles, reading: Reading, reason: str, run: str, at: datetime) -> PublicKey:
    """A new key in the place of one that nobody has any more. EvidenceError where none was, or it is not lost."""
    lost = reading.newest_key
    if lost is None:
        raise EvidenceError("No key was ever made, so none is lost: `perd evidence key new` makes the first one.")
    if any(key.public == lost.public for key in files.undamaged()):
        raise EvidenceError(
            f"The key {lost.public.short} is not lost, it lies in {files.signing}: to change it, give `perd evidence"
            " key rotate`, so that it vouches for the new one."
        )
    reason = kept_reason(reason, Text(th="กุญแจที่สูญหาย", en="A lost key"))
    new = _fresh_beside(files, lost.public.name, KeyEvent.LOST, at)
    _record(ledger, KeyBody(KeyEvent.LOST, new.public.vkey, lost.public.short, reason), run, at)
    files.finish()
    return new.public


def signers(files: KeyFiles, reading: Reading) -> tuple[SigningKey, ...]:
    """Who signs the next checkpoint: the key in use; the old one and the new one if it is being rotated.

    Raises EvidenceError if a secret is not there, or not trusted.
    """
    due = reading.newest_key
    assert due, "a ledger without a key gets one before it is signed"
    names = [due.public.short]
    if _awaited(reading) and due.replaces:
        names.insert(0, due.replaces)
    at_hand = {key.public.short: key for key in files.secrets()}
    trusted = {key.short for key in files.trusted_keys()}
    for name in names:
        if name not in at_hand:
            raise EvidenceError(
                f"The key {name}, which the ledger says signs now, is not in {files.signing}: restore it from a backup,"
                " or if it is lost for ever give `perd evidence key new --lost --reason ...`."
            )
        if name not in trusted:
            raise EvidenceError(
                f"The key {name} is not among the trusted ones in {files.trusted}: restore that file from a copy;"
                " nothing is signed until then."
            )
    return tuple(at_hand[name] for name in names)


def put_in_place(files: KeyFiles, reading: Reading) -> None:
    """The next key takes the place of the old one as soon as the ledger has no more use for that."""
    due = reading.newest_key
    following = files.to_follow()
    if due and following and following.public == due.public and not _awaited(reading):
        files.finish()


def _awaited(reading: Reading) -> bool:
    """Whether the last key took another's place, and no checkpoint by both was signed yet."""
    if not reading.keys:
        return False
    since, body = next(reversed(reading.keys.items()))
    return body.event is KeyEvent.ROTATED and not any(size >= since for size in reading.signed)


def _fresh_beside(files: KeyFiles, name: str, event: KeyEvent, at: datetime) -> SigningKey:
    """One that was begun and not recorded when the machine stopped is used after all."""
    begun: SigningKey | None = None
    with suppress(DamagedKey):
        begun = files.to_follow()
    if begun and begun.public in files.trusted_keys():
        return begun
    key = SigningKey.fresh(name)
    files.begin(key, event.value, at)
    return key


def _record(ledger: Ledger, body: KeyBody, run: str, at: datetime) -> None:
    ledger.append(Record(Kind.KEY, run, WHOLE, at, as_body(body)))
