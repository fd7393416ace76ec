"""The period of an award pack: what people may ask for, and which of Bangkok's days belong to it."""

from datetime import UTC, date, datetime

import pytest

from flows.domain.errors import AskedWrongly
from flows.domain.fiscal_period import period_of

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2570", "2026-10-01", "2027-09-30"),
        (" ๒๕๗๐ ", "2026-10-01", "2027-09-30"),
        ("2570-Q1", "2026-10-01", "2026-12-31"),
        ("2569-q2", "2026-01-01", "2026-03-31"),
        ("2569-Q3", "2026-04-01", "2026-06-30"),
        ("2569-Q4", "2026-07-01", "2026-09-30"),
        ("2567-Q2", "2024-01-01", "2024-03-31"),
        ("2026-10-01/2026-12-31", "2026-10-01", "2026-12-31"),
        ("2024-02-29/2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_what_may_be_asked_for(asked: str, first: str, last: str) -> None:
    period = period_of(asked, TODAY)
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_year_begins_and_ends_at_midnight_in_bangkok() -> None:
    year = period_of("2570", TODAY)
    assert year.begins == datetime(2026, 9, 30, 17, tzinfo=UTC)
    assert year.ends == datetime(2027, 9, 30, 17, tzinfo=UTC)
    assert year.year == 2570
    assert year.days.th == "1 ตุลาคม 2569 ถึง 30 กันยายน 2570"
    assert year.title.th == "ปีงบประมาณ พ.ศ. 2570"


def test_the_fiscal_year_of_days_is_the_one_in_which_they_end() -> None:
    assert period_of("2026-09-01/2026-09-30", TODAY).year == 2569
    assert period_of("2026-09-01/2026-10-01", TODAY).year == 2570
    assert period_of("2570-Q1", TODAY).year == 2570


def test_its_months_are_those_that_have_begun_and_end_with_the_period() -> None:
    months = period_of("2570", TODAY).months(TODAY)
    assert [month.id for month in months] == ["2026-10", "2026-11"]
    assert [month.title.th for month in months] == ["ต.ค. 2569", "พ.ย. 2569"]
    days = period_of("2024-01-15/2024-03-10", TODAY).months(TODAY)
    assert [(month.first.isoformat(), month.last.isoformat()) for month in days] == [
        ("2024-01-15", "2024-01-31"),
        ("2024-02-01", "2024-02-29"),
        ("2024-03-01", "2024-03-10"),
    ]
    assert len(period_of("2569", TODAY).months(TODAY)) == 12


def test_days_can_be_part_of_a_files_name() -> None:
    assert period_of("2026-10-01/2026-12-31", TODAY).folder == "2026-10-01--2026-12-31"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("2026", "2569"),
        ("2026-Q2", "2569-Q2"),
        ("2569-10-01/2569-12-31", "2026-10-01"),
        ("2571", "has not begun"),
        ("2026-11-30/2026-12-31", "has not begun"),
        ("2026-12-31/2026-10-01", "ends before it begins"),
        ("2026-02-30/2026-03-31", "no day 2026-02-30"),
        ("2570-Q5", "no period"),
        ("", "no period"),
        ("last year", "no period"),
        ("2570\n2571", "no period"),
    ],
)
def test_what_may_not_and_what_it_says(asked: str, says: str) -> None:
    with pytest.raises(AskedWrongly, match=says) as refused:
        period_of(asked, TODAY)
    assert refused.value.text.th != refused.value.text.en
    assert refused.value.text.th.startswith(AskedWrongly.who_acts), "no file and no setting is wrong"
