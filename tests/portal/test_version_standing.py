"""Which version stands on the portal, and what keeps the public from it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from flows.domain.draft import Draft, Fresh
from flows.domain.published import OPENED, PublishedDataset
from flows.domain.version import Version
from flows.portal import standing
from flows.portal.plan import Plan, plan
from flows.portal.profile import Profile
from flows.standing_version import standing_among, unseen
from flows.versions import table_of

PORTAL = "https://p.example"


@pytest.mark.parametrize(
    ("changed", "stands", "why"),
    [
        ({}, True, None),
        ({"private": True}, True, "has it as private"),
        ({"state": "deleted"}, False, "was deleted there"),
    ],
)
def test_a_version_is_told_to_stand_only_where_there_is_a_dataset_and_to_be_unseen_where_nobody_sees_it(
    draft: Draft,
    part: Fresh,
    any_profile: Profile,
    arrived: Callable[[Plan], PublishedDataset],
    changed: dict[str, object],
    stands: bool,
    why: str | None,
) -> None:
    answer = {**arrived(plan(draft, any_profile)).fields, **changed}
    answer["resources"] = [{**one, OPENED: "True"} for one in answer["resources"]]
    on_portal = standing.published(answer, PORTAL)
    version = Version(
        1, draft.dataset, "run", datetime(2026, 11, 20, tzinfo=UTC), (table_of(part),), "c" * 64, "d" * 64
    )
    assert (standing_among([version], on_portal, any_profile) is version) is stands
    said = unseen(draft.dataset.id, on_portal)
    assert (said is None) if why is None else (said is not None and why in said.en)


def test_of_what_is_not_there_nothing_stands(any_profile: Profile) -> None:
    assert standing_among([], None, any_profile) is None
    said = unseen("tst-a", None)
    assert said and "not on the portal" in said.en
