"""All mistakes of all files at once, each with its file and line; and no mistake stops another dataset."""

from pathlib import Path

import pytest

from flows.catalogue import Catalogue, declared_ids, load_catalogue
from flows.catalogue.json_schema import SCHEMAS, rendered
from flows.domain.errors import AskedWrongly, DeclarationError
from flows.domain.finding import Severity

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


def load(folder: Path, *delivery_folders: Path) -> Catalogue:
    return load_catalogue(
        folder / "datasets",
        folder / "schemas",
        rules={"table/blank-row", "privacy/national-id", "thai/total-row"},
        unwaivable={"privacy/national-id"},
        licences={"CC-BY-4.0"},
        delivery_folders=delivery_folders,
        adjustable={"table/blank-row": (), "thai/total-row": (Severity.INFO, Severity.BLOCK)},
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
        (
            "reason: นายสมชาย ใจดี ขอให้ผ่อนผัน",
            "reason: The export ends in a blank line",
            "factories.yaml:12: waivers: the reason seems to name a person",
        ),
        ("rule: privacy/national-id", "rule: table/blank-row", "privacy/national-id can never be waived"),
        ("{kind: ftp, path: x}", "{kind: file, path: diw/samples/fac.csv}", "factories.yaml:7: resources.0.source"),
        ("{kind: file, pth: x}", "{kind: file, path: diw/samples/fac.csv}", "resources.0.source.file.pth: there is no"),
        ("{registred: buddhist}", "{registered_on: buddhist}", "factories.yaml:10: tidy.calendar: the Table Schema"),
        ("schema: diw/factory", "schema: diw/factories", "factories.yaml:8: schema: there is no Table Schema"),
        ("schema: ../../x", "schema: diw/factories", "leads out of schemas/tables/"),
        ("tags: [ก]", "tags: [โรงงาน]", "factories.yaml:3: tags: tag 'ก': a tag has 2 to 100 characters"),
        ("title: [a", "title: ทะเบียนโรงงาน", "is not valid YAML"),
        ("title: a\ntitle: b", "title: ทะเบียนโรงงาน", "factories.yaml:2: the key 'title' is given twice"),
        (
            "created: 2567-02-29\ntags",
            "tags",
            "factories.yaml:3: 2567-02-29 is no day of the calendar: write dates in CE",
        ),
        ("until: 2569-02-30", "until: 2027-06-30", "factories.yaml:12: 2569-02-30 is no day of the calendar"),
        (
            "until: 2569-06-30",
            "until: 2027-06-30",
            "yaml:12: waivers.0.until: 2569-06-30 is in the Buddhist era: write CE, 2026",
        ),
        ("created: 2567-01-01\ntags", "tags", "yaml:3: created: 2567-01-01 is in the Buddhist era: write CE, 2024"),
        ('high_value: !!int "x"\ntags', "tags", "factories.yaml:3: x is no int"),
        ("groups: &a [*a]\ntags", "tags", "factories.yaml:3: is not valid YAML: an alias leads to itself"),
        ('description: "\\ud800"\ntags', "tags", "factories.yaml:3: holds half a letter"),
        ('description: "\\UFFFFFFFF"\ntags', "tags", "factories.yaml:3: is not valid YAML: there is no such letter"),
        (f"groups: {'[' * 3000}\ntags", "tags", "factories.yaml: is nested too deeply"),
        (
            "path: ../../x",
            "path: diw/samples/fac.csv",
            "factories.yaml:7: resources.0.source.file.path: ../../x leads out",
        ),
        ("path: diw/../../x", "path: diw/samples/fac.csv", "diw/../../x leads out of the catalogue's folder"),
        ('path: ""', "path: diw/samples/fac.csv", "names no file"),
        ("path: /etc/shadow", "path: diw/samples/fac.csv", "yaml:7: source.path: /etc/shadow lies in no folder"),
        (
            "{kind: http_file, url: 'https://a.example/x', key_setting: PERD_PORTAL_TOKEN}",
            "{kind: file, path: diw/samples/fac.csv}",
            "'PERD_PORTAL_TOKEN' is no setting for a source's key; name it PERD_KEY_",
        ),
        (
            "{kind: http_file, url: 'http://a.example/x', key_setting: PERD_KEY_DIW}",
            "{kind: file, path: diw/samples/fac.csv}",
            "must be fetched over https, and http://a.example/x is not",
        ),
        (
            'drop_rows_starting: [""]',
            "calendar: {registered_on: buddhist}",
            "'' has no word in it and would drop every",
        ),
        ("drop_rows_starting: [ชื่อ=]", "calendar: {registered_on: buddhist}", "'ชื่อ=' has no word in it"),
        ("date_formats: {registered_on: '%d/%B/%Y'}", "calendar: {registered_on: buddhist}", "use only %d %m %b %Y %y"),
        (
            "date_formats: {registered_on: '%d/%m/%Y%'}",
            "calendar: {registered_on: buddhist}",
            "use only %d %m %b %Y %y",
        ),
        ("date_formats: {registered_on: '%d/%m'}", "calendar: {registered_on: buddhist}", "has no year in it"),
        ("date_formats: {registered_on: '%d %Y'}", "calendar: {registered_on: buddhist}", "has no month in it"),
        ("date_formats: {registered_on: '%Y %y'}", "calendar: {registered_on: buddhist}", "only one of %Y and %y"),
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
        (
            "type: string, constraints: {requierd: true}",
            "type: string",
            "yaml:5 fields.0: constraint requierd: a string",
        ),
        ("type: string, constraints: {required: yep}", "type: string", "required: 'yep' must be true or false"),
        ("type: string, constraints: {enum: 5}", "type: string", "enum: 5 must be a list"),
        ("type: string, constraints: {enum: [1]}", "type: string", "enum: 1 is no text; put it in quotes"),
        ("type: string, constraints: {minLength: abc}", "type: string", "minLength: 'abc' is no number of letters"),
        ("type: string, constraints: {minimum: 5}", "type: string", "a string has none of that name; use required"),
        ("type: string, constraints: {pattern: 5}", "type: string", "the pattern 5 is no regular expression"),
        ("type: date, constraints: {pattern: x}", "type: date", "a date has none of that name"),
        ("type: date, constraints: {minimum: 29/02/2024}", "type: date", "minimum: '29/02/2024' is no date"),
        ("type: date, constraints: {enum: [2024-01-01, x]}", "type: date", "enum: 'x' is no date"),
        ("type: date, constraints: {minimum: 2567-02-29}", "type: date", "yaml:6 2567-02-29 is no day of the calendar"),
        (
            "primaryKey: factory_id\nforeignKeys: [{fields: factory_id, reference: {resource: diw/x, fields: id}}]",
            "primaryKey: factory_id",
            "a foreign key to 'diw/x' cannot be checked",
        ),
        (
            "primaryKey: factory_id\nforeignKeys: [{fields: factory_id, reference: {resource: '', fields: id}}]",
            "primaryKey: factory_id",
            "foreignKeys names 'id', which is no field",
        ),
    ],
)
def test_a_wrong_table_schema_is_told_too(tmp_path: Path, wrong: str, right: str, says: str) -> None:
    assert right in SCHEMA
    found = mistakes(house(tmp_path, schema=SCHEMA.replace(right, wrong)))
    assert any(says in mistake for mistake in found), found


