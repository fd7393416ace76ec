"""How often the disclosed data were looked at and downloaded, where the portal counts it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from flows.domain.disclosure import Disclosure
from flows.domain.record import Entry
from flows.domain.text import Text
from flows.pack.defining import NOTHING_DISCLOSED, TIMES, own
from flows.pack.number import Definition, Number
from flows.pack.scope import Scope
from flows.pack.story import Counted, Story, latest

TOTAL, GROWTH = "total", "growth"
_PARTS = (
    (TOTAL, Text(th="สะสมถึงวันสุดท้าย", en="So far")),
    (GROWTH, Text(th="ในช่วงเวลา", en="In the period")),
)
_COUNTED = Text(
    th="สะสม: ผลรวมของจำนวนครั้งที่พอร์ทัลนับได้ ตามบันทึกล่าสุดของแต่ละชุดข้อมูลที่เปิดเผย ในช่วงเวลา: จำนวนสะสมหักด้วยจำนวนในบันทึกสุดท้าย"
    "ก่อนช่วงเวลา ถ้าไม่มีให้หักด้วยจำนวนในบันทึกแรกของช่วง ชุดข้อมูลที่ตัวนับของพอร์ทัลลดลงไม่นับ",
    en="So far: the sum of what the portal counted, by the latest record of each disclosed dataset. In the period: the"
    " same less what the last record before the period says, or the first one in it if there is none; a dataset whose"
    " counter fell is left out.",
)
VIEWS = replace(own("views", Text(th="การเข้าชม", en="Views"), _COUNTED, TIMES), parts=_PARTS)
DOWNLOADS = replace(own("downloads", Text(th="การดาวน์โหลด", en="Downloads"), _COUNTED, TIMES), parts=_PARTS)
DEFINITIONS = (VIEWS, DOWNLOADS)
_NOT_COUNTED = Text(
    th="พอร์ทัลไม่ได้นับ หรือยังไม่มีบันทึกจำนวน จึงไม่ทราบ (ไม่ใช่ศูนย์)",
    en="The portal does not count, or no record has a count yet: not known, which is not nought.",
)


def numbers(scope: Scope) -> Iterator[Number]:
    yield from _numbers(VIEWS, scope, lambda story: story.viewed, lambda disclosure: disclosure.views)
    yield from _numbers(DOWNLOADS, scope, lambda story: story.downloaded, lambda disclosure: disclosure.downloads)


def _numbers(
    what: Definition, scope: Scope, kept: Callable[[Story], Counted], count: Callable[[Disclosure], int | None]
) -> Iterator[Number]:
    def counted(entry: Entry) -> int:
        return count(scope.read(entry)) or 0

    disclosed = [kept(scope.stories[each.dataset]) for each in scope.disclosed()]
    if not disclosed:
        yield from (Number(what, scope.id, None, part=part, note=NOTHING_DISCLOSED) for part in (TOTAL, GROWTH))
        return
    known = [(each.start(), latest(each.by_month, len(scope.months))) for each in disclosed]
    lasts = sorted(last.seq for _, last in known if last)
    total = sum(counted(last) for _, last in known if last) if lasts else None
    yield Number(what, scope.id, total, part=TOTAL, note=_note(len(lasts), len(disclosed)), records=tuple(lasts))
    grown = [(first, last) for first, last in known if first and last and counted(last) >= counted(first)]
    growth = sum(counted(last) - counted(first) for first, last in grown) if grown else None
    records = sorted({entry.seq for pair in grown for entry in pair})
    yield Number(what, scope.id, growth, part=GROWTH, note=_note(len(grown), len(disclosed)), records=tuple(records))


def _note(counted: int, disclosed: int) -> Text | None:
    if not counted:
        return _NOT_COUNTED
    if counted == disclosed:
        return None
    return Text(
        th=f"ไม่นับ {disclosed - counted:,} ชุดข้อมูลที่พอร์ทัลไม่ได้นับให้",
        en=f"Not counted: {disclosed - counted:,} datasets for which the portal does not count.",
    )
