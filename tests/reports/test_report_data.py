import json
from dataclasses import replace
from datetime import datetime

import pytest

from flows.domain.outcome import Failed, Published, Unreachable
from flows.domain.text import Text
from flows.reports.data import as_json, json_bytes


def test_the_json_survives_a_round_trip_and_says_where_and_what(make_report, type_error) -> None:
    report = make_report((type_error,))
    told = json.loads(json_bytes(report))
    assert told == as_json(report)
    assert told["format"] == "perd-report/1"
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
    assert make_report((type_error, waived)).counted() == {"block": 1, "warn": 0, "info": 0, "waived": 1}


def test_rows_come_from_the_outcome_or_else_from_the_tables(make_report) -> None:
    published = Published("diw-factories", 42, (), "https://portal.example.go.th/x", ("factories",))
    failed = Failed("diw-factories", Text(th="ล้มเหลว", en="failed"), "PortalRefused")
    assert make_report((), published).rows == 42
    assert make_report((), failed).rows == 1500
    assert replace(make_report((), failed), tables=(("factories", None),)).rows is None


def test_nothing_checked_is_told_apart_from_nothing_found(make_report) -> None:
    unreachable = Unreachable("diw-factories", Text(th="ไม่ตอบ", en="no answer"), "SourceUnavailable")
    assert make_report((), unreachable).checked
    assert not replace(make_report((), unreachable), tables=(("factories", None),)).checked


def test_a_run_time_without_a_time_zone_is_refused(make_report) -> None:
    with pytest.raises(ValueError, match="diw-factories.*time zone"):
        replace(make_report(), run_at=datetime(2026, 11, 20))


def test_an_empty_address_is_no_address(make_report) -> None:
    report = make_report((), Published("d", 1, (), "", ()))
    assert as_json(replace(report, portal_url=""))["page_url"] is None
