"""An agency's means, and what cost it most."""

from decimal import Decimal

import pytest

from flows.scores import CellCounts, score_agency, score_dataset


def by_id(scores):
    return {measure.id: measure for score in scores for measure in score.measures}


def test_an_agency_without_datasets_has_no_scores() -> None:
    assert score_agency([]) == ()


def test_the_mean_is_over_the_datasets_that_were_measured(facts, resource) -> None:
    scores = [
        score_dataset(facts(resource(cells=CellCounts(100, 10)))),  # 90
        score_dataset(facts(resource(cells=CellCounts(1000, 5)))),  # 99.5
        score_dataset(facts(resource(cells=None))),  # not measured
    ]
    found = by_id(score_agency(scores))["nectec.completeness"]
    assert found.value == Decimal("94.8")  # 94.75
    assert found.out_of == 100
    assert found.note.th == "เฉลี่ยจากชุดข้อมูลที่วัดได้ 2 จาก 3 ชุด"
    assert [(lost.points, lost.datasets, lost.detail) for lost in found.lost] == [(Decimal("10.5"), 2, None)]


def test_what_was_measured_nowhere_stays_unmeasured(facts) -> None:
    found = by_id(score_agency([score_dataset(facts()), score_dataset(facts())]))["nectec.relevance"]
    assert found.value is None
    assert found.note.th == "วัดไม่ได้เลยสักชุดจาก 2 ชุดข้อมูล"


def test_most_costly_reason_first(facts, resource) -> None:
    scores = [
        score_dataset(facts(declared={"tags": []})),
        score_dataset(facts(declared={"tags": [], "description": None})),
    ]
    lost = by_id(score_agency(scores))["nso.completeness"].lost
    assert [(each.points, each.datasets) for each in lost] == [(Decimal("6.0"), 2), (Decimal("4.0"), 1)]


def test_totals_are_sums_of_means_without_a_grade(facts, resource) -> None:
    scores = [score_dataset(facts()), score_dataset(facts(resource(downloaded=None), declared={"tags": []}))]
    nectec, nso, perd = score_agency(scores)
    assert (nectec.total, nectec.out_of) == (None, None)
    assert (nso.total, nso.out_of, nso.grade) == (Decimal("98.5"), 100, None)
    assert (perd.total, perd.out_of) == (100, 100)


def test_families_are_never_mixed(facts) -> None:
    scores = score_dataset(facts())
    with pytest.raises(ValueError, match="different families"):
        score_agency([scores, scores[::-1]])
    with pytest.raises(ValueError):
        score_agency([scores, scores[:2]])
