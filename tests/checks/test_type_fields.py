"""What each type of dataset is asked for, and where an answer does not belong."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from flows.checks import Subject, check_dataset
from flows.domain.dataset import Declaration
from flows.domain.finding import Severity
from flows.domain.type_fields import BoundingBox, Geospatial, Statistics
from tests.checks.conftest import SOUND

NONE_OF_THESE = {"data_support": None, "data_collect": None, "reference_data": None}
GEOSPATIAL = {
    "geographic_data_set": "land-parcel",
    "equivalent_scale": "1-4000",
    "bounding_box": {"west": 97.3, "east": 105.7, "south": 5.6, "north": 20.5},
    "positional_accuracy": "±1 เมตร",
    "reference_period": "พ.ศ. 2566",
    "data_release_date": "2024-01-31",
    "data_release_calendar": "2027-01-31",
}


@pytest.mark.parametrize(
    ("declared", "count", "named"),
    [
        ({}, 0, ""),
        ({"data_type": "mixed"}, 0, ""),
        ({"data_type": "other", "data_collect": None}, 1, "data_collect"),
        (NONE_OF_THESE, 3, "data_support, data_collect, reference_data"),
        (NONE_OF_THESE | {"data_type": "statistics"}, 9, "statistics (first_year_of_data, last_year_of_data, "),
        (
            NONE_OF_THESE | {"data_type": "statistics", "statistics": {"unit_of_measure": "ตัน", "standard": "TSIC"}},
            7,
            "data_release_calendar, disaggregate, unit_of_multiplier, calculation_method, official_statistics)",
        ),
        (
            NONE_OF_THESE | {"data_type": "geospatial"},
            7,
            "geospatial (geographic_data_set, equivalent_scale, bounding_box, ",
        ),
        (NONE_OF_THESE | {"data_type": "geospatial", "geospatial": GEOSPATIAL}, 0, ""),
    ],
)
def test_what_is_not_filled_is_listed_once(
    subject: Callable[..., Subject], declared: dict[str, Any], count: int, named: str
) -> None:
    findings = check_dataset(subject(**declared))
    assert [finding.rule for finding in findings] == ["metadata/type-field-missing"] * (count > 0)
    for finding in findings:
        assert f"{count} รายการ" in finding.message.th
        assert named in finding.fix.th
        assert finding.severity is Severity.INFO


def test_no_is_an_answer_too(subject: Callable[..., Subject]) -> None:
    told = NONE_OF_THESE | {"data_type": "statistics", "statistics": {"official_statistics": False}}
    (finding,) = check_dataset(subject(**told))
    assert "official_statistics" not in finding.fix.th


@pytest.mark.parametrize(
    ("declared", "key"),
    [
        ({"data_type": "record", "statistics": {}}, "statistics"),
        ({"data_type": "statistics", "geospatial": {}}, "geospatial"),
        ({"data_type": "geospatial", "data_collect": "person"}, "data_collect"),
        ({"data_type": "statistics", "reference_data": False}, "reference_data"),
        ({"data_type": "statistics", "data_support": "none"}, "data_support"),
    ],
)
def test_what_belongs_to_another_type_is_refused_at_its_key(declared: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Declaration.model_validate(SOUND | NONE_OF_THESE | declared)
    assert [(error["loc"], "belongs to data_type" in error["msg"]) for error in caught.value.errors()] == [
        ((key,), True)
    ]


@pytest.mark.parametrize(
    ("model", "told", "says"),
    [
        (Statistics, {"first_year_of_data": 2567}, "write CE, 2024"),
        (Statistics, {"last_year_of_data": 24}, "four digits"),
        (Statistics, {"first_year_of_data": 2024, "last_year_of_data": 2020}, "lies before"),
        (Statistics, {"data_release_calendar": "2567-01-31"}, "Buddhist era"),
        (Statistics, {"unit_of_measure": "  "}, "at least 1 character"),
        (Statistics, {"disaggregate": ["gender"]}, "Input should be"),
        (Geospatial, {"equivalent_scale": "1:4,000"}, "Input should be"),
        (BoundingBox, {"west": 105, "east": 97, "south": 5, "north": 20}, "exchange"),
        (BoundingBox, {"west": 97, "east": 105, "south": 20, "north": 5}, "exchange"),
        (BoundingBox, {"west": 97, "east": 105, "south": 5, "north": 95}, "less than or equal to 90"),
        (BoundingBox, {"west": "nan", "east": 105, "south": 5, "north": 20}, "west"),
    ],
)
def test_what_cannot_be_is_refused(model: Any, told: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        model.model_validate(told)
