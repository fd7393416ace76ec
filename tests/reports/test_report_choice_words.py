from typing import get_args

import pytest

from flows.domain.dataset import Frequency
from flows.domain.finding import Severity
from flows.domain.outcome import Fit, Outcome
from flows.domain.vocabulary import Category, Coverage, DataType, FrequencyUnit, Objective
from flows.reports import choice_words
from flows.reports.words import OUTCOMES, SEVERITIES


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (DataType, choice_words.DATA_TYPE),
        (Category, choice_words.CATEGORY),
        (Objective, choice_words.OBJECTIVE),
        (Coverage, choice_words.COVERAGE),
        (FrequencyUnit, choice_words.FREQUENCY_UNIT),
    ],
)
def test_every_choice_that_can_be_declared_has_words(choices, words) -> None:
    assert set(words) == set(get_args(choices))


def test_every_outcome_and_every_severity_has_words() -> None:
    assert set(OUTCOMES) == {outcome.word for outcome in (*get_args(Outcome), Fit)}
    assert set(SEVERITIES) == set(Severity)


@pytest.mark.parametrize(
    ("every", "unit", "thai", "english"),
    [
        (1, "month", "ทุกเดือน", "every month"),
        (3, "month", "ทุก 3 เดือน", "every 3 months"),
        (1, "not-updated", "ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", "not updated"),
    ],
)
def test_a_frequency_is_said_as_people_say_it(every, unit, thai, english) -> None:
    text = choice_words.frequency_words(Frequency(every=every, unit=unit))
    assert (text.th, text.en) == (thai, english)
