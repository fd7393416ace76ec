"""How many datasets the public sees, and how that grew month by month."""

from collections.abc import Iterator

from flows.domain.text import Text
from flows.pack.defining import DATASETS, own
from flows.pack.number import Number
from flows.pack.scope import Scope
from flows.pack.story import BEFORE, latest

DISCLOSED = own(
    "disclosed",
    Text(th="ชุดข้อมูลที่เปิดเผยต่อสาธารณะ", en="Datasets disclosed to the public"),
    Text(
        th="จำนวนชุดข้อมูลที่ผู้ใช้ทั่วไปเห็นได้บนพอร์ทัลโดยไม่ต้องเข้าสู่ระบบ ตามบันทึกล่าสุดของแต่ละชุดที่ระบบได้ดูพอร์ทัล"
        " (รวมชุดที่รุ่นใหม่ถูกระงับแต่รุ่นเดิมยังเผยแพร่อยู่ และชุดที่ไม่มีคำประกาศแต่ยังอยู่ในระยะผ่อนผัน ไม่รวมชุดที่ถอนออกแล้ว)",
        en="Datasets that anybody sees on the portal without logging in, by the latest record of each in which a run"
        " looked at the portal; also those of which a newer version is held, or that nobody declares and whose days of"
        " grace go on, but none that was withdrawn.",
    ),
)
GROWTH = own(
    "disclosed-growth",
    Text(th="การเพิ่มขึ้นของชุดข้อมูลที่เปิดเผย", en="Growth of the disclosed datasets"),
    Text(
        th="รายเดือน: จำนวนชุดข้อมูลที่เปิดเผย ณ สิ้นเดือน (เดือนที่ยังไม่จบนับถึงวันที่ข้อมูลถึง)"
        " ทั้งช่วง: จำนวน ณ สิ้นช่วงหักด้วยจำนวนก่อนเริ่มช่วง บันทึกที่นับคือของชุดที่เพิ่มเข้ามาและชุดที่ออกไป",
        en="By month: datasets disclosed at the end of the month (of a month that is not over, so far)."
        " For the whole period: those at its end less those before it; its records are those of the datasets that came"
        " and of those that went.",
    ),
    DATASETS,
)
DEFINITIONS = (DISCLOSED, GROWTH)


def numbers(scope: Scope) -> Iterator[Number]:
    now = _records(scope, len(scope.months))
    yield Number(DISCLOSED, scope.id, len(now), records=tuple(sorted(now.values())))
    yield _net(scope, now)
    for nth, month in enumerate(scope.months, start=1):
        then = _records(scope, nth)
        yield Number(GROWTH, scope.id, len(then), month=month.id, records=tuple(sorted(then.values())))


def _net(scope: Scope, now: dict[str, int]) -> Number:
    before = _records(scope, BEFORE)
    came = [seq for dataset, seq in now.items() if dataset not in before]
    gone = [latest(scope.stories[dataset].looked, len(scope.months)) for dataset in before if dataset not in now]
    records = sorted([*came, *(entry.seq for entry in gone if entry)])
    return Number(GROWTH, scope.id, len(came) - len(gone), records=tuple(records))


def _records(scope: Scope, month: int) -> dict[str, int]:
    """By dataset that the public saw then: the record that says so."""
    return {each.dataset: each.looked.seq for each in scope.disclosed(month)}
