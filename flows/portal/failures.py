"""What a bad answer of the portal means, and who has to act: the one place where CKAN's answers become our errors."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flows.domain.errors import PipelineError, PortalRefused
from flows.domain.text import Text
from flows.portal import unanswered
from flows.portal.refused_rows import rows_refused

_NOT_WORTH_TELLING = frozenset({"__type", "message"})


class Overtaken(PortalRefused):
    """Somebody else wrote the dataset between our look and our write (`match` failed): look again, then decide."""


class Absent(PortalRefused):
    """What the request names is not on the portal."""


class NotAllowed(PortalRefused):
    """The token's user may not do it."""


class FieldsRefused(PortalRefused):
    """The portal does not take some of what the request says."""

    errors: Mapping[str, object] = MappingProxyType({})
    """CKAN's validation errors by field, as it gave them."""


class TitleRefused(FieldsRefused):
    """The portal does not take the title: on some portals because another dataset bears it."""


class TooLarge(PortalRefused):
    """The portal, or the web server before it, takes no body of that size."""


class NotAsSent(PortalRefused):
    """The portal gives something else than what was sent; it is marked so that the next run sends it again."""


def not_an_answer(status: int, headers: Mapping[str, str], doing: str, portal: str) -> PipelineError | None:
    """The error that an HTTP answer amounts to before anybody reads it as an API answer; None if it may be one.

    `doing` names the act and its object, such as `package_show of diw-factories`.
    """
    if (error := unanswered.later(status, headers, doing, portal)) is not None:
        return error
    web_page = "json" not in headers.get("Content-Type", "").lower()
    if status == 413:
        return too_large(doing, f"{portal}, HTTP 413")
    if 300 <= status < 400:
        return PortalRefused(
            Text(
                th=f"พอร์ทัล {portal} ส่ง {doing} ต่อไปยังที่อยู่อื่น (HTTP {status}) โปรดตั้ง PERD_PORTAL_URL "
                f"เป็นที่อยู่จริงของพอร์ทัลให้ครบถ้วน รวมทั้ง https",
                en=f"The portal {portal} sent {doing} on to another address (HTTP {status}): set PERD_PORTAL_URL to "
                f"the portal's own address, https included",
            )
        )
    if web_page and status in (401, 403):
        return PortalRefused(
            Text(
                th=f"ไฟร์วอลล์หน้า {portal} ไม่ให้ {doing} ผ่าน (HTTP {status} ตอบเป็นหน้าเว็บแทนคำตอบของ API) "
                f"โปรดขอให้ผู้ดูแลพอร์ทัลอนุญาตเครื่องนี้",
                en=f"A firewall in front of {portal} refused {doing} (HTTP {status}, a web page instead of an answer): "
                f"ask the portal's administrator to let this machine through",
            )
        )
    if web_page:
        return PortalRefused(
            Text(
                th=f"{portal} ตอบ {doing} เป็นหน้าเว็บแทนคำตอบของ API (HTTP {status}) โปรดตรวจว่า PERD_PORTAL_URL "
                f"เป็นที่อยู่ของพอร์ทัล CKAN และไม่มีไฟร์วอลล์ตอบแทน",
                en=f"{portal} answered {doing} with a web page instead of an API answer (HTTP {status}): check that "
                f"PERD_PORTAL_URL is a CKAN portal's address, and that no firewall answers in its place",
            )
        )
    return None


def not_allowed(doing: str, organisation: str | None) -> NotAllowed:
    of = Text(
        th=f"องค์กร {organisation}" if organisation else "องค์กรเจ้าของชุดข้อมูล",
        en=f"organisation {organisation}" if organisation else "the dataset's organisation",
    )
    return NotAllowed(
        Text(
            th=f"โทเคนใน PERD_PORTAL_TOKEN ไม่มีสิทธิ์ทำ {doing} โปรดขอโทเคนของผู้แก้ไข (editor) ของ{of.th}จากผู้ดูแลพอร์ทัล "
            f"หรือขอโทเคนใหม่หากหมดอายุแล้ว",
            en=f"The token in PERD_PORTAL_TOKEN may not do {doing}: ask the portal's administrator for an editor's "
            f"token of {of.en}, or for a new one if it has expired",
        )
    )


def no_organisation(portal: str, organisation: str | None) -> PortalRefused:
    """The token belongs to nobody who may publish anywhere."""
    whose = Text(
        th=f"องค์กร {organisation}" if organisation else "องค์กรของหน่วยงาน",
        en=f"organisation {organisation}" if organisation else "the agencies' organisations",
    )
    return PortalRefused(
        Text(
            th=f"พอร์ทัล {portal} ไม่ให้โทเคนใน PERD_PORTAL_TOKEN เผยแพร่ในองค์กรใดเลย โทเคนอาจพิมพ์ผิด หมดอายุ "
            f"หรือไม่ใช่ของผู้แก้ไข (editor) โปรดขอโทเคนของผู้แก้ไขของ{whose.th}จากผู้ดูแลพอร์ทัล",
            en=f"The portal {portal} lets the token in PERD_PORTAL_TOKEN publish in no organisation: it is mistyped, "
            f"expired or not an editor's; ask the portal's administrator for an editor's token of {whose.en}",
        )
    )


