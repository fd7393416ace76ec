"""A dataset that stands on the portal although no declaration speaks of it any more: grace, a notice, then private.

A declaration that is gone is perhaps no decision: somebody renamed a file, a folder was not mounted. So its dataset
stays public for the days of grace, its agency is told, and only then it is made private. Nothing is ever deleted, and
it comes back with its declaration. What a person opens or closes by hand stays so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flows.domain.outcome import Published, Unchanged

UNDECLARED = "undeclared"
"""The rule by which Perd withdraws, and what a notice of it is about."""
WITHDRAWN, REOPENED, RELEASED = "withdrawn", "reopened", "released"
"""Decisions: made private, made public again, and let go on although the brake stopped it."""
A_PERSON = "a person on the portal"
BY_RULE = "Perd, by rule"

LEAST = 3
"""So many datasets may be withdrawn in one night, however few there are."""
PERCENT = 10
"""And so many of a hundred, where there are more."""

Told = Mapping[str, Any]
"""A record of the ledger, as `Record.as_json` wrote it."""


class Sight(StrEnum):
    """What the portal shows of it."""

    PUBLIC = "public"
    CLOSED = "closed"
    """Private, by a person's word or because it was never finished."""
    WITHDRAWN = "withdrawn"
    """Private, and Perd did it."""
    ABSENT = "absent"
    """Deleted, never there, or somebody else's."""


@dataclass(frozen=True, slots=True)
class Grace:
    """The time in which an undeclared dataset stays public."""

    since: date
    """First night on which its declaration was missed."""
    ends: date
    """As its agency was told: not made private before."""
    told: bool
    """Whether the notice has gone out."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a dataset that no declaration speaks of."""

    dataset: str
    agency: str
    """Code; empty where no record has it."""
    public: bool | None
    """Whether the public saw it, by the latest record that says so; None where none does."""
    grace: Grace | None = None
    """None where its declaration was not missed before."""
    reopened: bool = False
    """A person made it public although it is not declared."""
    released: bool = False
    """A person said that it may be withdrawn with however many others."""
    own_evidence: bool = False
    """Perd's own evidence: never withdrawn by rule."""


class Step(StrEnum):
    """What a night does about it."""

    NOTHING = "nothing"
    BEGIN = "begin"
    """It is missed for the first time."""
    WAIT = "wait"
    """Its grace goes on, or its agency has still to be told."""
    WITHDRAW = "withdraw"
    STAY = "stay"
    """A person wants it public, or it is Perd's own evidence."""
    FOUND_WITHDRAWN = "found-withdrawn"
    """Perd made it private, and was stopped before it wrote that down."""
    FOUND_CLOSED = "found-closed"
    """A person made it private, or removed it, since the last look."""
    FOUND_OPENED = "found-opened"
    """A person made it public since the last look."""


def step(known: Known, sight: Sight, today: date, can_be_told: bool) -> Step:
    """First what the ledger has to learn, then the grace. `today` in Bangkok.

    can_be_told: whether there is a mail server, and somebody of the agency to write to. As long as they could be told
    and were not, nothing is made private.
    """
    if sight is Sight.PUBLIC:
        return Step.FOUND_OPENED if known.public is False else _of_the_grace(known, today, can_be_told)
    if known.public:
        return Step.FOUND_WITHDRAWN if sight is Sight.WITHDRAWN else Step.FOUND_CLOSED
    return Step.NOTHING


def _of_the_grace(known: Known, today: date, can_be_told: bool) -> Step:
    if known.reopened or known.own_evidence:
        return Step.STAY
    if known.grace is None:
        return Step.BEGIN
    if today < known.grace.ends or (can_be_told and not known.grace.told):
        return Step.WAIT
    return Step.WITHDRAW


def grace_from(since: date, days: int, promised: date | None = None) -> date:
    """The first day on which it may be made private; never earlier than was promised."""
    ends = since + timedelta(days=days)
    return max(ends, promised) if promised else ends


@dataclass(frozen=True, slots=True)
class Brake:
    """Too many at once to be meant, or a whole agency."""

    agency: str | None
    """Code; None for all agencies together."""
    acting: int
    """Datasets whose grace would begin, or that would be made private, in one night."""
    published: int
    """Of so many that the public sees."""
    gone: bool = False
    """Whether nothing at all is left of the agency in the catalogue."""

    @property
    def limit(self) -> int:
        return most_at_once(self.published)


def most_at_once(published: int) -> int:
    """How many of so many public datasets may begin to be withdrawn, or be made private, in one night."""
    return max(LEAST, published * PERCENT // 100)


def brakes(acting: Mapping[str, str], published: Mapping[str, str], agencies: Collection[str]) -> tuple[Brake, ...]:
    """Why nothing is withdrawn in this night; empty where all may go on.

    acting, published: the agency's code by dataset; agencies: the codes of those that the catalogue still has.
    """
    return tuple(_brakes(acting, published, agencies))


def _brakes(acting: Mapping[str, str], published: Mapping[str, str], agencies: Collection[str]) -> Iterator[Brake]:
    everyone = {**published, **acting}
    if len(acting) > most_at_once(len(everyone)):
        yield Brake(None, len(acting), len(everyone))
    of_agency = Counter(everyone.values())
    for agency, count in sorted(Counter(acting.values()).items()):
        gone = agency not in agencies
        if gone or count > most_at_once(of_agency[agency]):
            yield Brake(agency, count, of_agency[agency], gone)


def known_by(
    dataset: str, portal: str, outcomes: Iterable[Told], notices: Iterable[Told], decisions: Iterable[Told]
) -> Known:
    """From its records of each kind, the newest first; outcomes are read no further than needed. `portal`: its address,
    what outcomes say of another one is passed over.

    An outcome is written of what is declared, or what a person restored: what was written before the newest one is of
    an earlier absence, and over. (One that finishes what an earlier run left is no sign of either.)
    """
    declared_at, agency, looked_at, own = "", "", "", False
    public: bool | None = None
    for told in outcomes:
        body = told["body"]
        if not declared_at and not {"finishes", "undone"} & body.keys():
            declared_at = told["at"]
        own = own or "own_evidence" in body
        agency = agency or body.get("agency") or ""
        if body.get("portal", portal) == portal and (public := _public(body)) is not None:
            looked_at = told["at"]
            break
    since = [told for told in decisions if told["at"] >= declared_at]
    seen_since = (told["body"] for told in since if told["at"] >= looked_at and _public(told["body"]) is not None)
    looked: Told = next(seen_since, {})
    return Known(
        dataset,
        agency,
        _public(looked) if looked else public,
        _grace([told["body"] for told in notices if told["at"] >= declared_at]),
        reopened=looked.get("decision") == REOPENED,
        released=any(told["body"]["decision"] == RELEASED for told in since),
        own_evidence=own,
    )


def _public(body: Told) -> bool | None:
    disclosure = body.get("disclosure")
    if disclosure:
        seen: bool | None = disclosure["public"]
        return seen
    # Of an earlier Perd, and of its own evidence, no disclosure is told.
    return True if body.get("outcome") in (Published.word, Unchanged.word) else None


def _grace(notices: list[Told]) -> Grace | None:
    """From the notices of this absence, the newest first."""
    begun = [body for body in notices if body.get("outcome") == UNDECLARED]
    if not begun:
        return None
    since = min(date.fromisoformat(body["since"]) for body in begun)
    ends = max(date.fromisoformat(body["ends"]) for body in begun)
    return Grace(since, ends, any(body["sent"] for body in begun))
