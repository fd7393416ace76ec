"""Personal values stay out of every report, whatever the checks hand in."""

from dataclasses import replace

import pytest

from flows.domain.finding import Finding, Place
from flows.domain.findings import Findings
from flows.domain.outcome import Failed, Held
from flows.domain.personal import PersonalGuard
from flows.domain.text import Text
from flows.reports.html import report_page
from flows.reports.json_report import json_bytes

NUMBER = "1101700230708"
COLUMN = Place("factories", row=5, column=2, header="ผู้ประกอบการ", field="operator")


def without_personal_values(findings, rules):
    return tuple(map(PersonalGuard.against(findings, rules), findings))


@pytest.fixture
def leaking(rules) -> Finding:
    """As a broken check might make it: a personal rule with the value in every place it could be put."""
    found = rules.finding("privacy/national-id", COLUMN)
    return replace(found, value=NUMBER, message=Text(th=f"พบ {NUMBER}", en=f"found {NUMBER}"))


def test_the_value_of_a_personal_finding_is_dropped_from_value_and_message(leaking, rules) -> None:
    (cleaned,) = without_personal_values([leaking], rules)
    assert cleaned.value is None
    assert cleaned.message.th == "พบเลขประจำตัวประชาชน"
    assert cleaned.place == COLUMN


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(COLUMN, id="the same cell"),
        pytest.param(replace(COLUMN, row=99), id="another row of the column"),
        pytest.param(Place("factories", row=5), id="a row that quotes all its cells"),
        pytest.param(Place("factories", row=9, field="operator"), id="the column by its field"),
    ],
)
def test_other_rules_do_not_quote_a_column_with_personal_data(place, rules) -> None:
    personal = rules.finding("privacy/national-id", replace(COLUMN, row=7))
    quoting = rules.finding("table/type-error", place, NUMBER)
    assert NUMBER in quoting.message.th
    _, cleaned = without_personal_values([personal, quoting], rules)
    assert cleaned.value is None
    assert NUMBER not in cleaned.message.th + cleaned.message.en + cleaned.fix.th + cleaned.fix.en


@pytest.mark.parametrize(
    "place", [replace(COLUMN, column=3, field="capital"), replace(COLUMN, resource="types"), Place("factories")]
)
def test_other_columns_other_tables_and_whole_files_keep_their_words(place, rules) -> None:
    personal = rules.finding("privacy/national-id", COLUMN)
    value = None if place.column is None else "หนึ่งล้าน"
    other = rules.finding("table/type-error", place, value)
    assert without_personal_values([personal, other], rules)[1] == other


def test_a_personal_finding_about_the_whole_dataset_silences_every_value(rules, type_error) -> None:
    personal = rules.finding("privacy/national-id")
    assert without_personal_values([personal, type_error], rules)[1].value is None


def test_no_output_holds_a_personal_value_not_even_by_way_of_the_outcome(make_report, leaking, rules) -> None:
    quoting = rules.finding("table/type-error", COLUMN, NUMBER)
    findings = (leaking, quoting)
    held = Held("diw-factories", 10, Findings.of(findings), Text(th="กฎไม่ผ่าน", en="A rule says no"))
    report = make_report(findings, held)
    assert NUMBER not in report_page(report)
    assert NUMBER not in json_bytes(report).decode()
    assert NUMBER not in repr(report.outcome)
    assert "ไม่แสดงค่าในเซลล์นี้" in report_page(report)


def test_a_finding_of_an_unknown_rule_is_an_error_rather_than_shown(make_report, type_error) -> None:
    with pytest.raises(KeyError):
        make_report((replace(type_error, rule="privacy/renamed"),))


def test_the_reason_of_a_held_dataset_does_not_repeat_the_sentence_that_quotes_the_value(make_report, rules) -> None:
    personal = rules.finding("privacy/national-id", COLUMN)
    quoting = rules.finding("table/type-error", COLUMN, NUMBER)
    reason = Text(th=f"{quoting.message.th} และมีข้อที่ต้องแก้อีก 1 ข้อ", en=f"{quoting.message.en} And 1 more.")
    told = make_report((quoting, personal), Held("d", 1, Findings.of((quoting, personal)), reason)).reason
    assert told == Text(th="ชนิดข้อมูลไม่ตรง และมีข้อที่ต้องแก้อีก 1 ข้อ", en="Title of table/type-error And 1 more.")
    otherwise = Held("d", 1, Findings.of((quoting, personal)), Text(th=f"เจ้าหน้าที่เห็น {NUMBER}", en="seen"))
    assert NUMBER not in report_page(make_report((quoting, personal), otherwise))


def test_a_reason_without_values_is_left_as_it_is(make_report, type_error) -> None:
    reason = Text(th="เจ้าหน้าที่ขอตรวจสอบก่อน", en="An officer wants to look first.")
    assert make_report((type_error,), Held("d", 1, Findings.of((type_error,)), reason)).reason == reason


def test_the_text_of_an_unforeseen_error_is_not_told_but_that_of_a_foreseen_one_is(make_report) -> None:
    text = Text(th=f"could not convert {NUMBER}", en=f"could not convert {NUMBER}")
    told = report_page(make_report((), Failed("d", text, "ValueError")))
    assert NUMBER not in told
    assert "ValueError" in told
    refused = Text(th="พอร์ทัลปฏิเสธ: ไม่มีสิทธิ์เขียน", en="The portal refused: no right to write")
    assert refused.th in report_page(make_report((), Failed("d", refused, "PortalRefused")))
