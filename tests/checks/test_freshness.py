"""freshness/*: exactly on the limit is fine, a day later is told; samples and data without a promise are left alone."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from flows.checks.release.freshness import Newness, check_freshness, check_freshness_of, check_future_periods
from flows.checks.release.periods import newest_period
from flows.checks.subject import Table
from flows.domain.finding import Finding, Severity
from flows.domain.rule import RuleBook
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import a_dataset, table_schema

MakeTable = Callable[..., Tidied]
Deliver = Callable[..., Table]
TODAY = date(2026, 11, 20)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture
def judged(rules: RuleBook) -> Callable[..., list[Finding]]:
    def judge(newest: str | None, changed: str | None, today: str, **declared: Any) -> list[Finding]:
        dataset = a_dataset(**declared)
        found: Iterator[Finding] = check_freshness(
            dataset, dataset.resources[0], day(newest), day(changed), date.fromisoformat(today), rules
        )
        return list(found)

    return judge


@pytest.fixture
def dated(table: MakeTable, delivered: Deliver) -> Callable[..., Table]:
    """A table of one column per field; `cells` are those of all columns, row by row."""

    def make(fields: list[dict[str, Any]], *cells: tuple[str, ...], **more: Any) -> Table:
        names = [field["name"] for field in fields]
        headers = [field.get("title", field["name"]) for field in fields]
        row_map = more.pop("row_map", None)
        return delivered(table(names, cells, headers=headers, row_map=row_map), table_schema(*fields), **more)

    return make


@pytest.mark.parametrize(
    ("every", "unit", "newest", "limit"),
    [
        (1, "day", "2026-11-01", "2026-11-03"),
        (1, "week", "2026-11-01", "2026-11-15"),
        (1, "month", "2026-08-31", "2026-10-31"),
        (2, "month", "2026-04-30", "2026-08-31"),
        (1, "quarter", "2026-03-31", "2026-09-30"),
        (1, "half-year", "2025-12-31", "2026-12-31"),
        (1, "year", "2024-12-31", "2026-12-31"),
    ],
)
@pytest.mark.parametrize("rule", ["freshness/data-too-old", "freshness/not-updated"])
def test_the_limit_is_two_promised_periods(
    judged: Callable[..., list[Finding]], every: int, unit: str, newest: str, limit: str, rule: str
) -> None:
    known = (newest, None) if rule == "freshness/data-too-old" else (None, newest)
    frequency = {"every": every, "unit": unit}
    assert judged(*known, limit, frequency=frequency) == []
    later = date.fromordinal(date.fromisoformat(limit).toordinal() + 1)
    (found,) = judged(*known, later.isoformat(), frequency=frequency)
    assert (found.rule, found.severity, found.place.resource) == (rule, Severity.WARN, "factories")
    assert limit in found.message.en and newest in found.message.en


def test_the_steward_reads_dates_in_the_buddhist_era(judged: Callable[..., list[Finding]]) -> None:
    (found,) = judged("2026-08-31", None, "2026-11-20")
    assert "31 สิงหาคม 2569" in found.message.th
    assert "ภายในวันที่ 31 ตุลาคม 2569" in found.message.th


def test_one_fault_is_told_once(judged: Callable[..., list[Finding]]) -> None:
    assert [found.rule for found in judged("2025-08-31", "2025-09-10", "2026-11-20")] == ["freshness/data-too-old"]


def test_a_table_without_periods_is_judged_by_its_updates(judged: Callable[..., list[Finding]]) -> None:
    assert [found.rule for found in judged(None, "2025-09-10", "2026-11-20")] == ["freshness/not-updated"]


@pytest.mark.parametrize(
    "declared",
    [
        {"sample": True},
        {"frequency": None},
        {"frequency": {"unit": "unknown"}},
        {"frequency": {"unit": "not-updated"}},
        {"frequency": {"unit": "real-time"}},
    ],
)
def test_samples_and_data_without_a_promise_are_left_alone(
    judged: Callable[..., list[Finding]], declared: dict[str, Any]
) -> None:
    assert judged("2001-01-01", "2001-01-01", "2026-11-20", **declared) == []


def test_nothing_is_known_nothing_is_said(judged: Callable[..., list[Finding]]) -> None:
    assert judged(None, None, "2026-11-20") == []


def test_of_several_periods_of_one_table_only_the_newest_is_judged(rules: RuleBook) -> None:
    def resource(name: str, schema: str = "diw/factories") -> dict[str, Any]:
        return {"name": name, "title": name, "source": {"kind": "file", "path": "x.csv"}, "schema": schema}

    dataset = a_dataset(resources=[resource("m2"), resource("m1"), resource("m3"), resource("other", "diw/other")])
    m2, m1, m3, other = dataset.resources

    def told(newest: dict[Any, str]) -> list[tuple[str, str | None]]:
        standings = [Newness(each, day(newest.get(each.name)), None) for each in dataset.resources]
        return [(found.rule, found.place.resource) for found in check_freshness_of(dataset, standings, TODAY, rules)]

    assert told({"m1": "2026-07-31", "m2": "2026-08-31", "m3": "2026-09-30", "other": "2026-10-31"}) == []
    assert told({"m1": "2026-06-30", "m2": "2026-07-31", "other": "2026-10-31"}) == [("freshness/data-too-old", "m2")]
    assert told({"m3": "2026-10-31", "other": "2020-10-31"}) == [("freshness/data-too-old", "other")]
    assert m1.name and m3.name and m2.name and other.name


PERIOD = {"name": "period", "title": "งวด", "type": "yearmonth"}


@pytest.mark.parametrize(
    ("fields", "row", "newest"),
    [
        ([PERIOD], ("2026-09",), "2026-09-30"),
        ([PERIOD], ("2024-02",), "2024-02-29"),
        ([PERIOD], ("2026-11",), "2026-11-30"),  # has begun
        ([PERIOD], ("2026-12",), None),
        ([{"name": "year", "title": "ปี พ.ศ.", "type": "year"}], ("2025",), "2025-12-31"),
        ([{"name": "year", "title": "ปี พ.ศ.", "type": "year"}], ("2026",), "2026-12-31"),
        ([{"name": "year", "title": "ปี พ.ศ.", "type": "year"}], ("2568",), None),
        ([{"name": "priced_on", "title": "วันที่", "type": "date"}], ("2026-11-19",), "2026-11-19"),
        ([{"name": "at", "title": "วันที่", "type": "datetime"}], ("2026-11-19T10:00:00",), "2026-11-19"),
        ([{"name": "licensed_on", "title": "วันที่อนุญาต", "type": "date"}], ("2026-10-02",), "2026-10-02"),
        ([{"name": "date", "title": "Date", "type": "date"}], ("2026-10-02",), "2026-10-02"),
        ([{"name": "born_on", "title": "วันเกิด", "type": "date"}], ("2026-10-02",), None),
        ([{"name": "expires_on", "title": "วันสิ้นอายุ", "type": "date"}], ("2026-10-02",), None),
        ([{"name": "established_year", "title": "ปีที่จัดตั้ง (พ.ศ.)", "type": "year"}], ("2020",), None),
        ([{"name": "model_year", "title": "ปีรุ่น (พ.ศ.)", "type": "year"}], ("2020",), None),
        ([{"name": "amount", "title": "ปี", "type": "integer"}], ("2020",), None),
        ([PERIOD | {"period": False}], ("2026-09",), None),
        ([PERIOD], ("ไม่ทราบ",), None),
        ([PERIOD], ("",), None),
    ],
)
def test_the_newest_period_of_a_column(
    dated: Callable[..., Table], fields: list[dict[str, Any]], row: tuple[str, ...], newest: str | None
) -> None:
    assert newest_period(dated(fields, row)) == day(newest)


def test_a_column_called_a_period_counts_before_days_of_events(dated: Callable[..., Table]) -> None:
    fields = [PERIOD, {"name": "paid_on", "title": "วันที่ชำระ", "type": "date"}]
    assert newest_period(dated(fields, ("2026-03", "2026-11-01"))) == date(2026, 3, 31)


def test_the_marked_column_counts_before_all_others(dated: Callable[..., Table]) -> None:
    fields = [PERIOD, {"name": "expires_on", "title": "วันสิ้นอายุ", "type": "date", "period": True}]
    assert newest_period(dated(fields, ("2026-09", "2026-01-01"))) == date(2026, 1, 1)


def test_future_and_wrong_cells_do_not_hide_the_newest_period(dated: Callable[..., Table]) -> None:
    rows = [("2026-08",), ("2027-08",), ("2569-10",), ("2026-13",), ("x",), ("2026-09",), ()]
    assert newest_period(dated([PERIOD], *rows)) == date(2026, 9, 30)


YEAR = {"name": "year", "title": "ปี", "type": "year"}


@pytest.mark.parametrize(
    ("field", "cell", "frequency", "told"),
    [
        (PERIOD, "2026-12", {"unit": "month"}, False),  # begins 2026-12-01, not after 2026-12-20
        (PERIOD, "2027-01", {"unit": "month"}, True),
        (PERIOD, "2027-01", {"unit": "year"}, False),
        (PERIOD, "2027-01", None, True),
        (YEAR, "2027", {"unit": "month"}, False),  # a year is the column's own period
        (YEAR, "2028", {"unit": "month"}, True),
        (YEAR, "2028", {"every": 2, "unit": "year"}, False),
        (YEAR, "2569", {"unit": "year"}, False),  # thai/buddhist-year-left says so
        (YEAR, "9999", {"unit": "year"}, False),
        ({"name": "d", "title": "วันที่", "type": "date"}, "2026-12-20", {"unit": "month"}, False),
        ({"name": "d", "title": "วันที่", "type": "date"}, "2026-12-21", {"unit": "month"}, True),
        ({"name": "starts_on", "title": "วันเริ่มอบรม", "type": "date"}, "2027-12-21", {"unit": "month"}, False),
    ],
)
def test_one_period_ahead_is_fine(
    dated: Callable[..., Table], field: dict[str, Any], cell: str, frequency: dict[str, Any] | None, told: bool
) -> None:
    table = dated([field], (cell,), declared={"frequency": frequency})
    assert [found.rule for found in check_future_periods(table)] == ["freshness/future-period"] * told


def test_future_periods_are_counted_and_the_first_row_is_the_agencys(dated: Callable[..., Table]) -> None:
    rows = [("2026-09",), ("2028-01",), ("2026-10",), ("2029-02",)]
    (found,) = check_future_periods(dated([PERIOD], *rows, row_map=RowMap(first=4)))
    assert (found.severity, found.place.row, found.place.header, found.value) == (Severity.WARN, 5, "งวด", None)
    assert "2 แถวที่เป็นงวดในอนาคต เริ่มที่แถวที่ 5 งวดที่ไกลที่สุดเริ่มวันที่ 1 กุมภาพันธ์ 2572" in found.message.th


def test_a_sample_may_reach_into_the_future(dated: Callable[..., Table]) -> None:
    assert list(check_future_periods(dated([PERIOD], ("2035-01",), declared={"sample": True}))) == []


def test_how_strict_it_is_may_be_declared(rules: RuleBook) -> None:
    for name in ("data-too-old", "not-updated", "future-period"):
        assert set(rules[f"freshness/{name}"].adjustable) == set(Severity)
