"""The grace of what nobody declares any more, on its own and through sixty nights of everything that may happen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from flows.domain.withdrawal import (
    A_PERSON,
    BY_RULE,
    RELEASED,
    REOPENED,
    UNDECLARED,
    WITHDRAWN,
    Brake,
    Grace,
    Known,
    Sight,
    Step,
    brakes,
    grace_from,
    known_by,
    most_at_once,
    step,
)

PORTAL = "https://portal.example.go.th"
DAY = date(2026, 11, 20)
ACTS = (Step.BEGIN, Step.WITHDRAW)


def known(public: bool | None = True, **more: Any) -> Known:
    return Known("diw-a", "diw", public, **more)


def ending(days: int, told: bool = True) -> Grace:
    return Grace(DAY - timedelta(days=9), DAY + timedelta(days=days), told)


@pytest.mark.parametrize(
    ("what", "sight", "then"),
    [
        (known(), Sight.PUBLIC, Step.BEGIN),
        (known(None), Sight.PUBLIC, Step.BEGIN),
        (known(grace=ending(1)), Sight.PUBLIC, Step.WAIT),
        (known(grace=ending(0)), Sight.PUBLIC, Step.WITHDRAW),
        (known(grace=ending(0, told=False)), Sight.PUBLIC, Step.WAIT),
        (known(grace=ending(0), reopened=True), Sight.PUBLIC, Step.STAY),
        (known(own_evidence=True), Sight.PUBLIC, Step.STAY),
        (known(False), Sight.PUBLIC, Step.FOUND_OPENED),
        (known(), Sight.WITHDRAWN, Step.FOUND_WITHDRAWN),
        (known(), Sight.CLOSED, Step.FOUND_CLOSED),
        (known(), Sight.ABSENT, Step.FOUND_CLOSED),
        (known(None), Sight.ABSENT, Step.NOTHING),
        (known(False), Sight.WITHDRAWN, Step.NOTHING),
        (known(False), Sight.CLOSED, Step.NOTHING),
    ],
)
def test_what_a_night_does(what: Known, sight: Sight, then: Step) -> None:
    assert step(what, sight, DAY, can_be_told=True) is then


def test_who_cannot_be_told_is_not_waited_for() -> None:
    assert step(known(grace=ending(0, told=False)), Sight.PUBLIC, DAY, can_be_told=False) is Step.WITHDRAW


def test_a_promise_is_kept_when_the_grace_becomes_shorter_and_prolonged_with_it() -> None:
    promised = DAY + timedelta(days=30)
    assert grace_from(DAY, 7, promised) == promised
    assert grace_from(DAY, 90, promised) == DAY + timedelta(days=90)


def of(agency: str, count: int, begin: int = 0) -> dict[str, str]:
    return {f"{agency}-{nth}": agency for nth in range(begin, begin + count)}


@pytest.mark.parametrize(("published", "most"), [(0, 3), (4, 3), (39, 3), (40, 4), (100, 10), (499, 49)])
def test_how_many_may_go_in_one_night(published: int, most: int) -> None:
    assert most_at_once(published) == most


def test_the_brake_is_on_for_too_many_of_an_agency_or_of_all() -> None:
    everyone = of("diw", 40) | of("oie", 60)
    assert brakes(of("diw", 4), everyone, {"diw", "oie"}) == ()
    assert brakes(of("diw", 5), everyone, {"diw", "oie"}) == (Brake("diw", 5, 40),)
    assert brakes(of("diw", 4) | of("oie", 6), everyone, {"diw", "oie"}) == ()
    assert brakes(of("diw", 4) | of("oie", 7), everyone, {"diw", "oie"}) == (Brake(None, 11, 100), Brake("oie", 7, 60))


def test_the_brake_is_on_for_the_only_dataset_of_an_agency_that_is_gone() -> None:
    assert brakes(of("diw", 1), of("diw", 1) | of("oie", 60), {"oie"}) == (Brake("diw", 1, 1, gone=True),)


# -- sixty nights

NAMES = (*of("a", 9), *of("b", 4))
GRACE = 7


@dataclass
class Nights:
    """A portal and a ledger in which everything may happen, and what must never."""

    today: date = DAY
    seen: dict[str, Sight] = field(default_factory=lambda: dict.fromkeys(NAMES, Sight.PUBLIC))
    declared: set[str] = field(default_factory=lambda: set(NAMES))
    closed_by_a_person: set[str] = field(default_factory=set)
    records: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """Kind, dataset and the record, the oldest first."""
    missed: dict[str, date] = field(default_factory=dict)
    """Since when no run has found it declared."""
    let_go: set[str] = field(default_factory=set)
    """In the present absence, by a person."""
    mails: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Those that were sent in it."""

    def write(self, kind: str, dataset: str, **body: Any) -> None:
        at = f"{self.today.isoformat()}T{len(self.records):09}"
        self.records.append((kind, dataset, {"at": at, "body": {"agency": dataset[0], **body}}))

    def known(self, dataset: str) -> Known:
        def of_kind(kind: str) -> Iterator[dict[str, Any]]:
            return (told for its, name, told in reversed(self.records) if (its, name) == (kind, dataset))

        return known_by(dataset, PORTAL, of_kind("outcome"), of_kind("notification"), of_kind("decision"))

    def run(self, mail: bool, breaks_off: bool = False, released: bool = False) -> None:
        for name in sorted(self.declared):
            self._publish(name)
        for name in set(NAMES) - self.declared:
            self.missed.setdefault(name, self.today)
        steps = {name: self._step(name) for name in NAMES if name not in self.declared}
        if released:
            for name, then in steps.items():
                if then in ACTS:
                    self.write("decision", name, decision=RELEASED)
                    self.let_go.add(name)
        acting = {name: name[0] for name, then in steps.items() if then in ACTS and not self.known(name).released}
        public = {name: name[0] for name in NAMES if self.known(name).public}
        stopped = brakes(acting, public, {"a", "b"})
        made = []
        for name, then in steps.items():
            if not (stopped and name in acting) and self._do(name, then, mail, breaks_off):
                made.append(name)
        unasked = [name for name in made if name not in self.let_go]
        assert len(unasked) <= most_at_once(len(public))
        assert all(most <= most_at_once(9) for most in Counter(name[0] for name in unasked).values())

    def _publish(self, name: str) -> None:
        self.missed.pop(name, None)
        self.let_go.discard(name)
        for what in (UNDECLARED, WITHDRAWN):
            del self.mails[name, what]
        closed = self.seen[name] is Sight.CLOSED
        if not closed:
            self.seen[name] = Sight.PUBLIC
        word = "waiting" if closed else "published"
        self.write("outcome", name, outcome=word, portal=PORTAL, disclosure={"public": not closed})

    def _step(self, name: str) -> Step:
        return step(self.known(name), self.seen[name], self.today, can_be_told=True)

    def _do(self, name: str, then: Step, mail: bool, breaks_off: bool) -> bool:
        """Whether it was made private. A run that breaks off has not written that down."""
        match then:
            case Step.BEGIN | Step.WAIT:
                grace = self.known(name).grace
                if grace is None or not grace.told:
                    since = grace.since if grace else self.today
                    self._tell(name, UNDECLARED, since, mail)
            case Step.WITHDRAW:
                self._withdrawn_rightly(name)
                self.seen[name] = Sight.WITHDRAWN
                if not breaks_off:
                    self.write("decision", name, decision=WITHDRAWN, by=BY_RULE, disclosure={"public": False})
                    self._tell(name, WITHDRAWN, self.today, mail)
                return True
            case Step.FOUND_WITHDRAWN:
                self.write("decision", name, decision=WITHDRAWN, by=BY_RULE, disclosure={"public": False})
            case Step.FOUND_CLOSED:
                self.write("decision", name, decision=WITHDRAWN, by=A_PERSON, disclosure={"public": False})
            case Step.FOUND_OPENED:
                self.write("decision", name, decision=REOPENED, by=A_PERSON, disclosure={"public": True})
        return False

    def _tell(self, name: str, what: str, since: date, mail: bool) -> None:
        ends = grace_from(since, GRACE).isoformat()
        self.write("notification", name, outcome=what, since=since.isoformat(), ends=ends, sent=mail)
        self.mails[name, what] += mail

    def _withdrawn_rightly(self, name: str) -> None:
        assert self.seen[name] is Sight.PUBLIC
        assert self.today - self.missed[name] >= timedelta(days=GRACE)
        assert self.mails[name, UNDECLARED] == 1, "its agency knows"

    def look(self) -> None:
        """What holds after every run."""
        for name in NAMES:
            if name in self.closed_by_a_person:
                assert self.seen[name] is Sight.CLOSED, "nobody undoes what a person decided"
            elif name in self.declared:
                assert self.seen[name] is Sight.PUBLIC
            if self.seen[name] is Sight.WITHDRAWN:
                assert name in self.missed and self.today - self.missed[name] >= timedelta(days=GRACE)
        assert max(self.mails.values(), default=0) <= 1

    def by_hand(self, name: str) -> None:
        """A person closes what is public, and opens what is private."""
        public = self.seen[name] is Sight.PUBLIC
        self.seen[name] = Sight.CLOSED if public else Sight.PUBLIC
        (self.closed_by_a_person.add if public else self.closed_by_a_person.discard)(name)


def test_sixty_nights_in_which_anything_may_happen() -> None:
    happened: Counter[str] = Counter()
    for seed in range(20):
        office = sixty_nights(Random(seed))
        happened.update(told["body"].get("by", kind) for kind, _, told in office.records)
    assert min(happened[what] for what in ("outcome", "notification", BY_RULE, A_PERSON)) > 30, happened


def sixty_nights(chance: Random) -> Nights:
    def some(most: int) -> set[str]:
        return set(chance.sample(NAMES, chance.randint(0, most)))

    office = Nights()
    office.run(mail=True)
    for _ in range(60):
        office.today += timedelta(days=1)
        if chance.random() < 0.3:
            office.declared -= some(len(NAMES) if chance.random() < 0.2 else 2)
        if chance.random() < 0.3:
            office.declared |= some(len(NAMES) if chance.random() < 0.2 else 2)
        for name in some(1) if chance.random() < 0.2 else set():
            office.by_hand(name)
        if chance.random() < 0.8:
            office.run(chance.random() < 0.3, chance.random() < 0.2, chance.random() < 0.1)
            office.look()
    return office
