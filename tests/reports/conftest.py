"""A small agency, its rules, and reports in each of the six outcomes."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.domain.dataset import Agency, Contact, Dataset, Declaration
from flows.domain.finding import Finding, Place, Severity
from flows.domain.findings import Findings
from flows.domain.outcome import Held, Outcome
from flows.domain.rule import Rule, RuleBook, Source
from flows.domain.text import Text
from flows.domain.tidied import Change, Column, RowMap, Tidied
from flows.reports.data import ReportData, ReportTable

RUN_AT = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)


def rule(slug: str, severity: Severity, title: str, *, personal: bool = False, mark: str = "own") -> Rule:
    return Rule(
        slug=slug,
        severity=severity,
        title=Text(th=title, en=f"Title of {slug}"),
        message=Text(th="“{value}” ไม่ถูกต้อง", en="“{value}” is not right"),
        why=Text(th=f"เหตุผลของ {slug}", en=f"Why {slug}"),
        fix=Text(th=f"วิธีแก้ {slug}", en=f"How to fix {slug}"),
        example="20/11/2569",
        source=Source(mark=mark, name=f"ที่มา {slug}", url="https://rules.example.go.th/one"),
        personal=personal,
    )


@pytest.fixture
def rules() -> RuleBook:
    book = [
        rule("table/type-error", Severity.BLOCK, "ชนิดข้อมูลไม่ตรง", mark="technical"),
        rule("table/blank-row", Severity.WARN, "มีแถวว่าง"),
        rule("change/row-count", Severity.INFO, "จำนวนแถวเปลี่ยนไป"),
        rule("privacy/national-id", Severity.BLOCK, "พบเลขประจำตัวประชาชน", personal=True, mark="official"),
        rule("licence/not-open", Severity.BLOCK, "สัญญาอนุญาตไม่เปิด", mark="official"),
    ]
    return RuleBook({rule.slug: rule for rule in book}, version="0123456789abcdef0123")


@pytest.fixture
def dataset() -> Dataset:
    return Dataset(
        slug="factories",
        agency=Agency(
            code="diw",
            name=Text(th="กรมโรงงานอุตสาหกรรม", en="Department of Industrial Works"),
            short=Text(th="กรอ.", en="DIW"),
            organisation="diw",
            contact=Contact(name="ศูนย์เทคโนโลยีสารสนเทศ", email="data@diw.example.go.th", phone="0 2000 0000"),
            notify=("steward@diw.example.go.th",),
        ),
        declared=Declaration.model_validate(
            {
                "title": "ทะเบียนโรงงานอุตสาหกรรม",
                "category": "public",
                "licence": "CC-BY-4.0",
                "frequency": {"every": 3, "unit": "month"},
                "resources": [
                    {
                        "name": "factories",
                        "title": "ทะเบียนโรงงาน (CSV)",
                        "source": {"kind": "http_file", "url": "https://diw.example.go.th/fac.csv?key=secret"},
                        "schema": "diw/factories",
                    }
                ],
            }
        ),
        path="datasets/diw/factories.yaml",
    )


@pytest.fixture
def tidied() -> Tidied:
    return Tidied(
        path=Path("/nowhere/canonical.csv"),
        sha256="ab" * 32,
        size=1234,
        rows=1500,
        columns=(Column("registered_on", "วันจดทะเบียน", 1), Column("capital", "ทุน", 3)),
        row_map=RowMap(first=4),
        changes=(Change("tidy/buddhist-year", "registered_on", 1500), Change("tidy/encoding", None, 1)),
        encoding="cp874",
        received=Path("/nowhere/received.csv"),
        header_row=3,
    )


@pytest.fixture
def make_report(dataset: Dataset, rules: RuleBook, tidied: Tidied) -> Callable[..., ReportData]:
    def make(
        findings: Iterable[Finding] = (), outcome: Outcome | None = None, page_url: str | None = None
    ) -> ReportData:
        every = Findings.of(findings)
        held = Held(dataset.id, 1500, every, Text(th="กฎไม่ผ่าน", en="A rule says no"))
        return ReportData(
            dataset=dataset,
            outcome=outcome or held,
            findings=every,
            tables=(ReportTable(dataset.resources[0], tidied),),
            run_id="2026-11-20-0130",
            run_at=RUN_AT,
            rules=rules,
            portal_url="https://portal.example.go.th",
            page_url=page_url,
        )

    return make


@pytest.fixture
def type_error(rules: RuleBook) -> Finding:
    place = Place("factories", sheet="Sheet1", row=12, column=3, header="ทุน", field="capital")
    return rules.finding("table/type-error", place, "หนึ่งล้าน")
