"""Every number of a pack, and the very records that it counts, against an independent SQL query."""

from datetime import timedelta
from decimal import Decimal

import pytest

from flows.domain.fiscal_period import midnight
from flows.domain.ministry import MINISTRY
from flows.pack.commission import Commission
from flows.pack.number import Number
from flows.pack.numbers import DEFINITIONS, all_numbers
from flows.pack.scope import scopes
from flows.pack.story import read
from tests.pack.by_sql import Answer, Months, answers, scopes_of
from tests.pack.conftest import AFTER, Sample, commission
from tests.pack.sample_ledger import CODES

pytestmark = pytest.mark.slow

PERIODS = ["2569", "2569-Q2", "2570-Q1", "2025-11-15/2026-02-10"]


def counted(sample: Sample, asked: Commission) -> dict[tuple[str, str, str | None, str | None], Number]:
    numbers = all_numbers(scopes(read(sample.entries, asked), asked), asked)
    found = {(each.scope, each.id, each.month, each.part): each for each in numbers}
    assert len(found) == len(numbers), "no number stands there twice"
    return found


def by_sql(sample: Sample, asked: Commission) -> dict[tuple[str, str, str | None, str | None], Answer]:
    months = tuple(
        (month.id, min(asked.as_of, midnight(month.last + timedelta(days=1))))
        for month in asked.period.months(asked.day)
    )
    period = Months(asked.period.begins, asked.as_of, asked.day.isoformat(), months)
    agencies = [agency.id for agency in asked.agencies]
    which = dict(scopes_of(agencies, MINISTRY)) if asked.ministry else {agencies[0]: agencies}
    return answers(sample.path, which, sorted(CODES), period)


@pytest.mark.parametrize("asked", PERIODS)
def test_each_number_and_its_records_are_what_sql_finds(sample: Sample, asked: str) -> None:
    ordered = commission(asked)
    ours, theirs = counted(sample, ordered), by_sql(sample, ordered)
    for key, number in ours.items():
        if number.what.mark == "official":
            continue
        said = theirs[key]
        value = None if said.value is None else Decimal(str(said.value))
        assert (number.value, number.out_of) == (value, said.out_of), (key, number.note)
        assert (number.records, number.considered) == (said.records, said.considered), key
    left_out = [key for key in theirs if key not in ours]
    assert all(key[1] == "findings" and not theirs[key].value for key in left_out), left_out


def test_the_sample_has_something_of_everything(sample: Sample) -> None:
    """A number that is nought or full everywhere would be tested by nothing."""
    found = counted(sample, commission())
    for what in DEFINITIONS:
        its = [number for key, number in found.items() if key[0] == MINISTRY and key[1] == what.id]
        assert any(number.value for number in its), what.id
        shares = [number for number in its if number.considered and what.id not in ("findings", "stars")]
        assert all(0 < len(number.records) < len(number.considered) for number in shares), what.id
    assert {number.part for number in found.values() if number.id == "outcomes" and number.value} == {
        "published", "unchanged", "held", "failed", "unreachable", "waiting",
    }  # fmt: skip


def test_a_pack_of_one_agency_has_the_numbers_that_the_ministrys_has_of_it(sample: Sample) -> None:
    whole, alone = counted(sample, commission()), counted(sample, commission(only="diw"))
    assert alone and all(whole[key] == number for key, number in alone.items())
    assert {key[0] for key in alone} == {"diw"}


def test_the_ministry_is_the_sum_of_its_agencies_and_of_nobody_else(sample: Sample) -> None:
    found = counted(sample, commission())
    for (scope, id, month, part), number in found.items():
        if scope == MINISTRY and id not in ("verified-records", "official-score"):
            its = [each for key, each in found.items() if key[0] != MINISTRY and key[1:] == (id, month, part)]
            assert sorted(seq for each in its for seq in each.records) == list(number.records), (id, month, part)


def test_agencies_without_datasets_measure_nothing_and_say_why(sample: Sample) -> None:
    found = counted(sample, commission())
    assert found["empty", "disclosed", None, None].value == 0
    share = found["empty", "open-licence", None, None]
    assert share.value is None and share.note and "ไม่มีชุดข้อมูลที่เปิดเผย" in share.note.th
    assert found["empty", "own-indicator", "2026-01", None].value is None


def test_a_month_that_is_not_over_counts_up_to_the_packs_moment(sample: Sample) -> None:
    running = commission("2570-Q1")
    assert running.as_of == AFTER and not running.is_over
    found = counted(sample, running)
    months = {key[2] for key in found if key[1] == "disclosed-growth" and key[2]}
    assert months == {"2026-10", "2026-11"}


def test_what_is_recorded_after_the_packs_moment_changes_nothing(sample: Sample) -> None:
    asked = commission("2569-Q2")
    before = [entry for entry in sample.entries if entry.at < asked.as_of]
    told_before, told_later = (read(entries, asked) for entries in (before, sample.entries))
    assert all_numbers(scopes(told_before, asked), asked) == all_numbers(scopes(told_later, asked), asked)
    assert len(before) < len(sample.entries)
