"""Who may write a dataset now: one run at a time, in whatever process and on whatever machine.

A lease stands in the ledger's database. It is renewed as long as its holder works, and ends by itself soon after a
holder that was killed. Each has a higher number than the one before it, and whoever holds one asks before each of its
writes whether its number still stands: a run that was taken for dead, because it was paused or cut off from the
database, stops there, and the one that followed it is not disturbed.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy.engine import Connection, Engine

from flows.domain.errors import AnotherRun, EvidenceError
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_datetime
from flows.evidence import lease_table
from flows.evidence.database import database_errors, opened_engine
from flows.evidence.lease_table import Held, Holder
from flows.evidence.migrate import prepare

__all__ = ["Holder", "Lease", "Leases"]

PATIENCE = 5
"""Leases that a run waits for another one: longer than a dead one keeps it waiting."""
BEATS = 3
"""How often a lease is renewed before it would end."""
PAUSE = 0.5
"""Seconds between two looks at a lease that is waited for."""


class Leases:
    """Those that one run takes. Open with the ledger's URL; `seconds`: how long one lasts without being renewed."""

    def __init__(self, url: str, holder: Holder, seconds: float) -> None:
        with database_errors():
            self._engine = opened_engine(url, existing=False)
        self._holder = holder
        self._seconds = seconds
        try:
            prepare(self._engine)
        except EvidenceError:
            self.close()
            raise

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def held(self, dataset: str, sleep: Callable[[float], None] = time.sleep) -> Iterator["Lease"]:
        """Hold the dataset's lease. AnotherRun, which says who has it, if it stays taken for PATIENCE leases.

        EvidenceError where the database does not answer.
        """
        lease = Lease(self._engine, dataset, self._taken(dataset, sleep), self._seconds)
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(lease, over), name=f"lease of {dataset}", daemon=True)
        beat.start()
        try:
            yield lease
        finally:
            over.set()
            beat.join()
            with suppress(EvidenceError):  # it ends by itself
                lease.give_back()

    def _taken(self, dataset: str, sleep: Callable[[float], None]) -> int:
        patience = PATIENCE * self._seconds
        until = time.monotonic() + patience
        while True:
            with _writing(self._engine) as connection:
                number = lease_table.take(connection, dataset, self._holder, self._seconds)
                other = None if number else lease_table.held(connection, dataset)
            if number:
                return number
            if other and time.monotonic() >= until:
                raise _busy(dataset, other, patience)
            sleep(PAUSE)

    def _beat(self, lease: "Lease", over: threading.Event) -> None:
        while not over.wait(self._seconds / BEATS):
            with suppress(EvidenceError, AnotherRun):  # whoever is about to write is told
                lease.renew()


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one dataset, as long as it stands."""

    _engine: Engine
    dataset: str
    number: int
    """Grows with each holder of the dataset."""
    seconds: float

    def confirm(self) -> None:
        """To be asked before each write. AnotherRun if this run was taken for dead and another one follows it."""
        with database_errors(), self._engine.connect() as connection:
            now = lease_table.held(connection, self.dataset)
        if now is None or now.number != self.number:
            raise _lost(self, now)
        if now.left < self.seconds / 2:
            self.renew()

    def renew(self) -> None:
        """AnotherRun as in `confirm`."""
        with _writing(self._engine) as connection:
            mine = lease_table.renew(connection, self.dataset, self.number, self.seconds)
            now = None if mine else lease_table.held(connection, self.dataset)
        if not mine:
            raise _lost(self, now)

    def give_back(self) -> None:
        with _writing(self._engine) as connection:
            lease_table.give_back(connection, self.dataset, self.number)


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with database_errors(), engine.execution_options(writes=True).begin() as connection:
        yield connection


def _busy(dataset: str, held: Held, waited: float) -> AnotherRun:
    who = _who(held)
    return AnotherRun(
        Text(
            th=f"{who.th} กำลังเขียนชุดข้อมูล {dataset} อยู่ รอแล้ว {waited:,.0f} วินาที จึงไม่ได้เขียนอะไร"
            " รอบถัดไปจะทำให้ หากโปรเซสนั้นค้าง ให้หยุดโปรเซสนั้น",
            en=f"{who.en} is writing the dataset {dataset}; after {waited:,.0f} seconds of waiting nothing was written:"
            " the next run does it. If that process hangs, end it.",
        )
    )


def _lost(lease: Lease, held: Held | None) -> AnotherRun:
    who = _who(held) if held else Text(th="รอบอื่น", en="Another run")
    return AnotherRun(
        Text(
            th=f"รอบนี้เงียบไปเกิน {lease.seconds:,.0f} วินาที {who.th} จึงเขียนชุดข้อมูล {lease.dataset} ต่อแล้ว"
            " รอบนี้หยุดก่อนเขียนครั้งถัดไป สิ่งที่เขียนไปแล้วไม่สูญหาย รอบนั้นหรือรอบถัดไปจะทำให้เสร็จ",
            en=f"This run was silent for more than {lease.seconds:,.0f} seconds, and {who.en} went on with the dataset"
            f" {lease.dataset}: this one stopped before its next write. Nothing that was written is lost; that run or"
            " the next one finishes it.",
        )
    )


def _who(held: Held) -> Text:
    holder, since = held.holder, held.since
    return Text(
        th=f"รอบ {holder.run} (เครื่อง {holder.machine} โปรเซส {holder.process} ตั้งแต่ {thai_datetime(since)})",
        en=f"run {holder.run} (machine {holder.machine}, process {holder.process}, since {since:%Y-%m-%dT%H:%M:%SZ})",
    )
