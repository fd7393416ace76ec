"""A ledger of fifteen months with some forty datasets of nine agencies, the same at every making.

It has what a real one has: datasets that are held, withdrawn, undeclared, failed, unreachable, that wait; records of an
earlier version that say nothing of the disclosure; decisions, looks at a portal downstream, checkpoints; counters that
fall; an agency that is outside of the ministry, one that has no dataset, and one of which nobody knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from flows.domain.disclosure import DisclosedResource, Disclosure, Told
from flows.domain.record import WHOLE, Kind, Record
from flows.domain.text import Text
from flows.pack.commission import Body

MINISTRY_NAME = Text(th="กระทรวงตัวอย่าง", en="Ministry of Examples")
AGENCIES = (
    Body("ops", Text(th="สำนักงานปลัดกระทรวงตัวอย่าง", en="Office of the Permanent Secretary"), Text(th="สป.", en="OPS")),
    Body("diw", Text(th="กรมโรงงานตัวอย่าง", en="Department of Example Works"), Text(th="กรอ.", en="DIW")),
    Body("dpim", Text(th="กรมเหมืองแร่ตัวอย่าง", en="Department of Example Mines"), Text(th="กพร.", en="DPIM")),
    Body("oie", Text(th="สำนักงานเศรษฐกิจตัวอย่าง", en="Office of Example Economics"), Text(th="สศอ.", en="OIE")),
    Body("tisi", Text(th="สำนักงานมาตรฐานตัวอย่าง", en="Example Standards Institute"), Text(th="สมอ.", en="TISI")),
    Body("ocsb", Text(th="สำนักงานอ้อยและน้ำตาลตัวอย่าง", en="Office of Example Sugar"), Text(th="สอน.", en="OCSB")),
    Body("ieat", Text(th="การนิคมตัวอย่าง", en="Example Estates"), Text(th="กนอ.", en="IEAT")),
    Body("empty", Text(th="หน่วยงานที่ยังไม่มีชุดข้อมูล", en="An agency without datasets"), Text(th="วาง", en="EMPTY")),
)
"""Of the ministry."""
OUTSIDE = "alro"
"""An agency of the catalogue that is not the ministry's."""
CODES = frozenset({*(agency.id for agency in AGENCIES), OUTSIDE, "diw-lab"})
BEGINS = date(2025, 8, 1)
ENDS = date(2026, 10, 31)
FIRST_WITH_DISCLOSURE = date(2025, 11, 10)
"""Records before it were written by an earlier version."""
UNDECLARED, UNDECLARED_FROM = (14, 24), date(2026, 5, 20)
"""Datasets whose declarations are taken out, and the first night without."""
HOSTILE = '=HYPERLINK("http://evil.example","x") <script>alert(1)</script> & "ชื่อยาว" ' + "ข้อมูลการผลิตน้ำตาลทรายดิบ" * 9


@dataclass
class Life:
    """One dataset and what is to become of it."""

    agency: str
    slug: str
    nth: int
    starts: date
    public: bool = False
    told: Told | None = None
    views: int | None = None
    downloads: int | None = None
    changed: date | None = None
    random: Random = field(default_factory=Random)

    @property
    def id(self) -> str:
        return f"{self.agency}-{self.slug}"

    @property
    def page(self) -> str:
        return f"https://portal.example.go.th/dataset/{self.id}"


def records() -> Iterator[Record | datetime]:
    """In the order in which they are written; a moment stands for signing the ledger then."""
    lives = _lives()
    day = BEGINS
    while day <= ENDS:
        for life in lives:
            if life.starts <= day and (day.day in (5, 20) or (day.day == 1 and life.nth % 5 == 0)):
                # 00:30 in Bangkok: in UTC it is still the day, and on the first of a month the month, before.
                yield from _night(
                    life, day, datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC) - timedelta(hours=7)
                )
        if day.day == 20:
            at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
            yield Record(Kind.AWARD, "run", WHOLE, at, {"period": "2568"}) if day.month == 9 else _notice(lives[3], at)
            if day.month % 3 == 0:
                yield at + timedelta(minutes=1)
            yield _own_evidence(at + timedelta(minutes=2))
        day += timedelta(days=1)


