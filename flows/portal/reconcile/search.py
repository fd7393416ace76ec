"""Does the search find the dataset, as it is now, and only as long as it may be seen?"""

from collections.abc import Iterator

from flows.domain.drift import Drift
from flows.domain.text import Text
from flows.portal.doctor.search import is_behind
from flows.portal.reconcile.case import Case
from flows.portal.reconcile.dataset import deleted

FOUND = Text(th="ค้นพบ", en="found")
NOT_FOUND = Text(th="ค้นไม่พบ", en="not found")


def search_drifts(case: Case) -> Iterator[Drift]:
    """Of a dataset that stands."""
    stands, indexed = case.stands, case.seen.indexed
    if stands.private or deleted(stands):
        if indexed:
            yield case.drift("search/shows-hidden", expected=NOT_FOUND, found=FOUND)
    elif not case.seen.to_visitors:
        return
    elif indexed is None:
        yield case.drift("search/missing", expected=FOUND, found=NOT_FOUND, mends=case.mends)
    elif indexed.name != stands.name or is_behind(indexed.modified, stands.metadata_modified):
        expected, found = (f"{name} {stamp}" for name, stamp in _states(case))
        yield case.drift("search/stale", expected=expected, found=found, mends=case.mends)


def _states(case: Case) -> Iterator[tuple[str, str]]:
    assert case.seen.indexed
    yield case.stands.name, case.stands.metadata_modified
    yield case.seen.indexed.name, case.seen.indexed.modified
