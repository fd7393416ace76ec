"""The file of changes beside a table: sent with the version that it leads to, and else left as it stands."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.domain.draft import Draft, Fresh
from flows.domain.published import PublishedDataset
from flows.domain.row_changes import RowChanges
from flows.portal.plan import Plan, plan
from flows.portal.profile import Profile
from flows.portal.writes import PutFile

Arrive = Callable[[Plan], PublishedDataset]
FILE = b"_change,code,workers,active\r\nadded,0002,,\r\n"


def asking(draft: Draft) -> Draft:
    """Of a dataset whose table asks for its changes."""
    resource = draft.parts[0].resource.model_copy(update={"changes": True})
    declared = draft.dataset.declared.model_copy(update={"resources": (resource,)})
    dataset = draft.dataset.model_copy(update={"declared": declared})
    return replace(draft, dataset=dataset, parts=(replace(draft.parts[0], resource=resource),))


def told(draft: Draft, folder: Path, before: str = "b" * 64) -> Draft:
    path = folder / "changes.csv"
    path.write_bytes(FILE)
    part = draft.parts[0]
    assert isinstance(part, Fresh)
    sha256 = hashlib.sha256(FILE).hexdigest()
    return replace(draft, changes={"factories": RowChanges(path, sha256, len(FILE), 1, before, part.tidied.sha256)})


@pytest.fixture
def published(draft: Draft, any_profile: Profile, arrived: Arrive, tmp_path: Path) -> Draft:
    """After all of it has arrived; nobody has compared versions since."""
    first = told(asking(draft), tmp_path)
    return replace(asking(draft), standing=arrived(plan(first, any_profile)))


def test_it_comes_after_its_table(draft: Draft, any_profile: Profile, tmp_path: Path) -> None:
    words = plan(told(asking(draft), tmp_path), any_profile).words
    assert words[:3] == ("create", "file:factories", "file:factories-changes")


def test_it_says_between_which_files_it_leads(draft: Draft, any_profile: Profile, tmp_path: Path) -> None:
    part = draft.parts[0]
    assert isinstance(part, Fresh)
    writes = plan(told(asking(draft), tmp_path), any_profile).writes
    (put,) = (one for one in writes if isinstance(one, PutFile) and one.resource == "factories-changes")
    assert put.fields["perd_source_sha256"] == "b" * 64
    assert put.fields["perd_fingerprint"] == part.tidied.sha256
    assert put.fields["perd_rows"] == "1"
    assert put.fields["perd_kind"] == "changes"
    assert put.name == f"{draft.dataset.id}-factories-changes.csv"


def test_a_quiet_night_leaves_it(published: Draft, any_profile: Profile) -> None:
    again = plan(published, any_profile)
    assert again.empty
    assert not any("no longer declared" in remark.en for remark in again.remarks)


def test_one_that_is_missing_or_was_replaced_is_wanted(published: Draft, draft: Draft, any_profile: Profile) -> None:
    stands = published.standing
    assert stands is not None
    without = replace(stands, resources=tuple(one for one in stands.resources if not one.resource.endswith("-changes")))
    assert plan(replace(published, standing=without), any_profile).words == ("file:factories-changes",)
    other = tuple(replace(one, size=7) if one.resource.endswith("-changes") else one for one in stands.resources)
    replaced = replace(published, standing=replace(stands, resources=other))
    assert plan(replaced, any_profile).words == ("file:factories-changes",)


def test_where_nobody_asks_any_more_it_is_left_and_told_of(
    published: Draft, draft: Draft, any_profile: Profile
) -> None:
    again = plan(replace(draft, standing=published.standing), any_profile)
    assert not any(word.startswith("file:") for word in again.words)
    assert any("factories-changes" in remark.en for remark in again.remarks)
