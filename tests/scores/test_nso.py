"""The statistical office's five dimensions, computed by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from flows.scores import Found, score_dataset
from flows.scores.nso import grade

TODAY = date(2026, 11, 20)


def test_a_sound_dataset_has_all_hundred_points(facts) -> None:
    nso = score_dataset(facts())[1]
    assert [(measure.value, measure.out_of) for measure in nso.measures] == [
        (points, points) for points in (20, 20, 15, 20, 25)
    ]
    assert (nso.total, nso.out_of, nso.grade) == (100, 100, "A")


@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("100.0", "A"), ("90.0", "A"), ("89.9", "B"), ("75.0", "B"), ("74.9", "C"),
        ("60.0", "C"), ("59.9", "D"), ("40.0", "D"), ("39.9", "F"), ("0.0", "F"),
    ],
)  # fmt: skip
def test_grades(total, letter) -> None:
    assert grade(Decimal(total)) == letter


def test_no_total_has_no_grade() -> None:
    assert grade(None) is None


def test_no_grade_unless_all_points_were_measured(facts, resource) -> None:
    nso = score_dataset(facts(resource(downloaded=None)))[1]
    assert (nso.total, nso.out_of, nso.grade) == (85, 85, None)


def test_nothing_measured_but_the_metadata(facts, resource) -> None:
    nothing = resource(published_formats=(), rows=None, cells=None, findings=None, last_change=None, downloaded=None)
    nso = score_dataset(facts(nothing, published=False))[1]
    assert [measure.value for measure in nso.measures] == [20, None, None, None, None]
    assert (nso.total, nso.out_of) == (20, 20)


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ({"description": None}, 16),
        ({"tags": []}, 17),
        ({"licence": " "}, 17),
        ({"frequency": None}, 17),
        ({"frequency": {"unit": "unknown"}}, 17),
        ({"description": "ไม่ทราบ", "tags": [], "licence": None, "frequency": None}, 7),
    ],
)
def test_six_items_of_metadata(measures, declared, value) -> None:
    assert measures(declared=declared)["nso.completeness"].value == value


@pytest.mark.parametrize(
    ("unit", "current", "nearly"),
    [
        ("day", 2, 7),
        ("week", 10, 21),
        ("month", 45, 90),
        ("quarter", 100, 120),
        ("half-year", 180, 365),
        ("year", 400, 550),
    ],
)
def test_days_of_timeliness(measures, resource, unit, current, nearly) -> None:
    for age, value in ((current, 20), (current + 1, 12), (nearly, 12), (nearly + 1, 4)):
        found = measures(resource(last_change=TODAY - timedelta(age)), declared={"frequency": {"unit": unit}})
        assert found["nso.timeliness"].value == value


def test_timeliness_is_the_mean_and_the_interval_counts(measures, resource) -> None:
    old = resource(name="old", last_change=TODAY - timedelta(91))
    assert measures(resource(), old)["nso.timeliness"].value == 12
    assert measures(old, declared={"frequency": {"every": 3, "unit": "month"}})["nso.timeliness"].value == 20


def test_shares_of_resources(measures, resource) -> None:
    found = measures(
        resource(),
        resource(name="second", downloaded=False),
        resource(name="third", published_formats=("pdf",)),
        resource(name="fourth", downloaded=None),
    )
    assert found["nso.accessibility"].value == 10  # 2 of the 3 that were tried
    assert found["nso.machine-readable"].value == 15  # 3 of 4


@pytest.mark.parametrize(
    ("errors", "value"), [(0, "25.0"), (10, "12.5"), (20, "12.5"), (21, "10.0"), (200, "10.0"), (201, "7.5")]
)
def test_validity_loses_more_with_many_errors(measures, resource, errors, value) -> None:
    broken = resource(name="broken", findings={"table/extra-cell": Found(errors, errors)} if errors else {})
    found = measures(resource(), broken)["nso.validity"]
    assert found.value == Decimal(value)
    assert found.value + sum(lost.points for lost in found.lost) == 25


def test_validity_never_falls_below_nothing(measures, resource) -> None:
    assert measures(resource(findings={"table/blank-row": Found(500)}))["nso.validity"].value == 0


def test_validity_of_what_could_not_be_read(measures, resource) -> None:
    assert measures(resource(findings={"table/source-error": Found(1, 1)}, rows=None))["nso.validity"].value == 0
    assert measures(resource(findings={}, rows=None))["nso.validity"].value is None
    assert measures(resource(findings={"table/type-error": Found(9)}))["nso.validity"].value == 25
