"""Datasets that are each right, and cannot both be published."""

from collections.abc import Iterator, Sequence

from flows.declared.mistakes import Mistake
from flows.domain.dataset import Dataset


def clashes(read: Sequence[tuple[str, Dataset]]) -> Iterator[tuple[str, Mistake]]:
    """One mistake for each dataset, given with its id, whose id or title is another's too; none of them can run.

    Portals refuse a second dataset of the same title; a sample's title says that it is one, and is another title.
    """
    by_id: dict[str, list[Dataset]] = {}
    by_title: dict[tuple[str, bool], list[Dataset]] = {}
    for name, dataset in read:
        by_id.setdefault(name, []).append(dataset)
        title = " ".join(dataset.declared.title.split())
        by_title.setdefault((title, dataset.declared.sample), []).append(dataset)
    for name, dataset in read:
        for other in by_id[name]:
            if other is not dataset:
                yield (
                    name,
                    Mistake(dataset.path, None, f"has the id {name}, as {other.path} has: rename one of the two files"),
                )
        title = " ".join(dataset.declared.title.split())
        for other in by_title[title, dataset.declared.sample]:
            if other is not dataset and other.id != dataset.id:
                yield (
                    name,
                    Mistake(dataset.path, None, f"title: {other.path} has the same; a portal takes each title once"),
                )
