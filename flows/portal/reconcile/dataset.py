"""Is there the dataset, once, under its name, and open to everybody?"""

from collections.abc import Iterator

from flows.domain.drift import Drift
from flows.domain.outcome import Held, Waiting
from flows.domain.published import PublishedDataset
from flows.domain.text import Text
from flows.pages.words import OUTCOME_BADGES
from flows.portal import standing
from flows.portal.reconcile.case import NOTHING, Case

PUBLIC = Text(th="สาธารณะเห็น", en="public")
PRIVATE = Text(th="ปิดไว้", en="private")
ON_PURPOSE = (Held.word, Waiting.word)
"""Ends of a dataset that a rule, or a person, keeps from the portal: it is not to be there."""


def absent_drifts(case: Case) -> Iterator[Drift]:
    """Of a dataset that does not stand under its name."""
    renamed, *others = case.seen.elsewhere or (None,)
    if renamed is not None:
        yield case.drift(
            "dataset/renamed", expected=case.record.dataset, found=renamed.name, name=renamed.name, url=renamed.url
        )
        yield from _twice(case, tuple(one for one in others if one))
    elif case.record.recorded:
        here = case.record.recorded.portal.rstrip("/") == case.seen.portal
        yield case.drift("dataset/missing", mends=here and case.mends)
    elif case.record.last not in ON_PURPOSE:
        word = OUTCOME_BADGES[case.record.last] if case.record.last else None
        yield case.drift("dataset/never-arrived", found=word or NOTHING)


def standing_drifts(case: Case) -> Iterator[Drift]:
    """Of a dataset that stands, but for what is in it."""
    stands = case.stands
    owner = standing.own_id(stands)
    if owner != case.record.dataset:
        yield case.drift("dataset/not-ours", expected=case.record.dataset, found=owner or NOTHING)
        return
    yield from _twice(case, case.seen.elsewhere)
    if deleted(stands):
        yield case.drift("dataset/deleted", expected=PUBLIC, found=Text(th="ถูกลบ", en="deleted"))
    elif stands.withdrawn or (stands.closed_by_hand and case.record.withdrawn):
        return
    elif stands.closed_by_hand or (stands.private and case.record.recorded):
        yield case.drift("dataset/private", expected=PUBLIC, found=PRIVATE)
    elif stands.private and not case.record.unfinished:
        yield case.drift("ledger/unknown")
    elif not stands.private and not case.seen.to_visitors:
        yield case.drift("dataset/hidden", expected=PUBLIC, found=Text(th="ไม่เห็น", en="not seen"))
    elif case.record.recorded is None and not case.record.unfinished:
        yield case.drift("ledger/unknown")


def deleted(stands: PublishedDataset) -> bool:
    return bool(stands.fields.get("state") == "deleted")


def _twice(case: Case, others: tuple[PublishedDataset, ...]) -> Iterator[Drift]:
    for other in others:
        once = Text(th="ชุดเดียว", en="once")
        yield case.drift("dataset/twice", other.name, expected=once, found=other.url, name=other.name, url=other.url)
