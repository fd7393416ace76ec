import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

from flows.domain.dataset import Dataset
from flows.domain.draft import Draft, Fresh, Kept
from flows.domain.published import PublishedDataset
from flows.portal.datapackage import datapackage
from flows.portal.dictionary import data_dictionary
from flows.portal.plan import Plan, plan
from flows.portal.profile import Profile

ADDRESSES = {"factories": "https://p.example/dataset/1/resource/2/download/tst-fac-factories.csv"}


def test_the_dictionary_tells_every_column(part: Fresh) -> None:
    content = data_dictionary((part,))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert [row["field"] for row in rows] == ["code", "workers", "active"]
    assert rows[0] == {
        "resource": "factories",
        "field": "code",
        "title_th": "รหัส, เลข",
        "type": "string",
        "unit": "",
        "description": "",
        "constraints": r"primaryKey; enum=0001|0002; pattern=\d{4}; required",
        "example": "0001",
    }
    assert (rows[1]["unit"], rows[1]["description"]) == ("คน", "ณ สิ้นปี")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4


def test_the_package_is_the_same_whenever_it_is_made(dataset: Dataset, part: Fresh, thai: Profile) -> None:
    first = datapackage(dataset, (part,), thai, "https://p.example/dataset/tst-fac", ADDRESSES)
    later = replace(part, snapshot=replace(part.snapshot, etag='"2"'))
    assert datapackage(dataset, (later,), thai, "https://p.example/dataset/tst-fac", ADDRESSES) == first


def test_the_package_names_bytes_digest_and_schema(dataset: Dataset, part: Fresh, thai: Profile) -> None:
    package = json.loads(datapackage(dataset, (part,), thai, "https://p.example/dataset/tst-fac", ADDRESSES))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert package["contributors"][0] == {
        "title": "กรมทดสอบ",
        "role": "publisher",
        "email": "data@factories.example.go.th",
    }
    resource = package["resources"][0]
    assert resource["path"] == ADDRESSES["factories"]
    assert (resource["hash"], resource["bytes"]) == (f"sha256:{part.tidied.sha256}", part.tidied.size)
    assert [field["name"] for field in resource["schema"]["fields"]] == ["code", "workers", "active"]
    assert "aliases" not in resource["schema"]["fields"][0]
    assert part.schema.descriptor["fields"][0]["aliases"], "the schema itself is untouched"


def test_the_agencys_own_word_on_the_licence_goes_before_the_portals(
    dataset: Dataset, part: Fresh, thai: Profile
) -> None:
    url = "https://factories.example.go.th/licence"
    declared = dataset.declared.model_copy(update={"licence_url": url})
    own = dataset.model_copy(update={"declared": declared})
    package = json.loads(datapackage(own, (part,), thai, "https://p.example/dataset/tst-fac", ADDRESSES))
    assert package["licenses"][0]["path"] == url


def test_a_kept_resource_stands_in_the_package_as_it_was(
    draft: Draft, part: Fresh, thai: Profile, arrived: Callable[[Plan], PublishedDataset]
) -> None:
    stands = arrived(plan(draft, thai)).resource("factories")
    assert stands is not None
    # Not the size that the portal counts: that is the size of whatever lies there.
    kept = Kept(part.resource, part.schema, replace(stands, size=1))
    page = "https://p.example/dataset/tst-fac"
    assert datapackage(draft.dataset, (kept,), thai, page, ADDRESSES) == datapackage(
        draft.dataset, (part,), thai, page, ADDRESSES
    )
