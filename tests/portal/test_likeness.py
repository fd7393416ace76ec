"""What shows that a dataset on another portal is ours, and what does not."""

from pathlib import Path
from typing import Any

import pytest

from flows.domain.presence import Agreement
from flows.domain.published import PublishedDataset
from flows.portal import standing
from flows.portal.likeness import ALSO_VOLATILE, VOLATILE, agreement, digest, is_ours, same_title

SHA256 = "a" * 64
FILE = "https://catalog.tst.example/dataset/11/resource/22/download/tst-fac-factories.csv"


@pytest.fixture
def ours() -> PublishedDataset:
    table = {"perd_resource": "factories", "perd_kind": "data", "id": "22", "url": FILE, "perd_sha256": SHA256}
    companion = {
        "perd_resource": "data-dictionary",
        "perd_kind": "data-dictionary",
        "id": "33",
        "perd_sha256": "d" * 64,
    }
    answer = {
        "id": "11",
        "name": "tst-fac",
        "title": "ทะเบียนโรงงาน",
        "license_id": "Open Data Common",
        "license_title": "Open Data Common",
        "resources": [table, {**companion, "url": f"{FILE}.dictionary.csv", "perd_sha256": "d" * 64}],
    }
    return standing.published(answer, "https://catalog.tst.example")


def there(**fields: Any) -> dict[str, Any]:
    return {"id": "99", "name": "harvest-tst-fac", "title": "ทะเบียนโรงงาน", **fields}


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "11"},
        {"resources": [{"url": FILE}]},
        {"resources": [{"url": FILE.replace("https://catalog", "http://CATALOG")}]},
        {"resources": [{"url": "https://data.example/copy.csv", "perd_sha256": SHA256}]},
        {"resources": [{"url": "https://data.example/copy.csv", "hash": SHA256}]},
        {"url": "https://catalog.tst.example/dataset/tst-fac"},
        {"source_url": "https://catalog.tst.example/th/dataset/11/"},
        {"guid": "https://catalog.tst.example/api/3/action/package_show?id=tst-fac"},
        {"extras": [{"key": "harvest_url", "value": "https://catalog.tst.example/dataset/tst-fac"}]},
    ],
)
def test_a_dataset_with_a_sign_of_ours_is_ours(ours: PublishedDataset, fields: dict[str, Any]) -> None:
    assert is_ours(there(**fields), ours)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": "tst-fac"},
        {"notes": "คัดลอกจาก https://catalog.tst.example/dataset/tst-fac"},
        {"url": "https://catalog.tst.example/dataset/tst-factories"},
        {"url": "https://catalog.tst.example/organization/tst-fac"},
        {"url": "https://other.example/dataset/tst-fac"},
        {"url": "https://[half/dataset/tst-fac"},
        # Two datasets of one table shape have one and the same data dictionary.
        {"resources": [{"url": "https://data.example/dictionary.csv", "perd_sha256": "d" * 64}]},
        {"resources": [{"url": "", "perd_sha256": ""}, {}, "x", {"url": 7, "hash": [SHA256]}]},
        {"resources": "x", "extras": {"url": FILE}},
    ],
)
def test_words_and_names_are_no_sign(ours: PublishedDataset, fields: dict[str, Any]) -> None:
    assert not is_ours(there(**fields), ours)


def test_a_table_without_address_and_digest_is_found_nowhere(ours: PublishedDataset) -> None:
    bare = {"perd_resource": "factories", "perd_kind": "data", "id": "22"}
    empty = standing.published({"id": "11", "name": "tst-fac", "resources": [bare]}, "https://catalog.tst.example")
    assert not is_ours(there(resources=[{"url": "", "perd_sha256": ""}]), empty)


@pytest.mark.parametrize(
    ("fields", "agrees"),
    [
        ({"license_id": "Open Data Common", "resources": [{"url": FILE}]}, Agreement(True, True, True)),
        ({"license_title": "Open Data Common", "resources": [{"hash": SHA256}]}, Agreement(True, True, True)),
        ({"license_id": "", "resources": []}, Agreement(True, False, False)),
        ({"title": "โรงงาน"}, Agreement(False, False, False)),
        # Harvested before our last version.
        ({"resources": [{"url": FILE, "perd_sha256": "b" * 64}]}, Agreement(True, False, False)),
    ],
)
def test_how_far_it_says_the_same(ours: PublishedDataset, fields: dict[str, Any], agrees: Agreement) -> None:
    assert agreement(there(**fields), ours) == agrees


def test_a_dataset_without_a_title_has_the_title_of_no_other() -> None:
    untitled = standing.published({"id": "11", "name": "tst-fac"}, "https://catalog.tst.example")
    assert not same_title({"name": "x"}, untitled)


def test_the_page_for_operators_names_what_the_digest_leaves_out() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/operate.md").read_text(encoding="utf-8")
    told = page.partition("The digest is SHA-256")[2]
    assert [field for field in sorted(VOLATILE) + [ALSO_VOLATILE] if f"`{field}`" not in told] == []


def test_the_digest_outlasts_what_moves_by_itself() -> None:
    def answered(**moved: Any) -> dict[str, Any]:
        return there(
            metadata_modified=moved.get("at", "2026-11-20"),
            tracking_summary={"total": moved.get("visits", 0), "recent": 0},
            resources=[{"url": FILE, "tracking_summary": {"total": moved.get("visits", 0)}}],
            extras=[{"key": "harvest_object_id", "value": moved.get("harvest", "1")}, {"key": "kept", "value": "1"}],
            organization={"name": "tst", "title": "กรมทดสอบ", "description": moved.get("about", "-")},
            downloadall_datapackage_hash=moved.get("at", "1"),
        )

    first = digest(answered())
    assert digest(answered(at="2026-11-21", visits=9, harvest="2", about="ใหม่")) == first
    assert digest({**answered(), "title": "ชื่อใหม่"}) != first
    assert digest({**answered(), "extras": []}) != first
    assert digest(there(b=1, a=2)) == digest(there(a=2, b=1))
