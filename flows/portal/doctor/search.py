"""The search index: does it know what the portal has, as it is now?"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flows.domain.errors import PortalRefused
from flows.portal.client import Portal
from flows.portal.doctor.finding import Finding
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.telling import listed
from flows.portal.doctor.words import found

AT_A_TIME = 50
"""Datasets of ours that are looked for together."""
COMPARED = 5
"""Of those, how many are compared with what stands."""
LAG = timedelta(minutes=5)
"""An index that is so far behind was not told."""
SECOND_LOOK = 2.0
"""Seconds until the numbers are compared again: somebody may have been publishing."""


def search(subject: Subject) -> Iterator[Finding]:
    """Does it find all datasets, and ours as they are?"""
    portal = subject.portal
    try:
        there = portal.ask("package_list", {}, of="all datasets")
    except PortalRefused:
        yield found("search/unknown")
        return
    standing = set(there)
    ours = [name for name in subject.needs.datasets if name in standing][:AT_A_TIME]
    indexed = _indexed(portal, ours)
    missed = [name for name in ours if name not in indexed]
    if missed:
        yield found("search/misses-ours", names=listed(missed))
        return
    stale = [name for name in ours[:COMPARED] if _behind(portal, name, indexed[name])]
    if stale:
        yield found("search/stale", names=listed(stale))
        return
    known = _count(portal)
    if known != len(there):
        time.sleep(SECOND_LOOK)
        there, known = portal.ask("package_list", {}, of="all datasets"), _count(portal)
    if known != len(there):
        yield found("search/lags", found=known, there=len(there))
    else:
        yield found("search/agrees", count=known)


def _indexed(portal: Portal, names: Sequence[str]) -> Mapping[str, str]:
    """When each of the datasets was changed, as the index has it; those that it does not find are missing."""
    if not names:
        return {}
    query = " OR ".join(f'"{name}"' for name in names)
    answer = portal.ask("package_search", {"fq": f"name:({query})", "rows": len(names)}, of="our datasets")
    return {dataset["name"]: str(dataset.get("metadata_modified") or "") for dataset in answer["results"]}


def _behind(portal: Portal, name: str, indexed: str) -> bool:
    standing = portal.look_as_public(name)
    return standing is not None and is_behind(indexed, standing.metadata_modified)


def is_behind(indexed: str, standing: str) -> bool:
    """Whether the index has an older version. Both are CKAN's stamps: UTC, ISO, without a zone."""
    try:
        return datetime.fromisoformat(standing) - datetime.fromisoformat(indexed) > LAG
    except (ValueError, TypeError):
        return False


def _count(portal: Portal) -> int:
    answer: Any = portal.ask("package_search", {"rows": 0}, of="the number of datasets")
    return int(answer["count"])
