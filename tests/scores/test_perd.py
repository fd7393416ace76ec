"""Our own indicator, computed by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from flows.domain.licence import Openness
from flows.domain.text import Text
from flows.scores import CellCounts, Found, score_dataset

TODAY = date(2026, 11, 20)
CONDITION = {"licence/extra-conditions": Found(1, 1)}


def item(name: str) -> Text:
    return Text(th=name, en=name)


def test_ten_equal_parts_labelled_as_ours(facts) -> None:
    perd = score_dataset(facts())[2]
    assert perd.title.th == "ตัวชี้วัดของระบบเปิดเอง ไม่ใช่คะแนนทางการ"
    assert [measure.out_of for measure in perd.measures] == [10] * 10
    assert (perd.total, perd.out_of, perd.grade) == (100, 100, None)


def test_complete(measures, resource) -> None:
    # 10 - 2 of 14 items (2 x 5/14 = 0.714) - a tenth of the cells (0.3) - rows lost (2) = 6.986
    poor = resource(cells=CellCounts(100, 10), findings={"change/rows-dropped": Found(1, 1)})
    found = measures(poor, missing_items=(item("คำสำคัญ"),), unknown_items=(item("วัตถุประสงค์"),))["perd.complete"]
    assert found.value == Decimal("7.0")
    assert {lost.reason.en: lost.points for lost in found.lost} == {
        "There are fewer rows than there should be": Decimal("2.0"),
        "Not given: คำสำคัญ": Decimal("0.4"),
        "Given as “unknown”: วัตถุประสงค์": Decimal("0.3"),
        "Cells without data": Decimal("0.3"),
    }


@pytest.mark.parametrize("unknown", [{"missing_items": None}, {"unknown_items": None}])
def test_complete_is_not_measured_in_part(measures, resource, unknown) -> None:
    assert measures(**unknown)["perd.complete"].value is None
    assert measures(resource(), resource(name="b", cells=None))["perd.complete"].value is None


def test_a_table_without_data_is_not_complete(measures, resource) -> None:
    assert measures(resource(cells=CellCounts(0, 0)))["perd.complete"].value == 7


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ({}, 10),
        ({"data_source": None}, 5),
        ({"data_source": "ไม่ทราบ"}, 5),
        ({"data_type": "statistics"}, 5),
        ({"data_type": "statistics", "data_source": ""}, 0),
        ({"data_type": None}, None),
        ({"data_type": "other"}, None),
    ],
)
def test_primary(measures, declared, value) -> None:
    assert measures(declared=declared)["perd.primary"].value == value


@pytest.mark.parametrize(
    ("days", "value"),
    [(100, "10.0"), (101, "7.5"), (125, "7.5"), (126, "5.0"), (150, "5.0"), (151, "2.5"), (200, "2.5"), (201, "0.0")],
)
def test_timely_by_the_last_change(measures, resource, days, value) -> None:
    late = resource(last_change=TODAY - timedelta(days), newest_period=None)
    found = measures(late, declared={"frequency": {"every": 100, "unit": "day"}})["perd.timely"]
    assert found.value == Decimal(value)


def test_timely_by_the_newest_period_where_that_is_worse(measures, resource) -> None:
    # Monthly: the newest period may be 60 days old. 75 days is a quarter too late, 76 more than that.
    for days, value in ((60, "10.0"), (75, "7.5"), (76, "5.0")):
        found = measures(resource(newest_period=TODAY - timedelta(days)))["perd.timely"]
        assert found.value == Decimal(value)
    assert "ช่วงเวลาล่าสุด" in found.lost[0].reason.th
    assert found.lost[0].detail.th == ("factories: เปลี่ยนแปลงล่าสุด 10 พฤศจิกายน 2569 (10 วัน) ข้อมูลล่าสุดถึง 5 กันยายน 2569")


@pytest.mark.parametrize(("unit", "days"), [("hour", 1), ("real-time", 1), ("working-day", 3)])
def test_timely_of_what_is_promised_more_often_than_we_look(measures, resource, unit, days) -> None:
    for age, value in ((days, 10), (2 * days + 1, 0)):
        late = resource(last_change=TODAY - timedelta(age), newest_period=None)
        assert measures(late, declared={"frequency": {"unit": unit}})["perd.timely"].value == value


@pytest.mark.parametrize("unit", ["unknown", "not-updated", "other"])
def test_timely_without_a_promise(measures, unit) -> None:
    assert measures(declared={"frequency": {"unit": unit}})["perd.timely"].value is None


def test_accessible(measures, resource) -> None:
    assert measures()["perd.accessible"].value == 10
    assert measures(resource(downloaded=False))["perd.accessible"].value == 2
    assert measures(resource(has_api=False, has_dictionary=False))["perd.accessible"].value == 8
    assert measures(resource(), resource(name="b", downloaded=False))["perd.accessible"].value == 6
    assert measures(resource(downloaded=None))["perd.accessible"].value is None
    assert measures(resource(has_api=None))["perd.accessible"].value is None


def test_what_is_not_published_is_not_accessible_and_the_file_is_not_measured(measures, resource) -> None:
    found = measures(resource(published_formats=(), downloaded=None, last_change=None), published=False)
    assert found["perd.accessible"].value == 0
    for id in ("timely", "machine-readable", "non-discriminatory", "non-proprietary", "permanent"):
        assert found[f"perd.{id}"].value is None


def test_machine_readable(measures, resource) -> None:
    assert measures(resource(published_formats=("pdf",)))["perd.machine-readable"].value == 3
    assert measures(resource(findings={"table/blank-label": Found(2)}))["perd.machine-readable"].value == 7
    assert measures(resource(published_formats=("xlsx",)))["perd.machine-readable"].value == 10
    assert measures(resource(findings=None))["perd.machine-readable"].value is None


def test_non_discriminatory(measures, resource) -> None:
    assert measures(resource(), resource(name="b", downloaded=False))["perd.non-discriminatory"].value == 5
    assert measures(resource(downloaded=None))["perd.non-discriminatory"].value is None


def test_non_proprietary(measures, resource) -> None:
    assert measures(resource(published_formats=("xlsx",)))["perd.non-proprietary"].value == 0
    assert measures(resource(published_formats=("xlsx", "csv")))["perd.non-proprietary"].value == 10


@pytest.mark.parametrize(
    ("openness", "licence", "value"),
    [
        (Openness.OPEN, "CC-BY-4.0", 10),
        (Openness.OPEN_WITH_DUTY, "CC-BY-SA-4.0", 7),
        (Openness.NOT_OPEN, "CC-BY-NC-4.0", 0),
        (Openness.UNKNOWN, "x", 0),
        (None, None, 0),
        (None, "CC-BY-4.0", None),
    ],
)
def test_license_free(measures, openness, licence, value) -> None:
    assert measures(openness=openness, declared={"licence": licence})["perd.license-free"].value == value


def test_a_condition_beyond_the_licence(measures) -> None:
    declared = {"accessible_condition": "เฉพาะนักวิจัย"}
    for openness, value in ((Openness.OPEN, 6), (Openness.OPEN_WITH_DUTY, 3)):
        found = measures(openness=openness, declared=declared, findings=CONDITION)
        assert found["perd.license-free"].value == value
        assert found["perd.free"].value == 10
    assert measures(declared=declared, findings=None)["perd.license-free"].value is None


@pytest.mark.parametrize(
    ("condition", "findings", "value"),
    [
        (None, None, 10),
        ("ไม่เสียค่าใช้จ่าย", {}, 10),
        ("มีค่าธรรมเนียม 500 บาท", CONDITION, 0),
        ("ไม่เสียค่าใช้จ่ายสำหรับนักศึกษา", CONDITION, 0),
        ("A FEE applies", CONDITION, 0),
        ("เฉพาะนักวิจัย", None, None),
    ],
)
def test_free_of_charge(measures, condition, findings, value) -> None:
    found = measures(declared={"accessible_condition": condition}, findings=findings)
    assert found["perd.free"].value == value


@pytest.mark.parametrize(("openness", "value"), [(Openness.UNKNOWN, None), (None, None), (Openness.NOT_OPEN, 10)])
def test_free_of_charge_needs_known_terms(measures, openness, value) -> None:
    assert measures(openness=openness)["perd.free"].value == value


def test_permanent(measures, resource) -> None:
    assert measures(resource(stable_address=False))["perd.permanent"].value == 3
    assert measures(resource(has_datapackage=False))["perd.permanent"].value == 7
    assert measures(resource(stable_address=None))["perd.permanent"].value is None
