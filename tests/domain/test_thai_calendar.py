from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from flows.domain.thai_calendar import (
    MONTH_NUMBERS,
    MONTHS,
    SHORT_MONTHS,
    in_bangkok,
    thai_date,
    thai_datetime,
    to_buddhist,
)


def test_years_go_to_the_buddhist_era() -> None:
    assert to_buddhist(2026) == 2569


def test_a_date_is_written_in_thai() -> None:
    assert thai_date(date(2026, 11, 20)) == "20 พฤศจิกายน 2569"


def test_a_moment_is_shown_on_bangkoks_clock_even_over_the_end_of_a_year() -> None:
    assert thai_datetime(datetime(2026, 11, 19, 18, 30, tzinfo=UTC)) == "20 พฤศจิกายน 2569 เวลา 01:30 น."
    assert thai_datetime(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == "1 มกราคม 2570 เวลา 00:00 น."
    in_tokyo = datetime(2026, 12, 31, 17, 0, tzinfo=timezone(timedelta(hours=9)))
    assert thai_datetime(in_tokyo) == "31 ธันวาคม 2569 เวลา 15:00 น."


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_bangkok(datetime(2026, 11, 19, 18, 30))


def test_every_month_is_read_whole_and_abbreviated_and_told_apart_from_every_other() -> None:
    assert [MONTH_NUMBERS[name] for name in MONTHS] == list(range(1, 13))
    assert [MONTH_NUMBERS[name.replace(".", "")] for name in SHORT_MONTHS] == list(range(1, 13))
    assert len(MONTH_NUMBERS) == 24
