"""A signed ledger of one's own in one folder, and somebody who may write to all of it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from flows.domain.record import Kind, Record
from flows.evidence import Examined, Ledger, Notary, Signed, examine, sign_checkpoint
from flows.evidence.archive import Archive
from flows.evidence.chain import GENESIS, Link, forge
from flows.evidence.copies import Copies
from flows.evidence.head import Head, keep_head
from flows.evidence.key_files import KeyFiles
from flows.evidence.timestamp import Authority
from tests.evidence.behind_its_back import unguarded

FIRST_NIGHT = datetime(2026, 11, 1, 18, 30, tzinfo=UTC)
AGENCIES = ("diw", "tisi", "dpim")
NIGHTS = 5
RECORDS = 10_000
SIZES = (2001, 4002, 6003, 8004, 10005)
"""Of the checkpoints of so many nights with so many records: the first one covers the key's record, each other one that
of the checkpoint before it too."""


def outcome(number: int, at: datetime) -> Record:
    agency = AGENCIES[number % 3]
    body = {"outcome": "published", "rows": number, "title": "ทะเบียนโรงงาน", "disclosure": {"agency": agency}}
    return Record(Kind.OUTCOME, f"run-{at:%Y%m%d}", f"{agency}-factories", at, body)


def _record(link: Link) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(link.text)["record"]
    return record


@dataclass(frozen=True)
class Notarised:
    """Everything lies in `folder`, so that a copy of it is another ledger."""

    folder: Path
    authority: Authority | None = None

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'ledger.sqlite'}"

    @property
    def head_file(self) -> Path:
        return self.folder / "ledger.head"

    @property
    def notes(self) -> Path:
        return self.folder / "archive" / "checkpoints"

    @property
    def keys(self) -> KeyFiles:
        return KeyFiles(self.folder / "signing.key", self.folder / "keys")

    @property
    def notary(self) -> Notary:
        return Notary(Archive(str(self.folder / "archive")), self.keys, self.authority)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        with closing(Ledger(self.url, self.head_file)) as ledger:
            yield ledger

    def sizes(self) -> list[int]:
        return [int(path.stem) for path in sorted(self.notes.glob("*.note"))]

    def links(self) -> list[Link]:
        with self.ledger() as ledger:
            return list(ledger.links())

    def write(self, count: int, night: int = 0) -> None:
        at = FIRST_NIGHT + timedelta(days=night)
        with self.ledger() as ledger:
            for number in range(count):
                ledger.append(outcome(number, at))

    def sign(self, night: int = 0) -> Signed:
        with self.ledger() as ledger:
            return sign_checkpoint(ledger, self.notary, f"night-{night}", FIRST_NIGHT + timedelta(days=night, hours=1))

    def night(self, count: int, night: int) -> Signed:
        self.write(count, night)
        return self.sign(night)

    def examined(self, *elsewhere: Copies) -> Examined:
        with self.ledger() as ledger:
            return examine(ledger, self.notary, elsewhere)

    def sentences(self, *elsewhere: Copies) -> list[str]:
        """What is wrong, in English."""
        return [problem.sentence.en for problem in self.examined(*elsewhere).problems]

    def write_at_once(self, count: int, night: int) -> None:
        """The same as `write`, quickly."""
        at = FIRST_NIGHT + timedelta(days=night)
        self.replace([*map(_record, self.links()), *(outcome(number, at).as_json() for number in range(count))])

    def replace(self, records: Sequence[dict[str, Any]]) -> None:
        """All records by these, with right hashes, numbers and head: a careful forger's work."""
        pairs = zip(self.links(), records, strict=False)
        left = [link for link, _ in takewhile(lambda pair: _record(pair[0]) == pair[1], pairs)]
        previous, rows = left[-1].hash if left else GENESIS, []
        for seq, record in enumerate(records[len(left) :], start=len(left) + 1):
            link = forge(seq, previous, record)
            rows.append({"seq": seq, "text": link.text, "hash": link.hash})
            previous = link.hash
        with unguarded(self.url) as connection:
            connection.execute(sa.text("DELETE FROM ledger WHERE seq > :left"), {"left": len(left)})
            if rows:
                connection.execute(sa.text("INSERT INTO ledger (seq, text, hash) VALUES (:seq, :text, :hash)"), rows)
        keep_head(self.head_file, Head(len(records), previous))

    def forge(self, change: Callable[[list[dict[str, Any]]], None]) -> None:
        """Change the list of records, and make every hash, number and head fit."""
        records = list(map(_record, self.links()))
        change(records)
        self.replace(records)

    def tamper(self, *statements: str) -> None:
        """Behind its back, with the triggers out of the way, and nothing made to fit."""
        with unguarded(self.url) as connection:
            for statement in statements:
                assert connection.exec_driver_sql(statement).rowcount > 0


def after_nights(folder: Path, nights: int, records: int) -> Notarised:
    """With a key's record behind those of the first night, and one of each checkpoint behind what that covers."""
    folder.mkdir()
    ledger = Notarised(folder)
    for night in range(nights):
        ledger.write_at_once(records // nights, night)
        ledger.sign(night)
    return ledger
