"""The award as data: it loads strictly, the latest one serves, and nothing in it claims more than its source."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.award_profile import load_award
from flows.domain.award import Award
from flows.domain.errors import DeclarationError
from flows.pack import NUMBER_IDS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "schemas/awards"
YEARS = sorted(int(path.stem) for path in FOLDER.glob("*.yaml"))
TEXT = {"th": "ก", "en": "a"}
OWN: dict[str, Any] = {"id": "one", "title": TEXT, "text": TEXT, "mark": "own"}
OFFICIAL = OWN | {"mark": "official", "source": {"title": TEXT, "where": "ข่าวเลขที่ 1", "date": "2023-12-07"}}
UNKNOWN = OWN | {"mark": "unknown", "ask": TEXT}
AWARD: dict[str, Any] = {"year": 2566, "title": TEXT, "given_by": TEXT}


def written(folder: Path, name: str = "2566.yaml", **keys: Any) -> Path:
    (folder / name).write_text(yaml.safe_dump(AWARD | keys, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


@pytest.fixture(params=YEARS)
def real(request: pytest.FixtureRequest) -> Award:
    award = load_award(FOLDER, request.param, NUMBER_IDS)
    assert award.year == request.param
    return award


def test_what_is_official_has_its_source_and_what_is_unknown_has_somebody_to_ask(real: Award) -> None:
    marks = {entry.mark for entry in real.entries()}
    assert marks == {"official", "own", "unknown"}
    for entry in real.entries():
        assert entry.title.th.strip() and entry.title.en.strip() and entry.text.th.strip() and entry.text.en.strip()
        if entry.quoted:
            assert entry.source and entry.title.th != entry.title.en


def test_the_metrics_are_those_of_the_scores_page_each_and_no_other(real: Award) -> None:
    headings = re.findall(r"^### ([a-z]+\.[a-z0-9-]+)$", (ROOT / "docs/scores.md").read_text("utf-8"), re.MULTILINE)
    named = [measure for family in real.metrics for measure in family.measures]
    assert sorted(named) == sorted(headings) and len(named) > 20


def test_a_checker_of_one_office_is_not_given_out_as_a_criterion(real: Award) -> None:
    (nso,) = (family for family in real.metrics if family.id == "metrics-nso")
    assert nso.mark == "own" and "สำนักงานสถิติจังหวัดสระบุรี" in nso.text.th and "Saraburi" in nso.text.en


def test_the_award_of_2566_is_what_its_news_said() -> None:
    award = load_award(FOLDER, 2566, NUMBER_IDS)
    assert (len(award.groups), len(award.special)) == (5, 3)
    open_data, governance = award.honours
    assert open_data.title.th == "คุณภาพด้านการเปิดเผยข้อมูลผ่าน data.go.th"
    assert governance.title.th == "คุณภาพด้านการใช้ธรรมาภิบาลข้อมูลภาครัฐ"
    assert [one.test for one in open_data.characteristics] == [
        "free-access", "any-platform", "no-charge", "redistributable", "any-purpose",
    ]  # fmt: skip
    for one in open_data.characteristics:
        assert one.mark == "official" and one.quoted == ("title",)
        assert one.title.th.removeprefix("โดย") in open_data.text.th
    assert [item.id for item in governance.items] == ["exchange", "disclosure", "analysis-and-use"]
    assert any(
        "379" in entry.text.th and "303" in entry.text.th and "76" in entry.text.th for entry in award.population
    )
    for entry in (*award.groups, *award.special, *award.honours):
        assert entry.source and "75771" in (entry.source.where or "")


def test_the_page_for_the_office_says_of_the_characteristics_what_the_file_says() -> None:
    open_data = load_award(FOLDER, 2566, NUMBER_IDS).honours[0]
    page = (ROOT / "docs/awards.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| `([a-z-]+)` \| [^|]+ · [^|]+ \|$", page, re.MULTILINE)
    assert rows == [(one.title.th, one.test) for one in open_data.characteristics]


def test_the_self_assessment_has_all_its_items_and_rates_none_of_them() -> None:
    form = load_award(FOLDER, 2566, NUMBER_IDS).self_assessment
    assert form is not None
    items = [item.id for part in form.parts for item in part.items]
    wanted = {"ac": 8, "re": 5, "co": 4, "ti": 5, "av": 4}
    assert items == [f"{part}{nth}" for part, most in wanted.items() for nth in range(1, most + 1)]
    assert len(form.scale) == 4
    assert {need.id for need in form.needs} == {"dqa-method", "dqa-date", "dqa-team", "dqa-approver"}
    assert form.mark == "own" and form.basis, "a draft form of one office is not official"


def test_every_number_of_the_pack_is_evidence_for_something() -> None:
    award = load_award(FOLDER, 2566, NUMBER_IDS)
    named = {number for entry in award.entries() for number in entry.numbers}
    tested = {one.test for honour in award.honours for one in honour.characteristics}
    assert named | tested == NUMBER_IDS


NOT_CONFIRMED = (
    "แนวนโยบายและหลักปฏิบัติ",
    "ศักยภาพเจ้าหน้าที่",
    "โครงสร้างพื้นฐานความมั่นคงปลอดภัย",
    "เทคโนโลยีดิจิทัลและการนำไปใช้",
    "Smart Back Office",
)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*")), ids=lambda path: path.name)
def test_names_that_nobody_could_confirm_stand_nowhere(path: Path) -> None:
    text = path.read_text("utf-8").casefold()
    assert [name for name in NOT_CONFIRMED if name.casefold() in text] == []


PAGES = [*sorted(FOLDER.glob("*")), *sorted((ROOT / "docs").rglob("*.md"))]
THE_ACT = re.compile(r"(?:พ\.ร\.บ\.|พระราชบัญญัติ|\bAct\b)[^\n|]{0,120}?(25\d\d)")


def test_the_trap_is_seen_where_it_stands() -> None:
    wrong = "พ.ร.บ.การบริหารงานและการให้บริการภาครัฐผ่านระบบดิจิทัล พ.ศ. 2566"
    assert THE_ACT.findall(wrong) == ["2566"]
    assert THE_ACT.findall(wrong.replace("2566", "2562") + " ปี 2566") == ["2562"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_dates_the_act_to_the_year_that_one_news_item_printed(path: Path) -> None:
    assert "2566" not in THE_ACT.findall(path.read_text("utf-8"))


def test_a_later_period_gets_the_latest_award_that_is_known_and_its_year_is_told(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, "2568.yaml", year=2568)
    years = [load_award(tmp_path, year, NUMBER_IDS).year for year in (2566, 2567, 2568, 2570)]
    assert years == [2566, 2566, 2568, 2568]


def test_the_award_of_a_period_of_today_is_one_that_is_known() -> None:
    assert load_award(FOLDER, 2570, NUMBER_IDS).year == YEARS[-1]


def test_there_is_no_award_before_the_first(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no award of 2565 or earlier") as wrong:
        load_award(written(tmp_path), 2565, NUMBER_IDS)
    assert "2566" in wrong.value.text.th and "docs/awards.md" in wrong.value.text.th
    with pytest.raises(DeclarationError, match="none at all"):
        load_award(tmp_path / "nowhere", 2566, NUMBER_IDS)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"gruops": []}, r"schemas/awards/2566\.yaml:\d+: gruops: there is no such key"),
        ({"year": 2023}, r"2566\.yaml:1: year: 2023 is no year of the Buddhist era"),
        ({"year": 2567}, r"2566\.yaml:1: year: is 2567, but the file is of 2566"),
        ({"groups": [OWN | {"mark": "hearsay"}]}, r"2566\.yaml:\d+: groups\.0\.mark"),
        (
            {"groups": [OWN | {"mark": "official"}]},
            r"groups\.0: source: is missing; it belongs to an entry",
        ),
        ({"groups": [OFFICIAL | {"mark": "own"}]}, r"groups\.0: source: belongs only to an entry that is official"),
        ({"groups": [OWN | {"mark": "unknown"}]}, r"groups\.0: ask: is missing"),
        (
            {"groups": [OFFICIAL | {"basis": OFFICIAL["source"]}]},
            r"groups\.0: basis: belongs only to an entry",
        ),
        ({"groups": [OWN | {"quoted": ["title"]}]}, r"groups\.0: quoted: only what is official"),
        ({"groups": [OFFICIAL | {"source": {"title": TEXT}}]}, r"groups\.0\.source: names no place"),
        ({"groups": [OFFICIAL, OFFICIAL]}, r"the id one is given twice"),
        ({"groups": [UNKNOWN], "unknown": [UNKNOWN]}, r"the id one is given twice"),
        ({"unknown": [OWN]}, r"unknown: one is marked own"),
        (
            {"readiness": [OWN | {"numbers": ["api", "stras"]}]},
            r"\d+: readiness\.0\.numbers\.1: the pack has no number",
        ),
        (
            {"honours": [OWN | {"characteristics": [OWN | {"id": "two", "test": "free", "tested": TEXT}]}]},
            r"2566\.yaml:\d+: honours\.0\.characteristics\.0\.test: the pack has no number 'free'; use one of any",
        ),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(tmp_path: Path, keys: dict[str, Any], says: str) -> None:
    with pytest.raises(DeclarationError, match=says):
        load_award(written(tmp_path, **keys), 2566, NUMBER_IDS)


def test_the_line_is_that_of_the_number_itself(tmp_path: Path) -> None:
    folder = written(tmp_path, readiness=[OWN | {"numbers": ["api", "stras"]}])
    lines = (folder / "2566.yaml").read_text("utf-8").splitlines()
    line = next(nth for nth, text in enumerate(lines, start=1) if "stras" in text)
    with pytest.raises(DeclarationError, match=rf"2566\.yaml:{line}: "):
        load_award(folder, 2566, NUMBER_IDS)


@pytest.mark.parametrize("name", ["2566.yml", "latest.yaml", "66.yaml"])
def test_a_file_that_no_year_would_find_is_refused(tmp_path: Path, name: str) -> None:
    written(tmp_path)
    with pytest.raises(DeclarationError, match=f"schemas/awards/{name}: is read for no year: name it by its year"):
        load_award(written(tmp_path, name), 2566, NUMBER_IDS)