def test_an_empty_choice_is_refused_and_never_means_all(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="empty list") as refused:
        load(house(tmp_path)).choose([])
    assert "เลือกอย่างน้อยหนึ่งชุด" in refused.value.text.th


def test_an_unknown_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="no dataset diw-nothing in") as refused:
        load(house(tmp_path)).choose(["diw-nothing", "diw-factories"])
    assert "ไม่มีชุดข้อมูล diw-nothing" in refused.value.text.th


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


def test_a_day_without_quotes_in_a_table_schema_is_the_same_as_with_them(tmp_path: Path) -> None:
    for name, day in (("bare", "1939-01-01"), ("quoted", '"1939-01-01"')):
        wanted = f"type: date, constraints: {{minimum: {day}}}, example: {day}"
        house(tmp_path / name, schema=SCHEMA.replace("type: date", wanted))
    bare, quoted = (load(tmp_path / name).schemas["diw/factories"] for name in ("bare", "quoted"))
    assert bare.sha256 == quoted.sha256


def test_a_reference_within_the_table_is_right(tmp_path: Path) -> None:
    key = "foreignKeys: [{fields: factory_id, reference: {resource: '', fields: factory_id}}]\n"
    assert mistakes(house(tmp_path, schema=SCHEMA + key)) == []


def test_an_absolute_path_may_lead_below_a_folder_of_deliveries(tmp_path: Path) -> None:
    house(tmp_path, DATASET.replace("path: diw/samples/fac.csv", f"path: {tmp_path}/delivered/fac.csv"))
    assert load(tmp_path, tmp_path / "delivered").mistakes == ()
    assert load(tmp_path, tmp_path / "deliver").mistakes
    house(tmp_path / "b", DATASET.replace("path: diw/samples/fac.csv", f"path: {tmp_path}/delivered/../fac.csv"))
    assert load(tmp_path / "b", tmp_path / "delivered").mistakes


@pytest.mark.parametrize(
    ("file", "name", "says"),
    [
        ("diw/ok.yml", "diw-ok", "rename it to .yaml"),
        ("diw/ok.YAML", "diw-ok", "rename it to .yaml"),
        ("diw/more/ok.yaml", "diw-more-ok", "move it to datasets/<agency>/<slug>.yaml"),
        ("a/b/c/ok.yml", "a-b-c-ok", "rename it to .yaml and move it to"),
        ("ok.yaml", "ok", "move it to"),
    ],
)
def test_a_declaration_that_nobody_would_read_is_told(tmp_path: Path, file: str, name: str, says: str) -> None:
    path = house(tmp_path) / "datasets" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(DATASET)
    catalogue = load(tmp_path)
    (mistake,) = catalogue.mistakes
    assert f"datasets/{file}: is not read, so what it declares is not published: " in str(mistake)
    assert says in str(mistake)
    assert catalogue.broken == {name: (mistake,)}  # so that a run is red, and names it
    assert list(catalogue.datasets) == ["diw-factories"]


