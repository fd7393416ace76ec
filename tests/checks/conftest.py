"""The real rule files, a sound dataset, and canonical tables written by hand."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.checks import Exceptions, Licence, Subject, Table, load_licences, load_rules
from flows.checks.subject import RawCells
from flows.domain.dataset import Agency, Contact, Dataset, Declaration
from flows.domain.finding import Finding
from flows.domain.findings import Findings
from flows.domain.portal_rules import PortalRules
from flows.domain.rule import RuleBook
from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Column, RowMap, Tidied
from flows.domain.verdict import Verdict

PROJECT = Path(__file__).resolve().parents[2]
RULES_FOLDER = PROJECT / "schemas" / "rules"
REALDATA = PROJECT.parent / "shared" / "realdata"
TODAY = date(2026, 11, 20)

SOUND: dict[str, Any] = {
    "title": "ทะเบียนโรงงานอุตสาหกรรม",
    "description": "รายชื่อโรงงานที่ได้รับอนุญาต",
    "data_type": "record",
    "category": "public",
    "classification": "open",
    "licence": "CC-BY-4.0",
    "objective": ["agency-mission"],
    "frequency": {"every": 1, "unit": "month"},
    "coverage": "country",
    "data_source": "ระบบทะเบียนโรงงาน",
    "data_format": ["CSV"],
    "tags": ["โรงงาน"],
    "data_support": "none",
    "data_collect": "business",
    "reference_data": False,
    "resources": [
        {
            "name": "factories",
            "title": "ทะเบียนโรงงาน",
            "source": {"kind": "file", "path": "x.csv"},
            "schema": "diw/factories",
        }
    ],
}


@pytest.fixture(scope="session")
def rules() -> RuleBook:
    return load_rules(RULES_FOLDER)


@pytest.fixture(scope="session")
def licences() -> dict[str, Licence]:
    return dict(load_licences(RULES_FOLDER))


@pytest.fixture(scope="session")
def realdata() -> Path:
    if not REALDATA.is_dir():
        pytest.skip("the real files are not on this machine")
    return REALDATA


def table_schema(*fields: dict[str, Any], **more: Any) -> TableSchema:
    return TableSchema(name="diw/factories", version="1", descriptor={"fields": list(fields), **more})


@pytest.fixture
def subject(rules: RuleBook, licences: dict[str, Licence]) -> Callable[..., Subject]:
    """A sound dataset, with the given keys of its declaration replaced."""

    def make(
        schema: TableSchema | None = None,
        agency_contact: Contact | None = None,
        today: date = TODAY,
        portal: PortalRules | None = None,
        **declared: Any,
    ) -> Subject:
        agency = Agency(
            code="diw",
            name={"th": "กรมโรงงานอุตสาหกรรม", "en": "DIW"},
            short={"th": "กรอ.", "en": "DIW"},
            organisation="diw",
            contact=agency_contact or Contact(name="ศูนย์เทคโนโลยีสารสนเทศ", email="data@diw.example.go.th"),
        )
        declaration = Declaration.model_validate(SOUND | declared)
        dataset = Dataset(slug="factories", agency=agency, declared=declaration, path="datasets/diw/factories.yaml")
        schemas = {"diw/factories": schema or table_schema({"name": "id", "title": "เลขทะเบียน"})}
        return Subject(dataset=dataset, rules=rules, licences=licences, schemas=schemas, today=today, portal=portal)

    return make


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Tidied]:
    """A canonical table: `names` are its labels, `rows` its cells (of any number, to be ragged)."""

    def make(
        names: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        headers: Sequence[str] | None = None,
        positions: Sequence[int] | None = None,
        row_map: RowMap | None = None,
        sheet: str | None = None,
        header_row: int | None = 1,
    ) -> Tidied:
        path = tmp_path / "canonical.csv"
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(names)
            for row in rows:
                writer.writerow(row)
                count += 1
        places = positions or range(1, len(names) + 1)
        return Tidied(
            path=path,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            size=path.stat().st_size,
            rows=count,
            columns=tuple(
                Column(name, header, place) for name, header, place in zip(names, headers or names, places, strict=True)
            ),
            row_map=row_map or RowMap(first=(header_row or 0) + 1),
            changes=(),
            encoding="utf-8",
            received=path,
            header_row=header_row,
            sheet=sheet,
        )

    return make


class AgencyCells:
    """The agency's own cells, as tidy would give them; remembers how often it was asked."""

    def __init__(self, cells: dict[tuple[int, int], str] | None = None) -> None:
        self.cells = cells or {}
        self.asked = 0

    def __call__(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        self.asked += 1
        return {cell: self.cells[cell] for cell in wanted if cell in self.cells}


def judge(subject: Subject, findings: Iterable[Finding]) -> Verdict:
    """The verdict on findings, the declared exceptions considered."""
    return Verdict(Findings.of(map(Exceptions(subject), findings)))


def a_dataset(**declared: Any) -> Dataset:
    """A sound dataset of one resource, with the given keys of its declaration replaced."""
    agency = Agency(
        code="diw",
        name={"th": "กรมโรงงานอุตสาหกรรม", "en": "DIW"},
        short={"th": "กรอ.", "en": "DIW"},
        organisation="diw",
        contact=Contact(name="ศูนย์เทคโนโลยีสารสนเทศ", email="data@diw.example.go.th"),
    )
    declaration = Declaration.model_validate(SOUND | declared)
    return Dataset(slug="factories", agency=agency, declared=declaration, path="datasets/diw/factories.yaml")


def a_table(
    tidied: Tidied,
    schema: TableSchema,
    rules: RuleBook,
    name: str = "things",
    cells: RawCells | None = None,
    *,
    published: Path | None = None,
    published_rows: int | None = None,
    declared: dict[str, Any] | None = None,
    today: date = TODAY,
    **resource: Any,
) -> Table:
    """One resource's table as the checks get it; keys of the resource such as `expect` or `tidy` may be given."""
    dataset = a_dataset(**(declared or {}))
    return Table(
        dataset=dataset,
        resource=dataset.resources[0].model_copy(update={"name": name, **resource}),
        schema=schema,
        tidied=tidied,
        rules=rules,
        today=today,
        raw_cells=cells or AgencyCells(),
        published=published,
        published_rows=published_rows,
    )


@pytest.fixture
def delivered(rules: RuleBook) -> Callable[..., Table]:
    """`a_table` under today's rules."""

    def make(tidied: Tidied, schema: TableSchema, name: str = "things", **more: Any) -> Table:
        return a_table(tidied, schema, rules, name, **more)

    return make
