"""Reading back what was written: first as an editor while nobody else sees it, then as an anonymous visitor.

What is not as it was sent is a value, not an error: whoever looks here goes on to look at the rest, and then empties
the mark that said that it was, so that the next run sends it again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset, PublishedResource
from flows.domain.receipt import PublishedFile
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.client import Portal, Revision
from flows.portal.datastore import counting
from flows.portal.failures import Absent, NotAllowed, NotAsSent
from flows.portal.patience import patiently

FILE_MARK = "perd_bytes"
TABLE_MARK = "perd_datastore_sha256"
"""Our fields of a resource that say that the file there, and the table there, are the ones that were sent."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One file or table that is not what was sent."""

    resource: str
    """The portal's id."""
    mark: str
    told: Text


def all_right(portal: Portal, name: str, found: tuple[Wrong, ...], sleep: Callable[[float], None]) -> None:
    """NotAsSent if anything was found wrong, once the marks are gone that said it was right."""
    if not found:
        return
    forget(portal, name, found, sleep)
    told = [wrong.told for wrong in found]
    raise NotAsSent(Text(th=" ".join(one.th for one in told), en=". ".join(one.en for one in told)))


def seen_as_it_is(portal: Portal, stands: PublishedDataset, sleep: Callable[[float], None]) -> PublishedDataset:
    """What stands, once the marks are gone of files that are not what they were sent as: all of them are read."""
    wrong = as_editor(portal, stands)
    if not wrong:
        return stands
    forget(portal, stands.name, wrong, sleep)
    return portal.look(stands.name) or stands


def forget(portal: Portal, name: str, found: tuple[Wrong, ...], sleep: Callable[[float], None]) -> None:
    """Take the marks away, so that these files and tables are sent again."""
    marks: dict[str, dict[str, str]] = {}
    for wrong in found:
        marks.setdefault(wrong.resource, {})[wrong.mark] = ""

    def forget() -> None:
        now = portal.look(name)
        if now is not None:
            portal.revise(now, Revision(resources=marks))

    patiently(forget, sleep, portal.pauses)


def as_editor(portal: Portal, dataset: PublishedDataset) -> tuple[Wrong, ...]:
    """What of our files is not as it was sent. PortalRefused where a web page stands in a file's place."""
    found = (file(portal, dataset, resource, as_editor=True) for resource in dataset.resources)
    return tuple(wrong for wrong in found if wrong is not None)


def as_public(
    portal: Portal, name: str, resources: tuple[str, ...]
) -> tuple[PublishedDataset, tuple[PublishedFile, ...], tuple[Wrong, ...]]:
    """What an anonymous visitor gets of the dataset: its page, the bytes of these resources, row counts; what is wrong.

    Every file is read, not only one that was just written: nothing else would see what somebody did to the others.
    `resources` are the names that have to be there. PortalRefused if the public does not see the dataset or them.
    """
    try:
        answer = portal.ask("package_show", {"id": name}, of=f"{name} by an anonymous visitor")
    except (Absent, NotAllowed) as hidden:
        raise PortalRefused(
            Text(
                th=f"เปิดชุดข้อมูล {name} ต่อสาธารณะแล้ว แต่ผู้ใช้ทั่วไปยังไม่เห็นบน {portal.url} "
                f"โปรดสอบถามผู้ดูแลพอร์ทัลว่าต้องรอการอนุมัติก่อนหรือไม่",
                en=f"The dataset {name} was made public and an anonymous visitor still cannot see it on {portal.url}: "
                f"ask the portal's administrator whether it hides datasets until somebody approves them",
            )
        ) from hidden
    dataset = standing.published(answer, portal.url)
    missing = ", ".join(resource for resource in resources if dataset.resource(resource) is None)
    if dataset.private or missing:
        raise PortalRefused(_hidden(name, missing))
    ours = [resource for resource in dataset.resources if resource.resource in resources]
    looks = [
        look
        for resource in ours
        for look in (file(portal, dataset, resource, as_editor=False), _table(portal, dataset, resource))
    ]
    return (
        dataset,
        tuple(PublishedFile(one.resource, one.id, one.url, one.sha256, True, one.rows) for one in ours),
        tuple(wrong for wrong in looks if wrong is not None),
    )


