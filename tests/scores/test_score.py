"""Rounding, adding up, and nothing out of nothing: for whatever is known or not known about a dataset."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.domain.licence import Openness
from flows.domain.text import Text
from flows.scores import CellCounts, Facts, Found, ResourceFacts, from_json, score_agency, score_dataset, shown
from flows.scores import as_json as stored
from flows.scores.points import Loss, measured, one_decimal
from tests.scores.conftest import dataset

TITLE = Text(th="ก", en="a")
SLUGS = ("table/blank-label", "table/extra-cell", "table/blank-row", "change/rows-dropped", "format/no-header")


def reason(word: str) -> Text:
    return Text(th=word, en=word)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [(Fraction(1, 20), "0.1"), (Fraction(3, 20), "0.2"), (Fraction(2, 3), "0.7"), (Fraction(49, 1000), "0.0")],
)
def test_half_a_tenth_is_rounded_up(exact, rounded) -> None:
    assert one_decimal(exact) == Decimal(rounded)


def test_points_are_shown_without_an_empty_decimal() -> None:
    assert [shown(Decimal(text)) for text in ("3.0", "66.7", "0.0", "100.0")] == ["3", "66.7", "0", "100"]


def test_losses_are_shared_out_by_largest_remainder() -> None:
    losses = [Loss(Fraction(1, 3), reason("a")), Loss(Fraction(1, 3), reason("b")), Loss(Fraction(1, 3), reason("c"))]
    found = measured("x", TITLE, 10, losses)
    assert found.value == 9
    assert [lost.points for lost in found.lost] == [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]


def test_the_same_reason_is_said_once() -> None:
    found = measured("x", TITLE, 10, [Loss(Fraction(1), TITLE, resource="a"), Loss(Fraction(2), TITLE, resource="b")])
    assert [(lost.points, lost.resources) for lost in found.lost] == [(Decimal("3.0"), ("a", "b"))]


def test_more_cannot_be_lost_than_there_is() -> None:
    with pytest.raises(ValueError, match="loses 11 of 10 points"):
        measured("x", TITLE, 10, [Loss(Fraction(11), TITLE)])


days = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))
maybe = st.none() | st.booleans()
findings = st.none() | st.dictionaries(st.sampled_from(SLUGS), st.builds(Found, st.integers(0, 300)))
cells = st.none() | st.integers(0, 10**7).flatmap(
    lambda count: st.builds(CellCounts, st.just(count), st.integers(0, count))
)
resources = st.builds(
    ResourceFacts,
    name=st.sampled_from(("a", "b", "c")),
    published_formats=st.lists(st.sampled_from(("csv", "xlsx", "pdf", "ttl", "strange")), max_size=2).map(tuple),
    has_api=maybe,
    has_dictionary=maybe,
    has_datapackage=maybe,
    stable_address=maybe,
    rows=st.none() | st.integers(0, 1000),
    cells=cells,
    findings=findings,
    last_change=days,
    newest_period=days,
    downloaded=maybe,
)
items = st.none() | st.lists(st.sampled_from("abcdefg").map(reason), max_size=7, unique_by=str).map(tuple)
declared = st.fixed_dictionaries(
    {},
    optional={
        "frequency": st.sampled_from(
            (
                None,
                {"unit": "unknown"},
                {"unit": "day"},
                {"every": 7, "unit": "day"},
                {"unit": "year"},
                {"unit": "hour"},
            )
        ),
        "accessible_condition": st.sampled_from((None, "ไม่มี", "ค่าธรรมเนียม 5 บาท")),
        "licence": st.sampled_from((None, "", "CC-BY-4.0")),
        "data_type": st.sampled_from((None, "record", "statistics", "other")),
        "data_source": st.none(),
        "description": st.none(),
    },
)
any_facts = st.builds(
    Facts,
    dataset=declared.map(lambda given: dataset(**given)),
    today=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    published=st.booleans(),
    openness=st.none() | st.sampled_from(Openness),
    missing_items=items,
    unknown_items=items,
    resources=st.lists(resources, min_size=0, max_size=4).map(tuple),
    findings=st.none() | st.just({"licence/extra-conditions": Found(1)}) | st.just({}),
)


@given(any_facts)
@settings(max_examples=300, deadline=None)
def test_value_and_losses_add_up_to_the_last_decimal(given_facts: Facts) -> None:
    for score in score_dataset(given_facts):
        known = [measure for measure in score.measures if measure.value is not None]
        for measure in score.measures:
            assert measure.id.startswith(f"{score.family}.")
            if measure.value is None:
                assert measure.lost == () and measure.note is not None
                continue
            assert measure.value == measure.value.quantize(Decimal("0.1")) and measure.value >= 0
            if measure.out_of is not None:
                assert measure.value + sum(lost.points for lost in measure.lost) == measure.out_of
                assert all(lost.points > 0 for lost in measure.lost)
        if score.total is not None:
            assert score.total == sum(measure.value for measure in known)
            assert score.out_of == sum(measure.out_of for measure in known)
        if score.grade is not None:
            assert score.family == "nso" and score.out_of == 100


@given(st.lists(any_facts, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_stored_scores_come_back_as_they_were(many: list[Facts]) -> None:
    scores = [score_dataset(each) for each in many]
    for each in (*scores, score_agency(scores)):
        assert from_json(stored(each)) == each


def test_facts_that_nobody_knows_measure_nothing() -> None:
    blank = ResourceFacts("a")
    assert all(getattr(blank, field.name) in (None, (), "a") for field in fields(blank))
    nothing = Facts(dataset(licence="CC-BY-4.0", frequency=None), date(2026, 11, 20), True, None, None, None, (blank,))
    known = {measure.id for score in score_dataset(nothing) for measure in score.measures if measure.value is not None}
    # These two need nothing but the declaration, which is always at hand.
    assert known == {"nso.completeness", "perd.primary"}
    assert all(score.grade is None for score in score_dataset(replace(nothing, published=False)))
