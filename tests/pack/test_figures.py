"""How numbers, their records and their charts are written for people."""

from decimal import Decimal

import pytest

from flows.domain.text import Text
from flows.pack.charts import HEIGHT, WIDTH, columns, line
from flows.pack.citations import ranges, shortened
from flows.pack.disclosed import DISCLOSED, GROWTH
from flows.pack.figures import compared, figure, written_percent
from flows.pack.number import Number, mean, percent
from flows.pack.standing import INDICATOR

MONTHS = [Text(th=f"เดือน {n}", en=f"month {n}") for n in range(1, 13)]


@pytest.mark.parametrize(
    ("value", "out_of", "share"),
    [
        (9999, 10000, "99.9%"),
        (1, 10000, "0.1%"),
        (10000, 10000, "100%"),
        (0, 10000, "0%"),
        (1, 3, "33.3%"),
        (1, 2, "50%"),
        (Decimal("69.19"), Decimal(100), "69.2%"),
    ],
)
def test_a_share_is_whole_or_nothing_only_where_it_is(value: int | Decimal, out_of: int | Decimal, share: str) -> None:
    assert written_percent(percent(value, out_of)) == share


def test_a_mean_rounds_half_a_tenth_up() -> None:
    assert mean([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.2")
    assert mean([Decimal("70.0"), Decimal("70.1"), Decimal("70.1")]) == Decimal("70.1")


def test_how_numbers_are_written() -> None:
    assert figure(Number(DISCLOSED, "diw", 1234)) == "1,234"
    assert figure(Number(GROWTH, "diw", 3)) == "+3"
    assert figure(Number(GROWTH, "diw", -2)) == "-2"
    assert figure(Number(GROWTH, "diw", 0)) == "0"
    assert figure(Number(GROWTH, "diw", 3, month="2026-10")) == "3"
    assert compared(Number(INDICATOR, "diw", Decimal("71.5"), 100)) == "71.5 / 100"
    assert figure(Number(INDICATOR, "diw", None, 100)) == "—"


def test_record_numbers_are_told_in_ranges() -> None:
    assert ranges([3, 1, 2, 7, 9, 10]) == ["1–3", "7", "9–10"]
    assert ranges([]) == []


def test_a_list_that_is_too_long_says_how_many_were_left_out() -> None:
    told, left_out = shortened(range(1, 4000, 2))
    named = told.split(", ")
    assert len(told) <= 420 and len(named) + left_out == 2000
    assert shortened([5]) == ("5", 0)


def test_columns_stand_within_the_chart_and_in_proportion() -> None:
    chart = columns(MONTHS, [("published", list(range(12))), ("held", [2] * 12)])
    for box in chart.boxes:
        assert box.x >= 0 and box.x + box.width <= WIDTH
        assert box.y >= 0 and box.y + box.height <= HEIGHT
    held = [box for box in chart.boxes if box.kind == "held"]
    published = [box for box in chart.boxes if box.kind == "published"]
    assert len(held) == 12 and len(published) == 11, "nought has no box"
    assert published[-1].height == pytest.approx(held[0].height * 5.5, abs=0.5)
    assert held[-1].y + held[-1].height == pytest.approx(published[-1].y, abs=0.2), "one stands on the other"
    assert [text for _, _, text in chart.tops][-1] == "13"
    assert [tick.text.th for tick in chart.scale] == ["0", "5", "10", "15"]


@pytest.mark.parametrize(("most", "scale"), [(0, "0 1"), (1, "0 1"), (4, "0 1 2 3 4"), (7, "0 2 4 6 8")])
def test_the_scale_counts_in_whole_numbers(most: int, scale: str) -> None:
    assert " ".join(tick.text.th for tick in columns(MONTHS[:1], [("held", [most])]).scale) == scale


def test_a_line_breaks_off_where_nothing_was_measured() -> None:
    chart = line(MONTHS[:5], [Decimal(50), Decimal(60), None, Decimal(70), None], 100)
    assert len(chart.dots) == 3
    assert len(chart.strokes) == 1, "a single month is a dot and no line"
