"""The history of validation: how the runs ended, what they found, and what people decided."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from flows.domain.record import Entry
from flows.domain.text import Text
from flows.pack.defining import RECORDS, own
from flows.pack.number import Number
from flows.pack.scope import Scope
from flows.pack.story import BEFORE, latest
from flows.pages.words import OUTCOME_BADGES

FINDINGS = Text(th="ข้อที่ตรวจพบ", en="findings")
OUTCOMES = replace(
    own(
        "outcomes",
        Text(th="ผลของการตรวจและเผยแพร่", en="How the runs ended"),
        Text(
            th="จำนวนบันทึกผลในช่วงเวลา แยกตามผล หนึ่งบันทึกคือหนึ่งชุดข้อมูลในการทำงานหนึ่งรอบ",
            en="Outcome records of the period by outcome: each is one dataset in one run.",
        ),
        RECORDS,
    ),
    parts=tuple(OUTCOME_BADGES.items()),
)
FOUND = own(
    "findings",
    Text(th="ข้อที่ตรวจพบในการดูครั้งล่าสุด", en="Findings of the latest look"),
    Text(
        th="จำนวนข้อที่ตรวจพบทุกระดับความรุนแรง ในบันทึกล่าสุดของแต่ละชุดข้อมูลในช่วงเวลาที่มีการตรวจข้อมูล รวมทั้งแยกตามกฎ",
        en="Findings of every severity in the latest record of each dataset, within the period, in which its data were"
        " checked; also by rule.",
    ),
    FINDINGS,
)
DECISIONS = replace(
    own(
        "decisions",
        Text(th="การตัดสินใจ", en="Decisions"),
        Text(
            th="จำนวนบันทึกการตัดสินใจในช่วงเวลา แยกตามชนิด ผู้ตัดสินใจและเหตุผลอยู่ในบันทึกฉบับเต็ม"
            " ระบบเองตัดสินเพียงเรื่องเดียว คือถอนชุดข้อมูลที่ไม่มีคำประกาศจนพ้นระยะผ่อนผัน",
            en="Decision records of the period by kind; who decided, and why, stands in the full records. Perd itself"
            " decides one thing only: to withdraw what nobody has declared for all the days of grace.",
        ),
        RECORDS,
    ),
    parts=(
        ("approved", Text(th="อนุมัติ", en="Approved")),
        ("declined", Text(th="ไม่อนุมัติ", en="Declined")),
        ("waived", Text(th="ยกเว้นตามประกาศ", en="Waived")),
        ("overridden", Text(th="ปรับระดับความรุนแรง", en="Severity changed")),
        ("withdrawn", Text(th="ถอนจากการเผยแพร่", en="Withdrawn")),
        ("reopened", Text(th="เปิดให้สาธารณะเห็นอีกครั้ง", en="Public again")),
        ("released", Text(th="ปล่อยการถอนที่ถูกหยุดไว้", en="Stopped withdrawal let go on")),
        ("restored", Text(th="นำรุ่นก่อนกลับมา", en="Earlier version restored")),
    ),
)
DEFINITIONS = (OUTCOMES, FOUND, DECISIONS)


def numbers(scope: Scope) -> Iterator[Number]:
    yield from _outcomes(scope)
    yield from _findings(scope)
    yield from _decisions(scope)


def old_outcomes(scope: Scope) -> int:
    """Outcomes of the period that say nothing of the disclosure, because an earlier version wrote them."""
    return sum(story.without_disclosure for story in scope.stories.values())


def _outcomes(scope: Scope) -> Iterator[Number]:
    by_month: list[dict[str, list[int]]] = []
    for nth, _ in enumerate(scope.months):
        by_word: dict[str, list[int]] = {word: [] for word, _ in OUTCOMES.parts}
        for story in scope.stories.values():
            for entry in story.outcomes[nth]:
                by_word[entry.body["outcome"]].append(entry.seq)
        by_month.append(by_word)
    for word, _ in OUTCOMES.parts:
        every = sorted(seq for by_word in by_month for seq in by_word[word])
        yield Number(OUTCOMES, scope.id, len(every), part=word, records=tuple(every))
        for month, by_word in zip(scope.months, by_month, strict=True):
            its = tuple(sorted(by_word[word]))
            yield Number(OUTCOMES, scope.id, len(its), month=month.id, part=word, records=its)


def _findings(scope: Scope) -> Iterator[Number]:
    looks = [look for story in scope.stories.values() if (look := _last_look(story.checked, len(scope.months)))]
    if not looks:
        note = Text(th="ไม่มีบันทึกการตรวจข้อมูลในช่วงเวลานี้", en="No data were checked in the period.")
        yield Number(FOUND, scope.id, None, note=note)
        return
    counts = {look.seq: Counter[str](look.body["findings"]) for look in looks}
    considered = tuple(sorted(counts))
    totals = {seq: its.total() for seq, its in counts.items()}
    yield Number(
        FOUND,
        scope.id,
        sum(totals.values()),
        records=tuple(seq for seq in considered if totals[seq]),
        considered=considered,
    )
    for rule in sorted({rule for its in counts.values() for rule in its}):
        its = tuple(seq for seq in considered if counts[seq][rule])
        value = sum(counts[seq][rule] for seq in its)
        yield Number(FOUND, scope.id, value, part=rule, records=its, considered=considered)


def _last_look(checked: dict[int, Entry], month: int) -> Entry | None:
    return latest({when: look for when, look in checked.items() if when > BEFORE}, month)


def _decisions(scope: Scope) -> Iterator[Number]:
    every = [entry for story in scope.stories.values() for entry in story.decisions]
    for kind, _ in DECISIONS.parts:
        its = tuple(sorted(entry.seq for entry in every if entry.body["decision"] == kind))
        yield Number(DECISIONS, scope.id, len(its), part=kind, records=its)
