"""Whose decision it was that the public does not see a dataset, by its mark."""

from dataclasses import replace
from typing import Any

import pytest

from flows.domain.draft import Draft
from flows.domain.published import OPENED, PublishedDataset
from flows.domain.withdrawal import Sight
from flows.portal import standing
from flows.portal.plan import plan
from flows.portal.profile import Profile
from flows.portal.visibility import sight
from tests.portal.test_plan import Arrive


def marked(stands: PublishedDataset, mark: str | None, **fields: Any) -> PublishedDataset:
    """`stands` with its first resource marked."""
    first, *others = stands.fields["resources"]
    resources = [first | ({OPENED: mark} if mark else {}), *others]
    return standing.published({**stands.fields, "resources": resources, **fields}, "https://p.example")


@pytest.fixture
def stands(draft: Draft, any_profile: Profile, arrived: Arrive) -> PublishedDataset:
    return arrived(plan(draft, any_profile))


@pytest.mark.parametrize(
    ("mark", "private", "seen", "writes"),
    [
        (None, True, Sight.CLOSED, ("public",)),  # never finished
        ("True", True, Sight.CLOSED, ("public",)),  # by a person: settle stops before it is planned
        ("False", True, Sight.WITHDRAWN, ("public",)),
        ("True", False, Sight.PUBLIC, ()),
        ("False", False, Sight.PUBLIC, ("public",)),  # a person opened it: from now on it is theirs to close
    ],
)
def test_the_mark_tells_who_closed_it(
    draft: Draft,
    any_profile: Profile,
    stands: PublishedDataset,
    mark: str | None,
    private: bool,
    seen: Sight,
    writes: tuple[str, ...],
) -> None:
    now = marked(stands, mark, private=private)
    assert sight(draft.dataset.id, now) is seen
    assert now.closed_by_hand is (private and mark == "True")
    assert now.withdrawn is (private and mark == "False")
    assert plan(replace(draft, standing=now), any_profile).words == writes


def test_what_is_not_ours_or_deleted_is_not_there(draft: Draft, stands: PublishedDataset) -> None:
    assert sight(draft.dataset.id, None) is Sight.ABSENT
    assert sight("somebody-elses", stands) is Sight.ABSENT
    assert sight(draft.dataset.id, marked(stands, "True", state="deleted")) is Sight.ABSENT
