"""Whether the disclosed data are as new as their agency promises, and how many stars their formats have."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from flows.domain.disclosure import Told
from flows.domain.text import Text
from flows.pack.defining import NOTHING_DISCLOSED, of_the_disclosed
from flows.pack.number import Number, share
from flows.pack.qualities import untold
from flows.pack.scope import Scope

NECTEC = Text(
    th="นิยามจำนวนดาวของ NECTEC (ckanext-dquality) ระบบเปิดคำนวณเอง",
    en="NECTEC's definition of the stars (ckanext-dquality), computed by Perd",
)
MOST_STARS = 5
FRESH = of_the_disclosed(
    "fresh",
    Text(th="ปรับปรุงตามรอบที่สัญญาไว้", en="As fresh as promised"),
    Text(
        th="จำนวนชุดข้อมูลที่เนื้อหาเปลี่ยนครั้งล่าสุดไม่เกินหนึ่งรอบของความถี่ที่ประกาศ นับถึงวันสุดท้ายของข้อมูล (วัน 1 สัปดาห์ 7 เดือน 30"
        " ไตรมาส 90 ครึ่งปี 180 ปี 365 วัน) ตัวหารคือชุดที่ประกาศความถี่ซึ่งนับเป็นวันได้",
        en="Datasets whose content last changed no longer than one promised cycle before the last day counted (day 1,"
        " week 7, month 30, quarter 90, half-year 180, year 365 days); out of those that promise something in days.",
    ),
)
STARS = replace(
    of_the_disclosed(
        "stars",
        Text(th="ดาวความเปิดของรูปแบบแฟ้ม", en="Stars of openness"),
        Text(
            th="จำนวนชุดข้อมูลตามดาวของรูปแบบแฟ้มที่ดีที่สุดที่เผยแพร่ (RDF 5, CSV และ JSON 3, XLSX 2, PDF 1)",
            en="Datasets by the stars of the best format that is published (RDF 5, CSV and JSON 3, XLSX 2, PDF 1).",
        ),
        NECTEC,
    ),
    parts=tuple((str(n), Text(th=f"{n} ดาว", en=f"{n} stars" if n != 1 else "1 star")) for n in range(MOST_STARS + 1)),
)
DEFINITIONS = (FRESH, STARS)


def numbers(scope: Scope) -> Iterator[Number]:
    every = scope.disclosed()
    told = {each.told_by.seq: each.told for each in every if each.told_by and each.told}
    yield share(FRESH, scope.id, _fresh(told, scope.day), _why_not_fresh(len(every), len(told), _promising(told)))
    starred = {seq: its.stars for seq, its in told.items() if its.stars is not None}
    note = untold(len(every) - len(starred)) if every else NOTHING_DISCLOSED
    for stars in range(MOST_STARS + 1):
        yield share(STARS, scope.id, {seq: its == stars for seq, its in starred.items()}, note, part=str(stars))


def _fresh(told: dict[int, Told], day: date) -> dict[int, bool]:
    return {
        seq: (day - its.last_change).days <= its.cycle_days
        for seq, its in told.items()
        if its.cycle_days is not None and its.last_change is not None
    }


def _promising(told: dict[int, Told]) -> int:
    return sum(its.cycle_days is not None for its in told.values())


def _why_not_fresh(disclosed: int, told: int, promising: int) -> Text | None:
    if not disclosed:
        return NOTHING_DISCLOSED
    if silent := told - promising:
        return Text(
            th=f"ไม่นับ {silent:,} ชุดข้อมูลที่ไม่ได้ประกาศความถี่เป็นวัน",
            en=f"Not counted: {silent:,} datasets that promise nothing in days.",
        )
    return untold(disclosed - told)
