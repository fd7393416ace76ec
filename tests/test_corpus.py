"""The corpus: small real files with one planted fault each, and clean ones that look like them.

Every file of tests/corpus/ goes the way that the gate goes (tidy, personal checks, Frictionless, table checks,
changes, dataset checks, freshness), and all that is told of it is compared with tests/corpus/corpus.yaml: rule and
place, no miss, no false alarm, nothing told twice.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.catalogue.table_schemas import load_table_schema
from flows.checks import (
    PERSONAL_CHECKS,
    TABLE_CHECKS,
    Exceptions,
    Newness,
    Subject,
    Table,
    changes,
    check_dataset,
    check_freshness_of,
    load_licences,
    load_rules,
    newest_period,
)
from flows.checks.tables.by_frictionless import by_frictionless
from flows.domain.dataset import Agency, Contact, Dataset, Declaration
from flows.domain.finding import Finding, Place, column_letter
from flows.domain.personal import PersonalGuard
from flows.domain.personal_headers import without_personal_headers
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Tidied
from flows.domain.tidy import Tidy
from flows.tidy import ReceivedCells, Untidy, tidy

pytestmark = pytest.mark.slow  # a fifth of the quick loop, were it in it

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests/corpus"
MANIFEST: dict[str, Any] = yaml.safe_load((CORPUS / "corpus.yaml").read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = yaml.safe_load((CORPUS / "schemas.yaml").read_text(encoding="utf-8"))
PLANTED: list[dict[str, Any]] = MANIFEST["planted"]
CLEAN: list[dict[str, Any]] = MANIFEST["clean"]
DECLARATIONS: list[dict[str, Any]] = MANIFEST["declarations"]
TODAY: date = MANIFEST["today"]
RULES = load_rules(ROOT / "schemas/rules")
LICENCES = load_licences(ROOT / "schemas/rules")

FAMILIES = ("table", "thai", "format", "privacy", "change", "freshness")
"""Those that speak of files; licence/* and metadata/* speak of declarations."""
LEAST_PLANTED, LEAST_XLSX, LEAST_CLEAN = 70, 25, 24
LARGEST_FILE = 16_000
"""Bytes."""
KEYS = {"file", "trap", "schema", "tidy", "expect", "declared", "previous", "last_changed", "findings"}

_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")

Told = Counter[tuple[str, str]]
"""(rule, place) -> how often."""


def name_of(entry: Mapping[str, Any]) -> str:
    return str(entry["file"])


@cache
def schema(name: str) -> TableSchema:
    return TableSchema(name=name, version="1", descriptor=SCHEMAS[name])


def dataset_of(entry: Mapping[str, Any]) -> Dataset:
    """A sound dataset of one resource, with what the entry declares otherwise."""
    resource = {
        "name": "data",
        "title": "ข้อมูล",
        "source": {"kind": "file", "path": name_of(entry)},
        "schema": entry["schema"],
        "tidy": entry.get("tidy", {}),
        "expect": entry.get("expect", {}),
    }
    declared = {**MANIFEST["declared"], **entry.get("declared", {}), "resources": [resource]}
    agency = Agency(
        code="industry",
        name={"th": "หน่วยงานตัวอย่างด้านอุตสาหกรรม", "en": "Example agency for industry"},
        short={"th": "นตอ.", "en": "EAI"},
        organisation="industry",
        contact=Contact(name="ศูนย์เทคโนโลยีสารสนเทศ", email="opendata@industry.example.go.th"),
    )
    return Dataset(
        slug="corpus", agency=agency, declared=Declaration.model_validate(declared), path="industry/corpus.yaml"
    )


def looked_at(entry: Mapping[str, Any], folder: Path) -> tuple[list[Finding], int | None]:
    """All that the gate would hear of the file, in the order in which it would; and the row of its headers."""
    dataset = dataset_of(entry)
    resource = dataset.resources[0]
    subject = Subject(dataset, RULES, LICENCES, {name: schema(name) for name in SCHEMAS}, TODAY)
    said: list[Finding] = []
    header_row: int | None = None
    personal: list[Finding] = []
    found: list[Finding] = []
    newness = Newness(resource, None, entry.get("last_changed"))
    try:
        tidied = tidy(CORPUS / name_of(entry), resource.tidy, schema(entry["schema"]), folder / "now")
        tidied = without_personal_headers(tidied)
    except Untidy as untidy:
        place = Place(resource=resource.name, row=untidy.place.row)
        words: dict[str, Any] = dict(untidy.words)
        said.append(RULES.finding(untidy.slug, place, **words))
    else:
        header_row = tidied.header_row
        before = published(entry, folder / "published")
        table = Table(
            dataset=dataset,
            resource=resource,
            schema=schema(entry["schema"]),
            tidied=tidied,
            rules=RULES,
            today=TODAY,
            raw_cells=ReceivedCells(tidied),
            published=before.path if before else None,
            published_rows=before.rows if before else None,
        )
        personal = [finding for check in PERSONAL_CHECKS for finding in check(table)]
        found = [*by_frictionless(table).findings]
        found += [finding for check in TABLE_CHECKS for finding in check(table)]
        found += changes(table)[1]
        if newness.last_changed is None:
            newness = Newness(resource, newest_period(table), None)
    found += [*check_dataset(subject), *check_freshness_of(dataset, [newness], TODAY, RULES)]
    guard, excepted = PersonalGuard.against(personal, RULES), Exceptions(subject)
    return [excepted(guard(finding)) for finding in (*said, *personal, *found)], header_row


def published(entry: Mapping[str, Any], folder: Path) -> Tidied | None:
    """The last release as the public gets it: its own file, made under its own schema where that was another one."""
    before = entry.get("previous")
    if before is None:
        return None
    rules = Tidy.model_validate(before.get("tidy", entry.get("tidy", {})))
    return tidy(CORPUS / before["file"], rules, schema(before.get("schema", entry["schema"])), folder)


def at(place: Place, header_row: int | None) -> str:
    """Where, in the words of the manifest."""
    if place.resource is None:
        return "dataset"
    if place.cell is not None:
        return place.cell
    if place.column is not None:
        return f"column {column_letter(place.column)}"
    if place.row is None:
        return "table"
    return "header" if place.row == header_row else f"row {place.row}"


def told(findings: list[Finding], header_row: int | None) -> Told:
    return Counter((finding.rule, at(finding.place, header_row)) for finding in findings)


def expected(entry: Mapping[str, Any]) -> Told:
    return Counter((each["rule"], place) for each in entry.get("findings", ()) for place in places(each["at"]))


def places(words: str) -> Iterator[str]:
    """A range of cells such as B2:C51 stands for each of them."""
    corners = _RANGE.fullmatch(words)
    if corners is None:
        yield words
        return
    letters = [column_letter(nth) for nth in range(1, 27)]
    first, top, last, bottom = corners.groups()
    for row in range(int(top), int(bottom) + 1):
        yield from (f"{letter}{row}" for letter in letters[letters.index(first) : letters.index(last) + 1])


def as_text(counts: Told) -> list[str]:
    return sorted(
        f"{rule} at {place}" + (f" ({times} times)" if times > 1 else "") for (rule, place), times in counts.items()
    )


@pytest.mark.parametrize("entry", PLANTED, ids=name_of)
def test_a_planted_fault_is_told_where_it_is_and_nothing_else(entry: dict[str, Any], tmp_path: Path) -> None:
    findings, header_row = looked_at(entry, tmp_path)
    assert as_text(told(findings, header_row)) == as_text(expected(entry))
    assert_said_in_words(findings)


@pytest.mark.parametrize("entry", CLEAN, ids=name_of)
def test_a_clean_file_that_looks_like_a_trap_raises_no_alarm(entry: dict[str, Any], tmp_path: Path) -> None:
    assert as_text(told(*looked_at(entry, tmp_path))) == []


@pytest.mark.parametrize("entry", DECLARATIONS, ids=lambda entry: str(entry["trap"]))
def test_a_planted_fault_of_a_declaration_is_told_of_the_dataset(entry: dict[str, Any], tmp_path: Path) -> None:
    sound = next(each for each in CLEAN if name_of(each) == "clean/plain-register.csv")
    findings, header_row = looked_at({**sound, "declared": entry["declared"]}, tmp_path)
    assert as_text(told(findings, header_row)) == sorted(f"{rule} at dataset" for rule in entry["rules"])


def assert_said_in_words(findings: list[Finding]) -> None:
    """Both languages, no gap in a sentence, and no value where it may be a person's."""
    for finding in findings:
        for words in (finding.message, finding.fix):
            assert words.th and words.en
            assert not re.search(r"None|\{[a-z]", words.th) and not re.search(r"\{[a-z]", words.en), finding
        assert finding.value is None or not RULES[finding.rule].personal


def test_every_rule_about_files_is_planted_or_said_to_be_beyond_a_file() -> None:
    families = {rule.slug for rule in RULES if rule.slug.split("/")[0] in FAMILIES}
    planted = {finding["rule"] for entry in PLANTED for finding in entry["findings"]}
    beyond: dict[str, str] = MANIFEST["cannot_be_planted"]
    assert planted <= families
    assert set(beyond) <= families
    assert families - planted - set(beyond) == set()
    assert planted & set(beyond) == set()
    assert all(len(reason) > 20 for reason in beyond.values())


def test_the_corpus_is_large_enough_and_of_both_kinds() -> None:
    workbooks = [entry for entry in PLANTED if name_of(entry).endswith(".xlsx")]
    assert len(PLANTED) >= LEAST_PLANTED
    assert len(workbooks) >= LEAST_XLSX
    assert len(CLEAN) >= LEAST_CLEAN
    assert {Path(name_of(entry)).suffix for entry in CLEAN} == {".csv", ".xlsx"}
    for family in FAMILIES:
        kinds = {
            Path(name_of(entry)).suffix
            for entry in PLANTED
            if any(finding["rule"].startswith(f"{family}/") for finding in entry["findings"])
        }
        assert kinds >= {".csv", ".xlsx"}, family


def test_each_planted_file_says_what_is_wrong_with_it_and_each_clean_one_does_not() -> None:
    for entry in PLANTED:
        assert entry["findings"], name_of(entry)
    for entry in CLEAN:
        assert "findings" not in entry, name_of(entry)
    for entry in (*PLANTED, *CLEAN):
        assert entry["trap"]
        assert set(entry) <= KEYS, name_of(entry)


def test_every_file_is_in_the_manifest_once_and_small() -> None:
    named = [name_of(entry) for entry in (*PLANTED, *CLEAN)]
    before = {entry["previous"]["file"] for entry in (*PLANTED, *CLEAN) if "previous" in entry}
    there = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file()}
    assert len(named) == len(set(named))
    assert {*named, *before, "corpus.yaml", "schemas.yaml", ".gitattributes"} == there
    for name in (*named, *before):
        assert (CORPUS / name).stat().st_size <= LARGEST_FILE, name


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_ones_that_the_catalogue_takes(name: str, tmp_path: Path) -> None:
    descriptor = yaml.safe_dump(SCHEMAS[name], allow_unicode=True)
    (tmp_path / f"{name}.yaml").write_text(descriptor, encoding="utf-8")
    assert load_table_schema(tmp_path, name)[1] == []
    used = {entry["schema"] for entry in (*PLANTED, *CLEAN)}
    used |= {entry["previous"].get("schema") for entry in (*PLANTED, *CLEAN) if "previous" in entry}
    assert name in used