def file(
    portal: Portal,
    dataset: PublishedDataset,
    resource: PublishedResource,
    *,
    as_editor: bool,
    to: Path | None = None,
) -> Wrong | None:
    """Read one file, kept in `to` if that is given; what is wrong with its bytes."""
    for _ in range(2):  # an answer that ends with its connection seems whole wherever it is cut
        found = portal.download(resource.url, size=resource.bytes_to_expect, as_editor=as_editor, to=to)
        if found.sha256 == resource.sha256:
            return None
    of = f"{resource.resource} of {dataset.name}"
    if found.web_page:
        raise PortalRefused(
            Text(
                th=f"ที่อยู่ไฟล์ของ {of} ตอบเป็นหน้าเว็บแทนไฟล์ ({resource.url}) โปรดขอให้ผู้ดูแลพอร์ทัลอนุญาตการดาวน์โหลดผ่านไฟร์วอลล์",
                en=f"The address of {of} gives a web page instead of the file ({resource.url}): ask the portal's "
                f"administrator to let downloads through its firewall",
            )
        )
    told = f"{found.size:,}", f"{found.sha256[:12]}...", f"{resource.sha256[:12]}..."
    return Wrong(
        resource.id,
        FILE_MARK,
        Text(
            th=f"ไฟล์ของ {of} บนพอร์ทัลไม่ตรงกับไฟล์ที่ส่งไป ({told[0]} ไบต์ SHA-256 {told[1]} แทนที่จะเป็น {told[2]} "
            f"{resource.url}) ระบบจะส่งไฟล์นี้ใหม่ในรอบถัดไป หากยังเป็นอยู่โปรดสอบถามผู้ดูแลพอร์ทัลว่ามีส่วนเสริมหรือแคชที่เปลี่ยนไฟล์ "
            f"หรือมีผู้เปลี่ยนไฟล์ด้วยมือหรือไม่",
            en=f"The portal gives other bytes for {of} than were sent ({told[0]} bytes, SHA-256 {told[1]} instead of "
            f"{told[2]}, {resource.url}): it is sent again in the next run; if it stays so, ask the portal's "
            f"administrator whether a person, an extension or a cache changes files",
        ),
    )


def kept_file(
    portal: Portal, dataset: PublishedDataset, resource: PublishedResource, to: Path, sleep: Callable[[float], None]
) -> Path:
    """The file of a resource as it stands, in `to`. NotAsSent, once its mark is gone, if it is not what was sent."""
    wrong = file(portal, dataset, resource, as_editor=True, to=to)
    all_right(portal, dataset.name, (wrong,) if wrong else (), sleep)
    return to


def _table(portal: Portal, dataset: PublishedDataset, resource: PublishedResource) -> Wrong | None:
    if not resource.fields.get(TABLE_MARK):
        return None
    of = f"{resource.resource} of {dataset.name}"
    total = int(portal.ask("datastore_search", counting(resource.id), of=f"{of} by an anonymous visitor")["total"])
    if total == resource.rows:
        return None
    return Wrong(
        resource.id,
        TABLE_MARK,
        Text(
            th=f"ตารางของ {of} บนพอร์ทัลแสดง {total:,} แถวต่อสาธารณะ แต่ไฟล์มี {resource.rows:,} แถว "
            f"ระบบจะนำเข้าตารางใหม่ในรอบถัดไป หากยังเป็นอยู่โปรดสอบถามผู้ดูแลพอร์ทัลว่ามีอะไรเขียนลงใน DataStore อีก",
            en=f"The portal's table of {of} shows {total:,} rows to the public and the file has {resource.rows:,}: it "
            f"is loaded again in the next run; if it stays so, ask the portal's administrator what else writes into "
            f"its DataStore",
        ),
    )


def _hidden(name: str, missing: str) -> Text:
    what = Text(th="ยังระบุว่าไม่เปิดเผย", en="still says that it is private")
    if missing:
        what = Text(th=f"ไม่แสดงทรัพยากร {missing}", en=f"does not list {missing}")
    return Text(
        th=f"หน้าสาธารณะของ {name} {what.th} โปรดสอบถามผู้ดูแลพอร์ทัลว่าส่วนเสริมใดซ่อนไว้",
        en=f"The public page of {name} {what.en}: ask the portal's administrator which extension hides it",
    )
