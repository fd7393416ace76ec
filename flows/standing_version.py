"""Which version of the archive stands on the portal."""

from flows.domain.published import PublishedDataset
from flows.domain.version import Version
from flows.portal.version_standing import stands_as
from flows.world import World


def standing_version(stands: PublishedDataset | None, world: World) -> Version | None:
    """The newest that the portal says it holds; None if it holds none of the archive's. Raises ArchiveError."""
    if stands is None:
        return None
    kept = (each for each in world.versions.newest_first(stands.name) if isinstance(each, Version))
    return next((each for each in kept if stands_as(each.dataset, each.tables, stands, world.profile)), None)
