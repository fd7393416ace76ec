"""What would have to be written to bring the portal to the declared state. Pure: it compares, and asks nobody.

Only fields of ours are compared, one by one, with what stands. An empty plan means that nothing is written at all: the
portal's own stamps (metadata_modified, state) are no evidence either way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from flows.domain.draft import Draft, Fresh, Part
from flows.domain.errors import PortalRefused
from flows.domain.portal_edit import Kept, PortalEdit
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.differences import description
from flows.portal.ownership import agreed
from flows.portal.payload import DatasetFields, as_sent, dataset_fields, dataset_name
from flows.portal.planned_files import files_of, names_of, to_put
from flows.portal.profile import Profile
from flows.portal.resource_payload import resource_id
from flows.portal.table import Table
from flows.portal.writes import Create, Difference, LoadTable, Open, PutFile, Replace, Write


@dataclass(frozen=True)
class Plan:
    """The writes still to do, in order, against what stood at the last look."""

    draft: Draft
    profile: Profile
    report_url: str | None
    writes: tuple[Write, ...]
    differences: tuple[Difference, ...] = ()
    """What Describe mends, field by field, for people to read."""
    remarks: tuple[Text, ...] = field(default=())
    edits: tuple[PortalEdit, ...] = ()
    """What people changed on the portal, as it stands now."""

    @property
    def empty(self) -> bool:
        return not self.writes

    @property
    def words(self) -> tuple[str, ...]:
        """The writes by name: create, file:, table: or replace:<resource>, metadata, public."""
        return tuple(write.word for write in self.writes)

    def of(self, draft: Draft) -> "Plan":
        """The plan of the same dataset's `draft`. What was published over a person's edit stays told."""
        again = plan(draft, self.profile, self.report_url)
        published_over = (edit for edit in self.edits if edit.kept is not Kept.PORTAL)
        return replace(again, edits=tuple(dict.fromkeys((*published_over, *again.edits))))

    def seen_from(self, now: PublishedDataset | None) -> "Plan":
        """The plan for the same draft against what stands now."""
        return self.of(replace(self.draft, standing=now))


def plan(draft: Draft, profile: Profile, report_url: str | None = None) -> Plan:
    """What has to be written so that the portal says and holds what `draft` does, against `draft.standing`.

    `report_url`: where this dataset's check report can be read; None leaves what stands.
    Raises PortalRefused if what stands under the name is not ours, or was deleted by somebody; DeclarationError if the
    portal has no word for what is declared. A draft that lacks a declared resource is a bug of the caller: ValueError.
    """
    dataset, stands = draft.dataset, draft.standing
    _whole(draft)
    name = dataset_name(dataset, profile)
    fields = dataset_fields(dataset, profile, report_url)
    if stands is not None:
        _ours(dataset.id, stands)
    merged = agreed(dataset, fields, profile, stands, files_of(draft, profile, name))
    puts = tuple(put for put in merged.files if to_put(put, stands))
    loads = tuple(load for part in draft.parts if (load := _load(draft, part)) is not None)
    writes: list[Write] = []
    differences: tuple[Difference, ...] = ()
    if stands is None:
        writes.append(Create({**as_sent(fields), "name": name, "private": True}))
    # A table that stands takes its rows before its file changes: if it refuses them, the public keeps the last version
    # of both, and of datapackage.json. A new one needs its resource first, which comes with the file.
    pairs = _pairs(loads, puts)
    paired = {pair.load.id for pair in pairs}
    writes += pairs
    writes += [load for load in loads if load.replaces and load.id not in paired]
    writes += [put for put in puts if put.id not in paired]
    writes += [load for load in loads if not load.replaces]
    if stands is not None:
        put = {one.id for one in puts}
        described, differences = description(merged.fields, stands, [one for one in merged.files if one.id not in put])
        if described is not None:
            writes.append(described)
    if stands is None or stands.private or stands.marked_withdrawn:
        writes.append(Open())
    return Plan(
        draft=draft,
        profile=profile,
        report_url=report_url,
        writes=tuple(writes),
        differences=differences,
        remarks=tuple(_remarks(draft, profile, fields)),
        edits=merged.edits,
    )


def _pairs(loads: Iterable[LoadTable], puts: Iterable[PutFile]) -> list[Replace]:
    by_id = {put.id: put for put in puts}
    return [Replace(load, by_id[load.id]) for load in loads if load.replaces and load.path and load.id in by_id]


def _whole(draft: Draft) -> None:
    declared = [resource.name for resource in draft.dataset.resources]
    drafted = [part.resource.name for part in draft.parts]
    if declared != drafted:
        raise ValueError(f"{draft.dataset.id}: resources {declared} are declared, and the draft holds {drafted}")


def _ours(id: str, stands: PublishedDataset) -> None:
    if stands.fields.get("state", "active") == "deleted":
        raise PortalRefused(
            Text(
                th=f"มีผู้ลบชุดข้อมูล {stands.name} บนพอร์ทัล ระบบจะไม่นำกลับมาเอง โปรดกู้คืนบนพอร์ทัล หรือนำคำประกาศออกจาก datasets/",
                en=f"The dataset {stands.name} was deleted on the portal by hand: restore it there, or take its "
                f"declaration out of datasets/; it is not brought back against somebody's decision",
            )
        )
    owner = standing.own_id(stands)
    if owner == id:
        return
    other = Text(th="ซึ่งไม่ได้สร้างจากระบบนี้", en="was not made by this pipeline")
    if owner:
        other = Text(th=f"ซึ่งเป็นของคำประกาศ {owner!r}", en=f"belongs to the declaration {owner!r}")
    raise PortalRefused(
        Text(
            th=f"พอร์ทัลมีชุดข้อมูลชื่อ {stands.name} ({stands.url}) อยู่แล้ว {other.th} ระบบจะไม่เขียนทับ "
            f"โปรดเปลี่ยนชื่อไฟล์คำประกาศ หรือขอให้เปลี่ยนชื่อชุดข้อมูลนั้นบนพอร์ทัล",
            en=f"The portal already has a dataset called {stands.name} ({stands.url}) that {other.en}: it is not "
            f"overwritten; rename the declaration's file, or have that dataset renamed on the portal",
        )
    )


def _load(draft: Draft, part: Part) -> LoadTable | None:
    found = draft.stands(part.resource.name)
    sha256 = part.tidied.sha256 if isinstance(part, Fresh) else part.published.sha256
    table = Table(part.schema)
    mark = (found.fields.get("perd_datastore_sha256") if found is not None else None) or ""
    if mark == table.digest(sha256):
        return None
    return LoadTable(
        resource=part.resource.name,
        id=resource_id(draft.dataset, part.resource.name),
        table=table,
        path=part.tidied.path if isinstance(part, Fresh) else None,
        rows=part.rows,
        file_sha256=sha256,
        mark=mark,
        replaces=found is not None and bool(found.fields.get("datastore_active")),
        known=found is not None and found.untouched and mark == table.digest(found.sha256),
    )


def _remarks(draft: Draft, profile: Profile, fields: DatasetFields) -> Iterator[Text]:
    if fields.refused_tags:
        tags = ", ".join(fields.refused_tags)
        yield Text(
            th=f"พอร์ทัลนี้ไม่รับคำสำคัญเหล่านี้ จึงไม่ได้ส่งไป: {tags}",
            en=f"This portal ({profile.profile}) does not take these tags, so they were left out: {tags}",
        )
    if draft.standing is None:
        return
    declared = set(names_of(draft))
    for resource in draft.standing.resources:
        if resource.resource not in declared:
            yield Text(
                th=f"ทรัพยากร {resource.resource} ไม่อยู่ในคำประกาศแล้ว ระบบคงไว้บนพอร์ทัลตามเดิมและไม่ปรับปรุงอีก"
                f" หากต้องการให้ปรับปรุงต่อโปรดใส่กลับในคำประกาศ หากต้องการนำออกผู้ดูแลพอร์ทัลต้องลบเอง",
                en=f"The resource {resource.resource} is no longer declared: it is left on the portal as it stands and "
                f"not brought up to date any more; declare it again, or have it removed on the portal by hand",
            )
    if draft.standing.private:
        yield Text(
            th="ชุดข้อมูลนี้ยังไม่เปิดเผยบนพอร์ทัล และจะถูกเปิดเผย",
            en="The dataset stands private on the portal and will be made public",
        )
