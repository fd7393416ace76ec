"""Drifts of the portal as a whole: what bears our mark and is not declared, and what the search does not know."""

from collections.abc import Callable, Collection, Iterator

from flows.domain.drift import Drift
from flows.domain.published import PublishedDataset
from flows.domain.record import WHOLE
from flows.domain.text import Text
from flows.portal import standing
from flows.portal.client import Portal
from flows.portal.doctor.telling import listed
from flows.portal.reconcile.census import Census, standing_as
from flows.portal.reconcile.words import WORDS

DECLARED = Text(th="คำประกาศใน datasets/", en="a declaration in datasets/")
NONE = Text(th="ไม่มี", en="none")


def undeclared(
    portal: Portal, census: Census, declared: Collection[str], ours: Callable[[PublishedDataset], bool]
) -> Iterator[Drift]:
    """Each dataset that stands there under our mark and that nobody declares, but for those that a rule or a person
    closed: they are put away. `ours` tells whether it is one of ours at all, for another Perd may publish on the same
    portal."""
    for dataset in sorted(set(census.bearing) - set(declared)):
        for stands in standing_as(portal, dataset, census):
            if not (stands.withdrawn or stands.closed_by_hand) and ours(stands):
                yield WORDS["dataset/undeclared"].of(
                    "dataset/undeclared",
                    dataset,
                    "" if stands.name == dataset else stands.name,
                    expected=DECLARED,
                    found=NONE,
                    mends=False,
                    url=stands.url,
                )


def index_drifts(census: Census, declared: Collection[str]) -> Iterator[Drift]:
    """Of datasets that no declaration is about: those of the others are told of by themselves."""
    for names, found in ((census.unindexed, _NOT_FOUND), (census.ghosts, _GHOSTS)):
        others = [name for name in names if name not in declared]
        if others:
            yield WORDS["search/count"].of(
                "search/count",
                WHOLE,
                "",
                expected=_ALL,
                found=found.filled(count=f"{len(others):,}"),
                mends=False,
                names=listed(others),
            )


def organisation_of(stands: PublishedDataset) -> str | None:
    """Its name on the portal."""
    found = standing.value(stands.fields, "owner_org", in_extras=False)
    return str(found) if found else None


_ALL = Text(th="ค้นพบทุกชุดที่เปิดอยู่", en="all public datasets are found")
_NOT_FOUND = Text(th="ค้นไม่พบ {count} ชุด", en="{count} are not found")
_GHOSTS = Text(th="ค้นพบ {count} ชุดที่ไม่มีแล้ว", en="{count} are found that are not there")
