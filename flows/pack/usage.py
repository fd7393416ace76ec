"""How often the disclosed data were looked at and downloaded, where the portal counts it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from flows.domain.text import Text
from flows.pack.defining import NOTHING_DISCLOSED, TIMES, own
from flows.pack.number import Definition, Number
from flows.pack.portal_counts import Count, Counts
from flows.pack.scope import Scope
from flows.pack.story import Story

TOTAL, GROWTH = "total", "growth"
_PARTS = (
    (TOTAL, Text(th="สะสมถึงวันสุดท้าย", en="So far")),
    (GROWTH, Text(th="ในช่วงเวลา", en="In the period")),
)
_COUNTED = Text(
    th="สะสม: ผลรวมของจำนวนครั้งที่มากที่สุดที่พอร์ทัลเคยนับได้ของแต่ละชุดข้อมูลที่เปิดเผย ไม่ว่าอยู่ในบันทึกใดจนถึงวันสุดท้าย"
    " เพราะตัวนับของพอร์ทัลลดลงเองได้ ในช่วงเวลา: จำนวนสะสมหักด้วยจำนวนที่มากที่สุดในบันทึกก่อนช่วงเวลา"
    " ถ้าไม่มีให้หักด้วยจำนวนในบันทึกแรกของช่วง ชุดข้อมูลที่ไม่มีบันทึกจำนวนในช่วงเวลาไม่นับ",
    en="So far: the sum, over the disclosed datasets, of the largest count of the portal in any record up to the last"
    " day, for a portal's counter may fall. In the period: the same less the largest count in any record before the"
    " period, or the first one in it if there is none; a dataset without a count in the period is left out.",
)
VIEWS = replace(own("views", Text(th="การเข้าชม", en="Views"), _COUNTED, TIMES), parts=_PARTS)
DOWNLOADS = replace(own("downloads", Text(th="การดาวน์โหลด", en="Downloads"), _COUNTED, TIMES), parts=_PARTS)
DEFINITIONS = (VIEWS, DOWNLOADS)
_NOT_COUNTED = Text(
    th="พอร์ทัลไม่ได้นับ หรือยังไม่มีบันทึกจำนวน จึงไม่ทราบ (ไม่ใช่ศูนย์)",
    en="The portal does not count, or no record has a count yet: not known, which is not nought.",
)

_SILENT = Text(
    th="ไม่นับ {left_out} ชุดข้อมูลที่พอร์ทัลไม่ได้นับให้",
    en="Not counted: {left_out} datasets for which the portal does not count.",
)
_SILENT_IN_THE_PERIOD = Text(
    th="ในช่วงเวลา: ไม่นับ {left_out} ชุดข้อมูลที่พอร์ทัลไม่ได้นับให้ในช่วงนี้",
    en="In the period, not counted: {left_out} datasets for which the portal did not count in it.",
)


def numbers(scope: Scope) -> Iterator[Number]:
    yield from _numbers(VIEWS, scope, lambda story: story.views)
    yield from _numbers(DOWNLOADS, scope, lambda story: story.downloads)


def _numbers(what: Definition, scope: Scope, of: Callable[[Story], Counts]) -> Iterator[Number]:
    disclosed = [of(scope.stories[each.dataset]) for each in scope.disclosed()]
    ends = [so_far for counts in disclosed if (so_far := counts.so_far())]
    total = sum(end.times for end in ends) if ends else None
    note = _note(len(ends), len(disclosed), _SILENT)
    yield Number(what, scope.id, total, part=TOTAL, note=note, records=_records(ends))
    grown = [pair for counts in disclosed if (pair := counts.growth())]
    growth = sum(end.times - start.times for start, end in grown) if grown else None
    note = _note(len(grown), len(disclosed), _SILENT if len(grown) == len(ends) else _SILENT_IN_THE_PERIOD)
    yield Number(what, scope.id, growth, part=GROWTH, note=note, records=_records(chain.from_iterable(grown)))


def _records(counts: Iterable[Count]) -> tuple[int, ...]:
    return tuple(sorted({count.entry.seq for count in counts}))


def _note(counted: int, disclosed: int, silent: Text) -> Text | None:
    """`silent` says of how many the portal counts nothing."""
    if not disclosed:
        return NOTHING_DISCLOSED
    if not counted:
        return _NOT_COUNTED
    if counted == disclosed:
        return None
    return silent.filled(left_out=f"{disclosed - counted:,}")
