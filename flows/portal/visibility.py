"""Who sees a dataset: made public, or private, with the mark by which it is known later whose decision that was.

Nothing is ever deleted: a private dataset keeps its name, ids, files and tables, and only the public does not see them.
"""

from collections.abc import Callable
from functools import partial

from flows.domain.errors import PortalRefused
from flows.domain.published import OPENED, PublishedDataset, PublishedResource
from flows.domain.text import Text
from flows.domain.withdrawal import Sight
from flows.portal import standing, verify
from flows.portal.client import Portal, Revision
from flows.portal.failures import absent
from flows.portal.patience import patiently

_STILL_SEEN = Text(
    th="ตั้งชุดข้อมูล {name} เป็นส่วนตัวแล้ว แต่ผู้ใช้ทั่วไปยังเห็นบน {portal} โปรดสอบถามผู้ดูแลพอร์ทัลว่าส่วนเสริมใดเปิดให้เห็น",
    en="The dataset {name} was made private and an anonymous visitor still sees it on {portal}: ask the portal's"
    " administrator which extension shows it",
)


def sight(dataset: str, stands: PublishedDataset | None) -> Sight:
    """What the portal shows of our dataset of that id."""
    if stands is None or standing.own_id(stands) != dataset or stands.fields.get("state", "active") == "deleted":
        return Sight.ABSENT
    if not stands.private:
        return Sight.PUBLIC
    return Sight.WITHDRAWN if stands.withdrawn else Sight.CLOSED


def open_to_public(portal: Portal, stands: PublishedDataset) -> None:
    """One write, not looked at. Its mark tells what a person closes later from what was never finished."""
    opened = {stands.resources[0].id: {OPENED: "True"}}
    portal.revise(stands, Revision(fields={"private": False}, resources=opened))


def make_private(portal: Portal, name: str, by_rule: bool, sleep: Callable[[float], None]) -> None:
    """Looked at before, and proven afterwards: the public sees nothing of it.

    by_rule: whether Perd is to open it again by itself; else it stands as if a person had closed it on the portal.
    Raises PortalUnavailable, PortalRefused.
    """

    def close() -> None:
        stands = _there(portal, name)
        if not (stands.withdrawn if by_rule else stands.closed_by_hand):
            marks = {each.id: {OPENED: "False" if by_rule else "True"} for each in _marked(stands)}
            portal.revise(stands, Revision(fields={"private": True}, resources=marks))

    patiently(close, sleep, portal.pauses)
    if portal.look_as_public(name) is not None:
        raise PortalRefused(_STILL_SEEN.filled(name=name, portal=portal.url))


def make_public(portal: Portal, name: str, sleep: Callable[[float], None]) -> PublishedDataset:
    """The dataset as the public sees it then, once its files were seen to be those that were published.

    Raises PortalUnavailable, PortalRefused; NotAsSent where a file is not what it was.
    """
    stands = patiently(partial(_there, portal, name), sleep, portal.pauses)
    verify.all_right(portal, name, verify.as_editor(portal, stands), sleep)

    def open_it() -> None:
        now = _there(portal, name)
        if now.private or now.marked_withdrawn:
            open_to_public(portal, now)

    patiently(open_it, sleep, portal.pauses)
    public, _, wrong = verify.as_public(portal, name, tuple(each.resource for each in stands.resources))
    verify.all_right(portal, name, wrong, sleep)
    return public


def leave_open(portal: Portal, name: str, sleep: Callable[[float], None]) -> None:
    """Somebody opened what Perd had withdrawn: from now on it is theirs to close. Raises as `make_private` does."""

    def mark() -> None:
        now = _there(portal, name)
        if not now.private and now.marked_withdrawn:
            open_to_public(portal, now)

    patiently(mark, sleep, portal.pauses)


def _marked(stands: PublishedDataset) -> tuple[PublishedResource, ...]:
    return tuple(each for each in stands.resources if each.fields.get(OPENED)) or stands.resources[:1]


def _there(portal: Portal, name: str) -> PublishedDataset:
    stands = portal.look(name)
    if stands is None:
        raise absent(f"package_show of {name}", portal.url)
    return stands
