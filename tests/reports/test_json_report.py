"""The report for machines, held against its published JSON Schema."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from flows.domain.finding import Place
from flows.domain.findings import NOTHING
from flows.domain.outcome import Failed, Published, Unreachable
from flows.domain.portal_edit import Kept, PortalEdit
from flows.domain.text import Text
from flows.reports.html import report_page
from flows.reports.json_report import as_json, json_bytes

SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).resolve().parents[2] / "schemas/report.schema.json").read_text(encoding="utf-8"))
)


def test_the_json_survives_a_round_trip_and_says_where_and_what(make_report, type_error) -> None:
    report = make_report((type_error,))
    told = json.loads(json_bytes(report))
    assert told == as_json(report)
    SCHEMA.validate(told)
    assert told["format"] == "perd-report/2"
    assert told["run"] == {"id": "2026-11-20-0130", "at": "2026-11-19T18:30:00Z"}
    assert told["dataset"]["id"] == "diw-factories"
    assert told["outcome"]["word"] == "held"
    assert told["outcome"]["reason"] == {"th": "กฎไม่ผ่าน", "en": "A rule says no"}
    (finding,) = told["findings"]
    assert (finding["place"]["cell"], finding["place"]["sheet"], finding["value"]) == ("C12", "Sheet1", "หนึ่งล้าน")
    assert finding["blocks"] is True
    assert told["rules"]["used"]["table/type-error"]["count"] == 1
    assert told["rules"]["used"]["table/type-error"]["source"]["mark"] == "technical"
    (table,) = told["tables"]
    assert table["title"] == "ทะเบียนโรงงาน (CSV)"
    assert table["table"]["changes"][0] == {"rule": "tidy/buddhist-year", "column": "registered_on", "count": 1500}


def test_no_path_of_our_disk_and_no_address_of_a_steward_is_told(make_report) -> None:
    told = json_bytes(make_report()).decode()
    assert "/nowhere" not in told
    assert "steward@" not in told


def test_a_waived_finding_is_counted_as_waived_and_not_as_blocking(make_report, type_error) -> None:
    waived = replace(type_error, waived="ระบบเดิมเขียนเช่นนี้")
    assert make_report((type_error, waived)).counted() == {
        "block": 1, "person": 0, "warn": 0, "info": 0, "approved": 0, "waived": 1
    }  # fmt: skip


def test_rows_come_from_the_outcome_or_else_from_the_tables(make_report) -> None:
    published = Published("diw-factories", 42, NOTHING, "https://portal.example.go.th/x", ("factories",))
    failed = Failed("diw-factories", Text(th="ล้มเหลว", en="failed"), "PortalRefused")
    assert make_report((), published).rows == 42
    assert make_report((), failed).rows == 1500
    assert replace(make_report((), failed), tables=()).rows is None


def test_nothing_checked_is_told_apart_from_nothing_found(make_report) -> None:
    unreachable = Unreachable("diw-factories", Text(th="ไม่ตอบ", en="no answer"), "SourceUnavailable")
    assert make_report((), unreachable).checked
    assert not replace(make_report((), unreachable), tables=()).checked


def test_a_file_that_was_not_sent_is_told_apart(make_report) -> None:
    sent = as_json(make_report())
    unsent = as_json(replace(make_report(), before_sending=True))
    assert (sent["before_sending"], unsent["before_sending"]) == (False, True)
    SCHEMA.validate(unsent)
    with pytest.raises(ValidationError):
        SCHEMA.validate({key: told for key, told in sent.items() if key != "before_sending"})


def test_a_run_time_without_a_time_zone_is_refused(make_report) -> None:
    with pytest.raises(ValueError, match="diw-factories.*time zone"):
        replace(make_report(), run_at=datetime(2026, 11, 20))


def test_an_empty_address_is_no_address(make_report) -> None:
    report = make_report((), Published("d", 1, NOTHING, "", ()))
    assert as_json(replace(report, portal_url=""))["page_url"] is None


def test_the_schema_refuses_what_the_format_does_not_know(make_report, type_error) -> None:
    told = as_json(make_report((type_error,)))
    for wrong in (told | {"format": "perd-report/1"}, told | {"more": 1}, told | {"counts": {}}):
        with pytest.raises(ValidationError):
            SCHEMA.validate(wrong)


FRICTIONLESS = {
    "valid": False,
    "errors": [],
    "tasks": [
        {
            "valid": False,
            "place": "canonical.csv",
            "errors": [{"type": "type-error", "rowNumber": 2, "cell": "1101700230705", "cells": ["1101700230705"],
                        "note": "1101700230705", "message": "The cell 1101700230705", "fieldName": "id"}],
        }
    ],
}  # fmt: skip


def test_frictionless_own_report_is_in_it(make_report, type_error) -> None:
    report = make_report((type_error,))
    report = replace(report, tables=(replace(report.tables[0], frictionless=FRICTIONLESS),))
    assert as_json(report)["tables"][0]["frictionless"] == FRICTIONLESS


def test_frictionless_own_report_quotes_no_cell_of_a_table_with_personal_data(make_report, rules) -> None:
    personal = rules.finding("privacy/national-id", Place("factories", column=9))
    report = make_report((personal,))
    report = replace(report, tables=(replace(report.tables[0], frictionless=FRICTIONLESS),))
    told = as_json(report)
    SCHEMA.validate(told)
    assert "1101700230705" not in json.dumps(told)
    (error,) = told["tables"][0]["frictionless"]["tasks"][0]["errors"]
    assert error == {"type": "type-error", "rowNumber": 2, "fieldName": "id"}


@pytest.mark.slow
def test_more_findings_than_the_report_holds_are_said_to_be_elsewhere(make_report, type_error) -> None:
    few, many = (as_json(make_report([type_error] * number)) for number in (10_000, 10_001))
    assert (len(few["findings"]), few["findings_complete"], few["all_findings"]) == (10_000, True, None)
    assert (many["findings_complete"], many["all_findings"]) == (False, "findings.jsonl.gz")
    assert many["counts"]["block"] == many["rules"]["used"]["table/type-error"]["count"] == 10_001
    SCHEMA.validate(many)


def edited(quotable: bool = True) -> Published:
    edit = PortalEdit(
        field="notes",
        label=Text(th="รายละเอียด", en="Description"),
        kept=Kept.DECLARATION,
        stood=Text(th="“ข้อความที่ผู้แก้เขียนไว้”", en="“ข้อความที่ผู้แก้เขียนไว้”"),
        file="diw/factories.yaml",
        quotable=quotable,
    )
    return Published("diw-factories", 42, NOTHING, "https://portal.example.go.th/x", ("metadata",), edits=(edit,))


def test_what_was_edited_on_the_portal_is_told_with_what_stood_there(make_report) -> None:
    report = make_report((), edited())
    told = as_json(report)
    SCHEMA.validate(told)
    (edit,) = told["portal_edits"]
    assert (edit["field"], edit["kept"]) == ("notes", "declaration")
    assert "ข้อความที่ผู้แก้เขียนไว้" in edit["told"]["th"]
    page = report_page(report)
    assert "สิ่งที่มีผู้แก้ไขบนพอร์ทัล" in page and page.count("“ข้อความที่ผู้แก้เขียนไว้”") == 2, "in both languages"


def test_what_may_name_a_person_is_not_quoted(make_report) -> None:
    report = make_report((), edited(quotable=False))
    assert "ข้อความที่ผู้แก้เขียนไว้" not in json_bytes(report).decode() + report_page(report)
    assert "กิจกรรมของชุดข้อมูลบนพอร์ทัล" in report_page(report)