def test_files_that_declare_nothing_are_no_mistake(tmp_path: Path) -> None:
    folder = house(tmp_path) / "datasets"
    for file in ("expected.yaml", "diw/samples/a.yaml", "diw/samples/deep/b.yml", ".github/workflows/c.yml"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("x: 1")
    assert mistakes(tmp_path) == []


def test_an_agency_file_of_another_ending_is_told_and_is_no_dataset(tmp_path: Path) -> None:
    folder = house(tmp_path) / "datasets/diw"
    (folder / "agency.yaml").rename(folder / "agency.yml")
    catalogue = load(tmp_path)
    assert any("agency.yml: is not read" in str(mistake) for mistake in catalogue.mistakes)
    assert list(catalogue.broken) == ["diw-factories"]


def test_two_files_that_give_one_id_are_both_told_and_neither_runs(tmp_path: Path) -> None:
    folder = house(tmp_path) / "datasets"
    for agency, slug in (("zz", "a-b"), ("zz-a", "b")):
        (folder / agency).mkdir()
        (folder / agency / "agency.yaml").write_text(AGENCY.replace("code: diw", f"code: {agency}"))
        (folder / agency / f"{slug}.yaml").write_text(DATASET.replace("title: ทะเบียนโรงงาน", f"title: {agency}", 1))
    catalogue = load(tmp_path)
    told = [str(mistake) for mistake in catalogue.broken["zz-a-b"]]
    assert len(told) == 2
    assert any(one.startswith("datasets/zz/a-b.yaml: has the id zz-a-b, as datasets/zz-a/b.yaml") for one in told)
    assert any(one.startswith("datasets/zz-a/b.yaml: has the id zz-a-b, as datasets/zz/a-b.yaml") for one in told)
    assert list(catalogue.datasets) == ["diw-factories"]
    assert declared_ids(folder) == ("diw-factories", "zz-a-b")


def test_two_datasets_of_one_title_are_both_told_and_neither_runs(tmp_path: Path) -> None:
    folder = house(tmp_path) / "datasets/diw"
    (folder / "again.yaml").write_text(DATASET.replace("title: ทะเบียนโรงงาน", "title: ' ทะเบียนโรงงาน '", 1))
    (folder / "other.yaml").write_text(DATASET.replace("title: ทะเบียนโรงงาน", "title: อื่น", 1))
    (folder / "sample.yaml").write_text("sample: true\n" + DATASET)
    catalogue = load(tmp_path)
    assert list(catalogue.datasets) == ["diw-other", "diw-sample"]
    assert "datasets/diw/factories.yaml has the same" in str(catalogue.broken["diw-again"][0])
    assert "datasets/diw/again.yaml has the same" in str(catalogue.broken["diw-factories"][0])


@pytest.mark.parametrize("url", ["https://a.example/x", "http://127.0.0.1:8765/x", "http://localhost/x"])
def test_a_key_may_go_over_https_or_stay_on_this_machine(tmp_path: Path, url: str) -> None:
    source = f"{{kind: http_file, url: '{url}', key_setting: PERD_KEY_DIW}}"
    assert mistakes(house(tmp_path, DATASET.replace("{kind: file, path: diw/samples/fac.csv}", source))) == []


def test_a_file_whose_aliases_multiply_ends_soon(tmp_path: Path) -> None:
    rows = "".join(f"x{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * 10)}]\n" for n in range(12))
    found = mistakes(house(tmp_path, "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + rows))
    assert any("its aliases multiply without end" in mistake for mistake in found)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("thai/total-row: info", None),
        ("thai/total-row: warn", "factories.yaml:14: severities: thai/total-row cannot be warn; it may be info, block"),
        ("thai/totalrow: info", "factories.yaml:14: severities: there is no rule 'thai/totalrow'; docs/rules.md names"),
        ("table/blank-row: info", "factories.yaml:14: severities: table/blank-row has one severity only; remove"),
        ("privacy/national-id: info", "factories.yaml:14: severities: privacy/national-id has one severity only"),
        ("thai/total-row: mild", "factories.yaml:14: severities.thai/total-row: Input should be"),
    ],
)
def test_only_a_severity_that_the_rule_allows_is_declared(tmp_path: Path, line: str, says: str | None) -> None:
    found = mistakes(house(tmp_path, dataset=f"{DATASET}severities:\n  {line}\n"))
    assert len(found) == (says is not None)
    assert says is None or says in found[0]


def test_what_belongs_to_another_type_of_dataset_is_told_with_its_line(tmp_path: Path) -> None:
    more = "data_type: record\nstatistics:\n  unit_of_measure: ตัน\n"
    (mistake,) = mistakes(house(tmp_path, dataset=DATASET + more))
    assert "factories.yaml:14: statistics: belongs to data_type statistics, not to record" in mistake