def _lives() -> list[Life]:
    random = Random(2569)
    codes = [agency.id for agency in AGENCIES if agency.id != "empty"] + [OUTSIDE]
    lives = []
    for nth in range(42):
        code = codes[nth % len(codes)]
        starts = BEGINS + timedelta(days=random.randrange(0, 330))
        lives.append(Life(code, f"data-{nth:02}", nth, starts, random=Random(nth)))
    lives.append(Life("diw-lab", "of-nobody-known", 42, BEGINS, random=Random(42)))
    lives.append(Life("gone", "of-an-agency-that-is-gone", 43, BEGINS, random=Random(43)))
    return lives


def _night(life: Life, day: date, at: datetime) -> Iterator[Record]:
    run = f"{day:%Y%m%d}T013000Z-abc123"
    if life.nth in UNDECLARED and day >= UNDECLARED_FROM:
        yield from _undeclared(life, day, run, at)
        return
    word = _word(life, day)
    if word == "published":
        yield Record(Kind.INTENT, run, life.id, at, {"writes": ["metadata"]})
        life.public = True
        life.changed = day
        life.told = _told(life, day)
    if life.nth == 9 and day >= date(2026, 6, 1) and life.public:
        life.public = False
        yield Record(Kind.DECISION, run, life.id, at, {"decision": "withdrawn", "by": "a person on the portal"})
    yield from _decisions(life, word, run, at)
    body: dict[str, Any] = {"outcome": word}
    if word in ("published", "unchanged"):
        body["url"] = life.page
    if word not in ("failed", "unreachable"):
        body["findings"] = _findings(life)
    if day >= FIRST_WITH_DISCLOSURE:
        body["disclosure"] = _disclosure(life, word, day).as_json()
    yield Record(Kind.OUTCOME, run, life.id, at + timedelta(minutes=2), body)
    if day.day == 20 and life.nth % 4:
        yield _presence(life, run, at + timedelta(minutes=3))


def _undeclared(life: Life, day: date, run: str, at: datetime) -> Iterator[Record]:
    """Its agency is told, it is withdrawn by rule, and one of them is opened again by a person."""
    agency = {"agency": life.agency}
    if day == UNDECLARED_FROM:
        yield Record(Kind.NOTIFICATION, run, life.id, at, {**agency, "outcome": "undeclared", "sent": True})
    if day == UNDECLARED_FROM + timedelta(days=31):
        life.public = False
        body = {**agency, "decision": "withdrawn", "by": "Perd, by rule", "rule": "undeclared"}
        yield Record(Kind.DECISION, run, life.id, at, {**body, "disclosure": _seen(life)})
    if day == date(2026, 8, 20) and life.nth == UNDECLARED[1]:
        life.public = True
        body = {**agency, "decision": "reopened", "by": "ผู้อำนวยการ (ตัวอย่าง)", "reason": "ยังมีผู้ใช้ข้อมูลนี้อยู่"}
        yield Record(Kind.DECISION, run, life.id, at, {**body, "disclosure": _seen(life)})


def _seen(life: Life) -> dict[str, Any]:
    page = life.page if life.public else None
    return Disclosure(life.agency, life.public, page, f"p-{life.nth}", None, None, None, {}).as_json()


def _word(life: Life, day: date) -> str:
    if life.nth % 13 == 7:
        return "held"
    if not life.public and life.told is None:
        return "waiting" if life.nth % 11 == 3 and day < date(2026, 2, 1) else "published"
    if life.nth == 9 and day >= date(2026, 6, 1):
        return "held"
    chance = life.random.random()
    for word, limit in (
        ("published", 0.25),
        ("held", 0.32),
        ("failed", 0.36),
        ("unreachable", 0.42),
        ("waiting", 0.45),
    ):
        if chance < limit:
            return word
    return "unchanged"


