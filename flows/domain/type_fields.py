"""What a declaration may say beyond the 14 items, depending on the type of the dataset.

The fields are those of the data.go.th-style metadata form, under its own English names.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from flows.domain.declared import Day, Declared, Year
from flows.domain.vocabulary import (
    DataType,
    Disaggregation,
    GeographicDataSet,
    Multiplier,
    Scale,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _finite(degrees: float) -> float:
    # "Not a number" compares with nothing, and would pass every bound.
    if degrees != degrees:
        raise ValueError("must be a number of degrees")
    return degrees


Longitude = Annotated[float, Field(ge=-180, le=180), AfterValidator(_finite)]
Latitude = Annotated[float, Field(ge=-90, le=90), AfterValidator(_finite)]


class Statistics(Declared):
    """What only statistics have (`data_type: statistics`)."""

    first_year_of_data: Year | None = Field(default=None, description="CE.")
    last_year_of_data: Year | None = Field(default=None, description="The latest year that is published, CE.")
    data_release_calendar: Day | None = Field(default=None, description="The next planned release, CE.")
    disaggregate: tuple[Disaggregation, ...] = Field(default=(), description="What the figures are broken down by.")
    unit_of_measure: Text | None = Field(default=None, description="In Thai, such as ตัน or บาท.")
    unit_of_multiplier: Multiplier | None = Field(default=None, description="`million` if the figures are in millions.")
    calculation_method: Text | None = None
    standard: Text | None = Field(default=None, description="The classification or standard followed, such as TSIC.")
    official_statistics: bool | None = None

    @model_validator(mode="after")
    def _years_in_order(self) -> "Statistics":
        first, last = self.first_year_of_data, self.last_year_of_data
        if first is not None and last is not None and last < first:
            raise ValueError(f"last_year_of_data {last} lies before first_year_of_data {first}; correct them")
        return self


class BoundingBox(Declared):
    """Degrees in WGS 84."""

    west: Longitude
    east: Longitude
    south: Latitude
    north: Latitude

    @model_validator(mode="after")
    def _the_right_way_round(self) -> "BoundingBox":
        if self.west > self.east or self.south > self.north:
            raise ValueError("west must not lie east of east, nor south north of north; exchange or correct them")
        return self


class Geospatial(Declared):
    """What only geospatial data have (`data_type: geospatial`)."""

    geographic_data_set: GeographicDataSet | None = None
    equivalent_scale: Scale | None = None
    bounding_box: BoundingBox | None = None
    positional_accuracy: Text | None = Field(default=None, description="In Thai, such as ±5 เมตร.")
    reference_period: Text | None = Field(default=None, description="The time that the data show, in Thai.")
    data_release_date: Day | None = Field(default=None, description="CE.")
    data_release_calendar: Day | None = Field(default=None, description="The next planned release, CE.")


BELONGS_TO: dict[str, tuple[DataType, ...]] = {
    "statistics": ("statistics",),
    "geospatial": ("geospatial",),
    "data_support": ("record", "mixed", "other"),
    "data_collect": ("record", "mixed", "other"),
    "reference_data": ("record", "mixed", "other"),
}
"""Keys of a declaration, and the types of dataset whose form has them."""
