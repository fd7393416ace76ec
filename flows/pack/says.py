"""What one record says for a number: the fact by which it was counted, in a few words."""

from collections.abc import Callable, Mapping

from flows.domain.disclosure import Disclosure, Told
from flows.domain.presence import PresenceState
from flows.domain.record import Entry
from flows.domain.text import Text
from flows.pack.number import Number
from flows.pack.validation import DECISIONS
from flows.pages.words import OUTCOME_BADGES, day

_YES, _NO = Text(th="มี", en="Yes"), Text(th="ไม่มี", en="No")
_NOTHING = Text(th="—", en="—")
_KINDS: Mapping[str, Text] = dict(DECISIONS.parts)


def says(number: Number, entry: Entry, disclosure: Disclosure | None) -> Text:
    """`disclosure` is the record's own, if it has one."""
    body = entry.body
    match number.id:
        case "outcomes":
            return OUTCOME_BADGES[body["outcome"]]
        case "findings":
            count = body["findings"].get(number.part, 0) if number.part else sum(body["findings"].values())
            return Text(th=f"{count:,} ข้อ", en=f"{count:,} findings")
        case "decisions":
            return _decision(entry)
        case "present-downstream":
            return _presence(entry)
        case "verified-records":
            return Text(th="ลงนามรับรองบันทึกทั้งหมด", en="The ledger was signed")
    if disclosure is None:
        return _NOTHING
    match number.id:
        case "disclosed" | "disclosed-growth":
            return _public(disclosure)
        case "views" | "downloads":
            count = (disclosure.views if number.id == "views" else disclosure.downloads) or 0
            return Text(th=f"นับได้ {count:,} ครั้ง", en=f"{count:,} times")
        case "own-indicator":
            points = disclosure.scores.get("perd", "—")
            return Text(th=f"{points} คะแนน", en=f"{points} points")
    return _OF_TOLD[number.id](disclosure.told) if disclosure.told else _NOTHING


def _public(disclosure: Disclosure) -> Text:
    if disclosure.public:
        return Text(th="ผู้ใช้ทั่วไปเห็นบนพอร์ทัล", en="Anybody sees it on the portal")
    return Text(th="ไม่มีให้ผู้ใช้ทั่วไปเห็นแล้ว", en="Not to be seen by the public any more")


def _decision(entry: Entry) -> Text:
    kind, rule = _KINDS[entry.body["decision"]], entry.body.get("rule")
    return Text(th=f"{kind.th} ({rule})", en=f"{kind.en} ({rule})") if rule else kind


def _presence(entry: Entry) -> Text:
    where = entry.body["downstream"]
    if entry.body["state"] == PresenceState.SEEN:
        return Text(th=f"พบบน {where}", en=f"Seen on {where}")
    return Text(th=f"ไม่พบบน {where}", en=f"Not seen on {where}")


def _licence(told: Told) -> Text:
    name, openness = told.licence or "—", told.openness or "—"
    if told.no_conditions:
        return Text(th=f"{name} ({openness}) ไม่พบเงื่อนไขเพิ่มเติม", en=f"{name} ({openness}), no further condition found")
    return Text(th=f"{name} ({openness}) พบเงื่อนไขเพิ่มเติม", en=f"{name} ({openness}), a further condition was found")


def _formats(told: Told) -> Text:
    named = "; ".join(", ".join(resource.formats) or "—" for resource in told.resources)
    return Text(th=f"แฟ้ม: {named}", en=f"Files: {named}")


def _items(told: Told) -> Text:
    missing, unknown = ", ".join(told.items_missing), ", ".join(told.items_unknown)
    if not missing and not unknown:
        return Text(th="ครบ 14 รายการ", en="All 14 items")
    parts = [("ไม่ได้ให้", "not given", missing), ("ระบุว่าไม่ทราบ", "given as unknown", unknown)]
    return Text(
        th=" ".join(f"{th}: {items}" for th, _, items in parts if items),
        en="; ".join(f"{en}: {items}" for _, en, items in parts if items),
    )


def _fresh(told: Told) -> Text:
    if told.last_change is None:
        return _NOTHING
    when = day(told.last_change)
    return Text(
        th=f"เปลี่ยนล่าสุด {when.th} รอบ {told.cycle_days} วัน", en=f"Changed on {when.en}, cycle of {told.cycle_days} days"
    )


def _stars(told: Told) -> Text:
    return Text(th=f"{told.stars} ดาว", en=f"{told.stars} stars")


def _downloaded(told: Told) -> Text:
    got, every = sum(resource.anonymous_get for resource in told.resources), len(told.resources)
    return Text(
        th=f"ดาวน์โหลดแบบไม่ระบุตัวตนได้ตรงทุกไบต์ {got} จาก {every} แฟ้ม",
        en=f"{got} of {every} files were got anonymously, byte for byte",
    )


def _charge(told: Told) -> Text:
    licence, files = _licence(told), _downloaded(told)
    return Text(th=f"{licence.th} {files.th}", en=f"{licence.en}; {files.en}")


def _sharing(told: Told) -> Text:
    named = ", ".join(told.shared_with)
    return Text(th=f"ร่วมกับ {named}", en=f"Shared with {named}") if named else _NO


def _pulled(told: Told) -> Text:
    if told.over_http:
        return Text(th="โปรแกรมรับจากเครื่องแม่ข่ายของหน่วยงาน", en="Pulled from the agency's server")
    return Text(th="มีแฟ้มที่คนนำมาส่ง", en="Some file was handed over")


def _yes(has: Callable[[Told], bool]) -> Callable[[Told], Text]:
    return lambda told: _YES if has(told) else _NO


_OF_TOLD: Mapping[str, Callable[[Told], Text]] = {
    "open-licence": _licence,
    "redistributable": _licence,
    "any-purpose": _licence,
    "no-charge": _charge,
    "machine-readable": _formats,
    "open-format": _formats,
    "any-platform": _formats,
    "items-complete": _items,
    "fresh": _fresh,
    "stars": _stars,
    "free-access": _downloaded,
    "shared-with-agencies": _sharing,
    "pulled-by-machine": _pulled,
    "dictionary": _yes(lambda told: told.dictionary),
    "api": _yes(lambda told: told.api),
    "high-value": _yes(lambda told: told.high_value),
}
