"""licence/*, metadata/*, format/header-not-english, change/* and waivers: a table of cases each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows.checks import Subject, check_dataset
from flows.checks.declaration.licence import beyond_free
from flows.checks.declaration.metadata import items
from flows.checks.release.size import check_size
from flows.domain.dataset import Contact, Expect
from flows.domain.finding import Finding, Place, Severity
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.domain.tidied import Tidied
from tests.checks.conftest import a_table, judge, table_schema

MakeSubject = Callable[..., Subject]
MakeTable = Callable[..., Tidied]


def slugs_of(findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.rule for finding in findings)


def test_a_sound_dataset_has_no_findings(subject: MakeSubject) -> None:
    assert check_dataset(subject()) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"licence": "CC-BY-NC-4.0"}, ["licence/non-commercial"]),
        ({"licence": "CC-BY-ND-4.0"}, ["licence/no-derivatives"]),
        ({"licence": "CC-BY-NC-ND-4.0"}, ["licence/no-derivatives", "licence/non-commercial"]),
        ({"licence": "GFDL-1.3"}, ["licence/not-open"]),
        ({"licence": "CC-BY-SA-4.0"}, ["licence/share-alike"]),
        ({"licence": "DGA-OGL"}, []),
        ({"licence": "ogl"}, []),
        ({"licence": "other"}, ["licence/not-specified"]),
        ({"licence": "MyOwn-1.0"}, ["licence/not-specified"]),
        ({"licence": "not-specified"}, ["licence/not-specified", "metadata/unknown-item"]),
        ({"licence": None}, ["licence/not-specified", "metadata/missing-item"]),
        ({"accessible_condition": "ไม่มีการจำกัดการเข้าถึงข้อมูล"}, []),
        ({"accessible_condition": "ต้องลงทะเบียนก่อน"}, ["licence/extra-conditions"]),
        ({"accessible_condition": "ต้องลงทะเบียนและชำระค่าธรรมเนียม"}, ["licence/fee"]),
        ({"category": "personal", "classification": None}, ["metadata/not-public"]),
        ({"category": "internal", "classification": "internal"}, ["metadata/not-public"] * 2),
        ({"classification": "confidential"}, ["metadata/category-mismatch", "metadata/not-public"]),
        (
            {"category": "security", "classification": "open"},
            ["metadata/category-mismatch", "metadata/not-public"],
        ),
        ({"classification": None}, []),
        ({"category": None}, ["metadata/missing-item"]),
        ({"title": "ก" * 151}, ["metadata/title-too-long"]),
        ({"title": "   "}, ["metadata/missing-item"]),
        ({"description": None}, ["metadata/missing-item"]),
        ({"description": "-"}, ["metadata/unknown-item"]),
        ({"data_type": None}, ["metadata/missing-item"]),
        ({"tags": []}, ["metadata/missing-item"]),
        ({"objective": []}, ["metadata/missing-item"]),
        ({"objective": ["unknown"]}, ["metadata/unknown-item"]),
        ({"objective": ["unknown", "law"]}, []),
        ({"frequency": None}, ["metadata/missing-item"]),
        ({"frequency": {"unit": "unknown"}}, ["metadata/unknown-item"]),
        ({"coverage": "none"}, []),
        ({"coverage": "unknown"}, ["metadata/unknown-item"]),
        ({"data_source": " ไม่ทราบ "}, ["metadata/unknown-item"]),
        ({"data_format": ["unknown"]}, ["metadata/unknown-item"]),
        ({"contact": {"name": "ไม่ระบุ", "email": "a@b.go.th"}}, ["metadata/unknown-item"]),
    ],
)
def test_one_change_to_a_sound_dataset(subject: MakeSubject, change: dict[str, Any], found: list[str]) -> None:
    assert slugs_of(check_dataset(subject(**change))) == found


def test_there_are_14_items_in_the_order_of_the_guideline(subject: MakeSubject) -> None:
    listed = items(subject().dataset)
    assert len(listed) == 14
    assert [item.key for item in listed][:3] == ["data_type", "title", "agency.yaml: organisation"]
    assert listed[13].title.th == "สัญญาอนุญาต"


def test_a_missing_item_is_named_in_thai_with_where_to_write_it(subject: MakeSubject) -> None:
    (finding,) = check_dataset(subject(data_source=None))
    assert "“แหล่งที่มา” (รายการที่ 11 จาก 14 รายการ)" in finding.message.th
    assert "data_source" in finding.fix.th
    assert "data source" in finding.message.en
    assert finding.severity is Severity.BLOCK


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "-",
        "ไม่มี",
        "ไม่มีการจำกัดการเข้าถึงข้อมูล",
        "ไม่มีข้อจำกัด",
        "ไม่มีเงื่อนไขใด ๆ",
        "ไม่จำกัดการเข้าถึง",
        "ไม่เสียค่าใช้จ่าย",
        "ไม่มีค่าใช้จ่าย",
        "ไม่เสียค่าใช้จ่ายใดๆ ทั้งสิ้น",
        "ไม่มีการเรียกเก็บค่าธรรมเนียม",
        "ไม่มีการจำกัดการเข้าถึงข้อมูล และไม่เสียค่าใช้จ่าย",
        "ไม่จํากัด",  # with the split sara am of texts from PDF files
        "No restrictions",
        "free of charge",
        "No fee, no restrictions.",
    ],
)
def test_ways_of_saying_that_there_is_no_condition(condition: str) -> None:
    assert beyond_free(condition) == ""


@pytest.mark.parametrize(
    ("condition", "money"),
    [
        ("มีค่าธรรมเนียม 100 บาท", True),
        ("เสียค่าใช้จ่ายตามระเบียบ", True),
        ("fee applies", True),
        ("paid subscription", True),
        ("ไม่เสียค่าใช้จ่าย ยกเว้นการใช้เชิงพาณิชย์", False),
        ("ไม่เสียค่าใช้จ่ายสำหรับนักศึกษา", False),
        ("ไม่มีค่าใช้จ่ายแต่ต้องลงทะเบียน", False),
        ("ไม่มีค่าใช้จ่ายในเดือนแรก จากนั้นเดือนละ 50 บาท", True),
        ("เฉพาะหน่วยงานของรัฐ", False),
        ("จำกัดการเข้าถึงข้อมูล", False),
        ("ต้องขออนุญาตก่อน", False),
        ("not free", False),
        ("ไม่ฟรี", False),
        ("free registration required", False),
    ],
)
def test_conditions_that_are_told(subject: MakeSubject, condition: str, money: bool) -> None:
    (finding,) = check_dataset(subject(accessible_condition=condition))
    assert finding.rule == ("licence/fee" if money else "licence/extra-conditions")
    assert condition in finding.message.th


def test_a_machine_header_with_a_blank_or_thai_is_told_with_its_thai_title(subject: MakeSubject) -> None:
    schema = table_schema(
        {"name": "factory name", "title": "ชื่อโรงงาน"}, {"name": "id"}, {"name": "จังหวัด", "title": "จังหวัด"}
    )
    found = check_dataset(subject(schema=schema))
    assert slugs_of(found) == ["format/header-not-english"] * 2
    assert found[0].place == Place(resource="factories", header="ชื่อโรงงาน", field="factory name")


def sized(rules: RuleBook, table: MakeTable, expect: dict[str, Any], rows: int, published: int | None) -> list[Finding]:
    tidied = replace(table(("id",), []), rows=rows)
    schema = table_schema({"name": "id"})
    return list(
        check_size(a_table(tidied, schema, rules, "factories", published_rows=published, expect=Expect(**expect)))
    )


@pytest.mark.parametrize(
    ("expect", "rows", "published", "found"),
    [
        ({}, 50, 100, []),
        ({}, 49, 100, ["change/many-rows-dropped"]),
        ({"min_rows": 10}, 10, None, []),
        ({"min_rows": 10}, 9, None, ["change/too-few-rows"]),
        ({"max_rows": 10}, 10, None, []),
        ({"max_rows": 10}, 11, None, ["change/too-many-rows"]),
        ({"max_drop": "20%"}, 80, 100, []),
        ({"max_drop": "20%"}, 79, 100, ["change/rows-dropped"]),
        ({"max_drop": "20%"}, 79, None, []),
        ({"max_drop": "20%"}, 5, 0, []),
        ({"max_drop": "0%"}, 100, 100, []),
        ({"max_drop": "0%"}, 99, 100, ["change/rows-dropped"]),
        ({"max_drop": "12.5%"}, 874, 1000, ["change/rows-dropped"]),
        ({"max_drop": "20%", "min_rows": 90}, 50, 100, ["change/rows-dropped", "change/too-few-rows"]),
    ],
)
def test_size(
    rules: RuleBook, table: MakeTable, expect: dict[str, Any], rows: int, published: int | None, found: list[str]
) -> None:
    assert slugs_of(sized(rules, table, expect, rows, published)) == found


def test_a_drop_just_above_the_limit_is_not_said_to_be_the_limit(rules: RuleBook, table: MakeTable) -> None:
    (finding,) = sized(rules, table, {"max_drop": "20%"}, 7_999, 10_000)
    assert "20.01" in finding.message.en
    assert finding.place.resource == "factories"


WAIVER = {"rule": "metadata/title-too-long", "reason": "ชื่อทางการของทะเบียน", "until": date(2026, 11, 20)}


def blocking(subject: MakeSubject, waiver: dict[str, Any], **declared: Any) -> tuple[bool, list[str | None]]:
    looked_at = subject(waivers=[waiver], **declared)
    verdict = judge(looked_at, check_dataset(looked_at))
    return verdict.fit, [finding.waived for finding in verdict.findings]


def test_a_waiver_holds_through_its_last_day(subject: MakeSubject) -> None:
    waiver = WAIVER | {"rule": "metadata/missing-item"}
    assert blocking(subject, waiver, data_source=None) == (True, ["ชื่อทางการของทะเบียน"])


def test_an_expired_waiver_waives_nothing(subject: MakeSubject) -> None:
    waiver = WAIVER | {"rule": "metadata/missing-item", "until": date(2026, 11, 19)}
    assert blocking(subject, waiver, data_source=None) == (False, [None])


def test_a_waiver_covers_its_own_rule_only(subject: MakeSubject) -> None:
    assert blocking(subject, WAIVER, data_source=None) == (False, [None])


@pytest.mark.parametrize("rule", ["licence/non-commercial", "licence/fee"])
def test_a_licence_cannot_be_waived(subject: MakeSubject, rule: str) -> None:
    declared = (
        {"licence": "CC-BY-NC-4.0"} if rule == "licence/non-commercial" else {"accessible_condition": "เสียค่าใช้จ่าย"}
    )
    assert blocking(subject, WAIVER | {"rule": rule}, **declared) == (False, [None])


def test_personal_data_cannot_be_waived(subject: MakeSubject) -> None:
    looked_at = subject(waivers=[WAIVER | {"rule": "privacy/national-id"}])
    finding = looked_at.rules.finding("privacy/national-id", column="A", count=1, candidates=1)
    assert not judge(looked_at, [finding]).fit


def test_a_suspicion_can_be_waived_by_whoever_has_looked_and_holds_before(subject: MakeSubject) -> None:
    words = {"column": "A", "count": 1, "rows": Text(th="แถวที่ 3", en="row 3")}
    for waivers, fit in ([], False), ([WAIVER | {"rule": "privacy/national-id-in-text"}], True):
        looked_at = subject(waivers=waivers)
        finding = looked_at.rules.finding("privacy/national-id-in-text", **words)
        assert judge(looked_at, [finding]).fit is fit


def test_a_blank_row_cannot_be_waived_because_it_would_be_published(subject: MakeSubject) -> None:
    looked_at = subject(waivers=[WAIVER | {"rule": "table/blank-row"}])
    assert not judge(looked_at, [looked_at.rules.finding("table/blank-row", row=3)]).fit


def test_a_waiver_for_one_resource_leaves_the_others(subject: MakeSubject) -> None:
    looked_at = subject(waivers=[WAIVER | {"rule": "table/duplicate-row", "resource": "factories"}])
    here = looked_at.rules.finding("table/duplicate-row", Place(resource="factories", row=3), row=3)
    there = looked_at.rules.finding("table/duplicate-row", Place(resource="others", row=3), row=3)
    verdict = judge(looked_at, [here, there])
    assert [finding.waived is not None for finding in verdict.findings] == [True, False]
    assert not verdict.fit


def test_the_agencys_own_contact_is_looked_at(subject: MakeSubject) -> None:
    agencys = Contact(name="ไม่ทราบ", email="a@b.go.th")
    assert slugs_of(check_dataset(subject(agency_contact=agencys))) == ["metadata/unknown-item"]


def test_a_declared_severity_counts_where_the_rule_allows_it(subject: MakeSubject) -> None:
    looked_at = subject(severities={"freshness/data-too-old": "block", "table/type-error": "info"})
    day, nothing = Text(th="1 ม.ค. 2567", en="2024-01-01"), Text(th="", en="")
    old = looked_at.rules.finding("freshness/data-too-old", newest=day, limit=day)
    words = {"row": 3, "cell": "A3", "column": "A", "shown": "x", "expected": nothing, "problem": nothing}
    wrong = looked_at.rules.finding("table/type-error", **words)
    assert old.severity is Severity.WARN
    assert judge(subject(), [old]).fit
    assert not judge(looked_at, [old]).fit
    assert not judge(looked_at, [wrong]).fit, "this rule has one severity only"
