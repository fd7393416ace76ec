"""Whether a portal downstream, such as data.go.th, shows what is disclosed here."""

from collections.abc import Iterator

from flows.domain.presence import PresenceState
from flows.domain.text import Text
from flows.pack.defining import DATASETS, NOTHING_DISCLOSED, own
from flows.pack.number import Number, share
from flows.pack.scope import Scope
from flows.pack.story import latest

PRESENT = own(
    "present-downstream",
    Text(th="ปรากฏบนพอร์ทัลปลายทาง", en="Present downstream"),
    Text(
        th="จำนวนชุดข้อมูลที่เปิดเผยซึ่งพอร์ทัลปลายทาง (เช่น data.go.th) แสดงด้วย ตามครั้งล่าสุดที่ดูได้ของแต่ละชุด ครั้งที่ดูไม่ได้ไม่นับเป็นไม่พบ",
        en="Disclosed datasets that a portal downstream (such as data.go.th) shows too, by the latest look at each that"
        " succeeded; a look that failed does not count as absent.",
    ),
    DATASETS,
)
DEFINITIONS = (PRESENT,)
_NOBODY_LOOKED = Text(
    th="ไม่ได้ตั้งพอร์ทัลปลายทางไว้ หรือยังไม่มีครั้งใดที่ดูได้", en="No portal downstream is set, or no look has succeeded yet."
)


def numbers(scope: Scope) -> Iterator[Number]:
    disclosed = [scope.stories[each.dataset] for each in scope.disclosed()]
    looks = [look for story in disclosed if (look := latest(story.looked_for, len(scope.months)))]
    seen = {look.seq: look.body["state"] == PresenceState.SEEN for look in looks}
    yield share(PRESENT, scope.id, seen, _note(len(looks), len(disclosed)))


def _note(looked: int, disclosed: int) -> Text | None:
    if not disclosed:
        return NOTHING_DISCLOSED
    if not looked:
        return _NOBODY_LOOKED
    if looked == disclosed:
        return None
    return Text(
        th=f"ไม่นับ {disclosed - looked:,} ชุดข้อมูลที่ยังดูไม่ได้",
        en=f"Not counted: {disclosed - looked:,} datasets that could not be looked for yet.",
    )
