"""The example catalogue: each dataset ends as datasets/expected.yaml says, and is dirty in the way it is there for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import requests
import yaml
from frictionless import Resource as FrictionlessResource
from frictionless import Schema

from flows.catalogue import Catalogue, load_catalogue
from flows.checks import (
    PERSONAL_CHECKS,
    TABLE_CHECKS,
    Exceptions,
    Subject,
    Table,
    check_dataset,
    load_licences,
    load_rules,
    slugs,
    unwaivable,
)
from flows.checks.tables.by_frictionless import check_table
from flows.domain.dataset import Dataset, HttpFile, Resource
from flows.domain.errors import SourceRefused
from flows.domain.finding import Finding
from flows.domain.findings import Findings
from flows.domain.record import Kind, Record
from flows.domain.tidied import Tidied
from flows.domain.verdict import Verdict
from flows.evidence import Ledger
from flows.evidence.notary import Notary
from flows.evidence.signing import sign_checkpoint
from flows.evidence.table import as_csv
from flows.local.file_server import SAMPLES_PORT, serving
from flows.settings import Settings
from flows.sources import Sources
from flows.sources.address_guard import AddressGuard
from flows.sources.http_file import Fetcher
from flows.tidy import ReceivedCells, tidy

ROOT = Path(__file__).resolve().parents[1]
DATASETS = ROOT / "datasets"
EXPECTED = yaml.safe_load((DATASETS / "expected.yaml").read_text(encoding="utf-8"))
RULES = load_rules(ROOT / "schemas/rules")
LICENCES = load_licences(ROOT / "schemas/rules")
TODAY = date(2026, 11, 20)
TWELVE = {
    "H6": "thai/split-sara-am",
    "K9": "table/type-error",
    "I12": "thai/thai-digits",
    "C15": "thai/leading-zero-lost",
    "G21": "thai/mojibake",
    "F24": "thai/excel-serial",
    "L27": "table/constraint-error",
    "B29": "thai/no-such-leap-day",
    "B33": "thai/common-era-left",
    "A36": "table/primary-key",
    "A43": "thai/total-row-misfit",
    "J43": "thai/total-mismatch",
}
"""Cell -> rule, of tisi-inspections-twelve-errors."""
DECLARED_ADDRESS = f"http://127.0.0.1:{SAMPLES_PORT}/"


@dataclass(frozen=True)
class Examples:
    """The catalogue, its samples served on a free port, and a folder for what is made of them."""

    catalogue: Catalogue
    sources: Sources
    address: str
    folder: Path

    def tidied(self, dataset: Dataset) -> Iterator[tuple[Resource, Tidied]]:
        for resource in dataset.resources:
            folder = self.folder / dataset.id / resource.name
            folder.mkdir(parents=True, exist_ok=True)
            source = resource.source
            if isinstance(source, HttpFile):
                url = source.url.replace(DECLARED_ADDRESS, self.address)
                source = source.model_copy(update={"url": url})
            received = folder / "received"
            received.unlink(missing_ok=True)
            self.sources.take(source, received)
            yield resource, tidy(received, resource.tidy, self.catalogue.schemas[resource.table_schema], folder)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Examples]:
    catalogue = load_catalogue(DATASETS, ROOT / "schemas", slugs(RULES), unwaivable(RULES), frozenset(LICENCES))
    with serving(DATASETS, 0) as address, requests.Session() as session:
        fetcher = Fetcher(session, AddressGuard(frozenset({"127.0.0.1"})), (5.0, 5.0), 30.0, lambda name: "")
        folder = tmp_path_factory.mktemp("examples")
        sources = Sources(DATASETS, fetcher, checkpoints=signed_twice(folder))
        yield Examples(catalogue, sources, address, folder)


def signed_twice(folder: Path) -> Path:
    """The table of the checkpoints of a ledger that was signed on two nights."""
    settings = Settings(home=folder)
    ledger = Ledger(settings.ledger, settings.head_file)
    for day in (20, 21):
        at = datetime(2026, 11, day, 18, 30, tzinfo=UTC)
        ledger.append(Record(Kind.OUTCOME, f"run-{day}", "diw-a", at, {"outcome": "published"}))
        signed = sign_checkpoint(ledger, Notary.of(settings), f"run-{day}", at)
    ledger.close()
    settings.checkpoint_table.write_text(as_csv(signed.checkpoints), encoding="utf-8")
    return settings.checkpoint_table


def test_every_example_is_declared_rightly_and_its_end_is_foretold(examples: Examples) -> None:
    assert [str(mistake) for mistake in examples.catalogue.mistakes] == []
    assert set(examples.catalogue.datasets) == set(EXPECTED)


def test_titles_are_unique_as_portals_demand(examples: Examples) -> None:
    titles = [dataset.declared.title for dataset in examples.catalogue.datasets.values()]
    assert len(titles) == len(set(titles))


def found_in(dataset: Dataset, examples: Examples) -> Verdict:
    """Raises SourceRefused where the source gives no table."""
    findings: list[Finding] = []
    for resource, tidied in examples.tidied(dataset):
        schema = examples.catalogue.schemas[resource.table_schema]
        table = Table(dataset, resource, schema, tidied, RULES, TODAY, ReceivedCells(tidied))
        for check in (*PERSONAL_CHECKS, check_table, *TABLE_CHECKS):
            findings += check(table)
    subject = Subject(dataset, RULES, LICENCES, examples.catalogue.schemas, TODAY)
    return Verdict(Findings.of(map(Exceptions(subject), [*findings, *check_dataset(subject)])))


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_ends_as_expected(examples: Examples, name: str) -> None:
    try:
        verdict = found_in(examples.catalogue.datasets[name], examples)
    except SourceRefused as refused:
        assert EXPECTED[name] == {"outcome": "unreachable"}
        assert "is a web page" in refused.sentence
        return
    assert {finding.rule for finding in verdict.blocking} == set(EXPECTED[name].get("rules", []))
    assert EXPECTED[name]["outcome"] == ("published" if verdict.fit else "held")


def test_the_twelve_errors_are_found_each_in_its_cell_and_nothing_else(examples: Examples) -> None:
    verdict = found_in(examples.catalogue.datasets["tisi-inspections-twelve-errors"], examples)
    found = sorted((finding.place.cell or "", finding.rule) for finding in verdict.findings)
    assert found == sorted(TWELVE.items())
    assert [finding.rule for finding in verdict.findings if not finding.blocks] == ["thai/split-sara-am"]
    told = (
        (DATASETS / "README.md").read_text(encoding="utf-8").partition("## The twelve errors")[2].partition("\n## ")[0]
    )
    rows = [line.split(" | ") for line in told.splitlines() if re.match(r"\| [A-Z]+[0-9]+ \|", line)]
    assert {row[0].strip("| "): row[2].split("`")[1] for row in rows} == TWELVE
    for finding in verdict.findings:
        (row,) = (row for row in rows if row[0].strip("| ") == finding.place.cell)
        assert finding.value and f"`{finding.value}`" in row[1]


@pytest.mark.parametrize("name", [name for name, end in EXPECTED.items() if end["outcome"] != "unreachable"])
def test_no_example_declares_a_conversion_that_does_nothing(examples: Examples, name: str) -> None:
    dataset = examples.catalogue.datasets[name]
    declared: set[tuple[str, str]] = set()
    done: set[tuple[str, str | None]] = set()
    for resource, table in examples.tidied(dataset):
        rules = resource.tidy
        declared |= {("tidy/thai-digits", column) for column in rules.thai_digits}
        declared |= {("tidy/thousands", column) for column in rules.thousands}
        declared |= {("tidy/buddhist-year", column) for column in rules.calendar}
        declared |= {("tidy/date-format", column) for column in rules.date_formats}
        done |= {(change.rule, change.column) for change in table.changes}
    assert declared <= done


def test_the_samples_are_dirty_in_every_way_that_tidy_knows(examples: Examples) -> None:
    rules: set[str] = set()
    encodings: set[str] = set()
    delimiters: set[str] = set()
    leap_days = 0
    for name, end in EXPECTED.items():
        if end["outcome"] == "unreachable":
            continue
        for _, table in examples.tidied(examples.catalogue.datasets[name]):
            rules |= {change.rule for change in table.changes}
            encodings.add(table.encoding)
            delimiters.add(table.delimiter)
            leap_days += table.path.read_text(encoding="utf-8").count("2024-02-29")
    assert rules >= {
        "tidy/encoding", "tidy/title-rows", "tidy/header", "tidy/dropped-column", "tidy/dropped-row", "tidy/trim",
        "tidy/null-word", "tidy/thai-digits", "tidy/thousands", "tidy/date-format", "tidy/buddhist-year",
    }  # fmt: skip
    assert encodings == {"utf-8", "utf-8-sig", "cp874", "xlsx"}
    assert delimiters == {",", "|"}
    assert leap_days >= 5


TABLES = sorted((ROOT / "schemas/tables").rglob("*.yaml"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_table_schema_is_used_and_its_own_examples_satisfy_it(examples: Examples, path: Path) -> None:
    name = f"{path.parent.name}/{path.stem}"
    descriptor = dict(examples.catalogue.schemas[name].descriptor)
    row = [[field["name"] for field in descriptor["fields"]], [str(field["example"]) for field in descriptor["fields"]]]
    report = FrictionlessResource(data=row, schema=Schema.from_descriptor(descriptor)).validate()
    assert report.flatten(["fieldName", "note"]) == []
