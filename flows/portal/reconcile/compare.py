"""Facts in, drifts out: what ledger and archive say of a dataset against what was seen of it. Asks nobody."""

from flows.domain.drift import Drift
from flows.domain.on_record import OnRecord
from flows.domain.text import Text
from flows.portal.profile import Profile
from flows.portal.reconcile.archive import archive_drifts
from flows.portal.reconcile.case import Case
from flows.portal.reconcile.dataset import absent_drifts, deleted, standing_drifts
from flows.portal.reconcile.files import REPLACED, file_drifts
from flows.portal.reconcile.metadata import metadata_drifts
from flows.portal.reconcile.search import search_drifts
from flows.portal.reconcile.seen import Seen
from flows.portal.reconcile.tables import table_drifts
from flows.portal.standing import own_id

BY_PEOPLE = frozenset({"metadata/edited", "metadata/terms", "resource/twice", "table/hidden"})
"""What no publication leaves behind, wherever it breaks off."""
FINISHED = Text(th="เสร็จ", en="finished")
BROKEN_OFF = Text(th="ค้างอยู่", en="broken off")


def compare(record: OnRecord, seen: Seen, profile: Profile) -> tuple[Drift, ...]:
    """Everything in which they do not agree, each thing once; nothing where they do."""
    case = Case(record, seen, profile)
    archive = tuple(archive_drifts(case))
    stands = seen.stands
    if stands is None:
        return (*archive, *absent_drifts(case))
    standing = tuple(standing_drifts(case))
    if own_id(stands) != record.dataset:
        return (*archive, *standing)
    return (*archive, *standing, *_content(case), *search_drifts(case))


def _content(case: Case) -> tuple[Drift, ...]:
    """What is in it; one word for all that a publication which broke off has left there."""
    stands = case.stands
    if deleted(stands) or stands.withdrawn or stands.closed_by_hand:
        return ()
    content: tuple[Drift, ...] = ()
    if case.seen.to_visitors:
        files = tuple(file_drifts(case))
        replaced = {drift.where for drift in files if drift.slug in REPLACED}
        content = (*files, *table_drifts(case), *metadata_drifts(case, replaced))
    by_people = tuple(drift for drift in content if drift.slug in BY_PEOPLE)
    if case.record.unfinished and (stands.private or len(by_people) < len(content)):
        return (case.drift("ledger/unfinished", expected=FINISHED, found=BROKEN_OFF, mends=True), *by_people)
    return content
