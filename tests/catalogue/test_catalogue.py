"""All mistakes of all files at once, each with its file and line; and no mistake stops another dataset."""

from pathlib import Path

import pytest

from flows.catalogue import Catalogue, declared_ids, load_catalogue
from flows.catalogue.json_schema import SCHEMAS, rendered
from flows.domain.errors import DeclarationError

ROOT = Path(__file__).resolve().parents[2]

AGENCY = """\
code: diw
name: {th: กรมโรงงานอุตสาหกรรม, en: Department of Industrial Works}
short: {th: กรอ., en: DIW}
organisation: diw
contact: {name: ศูนย์เทคโนโลยีสารสนเทศ, email: opendata@diw.example}
"""

DATASET = """\
title: ทะเบียนโรงงาน
licence: CC-BY-4.0
tags: [โรงงาน]
resources:
  - name: factories
    title: ทะเบียนโรงงาน
    source: {kind: file, path: diw/samples/fac.csv}
    schema: diw/factories
    tidy:
      calendar: {registered_on: buddhist}
waivers:
  - {rule: table/blank-row, reason: The export ends in a blank line, until: 2027-06-30}
"""

SCHEMA = """\
name: diw/factories
version: "1.0"
title: โรงงาน
fields:
  - {name: factory_id, title: เลขทะเบียน, type: string}
  - {name: registered_on, title: วันที่จดทะเบียน, type: date}
primaryKey: factory_id
"""


def house(folder: Path, dataset: str = DATASET, agency: str = AGENCY, schema: str = SCHEMA) -> Path:
    (folder / "datasets/diw").mkdir(parents=True)
    (folder / "schemas/tables/diw").mkdir(parents=True)
    (folder / "datasets/diw/agency.yaml").write_text(agency)
    (folder / "datasets/diw/factories.yaml").write_text(dataset)
    (folder / "schemas/tables/diw/factories.yaml").write_text(schema)
    return folder


def load(folder: Path) -> Catalogue:
    return load_catalogue(
        folder / "datasets",
        folder / "schemas",
        rules={"table/blank-row", "privacy/national-id"},
        unwaivable={"privacy/national-id"},
        licences={"CC-BY-4.0"},
    )


def mistakes(folder: Path) -> list[str]:
    return [str(mistake) for mistake in load(folder).mistakes]


def test_a_right_declaration_becomes_a_dataset(tmp_path: Path) -> None:
    catalogue = load(house(tmp_path))
    dataset = catalogue.datasets["diw-factories"]
    assert catalogue.mistakes == ()
    assert dataset.agency.short.th == "กรอ."
    assert dataset.resources[0].tidy.calendar == {"registered_on": "buddhist"}
    assert catalogue.schemas["diw/factories"].primary_key == ("factory_id",)


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("titel: x", "title: ทะเบียนโรงงาน", "datasets/diw/factories.yaml:1: titel: there is no such key"),
        (
            "    schemas: diw/factories",
            "    schema: diw/factories",
            "yaml:8: resources.0.schemas: there is no",
        ),
        ("licence: CC-BY-9", "licence: CC-BY-4.0", "factories.yaml:2: licence: there is no licence 'CC-BY-9'"),
        ("rule: table/blnk", "rule: table/blank-row", "factories.yaml:12: waivers: there is no rule 'table/blnk'"),
        ("rule: privacy/national-id", "rule: table/blank-row", "privacy/national-id can never be waived"),
        ("{kind: ftp, path: x}", "{kind: file, path: diw/samples/fac.csv}", "factories.yaml:7: resources.0.source"),
        ("{kind: file, pth: x}", "{kind: file, path: diw/samples/fac.csv}", "resources.0.source.file.pth: there is no"),
        ("{registred: buddhist}", "{registered_on: buddhist}", "factories.yaml:10: tidy.calendar: the Table Schema"),
        ("schema: diw/factory", "schema: diw/factories", "factories.yaml:8: schema: there is no Table Schema"),
        ("schema: ../../x", "schema: diw/factories", "leads out of schemas/tables/"),
        ("tags: [ก]", "tags: [โรงงาน]", "factories.yaml:3: tags: tag 'ก': a tag has 2 to 100 characters"),
        ("title: [a", "title: ทะเบียนโรงงาน", "is not valid YAML"),
        ("title: a\ntitle: b", "title: ทะเบียนโรงงาน", "factories.yaml:2: the key 'title' is given twice"),
    ],
)
def test_each_mistake_is_told_with_file_and_line(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    assert right in DATASET
    found = mistakes(house(tmp_path, DATASET.replace(right, wrong, 1)))
    assert any(says in mistake for mistake in found), found


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    house(tmp_path, DATASET.replace("title: ทะเบียนโรงงาน", "titel: x", 1).replace("CC-BY-4.0", "CC-BY-9"))
    (tmp_path / "datasets/diw/other.yaml").write_text("nonsense: 1\n")
    found = mistakes(tmp_path)
    assert sum("factories.yaml" in mistake for mistake in found) == 2  # titel is unknown, title is missing
    assert sum("other.yaml" in mistake for mistake in found) == 3


def test_a_mistake_in_one_file_leaves_the_others_in_the_run(tmp_path: Path) -> None:
    house(tmp_path)
    (tmp_path / "datasets/diw/other.yaml").write_text("nonsense: 1\n")
    catalogue = load(tmp_path)
    assert list(catalogue.datasets) == ["diw-factories"]
    assert list(catalogue.broken) == ["diw-other"]
    assert catalogue.choose(None) == ("diw-factories", "diw-other")


def test_a_wrong_agency_file_stops_its_datasets_and_says_why(tmp_path: Path) -> None:
    catalogue = load(house(tmp_path, agency=AGENCY.replace("code: diw", "code: diww")))
    assert not catalogue.datasets
    assert "the folder is 'diw'" in str(catalogue.broken["diw-factories"][0])


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ("type: strng", "type: string", "schemas/tables/diw/factories.yaml:5 fields.0.type"),
        ("primaryKey: id", "primaryKey: factory_id", "primaryKey names 'id', which is no field"),
        ("name: Factory ID", "name: factory_id", "factories.yaml:5 fields.0.name"),
        ("name: diw/fac", "name: diw/factories", "its name must be its path"),
    ],
)
def test_a_wrong_table_schema_is_told_too(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    assert right in SCHEMA
    found = mistakes(house(tmp_path, schema=SCHEMA.replace(right, wrong)))
    assert any(says in mistake for mistake in found), found


def test_an_empty_choice_is_refused_and_never_means_all(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="empty list"):
        load(house(tmp_path)).choose([])


def test_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no dataset diw-nothing"):
        load(house(tmp_path)).choose(["diw-nothing", "diw-factories"])


def test_no_catalogue_at_all_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="PERD_CATALOGUE"):
        load(tmp_path)


def test_the_ids_are_known_without_opening_a_file(tmp_path: Path) -> None:
    house(tmp_path, dataset="][")
    assert declared_ids(tmp_path / "datasets") == ("diw-factories",)
    assert declared_ids(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_json_schemas_for_editors_are_current(name: str) -> None:
    committed = (ROOT / "schemas" / name).read_text(encoding="utf-8")
    assert committed == rendered(SCHEMAS[name]), "run `make declarations` and commit what it writes"
