"""A sound dataset of the example ministry with one or two published resources, and everything about it changeable."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows.domain.dataset import Agency, Contact, Dataset, Declaration
from flows.domain.licence import Openness
from flows.domain.text import Text
from flows.scores import CellCounts, Facts, Measure, ResourceFacts, Score, score_dataset

TODAY = date(2026, 11, 20)

SOUND: dict[str, Any] = {
    "title": "ทะเบียนโรงงานอุตสาหกรรม",
    "description": "รายชื่อโรงงานที่ได้รับอนุญาต",
    "data_type": "record",
    "category": "public",
    "licence": "CC-BY-4.0",
    "objective": ["agency-mission"],
    "frequency": {"every": 1, "unit": "month"},
    "coverage": "country",
    "data_source": "ระบบทะเบียนโรงงาน",
    "data_format": ["CSV"],
    "tags": ["โรงงาน"],
    "resources": [
        {"name": "factories", "title": "โรงงาน", "source": {"kind": "file", "path": "x.csv"}, "schema": "diw/factories"}
    ],
}

RESOURCE = ResourceFacts(
    name="factories",
    source_format="xlsx",
    published_formats=("csv",),
    has_api=True,
    has_dictionary=True,
    has_datapackage=True,
    stable_address=True,
    rows=100,
    cells=CellCounts(cells=1000, missing=0),
    findings={},
    last_change=date(2026, 11, 10),
    newest_period=date(2026, 10, 31),
    downloaded=True,
)


def dataset(**declared: Any) -> Dataset:
    agency = Agency(
        code="diw",
        name=Text(th="กรมโรงงานอุตสาหกรรม", en="Department of Industrial Works"),
        short=Text(th="กรอ.", en="DIW"),
        organisation="diw",
        contact=Contact(name="กองทะเบียน", email="a@diw.example"),
    )
    declaration = Declaration.model_validate(SOUND | declared)
    return Dataset(slug="factories", agency=agency, declared=declaration, path="diw/factories.yaml")


def facts_of(*resources: ResourceFacts, declared: dict[str, Any] | None = None, **changed: Any) -> Facts:
    sound = Facts(
        dataset=dataset(**(declared or {})),
        today=TODAY,
        published=True,
        openness=Openness.OPEN,
        missing_items=(),
        unknown_items=(),
        resources=resources or (RESOURCE,),
        findings={},
    )
    return replace(sound, **changed)


def every(scores: tuple[Score, ...]) -> dict[str, Measure]:
    return {measure.id: measure for score in scores for measure in score.measures}


@pytest.fixture
def resource() -> Callable[..., ResourceFacts]:
    """The sound resource, with the given facts replaced."""
    return lambda **changed: replace(RESOURCE, **changed)


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """Facts about the sound dataset: `declared` replaces keys of its declaration, the rest facts."""
    return facts_of


@pytest.fixture
def measures() -> Callable[..., dict[str, Measure]]:
    """What `facts` would be scored as: all measures by id."""
    return lambda *resources, **changed: every(score_dataset(facts_of(*resources, **changed)))
