"""The fields that depend on a dataset's type, in the portal's own words."""

from datetime import date
from typing import Any

from flows.domain.dataset import Declaration
from flows.domain.type_fields import Geospatial, Statistics
from flows.portal.profile import Profile


def type_values(declared: Declaration, profile: Profile) -> dict[str, Any]:
    """CKAN fields and values; DeclarationError for an id that the profile has no word for.

    A field that this kind of portal has no place for is left out; what is not declared is None or empty.
    """
    values: dict[str, Any] = {
        "data_support": _chosen(profile, "data_support", declared.data_support),
        "data_collect": _chosen(profile, "data_collect", declared.data_collect),
        "reference_data": _flag(declared.reference_data),
    }
    if declared.statistics is not None:
        values |= _of_statistics(declared.statistics, profile)
    if declared.geospatial is not None:
        values |= _of_geospatial(declared.geospatial, profile)
    return {key: value for key, value in values.items() if profile.field(key)}


def _of_statistics(told: Statistics, profile: Profile) -> dict[str, Any]:
    listed = told.disaggregate if profile.field("disaggregate") else ()
    return {
        "first_year_of_data": _number(told.first_year_of_data),
        "last_year_of_data": _number(told.last_year_of_data),
        "data_release_calendar": _iso(told.data_release_calendar),
        "disaggregate": sorted(profile.value("disaggregate", id) for id in listed),
        "unit_of_measure": told.unit_of_measure,
        "unit_of_multiplier": _chosen(profile, "unit_of_multiplier", told.unit_of_multiplier),
        "calculation_method": told.calculation_method,
        "standard": told.standard,
        "official_statistics": _flag(told.official_statistics),
    }


def _of_geospatial(told: Geospatial, profile: Profile) -> dict[str, Any]:
    box = told.bounding_box
    return {
        "geographic_data_set": _chosen(profile, "geographic_data_set", told.geographic_data_set),
        "equivalent_scale": _chosen(profile, "equivalent_scale", told.equivalent_scale),
        "west_bound_longitude": _number(box.west if box else None),
        "east_bound_longitude": _number(box.east if box else None),
        "south_bound_longitude": _number(box.south if box else None),
        "north_bound_longitude": _number(box.north if box else None),
        "positional_accuracy": told.positional_accuracy,
        "reference_period": told.reference_period,
        "data_release_date": _iso(told.data_release_date),
        "data_release_calendar": _iso(told.data_release_calendar),
    }


def _chosen(profile: Profile, field: str, id: str | None) -> str | None:
    return profile.value(field, id) if id is not None and profile.field(field) else None


def _number(value: int | float | None) -> str | None:
    # Portals keep these as text; zero degrees is a value like any other.
    return None if value is None else f"{value}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _flag(told: bool | None) -> str | None:
    return None if told is None else str(told)
