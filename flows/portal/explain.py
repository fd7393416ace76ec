"""What a portal's refusal of a dataset's metadata means, where only another question to the portal can tell."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flows.domain.dataset import Dataset
from flows.domain.errors import PortalRefused
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.client import Portal
from flows.portal.failures import Absent, NotAllowed, TitleRefused
from flows.portal.payload import dataset_title


@contextmanager
def explained(portal: Portal, dataset: Dataset, sent: Mapping[str, Any]) -> Iterator[None]:
    """PortalRefused that names the dataset that bears the title, or the groups that the portal may not have.

    `sent` are the dataset fields of the write.
    """
    try:
        yield
    except TitleRefused as refusal:
        holder = _holder(portal, dataset)
        if holder is None:
            raise
        raise PortalRefused(_borne(dataset, holder)) from refusal
    except (Absent, NotAllowed) as refusal:
        if "groups" not in sent:
            raise
        raise PortalRefused(_of_groups(portal, dataset, isinstance(refusal, Absent))) from refusal


def _of_groups(portal: Portal, dataset: Dataset, absent: bool) -> Text:
    groups = ", ".join(dataset.declared.groups)
    if absent:
        return Text(
            th=f"พอร์ทัล {portal.url} ไม่มีกลุ่มที่ประกาศไว้ใน {dataset.path} ครบทุกกลุ่ม ({groups}) "
            f"โปรดแก้ groups ในคำประกาศ หรือขอให้ผู้ดูแลพอร์ทัลสร้างกลุ่มนั้น",
            en=f"The portal {portal.url} does not have all groups that {dataset.path} declares ({groups}): correct "
            f"`groups` there, or ask the portal's administrator to make the group",
        )
    return Text(
        th=f"โทเคนใน PERD_PORTAL_TOKEN ไม่มีสิทธิ์นำ {dataset.id} เข้ากลุ่ม {groups} หรือไม่มีสิทธิ์ในองค์กร "
        f"{dataset.agency.organisation} โปรดขอให้ผู้ดูแลพอร์ทัลเพิ่มผู้ใช้ของโทเคนเป็นสมาชิกของกลุ่มและเป็นผู้แก้ไขขององค์กร "
        f"หรือนำ groups ออกจาก {dataset.path}",
        en=f"The token in PERD_PORTAL_TOKEN may not put {dataset.id} into the groups {groups}, or has no right in the "
        f"organisation {dataset.agency.organisation}: have the portal's administrator make its user a member of each "
        f"group and an editor of the organisation, or take `groups` out of {dataset.path}",
    )


def _holder(portal: Portal, dataset: Dataset) -> PublishedDataset | None:
    """The other dataset that bears the title; None if the token does not see it, or if that was not the matter."""
    title = dataset_title(dataset)
    phrase = title.replace("\\", "\\\\").replace('"', '\\"')
    try:
        answer = portal.act(
            "package_search",
            {"fq": f'title:"{phrase}"', "rows": 100, "include_private": True},
            of=f"the title of {dataset.id}",
        )
    except PortalRefused:
        return None  # a portal's search that does not take the title is no reason to hide what happened
    found = (standing.published(one, portal.url) for one in answer["results"] if one["title"] == title)
    return next((one for one in found if one.name != dataset.id), None)


def _borne(dataset: Dataset, holder: PublishedDataset) -> Text:
    title = dataset_title(dataset)
    owner = standing.own_id(holder)
    if owner is None:
        return Text(
            th=f'พอร์ทัลไม่รับชื่อ "{title}" ของ {dataset.id} เพราะชุดข้อมูล {holder.name} ({holder.url}) ใช้ชื่อนี้อยู่แล้ว '
            f"โปรดตั้งชื่ออื่นใน {dataset.path} หรือขอให้เจ้าของเปลี่ยนชื่อชุดข้อมูลนั้นบนพอร์ทัล",
            en=f'The portal refused the title "{title}" of {dataset.id}: the dataset {holder.name} ({holder.url}) '
            f"bears it already. Give another title in {dataset.path}, or have its owner rename that dataset there",
        )
    return Text(
        th=f'พอร์ทัลไม่รับชื่อ "{title}" ของ {dataset.id} เพราะชุดข้อมูล {holder.name} ({holder.url}) ใช้ชื่อนี้อยู่แล้ว '
        f"หากเปลี่ยนชื่อไฟล์คำประกาศจาก {holder.name} โปรดใช้ชื่อไฟล์เดิม หรือลบชุดข้อมูลเดิมบนพอร์ทัลก่อน "
        f"หากสลับชื่อกันระหว่างสองชุด โปรดตั้งชื่อชั่วคราวให้ชุดหนึ่งแล้วเผยแพร่ก่อนหนึ่งรอบ มิฉะนั้นโปรดตั้งชื่ออื่นใน {dataset.path}",
        en=f'The portal refused the title "{title}" of {dataset.id}: the dataset {holder.name} ({holder.url}) bears it '
        f"already. If the declaration's file was renamed from {holder.name}, give it that name again or delete the old "
        f"dataset on the portal; if two datasets swap titles, give one a third title for one run; otherwise choose "
        f"another title in {dataset.path}",
    )
