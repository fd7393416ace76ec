"""NECTEC's definitions, computed by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from flows.scores import CellCounts, Found, score_dataset
from flows.scores.nectec import stars

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("formats", "number"),
    [(("ttl", "csv"), 5), (("csv", "xlsx"), 3), (("xlsx",), 2), (("pdf", "html"), 1), (("parquet",), 0), ((), 0)],
)
def test_the_format_with_most_stars_counts(formats, number) -> None:
    assert stars(formats) == number


def test_openness_loses_the_stars_that_are_not_there(measures, resource) -> None:
    openness = measures(resource(published_formats=("csv",)))["nectec.openness"]
    assert (openness.value, openness.out_of) == (Decimal("3.0"), Decimal("5.0"))
    assert [lost.points for lost in openness.lost] == [Decimal("2.0")]


@pytest.mark.parametrize(
    ("days", "number", "latency", "freshness"),
    [
        (0, 0, "0.0", "100.0"),
        (40, 0, "0.0", "60.0"),
        (100, 0, "0.0", "0.0"),
        (101, 1, "1.0", "0.0"),
        (125, 1, "25.0", "0.0"),
        (126, 2, "26.0", "0.0"),
        (150, 2, "50.0", "0.0"),
        (151, 3, "51.0", "0.0"),
        (200, 3, "100.0", "0.0"),
        (201, 4, "101.0", "0.0"),
        (-3, 0, "0.0", "100.0"),
    ],
)
def test_classes_of_timeliness(measures, resource, days, number, latency, freshness) -> None:
    found = measures(
        resource(last_change=TODAY - timedelta(days)), declared={"frequency": {"every": 100, "unit": "day"}}
    )
    assert found["nectec.timeliness"].value == number
    assert found["nectec.timeliness"].out_of is None
    assert found["nectec.latency"].value == Decimal(latency)
    assert found["nectec.freshness"].value == Decimal(freshness)
    # "As it does until the next version is due" is not said of what is overdue.
    assert all(("เลยกำหนด" in lost.reason.th) == (number > 0) for lost in found["nectec.freshness"].lost)


@pytest.mark.parametrize(
    ("unit", "days"),
    [("day", 1), ("week", 7), ("month", 30), ("quarter", 90), ("half-year", 180), ("year", 365)],
)
def test_days_of_a_cycle(measures, resource, unit, days) -> None:
    declared = {"frequency": {"every": 4, "unit": unit}}
    on_time = measures(resource(last_change=TODAY - timedelta(4 * days)), declared=declared)
    # One day of four days, the shortest cycle here, is just 25 %.
    late = measures(resource(last_change=TODAY - timedelta(4 * days + 1)), declared=declared)
    assert (on_time["nectec.timeliness"].value, late["nectec.timeliness"].value) == (0, 1)


@pytest.mark.parametrize("unit", ["unknown", "not-updated", "other", "real-time", "hour", "minute", "working-day"])
def test_a_frequency_without_days_is_not_measured(measures, unit) -> None:
    found = measures(declared={"frequency": {"unit": unit}})
    for id in ("nectec.timeliness", "nectec.latency", "nectec.freshness", "nso.timeliness"):
        assert found[id].value is None
        assert found[id].note is not None


def test_of_several_resources_the_newest_counts(measures, resource) -> None:
    old = resource(last_change=date(2025, 1, 1))
    assert measures(old, resource(name="new"))["nectec.timeliness"].value == 0


def test_completeness_is_the_mean_over_the_tables(measures, resource) -> None:
    # 990 of 1000 are there (99 %), and 1 of 2 (50 %): 74.5
    first = resource(cells=CellCounts(1000, 10))
    second = resource(name="second", cells=CellCounts(2, 1))
    found = measures(first, second)["nectec.completeness"]
    assert found.value == Decimal("74.5")
    assert len(found.lost) == 1
    assert found.lost[0].points == Decimal("25.5")
    assert found.lost[0].resources == ("factories", "second")
    assert found.lost[0].detail is not None
    assert "10 จาก 1,000 ช่อง" in found.lost[0].detail.th


def test_one_missing_cell_among_millions_is_not_a_full_score(measures, resource) -> None:
    assert measures(resource(cells=CellCounts(10_000_000, 1)))["nectec.completeness"].value == Decimal("99.9")


def test_a_table_that_was_not_read_is_left_out_and_said(measures, resource) -> None:
    found = measures(resource(), resource(name="other", cells=None, rows=None, findings=None))
    assert found["nectec.completeness"].value == 100
    assert found["nectec.completeness"].note is not None
    assert "1 จาก 2" in found["nectec.completeness"].note.th
    assert measures(resource(cells=CellCounts(0, 0)))["nectec.completeness"].value is None


@pytest.mark.parametrize(
    ("slugs", "value"),
    [
        ([], "100.0"),
        (["table/blank-label"], "66.7"),
        (["table/blank-label", "table/blank-header"], "66.7"),
        (["table/blank-label", "table/extra-cell"], "33.3"),
        (["table/blank-header", "table/duplicate-label", "table/extra-cell"], "0.0"),
        (["table/type-error"], "100.0"),
    ],
)
def test_validity_is_the_mean_of_three_tests(measures, resource, slugs, value) -> None:
    found = measures(resource(findings={slug: Found(7, 7) for slug in slugs}))["nectec.validity"]
    assert found.value == Decimal(value)
    assert found.value + sum(lost.points for lost in found.lost) == 100


def test_shares_of_resources(measures, resource) -> None:
    found = measures(
        resource(),
        resource(name="no_api", has_api=False),
        resource(name="neither", has_api=False, downloaded=False),
    )
    assert found["nectec.preview"].value == Decimal("33.3")
    assert found["nectec.access-api"].value == Decimal("33.3")
    assert found["nectec.downloadable"].value == Decimal("66.7")
    assert found["nectec.availability"].value == Decimal("66.7")
    assert found["nectec.utf8"].value == 100


def test_availability_needs_one_yes_or_two_noes(measures, resource) -> None:
    assert measures(resource(downloaded=None))["nectec.availability"].value == 100
    assert measures(resource(downloaded=None, has_api=False))["nectec.availability"].value is None
    assert measures(resource(downloaded=False, has_api=False))["nectec.availability"].value == 0


def test_no_total_and_what_cannot_be_measured_says_why(facts) -> None:
    nectec = score_dataset(facts())[0]
    assert (nectec.total, nectec.out_of, nectec.grade) == (None, None, None)
    unmeasured = {measure.id for measure in nectec.measures if measure.value is None}
    assert unmeasured == {"nectec.uniqueness", "nectec.consistency", "nectec.relevance"}
    assert "ไม่ใช่ตัวเลขจากแดชบอร์ด" in nectec.defined_by.th