def _told(life: Life, day: date) -> Told:
    openness = ("open", "open", "open", "open-with-duty", "not-open", "unknown", None)[life.nth % 7]
    unit = ("month", "day", "year", "quarter", "not-updated", None)[life.nth % 6]
    days = {"month": 30, "day": 1, "year": 365, "quarter": 90}
    formats: tuple[str, ...] = (("csv",), ("csv", "xlsx"), ("xlsx",), ("pdf",))[life.nth % 11 % 4]
    name = f"ชุดข้อมูลตัวอย่างที่ {life.nth}"
    resources = tuple(
        DisclosedResource(
            f"table{n}",
            f"r-{life.nth}-{n}",
            f"https://portal.example.go.th/dataset/{life.id}/resource/{n}/download/{life.slug}-{n}.csv",
            formats,
            100 + life.nth,
            f"{life.nth:064x}",
            day,
            anonymous_get=life.nth % 8 != 2 or n == 0,
        )
        for n in range(1 + life.nth % 3)
    )
    return Told(
        title=HOSTILE if life.nth == 12 else name,
        licence=None if openness is None else "CC-BY-4.0",
        openness=openness,
        licence_url=None,
        no_conditions=life.nth % 9 != 4,
        category="public",
        data_type="record",
        items_missing=("Licence",) if openness is None else (),
        items_unknown=("Objective",) if life.nth % 10 == 6 else (),
        every=1 if unit else None,
        unit=unit,  # type: ignore[arg-type]
        cycle_days=days.get(unit or ""),
        last_change=None if life.nth % 17 == 5 else day,
        stars={"csv": 3, "xlsx": 2, "pdf": 1}[formats[0]] if life.nth % 19 != 4 else None,
        machine_readable=formats != ("pdf",),
        open_format="csv" in formats,
        dictionary=life.nth % 4 != 1,
        api=life.nth % 5 != 3,
        high_value=life.nth % 6 == 0,
        shared_with=("oie",) if life.nth % 7 == 2 else (),
        over_http=life.nth % 3 != 0,
        resources=resources,
    )


def _disclosure(life: Life, word: str, day: date) -> Disclosure:
    looked = word not in ("failed", "unreachable")
    if looked and life.public and life.nth % 6 != 1:
        life.views = (life.views or 0) + life.random.randrange(40)
        life.downloads = (life.downloads or 0) + life.random.randrange(9)
    if life.nth == 8 and day == date(2026, 4, 5):
        life.views = 0  # the portal's counter began anew
    counted = looked and not (life.nth == 10 and day >= date(2026, 8, 1))  # the portal stopped counting
    falls = 1 if life.nth % 4 == 0 and day.day == 20 and life.views else 0  # it answers for another language
    told = life.told if word in ("published", "unchanged") else None
    if told and word == "unchanged":
        told = replace(told, last_change=told.last_change and life.changed)
    public = life.public if looked else None
    return Disclosure(
        agency=life.agency,
        public=public,
        page=life.page if public else None,
        package=f"p-{life.nth}" if public else None,
        views=life.views - falls if counted and life.views is not None else None,
        downloads=life.downloads if counted else None,
        told=told,
        scores={"perd": f"{60 + life.random.randrange(400) / 10:.1f}"} if told and life.nth % 5 else {"nso": "71.0"},
    )


def _findings(life: Life) -> dict[str, int]:
    rules = ("table/blank-row", "thai/buddhist-date", "freshness/late", "metadata/missing-item")
    return {rule: n for rule in rules if (n := life.random.randrange(-3, 6)) > 0}


def _decisions(life: Life, word: str, run: str, at: datetime) -> Iterator[Record]:
    reason = "ตรวจกับต้นทางแล้ว ข้อมูลถูกต้อง"
    if word == "waiting" and life.nth % 2:
        body = {"decision": "approved", "question": "q", "by": "ผู้อำนวยการ (ตัวอย่าง)", "reason": reason}
        yield Record(Kind.DECISION, run, life.id, at, body)
    elif word == "waiting":
        yield Record(Kind.DECISION, run, life.id, at, {"decision": "declined", "by": "ผู้อำนวยการ", "reason": reason})
    if word == "published" and life.nth % 10 == 1:
        body = {"decision": "waived", "rule": "table/blank-row", "by": "datasets/a.yaml", "reason": reason}
        yield Record(Kind.DECISION, run, life.id, at, body)


def _presence(life: Life, run: str, at: datetime) -> Record:
    state = ("seen", "seen", "not-seen", "could-not-look")[life.random.randrange(4)]
    body = {
        "downstream": "https://data.example.go.th",
        "state": state,
        "page": f"https://data.example.go.th/dataset/{life.id}" if state == "seen" else None,
        "sha256": "1" * 64 if state == "seen" else None,
        "agrees": True if state == "seen" else None,
        "reason": None,
    }
    return Record(Kind.PRESENCE, run, life.id, at, body)


def _notice(life: Life, at: datetime) -> Record:
    return Record(Kind.NOTIFICATION, "run", life.id, at, {"told": True})


def _own_evidence(at: datetime) -> Record:
    """The night's signature was published: nothing that an agency is praised for."""
    body = {"outcome": "published", "findings": {"thai/anything": 1}, "own_evidence": True}
    return Record(Kind.OUTCOME, "run", "ops-ledger-checkpoints", at, body)
