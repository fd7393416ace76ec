"""Which version of the archive stands on the portal, and whether anybody sees it there."""

from collections.abc import Iterable

from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.domain.version import Version
from flows.domain.withdrawal import Sight
from flows.portal.profile import Profile
from flows.portal.version_standing import stands_as
from flows.portal.visibility import sight
from flows.world import World


def standing_version(stands: PublishedDataset | None, world: World) -> Version | None:
    """The newest that the portal says it holds; None if it holds none of the archive's. Raises ArchiveError."""
    if stands is None:
        return None
    kept = (each for each in world.versions.newest_first(stands.name) if isinstance(each, Version))
    return standing_among(kept, stands, world.profile)


def standing_among(kept: Iterable[Version], stands: PublishedDataset | None, profile: Profile) -> Version | None:
    """The first of them that the portal says it holds; none of a dataset that was deleted there."""
    if stands is None or sight(stands.name, stands) is Sight.ABSENT:
        return None
    return next((each for each in kept if stands_as(each.dataset, each.tables, stands, profile)), None)


def unseen(dataset: str, stands: PublishedDataset | None) -> Text | None:
    """Why the public sees no version of it; None where it does."""
    return _UNSEEN.get(sight(dataset, stands))


_PRIVATE = Text(th="พอร์ทัลปิดชุดข้อมูลนี้ไว้ สาธารณะไม่เห็น", en="the portal has it as private, and the public does not see it")
_UNSEEN = {
    Sight.ABSENT: Text(th="ไม่อยู่บนพอร์ทัล หรือถูกลบไปแล้ว", en="it is not on the portal, or was deleted there"),
    Sight.CLOSED: _PRIVATE,
    Sight.WITHDRAWN: _PRIVATE,
}
