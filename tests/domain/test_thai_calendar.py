from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from flows.domain.thai_calendar import (
    MONTHS,
    SHORT_MONTHS,
    fiscal_year,
    from_buddhist,
    in_bangkok,
    month_number,
    thai_date,
    thai_datetime,
    thai_short_date,
    to_buddhist,
)


def test_years_go_to_the_buddhist_era_and_back() -> None:
    assert to_buddhist(2026) == 2569
    assert from_buddhist(2569) == 2026


def test_a_date_is_written_in_thai() -> None:
    assert thai_date(date(2026, 11, 20)) == "20 พฤศจิกายน 2569"
    assert thai_short_date(date(2026, 2, 1)) == "1 ก.พ. 2569"


def test_a_moment_is_shown_on_bangkoks_clock_even_over_the_end_of_a_year() -> None:
    assert thai_datetime(datetime(2026, 11, 19, 18, 30, tzinfo=UTC)) == "20 พฤศจิกายน 2569 เวลา 01:30 น."
    assert thai_datetime(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == "1 มกราคม 2570 เวลา 00:00 น."
    in_tokyo = datetime(2026, 12, 31, 17, 0, tzinfo=timezone(timedelta(hours=9)))
    assert thai_datetime(in_tokyo) == "31 ธันวาคม 2569 เวลา 15:00 น."


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_bangkok(datetime(2026, 11, 19, 18, 30))


@pytest.mark.parametrize(
    ("word", "number"),
    [("มกราคม", 1), ("ม.ค.", 1), ("มค", 1), (" มิ.ย ", 6), ("มี.ค.", 3), ("ธันวาคม", 12), ("January", None), ("", None)],
)
def test_months_are_read_whole_and_abbreviated(word: str, number: int | None) -> None:
    assert month_number(word) == number


def test_every_month_is_told_apart_from_every_other() -> None:
    assert [month_number(name) for name in MONTHS] == list(range(1, 13))
    assert [month_number(name) for name in SHORT_MONTHS] == list(range(1, 13))


def test_the_fiscal_year_begins_on_the_first_of_october() -> None:
    assert fiscal_year(date(2026, 9, 30)) == 2569
    assert fiscal_year(date(2026, 10, 1)) == 2570
    assert fiscal_year(date(2027, 1, 1)) == 2570