def absent(doing: str, portal: str) -> Absent:
    return Absent(
        Text(
            th=f"พอร์ทัล {portal} ไม่มีสิ่งที่ {doing} ขอ โปรดตรวจชื่อให้ถูกต้อง",
            en=f"The portal {portal} does not have what {doing} asks for: check the name",
        )
    )


def too_large(doing: str, by: str) -> TooLarge:
    """`by`: what refused it, such as `ckan.max_resource_size`."""
    return TooLarge(
        Text(
            th=f"พอร์ทัลไม่รับ {doing} เพราะใหญ่เกินไป ({by}) โปรดใช้ `perd doctor` ดูว่าพอร์ทัลรับได้เท่าใด "
            f"แล้วขอให้ผู้ดูแลพอร์ทัลเพิ่มค่า ckan.max_resource_size และขนาดอัปโหลดของเว็บเซิร์ฟเวอร์ "
            f"หรือแบ่งข้อมูลเป็นหลายทรัพยากรตามช่วงเวลา",
            en=f"The portal refused {doing} as too large ({by}): see with `perd doctor` how much it takes, ask its "
            f"administrator to raise ckan.max_resource_size and the web server's limit on uploads, or split the "
            f"resource into periods",
        )
    )


def not_ckan(doing: str, portal: str) -> PortalRefused:
    return PortalRefused(
        Text(
            th=f"พอร์ทัล {portal} ตอบ {doing} ในรูปแบบที่ไม่ใช่ของ CKAN โปรดตรวจ PERD_PORTAL_URL",
            en=f"The portal {portal} gave an answer to {doing} that is none of CKAN's: check PERD_PORTAL_URL",
        )
    )


def refused(doing: str, errors: Mapping[str, object]) -> PortalRefused:
    """CKAN's validation errors, flattened to `field: message`; those of the DataStore without any message."""
    if doing.startswith("datastore_"):
        return rows_refused(doing, errors)
    told = "; ".join(f"{field}: {message}" for field, message in flattened(errors)) or "-"
    if "upload" in errors:
        return too_large(doing, f"ckan.max_resource_size: {told}")
    if "match" in errors:
        return Overtaken(
            Text(
                th=f"มีผู้อื่นแก้ไขชุดข้อมูลระหว่าง {doing} ({told}) ระบบจะตรวจดูใหม่",
                en=f"Somebody else changed the dataset during {doing} ({told}): it is looked at again",
            )
        )
    what = _what(errors)
    kind = TitleRefused if "title" in errors else FieldsRefused
    error = kind(
        Text(
            th=f"พอร์ทัลไม่รับ {doing}: {told} โปรดแก้ไข{what.th} แล้วเผยแพร่อีกครั้ง",
            en=f"The portal refused {doing}: {told}. Correct {what.en} and publish again",
        )
    )
    error.errors = errors
    return error


def _what(errors: Mapping[str, object]) -> Text:
    if "title" in errors:
        return Text(
            th="ชื่อชุดข้อมูลในคำประกาศ (พอร์ทัลแบบ data.go.th ไม่ให้สองชุดข้อมูลใช้ชื่อเดียวกัน)",
            en="the declared title (on a data.go.th-style portal no two datasets may bear the same one)",
        )
    if "name" in errors:
        return Text(
            th="ชื่อไฟล์คำประกาศซึ่งเป็นชื่อของชุดข้อมูล (อาจมีชุดข้อมูลอื่นใช้ชื่อนี้อยู่ หรือมีชุดที่ถูกลบแต่ยังไม่ล้างออก ซึ่งผู้ดูแลพอร์ทัลกู้คืนหรือล้างได้)",
            en="the dataset's name, the file name of its declaration (another dataset may bear it already, or a "
            "deleted one that the portal's administrator can restore or purge)",
        )
    if "owner_org" in errors:
        return Text(
            th="องค์กรของหน่วยงานใน agency.yaml หรือสิทธิ์ของโทเคนในองค์กรนั้น",
            en="the agency's organisation in agency.yaml, or the rights of the token in it",
        )
    fields = ", ".join(field for field in errors if field not in _NOT_WORTH_TELLING)
    return Text(th=f"คำประกาศ ({fields})", en=f"the declaration ({fields})") if fields else _DECLARATION


_DECLARATION = Text(th="คำประกาศ", en="the declaration")


def flattened(errors: object, path: str = "") -> Iterator[tuple[str, str]]:
    """CKAN's validation errors as (path, message). Lists of resources hold an empty dict for each that is in order."""
    if isinstance(errors, Mapping):
        for key, value in errors.items():
            if not path and key in _NOT_WORTH_TELLING:
                continue
            yield from flattened(value, f"{path}.{key}" if path else str(key))
    elif isinstance(errors, list):
        for place, value in enumerate(errors):
            nested = isinstance(value, Mapping | list)
            yield from flattened(value, f"{path}[{place}]" if nested else path)
    else:
        yield path, str(errors)
